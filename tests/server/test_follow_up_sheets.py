"""The action plan as a sheet: out, and in again with a preview."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from httpx import AsyncClient

from consultations.follow_up_rows import TEAM_HEADINGS
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.queries.follow_ups import FollowUpFacts, every_follow_up
from consultations.tables import (
    AuditEntry,
    Consultation,
    FollowUpImport,
    FollowUpItem,
    FollowUpStep,
)
from consultations.vocabulary import FollowUpStatus, Role
from server.database import Engine
from server.sheets import XLSX
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_session,
)
from tests.page import Page

LIST = "/kerja/contoh/tindak-lanjut"


async def _team(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _plan() -> Consultation:
    """Two items: one of everything, one of hardly anything and with a formula's sign."""
    consultation = await make_consultation()
    clause = await find_clause(await make_draft(consultation))
    session = await make_session(consultation)
    entry = await make_input(consultation)
    words = FollowUpWords(
        issue="Jadwal berubah\n\ntanpa kabar",
        solution="Umumkan",
        activity="Menetapkan jadwal",
        indicator="Waktu tunggu",
        measure="menit",
        baseline=60.5,
        target=-20,
        owner="Dinas Perhubungan",
        owner_email="dishub@contoh.go.id",
        due_on=date(2030, 1, 31),
        session=session.id,
        public=False,
        units=(clause.identity,),
    )
    full = await add_follow_up(
        consultation=consultation.id, words=words, inputs=[entry.registration], by=None
    )
    progress = Progress(
        status=FollowUpStatus.UNDER_WAY, note="Mulai.", value=40, reached_on=date(2026, 11, 1)
    )
    await record_step(consultation=consultation.id, item=full.id, progress=progress, by=None)
    bare = FollowUpWords(issue="=1+1", activity="- Tulis", owner="Biro", due_on=date(2030, 2, 1))
    await add_follow_up(consultation=consultation.id, words=bare, by=None)
    return consultation


async def _download(visitor: Visitor, path: str) -> openpyxl.Workbook:
    answer = await visitor._send("GET", path)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def _content(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


async def _hand_in(visitor: Visitor, content: bytes, name: str = "rencana.xlsx") -> str:
    files = [("file", (name, content, XLSX))]
    answer = await visitor.send_files(f"{LIST}/impor", {}, files)
    assert answer.status_code == 303, answer.text[-900:]
    return str(answer.headers["location"])


async def _confirm(visitor: Visitor, pending: str) -> str:
    state = (await visitor.read(pending)).value("state")
    return await visitor.send(pending, {"state": state})


def _cell(book: openpyxl.Workbook, row: int, column: str) -> openpyxl.cell.Cell:
    return book.worksheets[0].cell(row + 1, TEAM_HEADINGS.index(column) + 1)


@pytest.mark.parametrize("path", ["/unduh.xlsx", "/unduh.csv"])
async def test_sheet_comes_back_unchanged(app_client: AsyncClient, path: str) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    before = await every_follow_up(consultation.id)
    steps = await FollowUpStep.count()
    place = LIST if path.endswith("xlsx") else "/konsultasi/contoh/pemantauan"
    answer = await visitor._send("GET", place + path)
    page = await visitor.read(await _hand_in(visitor, answer.content, path))
    assert "Tidak ada yang berubah" in page.text
    assert await every_follow_up(consultation.id) == before
    assert await FollowUpStep.count() == steps


async def test_changed_cells_change_the_item_and_report_progress(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    book = await _download(visitor, f"{LIST}/unduh.xlsx")
    assert [sheet.title for sheet in book.worksheets] == ["Rencana aksi", "Petunjuk"]
    _cell(book, 1, "penanggung_jawab").value = "Biro Organisasi"
    _cell(book, 1, "status").value = "Selesai"
    _cell(book, 1, "nilai_terakhir").value = 18.5
    _cell(book, 1, "keadaan_per").value = date(2026, 11, 20)
    _cell(book, 1, "catatan").value = None
    pending = await _hand_in(visitor, _content(book))
    page = await visitor.read(pending)
    assert "Dinas Perhubungan Biro Organisasi" in page.text
    await _confirm(visitor, pending)
    full, bare = await every_follow_up(consultation.id)
    assert (full.owner, full.owner_email, full.public) == (
        "Biro Organisasi",
        "dishub@contoh.go.id",
        False,
    )
    assert (full.status, full.last.value, full.last.reached_on, full.last.note) == (
        FollowUpStatus.DONE,
        18.5,
        date(2026, 11, 20),
        "Mulai.",
    )
    assert (bare.issue, bare.version) == ("=1+1", 1)
    acts = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.at)
    assert "follow_ups.imported" in [row["action"] for row in acts]
    await visitor.read(pending, status=404)


async def test_template_takes_new_items_once(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    book = await _download(visitor, f"{LIST}/templat.xlsx")
    new = {
        "isu": "Loket jauh",
        "kegiatan": "Buka loket",
        "penanggung_jawab": "Biro",
        "target_waktu": "31/12/2030",
        "butir": "1.1.2",
        "status": "proses",
    }
    for column, words in new.items():
        _cell(book, 1, column).value = words
    await _confirm(visitor, await _hand_in(visitor, _content(book)))
    item = (await every_follow_up(consultation.id))[-1]
    assert (item.number, item.issue, item.due_on) == (3, "Loket jauh", date(2030, 12, 31))
    assert (item.status, [unit.number for unit in item.units]) == (
        FollowUpStatus.UNDER_WAY,
        ["1.1.2"],
    )
    again = await visitor.read(await _hand_in(visitor, _content(book)))
    assert "Tidak ada yang berubah" in again.text
    assert await FollowUpItem.count() == 3


async def test_every_wrong_cell_is_named_and_nothing_is_stored(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    content = (
        "nomor,isu,kegiatan,penanggung_jawab,target_waktu,butir,masukan,sesi,status,"
        "nilai_awal,surel_penanggung_jawab,tampil_publik,warna\n"
        ",Baik,Baik,Biro,2030-01-01,,,,,,,,biru\n"
        ",,Kegiatan,Biro,kapan-kapan,9.9,XX-1,Tak ada,beres,dua,bukan surel,mungkin,\n"
        "77,a,b,c,2030-01-01,,,,,,,,\n"
        "1,,b,c,2030-01-01,,,,,,,,\n"
        "1,a,b,c,2030-01-01,,,,,,,,\n"
    )
    pending = await _hand_in(visitor, content.encode(), "rencana.csv")
    page = await visitor.read(pending)
    for words in (
        "2 isu Isian ini wajib diisi.",
        "2 target_waktu Tulis tanggal seperti 2026-11-24.",
        "2 butir Butir ini tidak ada: 9.9.",
        "2 masukan Nomor registrasi ini tidak ada: XX-1.",
        "2 sesi Sesi ini tidak ada",
        "2 status Status ini tidak dikenal; tulis salah satu dari belum",
        "2 nilai_awal Tulis angka",
        "2 surel_penanggung_jawab Tulis alamat surel",
        "2 tampil_publik Tulis ya atau tidak.",
        "3 nomor Nomor 77 tidak ada",
        "4 isu Isian ini wajib diisi.",
        "5 nomor Tindak lanjut ini sudah ada pada baris 4.",
        "Kolom yang tidak dibaca: warna.",
    ):
        assert words.replace(" ", "") in page.text.replace(" ", ""), words
    refused = await visitor.refused(pending, {"state": ""})
    assert "Yang perlu diperbaiki" in refused.text
    assert await FollowUpItem.count() == 2


async def test_what_somebody_else_changed_is_not_overwritten(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    book = await _download(visitor, f"{LIST}/unduh.xlsx")
    _cell(book, 2, "penanggung_jawab").value = "Saya"
    pending = await _hand_in(visitor, _content(book))
    state = (await visitor.read(pending)).value("state")
    _, bare = await every_follow_up(consultation.id)
    progress = Progress(status=FollowUpStatus.DONE, note="Sudah.")
    await record_step(consultation=consultation.id, item=bare.id, progress=progress, by=None)
    refused = await visitor.refused(pending, {"state": state})
    assert "Orang lain sudah mengubahnya" in refused.text
    assert "Sudah diubah orang lain sejak berkas ini diunduh" in refused.text
    assert (await every_follow_up(consultation.id))[1].owner == "Biro"
    await visitor.send(f"{pending}/buang", {})
    await visitor.read(pending, status=404)


async def test_another_sheet_is_refused_beside_the_field(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    for content in (b"nama,alamat\na,b\n", b""):
        files = [("file", ("lain.csv", content, "text/csv"))]
        answer = await visitor.send_files(f"{LIST}/impor", {}, files)
        assert answer.status_code == 422
        assert "Kolom “nomor” harus ada" in answer.text or "Pilih berkasnya" in answer.text


async def test_preview_costs_the_same_however_long_the_sheet(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    heading = "isu,kegiatan,penanggung_jawab,target_waktu,masukan\n"
    costs = []
    for rows in (2, 40):
        lines = "".join(f"Isu {n},Kegiatan,Biro,2030-01-01,CTH-00001\n" for n in range(rows))
        pending = await _hand_in(visitor, (heading + lines).encode(), "rencana.csv")
        before = database.statements
        await visitor.read(pending)
        costs.append(database.statements - before)
    assert costs[0] == costs[1]


async def _import_over(visitor: Visitor) -> None:
    """Change the full item and its progress, add another, leave the bare one alone."""
    book = await _download(visitor, f"{LIST}/unduh.xlsx")
    _cell(book, 1, "penanggung_jawab").value = "Biro Organisasi"
    _cell(book, 1, "masukan").value = None
    _cell(book, 1, "butir").value = "1.1.2"
    _cell(book, 1, "status").value = "Selesai"
    _cell(book, 1, "nilai_terakhir").value = 18.5
    new = {"isu": "Loket jauh", "kegiatan": "Buka loket", "penanggung_jawab": "Biro"}
    for column, words in (new | {"target_waktu": "31/12/2030", "status": "proses"}).items():
        _cell(book, 3, column).value = words
    await _confirm(visitor, await _hand_in(visitor, _content(book)))


def _undoing(page: Page) -> str:
    actions = [form.get("action", "") for form in page.all("form")]
    return next(action for action in actions if action.endswith("/batalkan"))


def _without_versions(items: list[FollowUpFacts]) -> list[FollowUpFacts]:
    return [replace(item, version=0) for item in items]


async def test_import_is_taken_back_as_a_whole(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    before, steps = await every_follow_up(consultation.id), await FollowUpStep.count()
    sheet = (await visitor._send("GET", f"{LIST}/unduh.xlsx")).content
    await _import_over(visitor)
    assert len(await every_follow_up(consultation.id)) == 3
    page = await visitor.read(LIST)
    assert "2 tindak lanjut diimpor dari rencana.xlsx" in page.text
    undo = _undoing(page)
    await visitor.send(undo, {})
    after = await every_follow_up(consultation.id)
    assert _without_versions(after) == _without_versions(before)
    # A form that was open over the import's state is refused.
    assert after[0].version > before[0].version + 1
    assert await FollowUpStep.count() == steps
    assert [(one.changes, one.undone_at is None) for one in await FollowUpImport.objects()] == [
        ("[]", False)
    ]
    acts = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.at)
    assert acts[-1]["action"] == "follow_ups.import_undone"
    page = await visitor.read(LIST)
    assert "diimpor dari" not in page.text
    assert "Orang lain sudah mengubahnya" in (await visitor.refused(undo, {})).text
    # The sheet of before the import fits again.
    assert "Tidak ada yang berubah" in (await visitor.read(await _hand_in(visitor, sheet))).text


async def test_import_stands_once_something_of_it_was_changed(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    await _import_over(visitor)
    undo = _undoing(await visitor.read(LIST))
    new = (await every_follow_up(consultation.id))[-1]
    progress = Progress(status=FollowUpStatus.DONE, note="Loket sudah buka.")
    await record_step(consultation=consultation.id, item=new.id, progress=progress, by=None)
    before = await every_follow_up(consultation.id)
    refused = await visitor.refused(undo, {})
    assert "tindak lanjut nomor 3 sudah diubah sesudahnya" in refused.text
    assert await every_follow_up(consultation.id) == before
    assert "diimpor dari" not in (await visitor.read(LIST)).text


async def test_imports_are_taken_back_one_after_the_other(app_client: AsyncClient) -> None:
    consultation = await _plan()
    visitor = await _team(app_client, consultation)
    before = await every_follow_up(consultation.id)
    heading = "nomor,penanggung_jawab\n"
    for name in ("Biro Satu", "Biro Dua"):
        lines = (heading + f"1,{name}\n").encode()
        await _confirm(visitor, await _hand_in(visitor, lines, f"{name}.csv"))
    for name in ("Biro Dua", "Biro Satu"):
        page = await visitor.read(LIST)
        assert f"1 tindak lanjut diimpor dari {name}.csv" in page.text
        undo = _undoing(page)
        await visitor.send(undo, {})
    after = await every_follow_up(consultation.id)
    assert _without_versions(after) == _without_versions(before)
