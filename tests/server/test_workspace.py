import uuid

from httpx import AsyncClient

from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.clock import now
from consultations.tables import Consultation, Note, Theme, ThemeMember
from consultations.vocabulary import Role, RunStatus
from tests.client import Visitor
from tests.factories import (
    DRAFT,
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
)

WORK = "/kerja/contoh"
GATHER = f"{WORK}/tema/kumpulkan"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _proposal(consultation: Consultation, entries: list[uuid.UUID]) -> CandidateTheme:
    run = AnalysisRun(
        consultation=consultation.id, status=RunStatus.DONE.value, step="", finished_at=now()
    )
    await AnalysisRun.insert(run)
    candidate = CandidateTheme(run=run.id, position=0, label="Antrean · loket", prototype=b"")
    await CandidateTheme.insert(candidate)
    for place, entry in enumerate(entries):
        await CandidateMember.insert(
            CandidateMember(
                candidate=candidate.id, input=entry, score=0.9 - place / 10, central=place
            )
        )
    return candidate


async def test_input_decided_on_by_itself_does_not_wait_for_a_theme(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    own = await make_input(consultation, text="Juru bahasa raba.")
    await make_input(consultation, text="Loket kurang.")
    drafter = await _drafter(app_client, consultation)
    waiting, decided = f"{WORK}/belum-bertema", f"{WORK}/belum-bertema?diputuskan=true"
    assert "2 masukan belum bertema" in (await drafter.read(f"{WORK}/tema")).text
    assert "Belum ada yang diputuskan sendiri" in (await drafter.read(decided)).text

    place = f"{WORK}/masukan/{own.registration}/keputusan"
    answer = {"version": "0", "option": "diterima", "reason": "Benar.", "reply": "Baik."}
    await drafter.send(place, {**answer, "tindakan": "siap"})
    assert "1 masukan belum bertema" in (await drafter.read(f"{WORK}/tema")).text
    assert "1 masukan belum masuk tema mana pun" in (await drafter.read(WORK)).text
    page = await drafter.read(waiting)
    assert "Juru bahasa raba." not in page.text
    assert "Loket kurang." in page.text
    page = await drafter.read(decided)
    assert "Juru bahasa raba." in page.text
    assert "Loket kurang." not in page.text
    assert place in page.links()

    await drafter.send(place, {"version": "1", "tindakan": "terbitkan"})
    assert "Juru bahasa raba." in (await drafter.read(decided)).text
    # Those that are decided on can still be gathered, and then have a theme.
    await drafter.send(
        GATHER, {"tindakan": "terima", "new_name": "Juru bahasa", "pilih": str(own.input)}
    )
    assert "Belum ada yang diputuskan sendiri" in (await drafter.read(decided)).text


async def test_chain_from_proposal_to_receipt(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    first = await make_input(consultation, unit.id, "Loket kurang.")
    second = await make_input(consultation, unit.id, "Antre lama.")
    lone = await make_input(consultation, unit.id, "Juru bahasa raba.")
    candidate = await _proposal(consultation, [first.input, second.input])
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)

    board = await drafter.read(f"{WORK}/tema")
    assert "Antrean · loket" in board.text
    assert "Juru bahasa raba." in (await drafter.read(f"{WORK}/belum-bertema")).text
    form = {"name": "Antrean dan loket", "description": "", "version": "0"}
    theme = await drafter.send(f"{WORK}/tema/usulan/{candidate.id}", form)
    assert "Loket kurang." in (await drafter.read(theme)).text
    await drafter.send(
        GATHER,
        {"tindakan": "tambah", "to": theme.rpartition("/")[2], "pilih": str(lone.input)},
    )
    assert "Semua masukan sudah bertema" in (await drafter.read(f"{WORK}/belum-bertema")).text

    answer = {
        "version": "0",
        "option": "diterima_sebagian",
        "reason": "Sesuai kemampuan.",
        "reply": "Terima kasih, loket ditambah.",
        "tindakan": "siap",
    }
    await drafter.send(f"{theme}/keputusan", answer)
    assert "Buka keputusan dan jawabannya" in (await drafter.read(theme)).text
    assert "Belum ada tema yang dijawab" in (await guest.read("/konsultasi/contoh/hasil")).text
    assert "loket ditambah" not in (await guest.read(f"/tanda-terima/{first.token}")).text

    await drafter.send(f"{theme}/keputusan", {"version": "1", "tindakan": "terbitkan"})
    results = await guest.read("/konsultasi/contoh/hasil")
    assert "Dari 3 masukan" in results.text
    assert "Sesuai kemampuan." in results.text
    for receipt in (first, second, lone):
        page = await guest.read(f"/tanda-terima/{receipt.token}")
        assert "Terima kasih, loket ditambah." in page.text
        assert "Diterima sebagian" in page.text


async def test_proposal_is_accepted_once(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    candidate = await _proposal(consultation, [(await make_input(consultation)).input])
    drafter = await _drafter(app_client, consultation)
    form = {"name": "Tema", "description": "", "version": "0"}
    await drafter.send(f"{WORK}/tema/usulan/{candidate.id}", form)
    again = await drafter.post(f"{WORK}/tema/usulan/{candidate.id}", form)
    assert again.status_code == 409
    assert await Theme.count() == 1
    assert await ThemeMember.count() == 1


async def test_edit_made_on_an_older_reading_is_refused(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    candidate = await _proposal(consultation, [(await make_input(consultation)).input])
    drafter = await _drafter(app_client, consultation)
    theme = await drafter.send(
        f"{WORK}/tema/usulan/{candidate.id}", {"name": "Lama", "description": "", "version": "0"}
    )
    await drafter.send(theme, {"name": "Baru", "description": "", "version": "1"})
    page = await drafter.refused(theme, {"name": "Menimpa", "description": "", "version": "1"})
    assert "Orang lain sudah mengubahnya" in page.text
    assert page.value("name") == "Menimpa"
    assert (await Theme.select(Theme.name))[0]["name"] == "Baru"
    answer = {"option": "diterima", "reason": "A", "reply": "B", "tindakan": "simpan"}
    await drafter.send(f"{theme}/keputusan", {**answer, "version": "0"})
    stale = await drafter.refused(
        f"{theme}/keputusan", {**answer, "reason": "Lain", "version": "0"}
    )
    assert stale.value("reason").strip() == "Lain"


async def test_answer_without_reason_is_refused(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    candidate = await _proposal(consultation, [(await make_input(consultation)).input])
    drafter = await _drafter(app_client, consultation)
    theme = await drafter.send(
        f"{WORK}/tema/usulan/{candidate.id}", {"name": "Tema", "description": "", "version": "0"}
    )
    page = await drafter.refused(
        f"{theme}/keputusan",
        {"version": "0", "option": "", "reason": "", "reply": "Halo", "tindakan": "siap"},
    )
    assert len(page.errors()) == 2
    assert page.value("reply").strip() == "Halo"


async def test_draft_is_pasted_reviewed_and_published(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    refused = await drafter.refused(f"{WORK}/rancangan", {"text": "tanpa judul"})
    assert refused.value("text").strip() == "tanpa judul"
    review = await drafter.send(f"{WORK}/rancangan", {"text": DRAFT})
    assert "1.1.2" in (await drafter.read(review)).text
    await guest.read("/konsultasi/contoh/rancangan/1", status=404)
    publishing = await drafter.read(f"{review}/terbitkan")
    form = {name: publishing.value(name) for name in ("edition", "title", "change_summary")}
    public = await drafter.send(f"{review}/terbitkan", form)
    assert "Pelayanan publik harus mudah" in (await guest.read(public)).text
    assert (await drafter.post(f"{review}/terbitkan", form)).status_code == 409
    await drafter.read(f"{WORK}/rancangan")


async def test_note_taker_notes_and_the_note_is_an_input(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    facilitator = await Visitor(app_client).sign_in(
        (await make_account(Role.FACILITATOR, consultation.id)).id
    )
    plan = await facilitator.send(
        f"{WORK}/sesi",
        {
            "kind": "fgd",
            "title": "FGD",
            "theme": "Loket",
            "place": "Aula",
            "moderator": "",
            "starts_at": "2026-12-01T09:00",
        },
    )
    session = plan.removesuffix("/rencana")
    note = {
        "key": "catatan-1",
        "text": "Loket lansia.",
        "speaker_code": "P3",
        "element": "pengguna_layanan",
        "note_form": "verbatim",
        "stance": "setuju",
        "unit": unit.number,
        "region": "",
        "proposed_wording": "",
        "dissent": "Ada yang tidak.",
    }
    await facilitator.send(session, note)
    await facilitator.send(session, note)
    assert await Note.count() == 1
    refused = await facilitator.refused(session, {**note, "key": "x", "speaker_code": ""})
    assert refused.value("text").strip() == "Loket lansia."
    assert "Loket lansia." in (await facilitator.read(session)).text
    guest = Visitor(app_client)
    assert "Kanal FGD" in (await guest.read("/konsultasi/contoh/rancangan/1/butir/1.1.1")).text
    public = await guest.read(session.replace("/kerja/", "/konsultasi/"))
    assert "Pandangan berbeda" in public.text
    await facilitator.send(f"{session}/tutup", {"reason": "Dokumen menyusul."})
    assert "sudah ditutup" in (await facilitator.refused(session, {**note, "key": "y"})).text


async def test_register_is_narrowed_by_the_address(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    await make_input(consultation, unit.id, "Loket lansia.", region="Aceh")
    await make_input(consultation, unit.id, "Antrean 100% penuh.", region="Bali")
    drafter = await _drafter(app_client, consultation)
    page = await drafter.read(f"{WORK}/masukan?region=Bali&element=tidak-ada")
    assert "100% penuh" in page.text
    assert "Loket lansia." not in page.text
    assert page.value("region") == "Bali"
    assert "Tidak ada masukan" in (await drafter.read(f"{WORK}/masukan?words=zzz")).text
    part = await drafter.read(f"{WORK}/masukan?words=lansia", htmx=True)
    assert len(part.classed("entry")) == 1


async def test_analysis_is_asked_for_once_and_shown(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    assert "Belum pernah dijalankan" in (await drafter.read(f"{WORK}/analisis")).text
    for _ in range(2):
        await drafter.send(f"{WORK}/analisis", {})
    assert await AnalysisRun.count() == 1
    assert "Menunggu giliran" in (await drafter.read(f"{WORK}/analisis", htmx=True)).text
