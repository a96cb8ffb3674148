"""Deciding on every input that a filter leaves: previewed, applied in one act, undone together."""

from datetime import date
from uuid import UUID

import pytest
from httpx import AsyncClient

from consultations.assigning import assign
from consultations.bulk_deciding import undo_many
from consultations.deciding import Answer, Subject, write_disposition
from consultations.deciding_matching import decide_matching
from consultations.errors import Stale
from consultations.queries.disposition_overview import OverviewFilter
from consultations.queries.matching_inputs import matching_inputs
from consultations.revising import withdraw_input
from consultations.tables import AuditEntry, Consultation, Deliberation, DeliberationStep
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_input

WORK = "/kerja/contoh/keputusan/masukan"
ALL = WORK + "/semua"
WORDS = {"option": "diterima", "reason": "Karena perlu.", "reply": "Untuk {nomor}: {keputusan}."}
ANSWER = Answer(Decision.NOT_ACCEPTED, "Karena sudah ada.", "Masukan {nomor}.")
EVERYTHING, TODAY = OverviewFilter(), date(2026, 11, 29)


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def _decide(consultation: Consultation) -> UUID:
    matching = await matching_inputs(consultation.id, EVERYTHING, TODAY)
    return await decide_matching(
        consultation=consultation.id,
        only=EVERYTHING,
        today=TODAY,
        mark=matching.mark,
        answer=ANSWER,
        label="Tidak diterima",
        ready=True,
        by=None,
    )


async def test_preview_says_how_many_which_are_passed_over_and_what_they_get(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    a, _, own, grouped, gone = [await make_input(consultation, None, "Loket.") for _ in range(5)]
    other = await make_input(consultation, None, "Parkir.")
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(grouped.input)], by=None
    )
    for subject in (
        Subject(consultation.id, input=own.input),
        Subject(consultation.id, theme=theme.id),
    ):
        await write_disposition(subject=subject, answer=ANSWER, version=0, ready=True, by=None)
    await withdraw_input(entry=gone.input, by=None)
    drafter = await _drafter(app_client, consultation)
    overview = await drafter.read(f"{WORK}?words=loket")
    assert f"{ALL}?words=loket" in overview.html
    page = await drafter.read(f"{ALL}?words=loket")
    assert "2 masukan cocok dan belum diputuskan." in page.text
    for words in (
        f"1 sudah diputuskan tersendiri: {own.registration}",
        f"1 temanya sudah diputuskan: {grouped.registration}",
    ):
        assert words in page.text
    # A withdrawn input has lost its words, so only other filters find it.
    assert "ditarik penulisnya" not in page.text
    everything = await drafter.read(ALL)
    assert "3 masukan cocok dan belum diputuskan." in everything.text
    assert f"1 ditarik penulisnya: {gone.registration}" in everything.text
    assert other.registration not in page.text
    assert len((await drafter.refused(f"{ALL}?words=loket", {"tindakan": "siap"})).errors()) == 2
    preview = (await drafter.post(f"{ALL}?words=loket", {"tindakan": "pratinjau", **WORDS})).text
    assert f"Untuk {a.registration}: Diterima." in preview
    changed = await drafter.post(f"{ALL}?words=loket", {"tindakan": "ubah", **WORDS})
    assert "Untuk {nomor}: {keputusan}." in changed.text
    drafter.cookies["bahasa"] = "en"
    english = await drafter.read(ALL)
    assert "3 inputs match and are undecided." in english.text
    assert "1 withdrawn by their authors" in english.text


async def test_all_are_decided_at_once_and_undone_together(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    entries = [await make_input(consultation, None, "Loket.") for _ in range(3)]
    await make_input(consultation, None, "Parkir.")
    colleague = await make_account(Role.DRAFTER, consultation.id)
    await assign(
        subject=Subject(consultation.id, input=entries[0].input),
        assignee=colleague.id,
        due_on=None,
        by=None,
    )
    drafter = await _drafter(app_client, consultation)
    here = f"{ALL}?words=loket"

    async def previewed() -> dict[str, str]:
        mark = (await matching_inputs(consultation.id, OverviewFilter(words="loket"), TODAY)).mark
        preview = await drafter.post(here, {"tindakan": "pratinjau", **WORDS})
        assert f'name="cocok" value="{mark}"' in preview.text
        return {"tindakan": "siap", "cocok": mark, **WORDS}

    posted = await previewed()
    late = await make_input(consultation, None, "Loket juga.")
    stale = await drafter.refused(here, posted)
    assert "Orang lain sudah mengubahnya" in stale.text
    assert await Deliberation.count().where(Deliberation.decision != "") == 0
    done = await drafter.send(here, await previewed())
    assert "Keputusan bersama sudah disimpan." in (await drafter.read(done)).text
    own = f"/kerja/contoh/masukan/{late.registration}/keputusan"
    assert (await drafter.read(own)).value("reply") == f"Untuk {late.registration}: Diterima."
    assert await Deliberation.count().where(Deliberation.decision == "diterima") == 4
    assigned = await Deliberation.objects().get(Deliberation.input == entries[0].input)
    assert assigned is not None
    assert assigned.assignee == colleague.id
    assert "Tidak ada yang cocok" in (await drafter.read(here)).text
    await drafter.send(f"/kerja/contoh/keputusan/batal/{done.split('=')[1]}", {})
    assert await Deliberation.count().where(Deliberation.decision != "") == 0
    acts = await AuditEntry.select(AuditEntry.action).where(
        AuditEntry.action.like("disposition.batch%")
    )
    assert {row["action"] for row in acts} == {
        "disposition.batch_written",
        "disposition.batch_undone",
    }
    await drafter.send(here, await previewed())
    assert await Deliberation.count().where(Deliberation.decision == "diterima") == 4


async def test_undoing_leaves_what_went_on_since(database: Engine) -> None:
    consultation = await make_consultation()
    entries = [await make_input(consultation) for _ in range(2)]
    batch = await _decide(consultation)
    await write_disposition(
        subject=Subject(consultation.id, input=entries[0].input),
        answer=ANSWER,
        version=1,
        ready=True,
        by=None,
    )
    assert await undo_many(consultation=consultation.id, batch=batch, by=None) == 1
    left = await Deliberation.select(Deliberation.input).where(Deliberation.decision != "")
    assert [row["input"] for row in left] == [entries[0].input]
    with pytest.raises(Stale):
        await undo_many(consultation=consultation.id, batch=batch, by=None)


async def test_statements_grow_with_batches_and_not_with_inputs(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await make_consultation()
    monkeypatch.setattr("consultations.deciding_steps.AT_ONCE", 4)
    costs = []
    for inputs in (2, 4, 8):
        for _ in range(inputs):
            await make_input(consultation)
        before = database.statements
        batch = await _decide(consultation)
        between = database.statements
        steps = await DeliberationStep.count().where(DeliberationStep.batch == batch)
        assert steps == inputs
        started = database.statements
        assert await undo_many(consultation=consultation.id, batch=batch, by=None) == inputs
        costs.append((between - before, database.statements - started))
        # Those that were undone are decided by themselves, so that the next round has its own.
        await _decide(consultation)
    assert costs[0] == costs[1]
    # Three of them read what the replies are filled with, before anyone has to wait.
    assert costs[2][0] - costs[1][0] == 7
    assert costs[2][1] - costs[1][1] == 3
