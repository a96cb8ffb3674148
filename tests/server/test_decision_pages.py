"""Deciding in a browser: one theme, one input, many at once, a second person, publication."""

from uuid import UUID

from httpx import AsyncClient

from consultations.decision_options import set_review
from consultations.publications import claim_publication, perform_publication
from consultations.tables import Consultation, Theme
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input
from tests.page import Page

WORK = "/kerja/contoh"
WORDS = {"option": "diterima", "reason": "Karena perlu.", "reply": "Kami ubah untuk {nomor}."}


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def _theme(consultation: Consultation, *inputs: UUID, name: str = "Loket") -> Theme:
    return await accept_theme(
        consultation=consultation.id,
        name=name,
        placements=[Placement(entry) for entry in inputs],
        by=None,
    )


async def test_theme_is_decided_published_and_inherited(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, None, "Loket kurang.")
    theme = await _theme(consultation, entry.input)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    here = f"{WORK}/tema/{theme.id}/keputusan"
    page = await drafter.read(here)
    assert "Belum diputuskan" in page.text
    refused = await drafter.refused(here, {"version": "0", "tindakan": "siap"})
    assert len(refused.errors()) == 2
    filled = await drafter.post(here, {"version": "0", "tindakan": "pratinjau", **WORDS})
    # Without a script the page begins at its top again: the focus leads to what was asked for.
    (shown,) = [e for e in Page(filled.text).root.iter() if e.get("autofocus") is not None]
    assert f"Kami ubah untuk {entry.registration}." in "".join(shown.itertext())
    await drafter.send(here, {"version": "0", "tindakan": "siap", **WORDS})
    assert "Siap terbit" in (await drafter.read(here)).text
    public = f"/konsultasi/contoh/masukan/{entry.registration}"
    assert "Karena perlu." not in (await guest.read(public)).text
    stale = await drafter.refused(here, {"version": "0", "tindakan": "siap", **WORDS})
    assert "Orang lain sudah mengubahnya" in stale.text
    await drafter.send(here, {"version": "1", "tindakan": "terbitkan"})
    assert f"Kami ubah untuk {entry.registration}." in (await guest.read(public)).text
    results = await guest.read("/konsultasi/contoh/hasil")
    assert "Kami ubah untuk masukan Anda." in results.text


async def test_own_decision_stands_instead_of_the_theme_s(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    a = await make_input(consultation, None, "Loket kurang.")
    b = await make_input(consultation, None, "Loket terlalu banyak.")
    theme = await _theme(consultation, a.input, b.input)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    await drafter.send(
        f"{WORK}/tema/{theme.id}/keputusan", {"version": "0", "tindakan": "siap", **WORDS}
    )
    own = f"{WORK}/masukan/{b.registration}/keputusan"
    assert "Keputusan temanya" in (await drafter.read(own)).text
    await drafter.send(
        own,
        {
            "version": "0",
            "tindakan": "siap",
            "option": "tidak_diterima",
            "reason": "Loket tetap perlu.",
            "reply": "",
        },
    )
    ready = await drafter.read(f"{WORK}/keputusan/terbitkan")
    assert "Loket tetap perlu." in ready.text
    progress = await drafter.send(f"{WORK}/keputusan/terbitkan", {})
    assert "Menunggu giliran" in (await drafter.read(progress)).text
    publication = await claim_publication()
    assert publication is not None
    await perform_publication(publication)
    assert (
        "1 keputusan tema dan 1 keputusan atas satu masukan" in (await drafter.read(progress)).text
    )
    page = await guest.read(f"/konsultasi/contoh/masukan/{b.registration}")
    assert "Loket tetap perlu." in page.text
    assert "Karena perlu." not in page.text
    results = (await guest.read("/konsultasi/contoh/hasil")).text
    assert "1 di antaranya diputuskan tersendiri." in results
    assert "Masukan yang diputuskan tersendiri" in results
    for decision, found, left in (("diterima", a, b), ("tidak_diterima", b, a)):
        search = await guest.read(f"/konsultasi/contoh/cari?decision={decision}")
        register = await drafter.read(f"{WORK}/masukan?decision={decision}")
        for page in (search, register):
            assert found.registration in page.text
            assert left.registration not in page.text


async def test_second_person_approves_what_another_wrote(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await set_review(consultation=consultation.id, reviewed=True, by=None)
    theme = await _theme(consultation, (await make_input(consultation)).input)
    writer = await _drafter(app_client, consultation)
    reviewer = await _drafter(app_client, consultation)
    here = f"{WORK}/tema/{theme.id}/keputusan"
    await writer.send(here, {"version": "0", "tindakan": "siap", **WORDS})
    refused = await writer.refused(here, {"version": "1", "tindakan": "setujui"})
    assert "harus ditinjau orang lain" in refused.text
    refused = await writer.refused(here, {"version": "1", "tindakan": "terbitkan"})
    assert "belum siap terbit" in refused.text
    assert theme.name in (await reviewer.read(f"{WORK}/tugas")).text
    assert theme.name not in (await writer.read(f"{WORK}/tugas")).text
    await reviewer.send(
        here, {"version": "1", "tindakan": "kembalikan", "remark": "Terlalu pendek."}
    )
    assert "Terlalu pendek." in (await writer.read(here)).text
    await writer.send(
        here, {"version": "2", "tindakan": "siap", **WORDS, "reason": "Lebih panjang."}
    )
    await reviewer.send(here, {"version": "3", "tindakan": "setujui"})
    await writer.send(here, {"version": "4", "tindakan": "terbitkan"})
    assert "Lebih panjang." in (await Visitor(app_client).read("/konsultasi/contoh/hasil")).text


async def test_work_is_handed_over_noted_and_never_public(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    theme = await _theme(consultation, (await make_input(consultation)).input)
    colleague = await make_account(Role.DRAFTER, consultation.id)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    here = f"{WORK}/tema/{theme.id}/keputusan"
    bad = {"tindakan": "tugaskan", "assignee": str(theme.id), "due_on": "besok"}
    assert len((await drafter.refused(here, bad)).errors()) == 2
    given = {"tindakan": "tugaskan", "assignee": str(colleague.id), "due_on": "2020-01-02"}
    await drafter.send(here, given)
    await drafter.send(here, {"tindakan": "catat", "note": "Rahasia tim."})
    await drafter.refused(here, {"tindakan": "catat", "note": " "})
    page = await drafter.read(here)
    assert "Rahasia tim." in page.text
    assert page.value("assignee") == str(colleague.id)
    tasks = await (await Visitor(app_client).sign_in(colleague.id)).read(f"{WORK}/tugas")
    assert "Lewat tenggat" in tasks.text
    await drafter.send(here, {"version": "0", "tindakan": "siap", **WORDS})
    await drafter.send(here, {"version": "1", "tindakan": "terbitkan"})
    for path in ("/konsultasi/contoh/hasil", "/konsultasi/contoh"):
        assert "Rahasia tim." not in (await guest.read(path)).text


async def test_many_are_decided_with_one_reason_and_undone_together(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    entries = [await make_input(consultation) for _ in range(3)]
    drafter = await _drafter(app_client, consultation)
    await drafter.send(
        f"{WORK}/pengaturan/keputusan/templat",
        {"name": "Terima kasih", "text": "Masukan {nomor}: {keputusan}."},
    )
    settings = await drafter.read(f"{WORK}/pengaturan/keputusan")
    template = next(a for a in settings.html.split('"') if "/templat/" in a).split("/")[-1]
    here = f"{WORK}/keputusan/masukan"
    refused = await drafter.refused(here, {"tindakan": "siap", **WORDS})
    assert "Pilih paling sedikit satu." in refused.text
    done = await drafter.send(
        here,
        {
            "tindakan": "siap",
            **WORDS,
            "reply": "",
            "template": template,
            "pilih": [f"{entry.input}:0" for entry in entries[:2]],
        },
    )
    assert "Keputusan bersama sudah disimpan." in (await drafter.read(done)).text
    own = f"{WORK}/masukan/{entries[0].registration}/keputusan"
    assert (await drafter.read(own)).value(
        "reply"
    ) == f"Masukan {entries[0].registration}: Diterima."
    left = await drafter.read(f"{here}?state=belum")
    assert entries[2].registration in left.text
    assert entries[0].registration not in left.text
    stale = {"tindakan": "siap", **WORDS, "pilih": [f"{entries[0].input}:0"]}
    assert "Orang lain sudah mengubahnya" in (await drafter.refused(here, stale)).text
    await drafter.send(f"{WORK}/keputusan/batal/{done.split('=')[1]}", {})
    assert entries[0].registration in (await drafter.read(f"{here}?state=belum")).text


async def test_consultation_words_its_own_decisions(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation)
    theme = await _theme(consultation, entry.input)
    drafter = await _drafter(app_client, consultation)
    settings = f"{WORK}/pengaturan/keputusan"
    added = {"label": "Dialihkan ke SP4N", "label_en": "Passed on", "decision": "di_luar_lingkup"}
    await drafter.send(f"{settings}/pilihan", added)
    await drafter.refused(f"{settings}/pilihan", {"label": "", "decision": ""})
    renamed = {"label": "Setuju", "label_en": "Agreed", "position": "1", "offered": "ya"}
    await drafter.send(f"{settings}/pilihan/diterima", renamed)
    gone = {"label": "Perlu pendalaman", "position": "6", "offered": "tidak"}
    await drafter.send(f"{settings}/pilihan/perlu_pendalaman", gone)
    refused = await drafter.refused(f"{settings}/templat", {"name": "x", "text": "Halo {nama}"})
    assert "{nama}" in refused.text
    here = f"{WORK}/tema/{theme.id}/keputusan"
    page = await drafter.read(here)
    offered = [o.get("value") for o in page.field("option").iter() if o.get("value")]
    assert "perlu_pendalaman" not in offered
    own = next(code for code in offered if code and code.startswith("lain-"))
    await drafter.send(here, {"version": "0", "tindakan": "siap", **WORDS, "option": own})
    await drafter.send(here, {"version": "1", "tindakan": "terbitkan"})
    results = (await Visitor(app_client).read("/konsultasi/contoh/hasil")).text
    assert "Dialihkan ke SP4N" in results
    assert (
        entry.registration in (await drafter.read(f"{WORK}/masukan?decision=di_luar_lingkup")).text
    )


async def test_change_of_a_public_decision_is_undone_or_waits(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    theme = await _theme(consultation, (await make_input(consultation)).input)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    here = f"{WORK}/tema/{theme.id}/keputusan"
    await drafter.send(here, {"version": "0", "tindakan": "siap", **WORDS})
    await drafter.send(here, {"version": "1", "tindakan": "terbitkan"})
    refused = await drafter.refused(here, {"version": "1", "tindakan": "batalkan"})
    assert "Orang lain sudah mengubahnya" in refused.text
    await drafter.send(here, {"version": "1", "tindakan": "simpan", **WORDS, "reason": "Lain."})
    assert "Lain." not in (await guest.read("/konsultasi/contoh/hasil")).text
    assert "Lain." in (await drafter.read(here)).text
    await drafter.send(here, {"version": "2", "tindakan": "batalkan"})
    page = await drafter.read(here)
    assert page.value("reason") == "Karena perlu."
    assert "Membatalkan perubahan" in page.text


async def test_overview_needs_no_more_queries_for_more_rows(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter = await _drafter(app_client, consultation)
    counts = []
    for _ in range(2):
        entries = [await make_input(consultation) for _ in range(2)]
        await _theme(consultation, *(entry.input for entry in entries), name=f"T{len(counts)}")
        await drafter.read(f"{WORK}/keputusan/masukan")
        for path in (f"{WORK}/keputusan", f"{WORK}/keputusan/masukan"):
            before = database.statements
            await drafter.read(path)
            counts.append(database.statements - before)
    assert counts[:2] == counts[2:]
