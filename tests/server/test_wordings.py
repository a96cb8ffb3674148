from typing import Any
from uuid import UUID

from httpx import AsyncClient

from consultations.assembling import assemble
from consultations.clock import now
from consultations.drafting import prepare_draft
from consultations.final_conditions import changes_sourced
from consultations.fitting import Fit, assembly_of
from consultations.merging import merge_themes
from consultations.publishing import publish_draft
from consultations.redrafting import Wording, decide_wording, propose_wording
from consultations.scoring.assessing import publish_outcome
from consultations.tables import (
    AssessedOption,
    Assessment,
    Criterion,
    DraftVersion,
    EvidenceSource,
    Score,
    Scorer,
    Theme,
    Unit,
    WordingChange,
)
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import (
    ChangeKind,
    EvidenceKind,
    Role,
    Stage,
    Visibility,
    WordingAct,
    WordingState,
)
from server.database import Engine
from tests.client import Visitor
from tests.factories import (
    DRAFT,
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
)
from tests.page import Page

WORK = "/kerja/contoh"
PUBLIC = "/konsultasi/contoh"
NEW = "Antrean dapat diambil secara daring, lewat telepon, maupun di tempat."


async def test_participants_wording_becomes_the_next_version_and_is_traced_both_ways(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    entry = await make_input(
        consultation, unit.id, "Lansia tidak punya gawai.", proposed_wording=NEW
    )
    secret = await make_input(
        consultation, unit.id, "Saya petugasnya.", visibility=Visibility.CONFIDENTIAL
    )
    theme = await accept_theme(
        consultation=consultation.id,
        name="Antrean",
        placements=[Placement(entry.input), Placement(secret.input)],
        by=None,
    )
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter, guest = await Visitor(app_client).sign_in(account.id), Visitor(app_client)

    await drafter.read(f"{WORK}/tema/{theme.id}/rumusan")
    writing = f"{WORK}/butir/{unit.identity}/rumusan"
    before = database.statements
    shown = await drafter.read(f"{writing}?tema={theme.id}")
    assert database.statements - before <= 12
    assert "Pakai rumusan ini" in shown.text
    form = {"act": "ubah", "text": unit.text, "themes": str(theme.id), "version": "0"}
    filled = await drafter.post(f"{writing}?tema={theme.id}", {**form, "pakai": entry.registration})
    assert NEW in filled.text
    refused = await drafter.refused(writing, {**form, "reason": "Semua terlayani."})
    assert "sama dengan yang berlaku" in refused.text
    sourceless = {"act": "ubah", "text": NEW, "reason": "Begitu."}
    assert (
        "Pilih tema, masukan, hasil penilaian" in (await drafter.refused(writing, sourceless)).text
    )
    form |= {"text": NEW, "adopted": entry.registration, "reason": "Semua terlayani."}
    change = await drafter.send(writing, form)
    await drafter.read(change)
    await drafter.refused(change, {"version": "1", "tindakan": "tolak", "remark": ""})
    await drafter.send(change, {"version": "1", "tindakan": "setujui", "remark": ""})
    stale = await drafter.refused(change, {"version": "1", "tindakan": "kembalikan"})
    assert "Disetujui" in stale.text
    assert "Antrean" in (await drafter.read(f"{WORK}/perubahan?state=disetujui")).text

    assert "Masukkan" in (await drafter.read(f"{WORK}/perubahan/susun")).text
    given = {"edition": "0", "pilih": change.rpartition("/")[2]}
    draft = await drafter.send(f"{WORK}/perubahan/susun", given)
    assert NEW in (await drafter.read(draft)).text
    assert "Sudah masuk" in (await drafter.read(f"{WORK}/perubahan/susun")).text
    row = await DraftVersion.objects().get(DraftVersion.number == 2)
    assert row is not None
    assert (
        "Kata-kata yang diubahnya"
        not in (await guest.read(f"{PUBLIC}/masukan/{entry.registration}")).text
    )
    await publish_draft(version=row.id, by=None)

    new = await Unit.objects().get((Unit.version == row.id) & (Unit.number == "1.1.2"))
    assert new is not None
    assert (new.identity, new.text, new.change_kind) == (unit.identity, NEW, "substansi")
    assert secret.registration not in new.change_note
    for address in (f"{PUBLIC}/masukan/{entry.registration}", f"/tanda-terima/{entry.token}"):
        page = await guest.read(address)
        assert f"{PUBLIC}/rancangan/2/butir/1.1.2#asal" in page.links()
        assert "diambil dari usulan ini" in page.text
    for address in (f"{PUBLIC}/rancangan/2/butir/1.1.2", f"{PUBLIC}/rancangan/2/perubahan"):
        page = await guest.read(address)
        assert f"{PUBLIC}/masukan/{entry.registration}" in page.links()
        assert "1 masukan lain di baliknya tidak ditampilkan" in page.text
        assert secret.registration not in page.text
    settled = await drafter.refused(change, {"version": "2", "tindakan": "kembalikan"})
    assert "sudah terbit" in settled.text


async def test_hand_edited_unit_is_shown_and_not_overwritten(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    one, two = await find_clause(draft, "1.1.1"), await find_clause(draft, "1.1.2")
    for unit, act in ((two, WordingAct.REVISE), (one, WordingAct.REMOVE)):
        change = await propose_wording(
            consultation=consultation.id,
            wording=Wording(
                base=unit.id, act=act, kind=ChangeKind.EDITORIAL, reason="Ganda.", text=NEW
            ),
            by=None,
        )
        await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
    text = DRAFT.replace("secara daring", "lewat daring")
    await prepare_draft(consultation=consultation.id, text=text, by=None)
    found = await assembly_of(consultation.id)
    assert [line.fit for line in found.lines] == [Fit.EDITED, Fit.READY]
    every = [line.change.id for line in found.lines]
    made = await assemble(consultation=consultation.id, edition=1, take=every, by=None)
    await publish_draft(version=made.id, by=None)
    units = await Unit.objects().where(Unit.version == made.id).order_by(Unit.position)
    assert [unit.text for unit in units if unit.text] == [
        "Antrean dapat diambil lewat daring maupun di tempat."
    ]
    assert await WordingChange.count().where(WordingChange.published_in == made.id) == 1


async def test_trace_goes_on_when_the_theme_behind_words_is_merged(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    entry, other = await make_input(consultation, unit.id), await make_input(consultation)
    one, two, three = [
        await accept_theme(consultation=consultation.id, name=name, placements=placements, by=None)
        for name, placements in (
            ("Antrean", [Placement(entry.input)]),
            ("Loket", [Placement(other.input)]),
            ("Pelayanan", []),
        )
    ]
    change = await propose_wording(
        consultation=consultation.id,
        wording=Wording(
            base=unit.id,
            act=WordingAct.REVISE,
            kind=ChangeKind.SUBSTANCE,
            reason="Begitu.",
            text=NEW,
            themes=(one.id,),
        ),
        by=None,
    )
    await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
    draft = await assemble(consultation=consultation.id, edition=0, take=[change.id], by=None)
    await publish_draft(version=draft.id, by=None)
    for theme, into in ((one.id, two.id), (two.id, three.id)):
        rows = {row["id"]: row["version"] for row in await Theme.select(Theme.id, Theme.version)}
        await merge_themes(
            consultation=consultation.id,
            theme=theme,
            into=into,
            versions=(rows[theme], rows[into]),
            by=None,
        )

    guest = Visitor(app_client)
    words = f"{PUBLIC}/rancangan/2/butir/1.1.2"
    assert f"{PUBLIC}/masukan/{entry.registration}" in (await guest.read(words)).links()
    page = await guest.read(f"{PUBLIC}/masukan/{entry.registration}")
    assert f"{words}#asal" in page.links()


async def test_inputs_behind_a_removed_clause_are_named_where_it_is_crossed_out(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    entry = await make_input(consultation, unit.id, "Butir ini ganda.")
    change = await propose_wording(
        consultation=consultation.id,
        wording=Wording(
            base=unit.id,
            act=WordingAct.REMOVE,
            kind=ChangeKind.SUBSTANCE,
            reason="Ganda.",
            inputs=(entry.input,),
        ),
        by=None,
    )
    await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
    draft = await assemble(consultation=consultation.id, edition=0, take=[change.id], by=None)
    await publish_draft(version=draft.id, by=None)

    page = await Visitor(app_client).read(f"{PUBLIC}/rancangan/2/perubahan")
    assert f"{PUBLIC}/masukan/{entry.registration}" in page.links()
    assert "Ganda." in page.text
    assert page.text.count(entry.registration) == 1


async def test_words_rest_on_results_of_scoring_and_on_evidence(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    closed = await _assessment(consultation.id, "Mana dahulu")
    running = await _assessment(consultation.id, "Masih dinilai", closed=False)
    shown = await _evidence(consultation.id, "Studi di Tallinn", Stage.STUDY)
    unseen = await _evidence(consultation.id, "Naskah kerja rahasia", None)
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter, guest = await Visitor(app_client).sign_in(account.id), Visitor(app_client)

    writing = f"{WORK}/butir/{unit.identity}/rumusan"
    before = database.statements
    page = await drafter.read(writing)
    assert database.statements - before <= 12
    assert closed.title in page.text
    assert running.title not in page.text
    form = {"act": "ubah", "text": NEW, "reason": "Menurut penilaian.", "version": "0"}
    await drafter.refused(writing, {**form, "assessments": str(running.id)})
    given = {"assessments": str(closed.id), "evidence": [str(shown.id), str(unseen.id)]}
    change = await drafter.send(writing, {**form, **given})
    assert f"{WORK}/penilaian/{closed.id}" in (await drafter.read(change)).links()
    for place in (f"{WORK}/penilaian/{closed.id}", f"{WORK}/sumber/{shown.id}"):
        assert "usulan, belum terbit" in (await drafter.read(place)).text
    again = await drafter.read(f"{writing}?ubah={change.rpartition('/')[2]}")
    ticked = {box.get("value") for box in again.all("input") if box.get("checked") is not None}
    assert {str(closed.id), str(shown.id), str(unseen.id)} <= ticked

    key = UUID(change.rpartition("/")[2])
    # Whoever says no reason has said the source: that is enough to be final.
    await WordingChange.update({WordingChange.reason: ""}).where(WordingChange.id == key)
    await decide_wording(change=key, version=1, state=WordingState.APPROVED, by=None)
    draft = await assemble(consultation=consultation.id, edition=0, take=[key], by=None)
    assert (await changes_sourced(consultation.id)).is_met
    await publish_draft(version=draft.id, by=None)
    assert (await changes_sourced(consultation.id)).is_met
    words = f"{PUBLIC}/rancangan/2/butir/1.1.2"
    for address in (words, f"{PUBLIC}/rancangan/2/perubahan"):
        page = await guest.read(address)
        assert closed.title in page.text
        assert f"{PUBLIC}/tahap#bukti-{shown.id}" in page.links()
        assert "Survei" in page.text
        assert unseen.title not in page.text
        assert f"{WORK}/penilaian/{closed.id}" not in page.links()
        assert f"{PUBLIC}/penilaian/{closed.id}" not in page.links()
    await publish_outcome(assessment=closed.id, shown=True, by=None)
    for address in (words, f"{PUBLIC}/rancangan/2/perubahan"):
        assert f"{PUBLIC}/penilaian/{closed.id}" in (await guest.read(address)).links()
    stages = await guest.read(f"{PUBLIC}/tahap")
    assert f"bukti-{shown.id}" in [entry.get("id") for entry in stages.all("article")]
    for place in (f"{WORK}/penilaian/{closed.id}", f"{WORK}/sumber/{unseen.id}"):
        page = await drafter.read(place)
        assert f"{words}#asal" in page.links()
        assert "versi 2" in page.text


async def _assessment(consultation: UUID, title: str, *, closed: bool = True) -> Assessment:
    row = Assessment(
        consultation=consultation,
        title=title,
        purpose="Urutan.",
        weighting="langsung",
        created_at=now(),
        opened_at=now(),
        closed_at=now() if closed else None,
    )
    await Assessment.insert(row)
    options = [AssessedOption(assessment=row.id, position=place, name=title) for place in (0, 1)]
    await AssessedOption.insert(*options)
    criterion = Criterion(assessment=row.id, position=0, name="Dampak")
    await Criterion.insert(criterion)
    account = await make_account(Role.DRAFTER, consultation)
    scorer = Scorer(assessment=row.id, account=account.id, finished_at=row.closed_at)
    await Scorer.insert(scorer)
    for value, option in enumerate(options, 3):
        await Score.insert(
            Score(
                scorer=scorer.id,
                option=option.id,
                criterion=criterion.id,
                value=value,
                scored_at=now(),
            )
        )
    return row


async def _evidence(consultation: UUID, title: str, stage: Stage | None) -> EvidenceSource:
    row = EvidenceSource(
        consultation=consultation,
        kind=EvidenceKind.OPINION_SURVEY.value,
        title=title,
        stage=stage.value if stage else None,
        created_at=now(),
    )
    await EvidenceSource.insert(row)
    return row


async def test_new_clause_shows_its_number_which_is_no_other_clauses(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit, other = await find_clause(draft, "1.1.1"), await find_clause(draft, "1.1.2")
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    writing = f"{WORK}/butir/{unit.identity}/rumusan"
    form = {"act": "baru", "text": NEW, "reason": "Kurang.", "editorial": "y", "version": "0"}

    for number, error in (
        ("1.1.2", "Nomor ini sudah dipakai"),
        ("1.1/3", "Nomor hanya boleh berisi"),
        ("", "Tulis nomornya."),
    ):
        page = await drafter.refused(writing, {**form, "number": number})
        assert [error in words for words in page.errors()] == [True]
        assert page.field("number").get("aria-invalid") == "true"
        assert (page.value("number"), page.value("text")) == (number, NEW)
    change = await drafter.send(writing, {**form, "number": "1.1.3"})
    for place in (change, f"{WORK}/perubahan", writing):
        assert "1.1.3 sesudah Butir 1.1.1" in (await drafter.read(place)).text
    again = await drafter.refused(writing, {**form, "number": "1.1.3"})
    assert "usulan butir baru yang lain" in again.text
    # A proposal is not in its own way, and a clause that is to go leaves its number free.
    ubah = {**form, "number": "1.1.3", "change": change.rpartition("/")[2], "version": "1"}
    await drafter.send(writing, ubah)
    await drafter.send(
        f"{WORK}/butir/{other.identity}/rumusan",
        {"act": "hapus", "reason": "Ganda.", "editorial": "y", "version": "0"},
    )
    await drafter.send(writing, {**form, "number": "1.1.2"})


async def test_proposal_for_another_clause_says_for_which_it_was_written(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit, other = await find_clause(draft, "1.1.1"), await find_clause(draft, "1.1.2")
    entries = [
        await make_input(consultation, one.id, "Begini.", proposed_wording=NEW)
        for one in (unit, other)
    ]
    placements = [Placement(entry.input) for entry in entries]
    theme = await accept_theme(
        consultation=consultation.id, name="Antrean", placements=placements, by=None
    )
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    page = await drafter.read(f"{WORK}/butir/{unit.identity}/rumusan?tema={theme.id}")
    assert page.text.count("ditulis untuk") == 1
    assert f"Pakai rumusan ini {entries[1].registration} ditulis untuk Butir 1.1.2" in page.text


async def test_clauses_that_rest_on_the_same_inputs_list_them_once(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    one, two = await find_clause(draft, "1.1.1"), await find_clause(draft, "1.1.2")
    entries = [await make_input(consultation, one.id, f"Lambat {place}.") for place in range(4)]
    few = await make_input(consultation, two.id, "Kurang jelas.")
    theme = await accept_theme(
        consultation=consultation.id,
        name="Antrean",
        placements=[Placement(entry.input) for entry in entries],
        by=None,
    )

    async def publish(number: int, **behind: Any) -> Page:
        draft = await DraftVersion.objects().get(DraftVersion.number == number - 1)
        assert draft is not None
        changes = []
        for clause in ("1.1.1", "1.1.2"):
            unit = await find_clause(draft, clause)
            words = Wording(
                base=unit.id,
                act=WordingAct.REVISE,
                kind=ChangeKind.SUBSTANCE,
                reason="Begitu.",
                text=f"{NEW} {clause} {number}",
                **behind,
            )
            change = await propose_wording(consultation=consultation.id, wording=words, by=None)
            await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
            changes.append(change.id)
        made = await assemble(consultation=consultation.id, edition=0, take=changes, by=None)
        await publish_draft(version=made.id, by=None)
        return await Visitor(app_client).read(f"{PUBLIC}/rancangan/{number}/perubahan")

    page = await publish(2, themes=(theme.id,))
    assert page.text.count(entries[0].registration) == 1
    assert "4 masukan di balik perubahan ini sama dengan pada Butir 1.1.1." in page.text
    assert "#perubahan-1" in page.links()
    # A few are as soon read as looked up.
    page = await publish(3, inputs=(few.input,))
    assert page.text.count(few.registration) == 2
    assert "#perubahan-1" not in page.links()
