"""A sheet of inputs: handed in, looked at, confirmed, and taken back as a whole."""

import re
from datetime import timedelta

from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.clock import clock_moved
from consultations.pending_imports import guess_mapping
from consultations.tables import (
    Consultation,
    Input,
    InputImport,
    PendingImport,
    SearchEntry,
    ThemeMember,
)
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from tests.client import ORIGIN, Visitor
from tests.factories import make_account, make_consultation, make_draft
from tests.page import Page

IMPORTS = "/kerja/contoh/impor"
SHEET = "Tanggapan;Instansi;Pasal;Catatan\nLoket lansia;LSM Maju;1.1.1;x\nAntre lama;;;y\n"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def _upload(visitor: Visitor, content: bytes, name: str = "surat.csv") -> tuple[int, str]:
    response = await visitor._send(
        "POST", IMPORTS, files={"file": (name, content)}, data={}, headers=dict(ORIGIN)
    )
    if response.status_code == 422:
        return 422, Page(response.text).text
    return response.status_code, response.headers.get("location", response.text)


async def _imported(visitor: Visitor, sheet: str = SHEET) -> InputImport:
    status, preview = await _upload(visitor, sheet.encode())
    assert status == 303
    await visitor.send(preview, {})
    made = await InputImport.objects().order_by(InputImport.imported_at, ascending=False).first()
    assert made is not None
    return made


async def test_sheet_is_looked_at_before_anything_is_registered(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter = await _drafter(app_client, consultation)
    assert "Belum ada impor" in (await drafter.read(IMPORTS)).text
    status, preview = await _upload(drafter, SHEET.encode())
    assert status == 303
    page = await drafter.read(preview)
    assert "Impor 2 masukan" in page.text
    assert "Kolom yang tidak dibaca: Catatan." in page.text
    assert page.value("kolom-isi") == "Tanggapan"
    assert page.value("kolom-lembaga") == "Instansi"
    assert await Input.count() == 0
    assert await drafter.send(preview, {}) == IMPORTS
    rows = await Input.select().order_by(Input.number)
    assert [(row["text"], row["organisation"], row["channel"]) for row in rows] == [
        ("Loket lansia", "LSM Maju", "impor"),
        ("Antre lama", None, "impor"),
    ]
    assert rows[0]["unit"] is not None
    assert await PendingImport.count() == 0
    assert "surat.csv" in (await drafter.read(IMPORTS)).text
    await drafter.read(preview, status=404)
    # The same file again brings nothing new, and says so.
    _, again = await _upload(drafter, SHEET.encode())
    assert "Semua barisnya sudah pernah diimpor" in (await drafter.read(again)).text
    await drafter.send(again, {})
    assert await Input.count() == 2
    assert await InputImport.count() == 1


async def test_errors_are_told_by_row_and_nothing_is_stored(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter = await _drafter(app_client, consultation)
    sheet = f"isi,unsur,butir,nama\nBaik,,1.1.1,\nBuruk,raja,9.9,{'n' * 121}\n,,,x\n"
    _, preview = await _upload(drafter, sheet.encode())
    page = await drafter.read(preview)
    table = page.all("tbody")[0]
    cells = [" ".join("".join(row.itertext()).split()) for row in table]
    assert cells == [
        "2NamaIsian ini terlalu panjang.",
        "2Nomor butirButir ini tidak terdapat dalam rancangan terbaru.",
        "2UnsurNilai ini tidak dikenal.",
        "3Isi masukanIsi masukan kosong.",
    ]
    refused = await drafter.refused(preview, {})
    assert "belum ada yang disimpan" in refused.text
    assert await Input.count() == 0
    await drafter.send(f"{preview}/buang", {})
    assert await PendingImport.count() == 0


async def test_columns_can_be_named_by_hand(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    _, preview = await _upload(drafter, b"A,B\nHalo,Budi\n")
    page = await drafter.read(preview)
    assert "Pilih kolom yang memuat isi masukan." in page.text
    await drafter.refused(preview, {})
    await drafter.send(
        f"{preview}/kolom", {"kolom-isi": "A", "kolom-nama": "B", "kolom-butir": "karangan"}
    )
    page = await drafter.read(preview)
    assert "Impor 1 masukan" in page.text
    assert (page.value("kolom-isi"), page.value("kolom-nama"), page.value("kolom-butir")) == (
        "A",
        "B",
        "",
    )
    await drafter.send(preview, {})
    row = await Input.select(Input.text, Input.author_name).first()
    assert row == {"text": "Halo", "author_name": "Budi"}


async def test_file_that_is_no_sheet_is_refused_with_its_reason(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    for content, words in (
        (b"", "Pilih berkasnya lebih dahulu."),
        (b"\x00\xff\xfe", "tidak terbaca sebagai CSV"),
        (b"PK\x03\x04rusak", "tidak terbaca sebagai CSV"),
        (b"isi\n" + b"x\n" * 2001, "Baris terlalu banyak"),
        (b"isi\n" + b"x" * 10_000_001, "lebih besar dari 10 MB"),
    ):
        status, text = await _upload(drafter, content)
        assert status == 422
        assert words in text
    assert (await _upload(drafter, b"x" * 10_100_000))[0] == 413
    assert (await drafter.post(IMPORTS, {"file": "bukan berkas"})).status_code == 422
    assert await PendingImport.count() == 0


async def test_pending_sheet_is_its_owners_and_expires(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    other = await _drafter(app_client, consultation)
    _, preview = await _upload(drafter, SHEET.encode())
    await other.read(preview, status=404)
    assert (await other.post(preview, {})).status_code == 404
    with clock_moved(timedelta(hours=25)):
        await drafter.read(preview, status=404)
        await _upload(drafter, b"isi\nlain\n")
    assert await PendingImport.count() == 1
    await make_consultation(slug="lain")
    assert (await drafter._send("GET", preview.replace("contoh", "lain"))).status_code == 403


async def test_import_is_taken_back_as_a_whole(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    made = await _imported(drafter)
    entries = await Input.select(Input.id).where(Input.imported_in == made.id)
    await accept_theme(
        consultation=consultation.id,
        name="Loket",
        placements=[Placement(row["id"]) for row in entries],
        by=None,
    )
    unit = "/konsultasi/contoh/rancangan/1/butir/1.1.1"
    assert "Loket lansia" in (await guest.read(unit)).text
    undo = f"{IMPORTS}/{made.id}/batalkan"
    assert "2 masukan" in (await drafter.read(undo)).text
    await drafter.send(undo, {})
    await drafter.send(undo, {})
    assert await ThemeMember.count() == 0
    assert await SearchEntry.count().where(SearchEntry.input.is_not_null()) == 0
    rows = await Input.select(Input.number, Input.text, Input.organisation).order_by(Input.number)
    assert rows == [
        {"number": 1, "text": "", "organisation": None},
        {"number": 2, "text": "", "organisation": None},
    ]
    for page in (
        await guest.read(unit),
        await guest.read("/konsultasi/contoh"),
        await drafter.read("/kerja/contoh/masukan"),
        await drafter.read("/kerja/contoh/belum-bertema"),
    ):
        assert "Loket lansia" not in page.text
        assert not page.classed("entry")
        assert not re.search(r"\b2 masukan", page.text)
    assert "Dibatalkan" in (await drafter.read(IMPORTS)).text
    # The numbers are spent, and the corrected file can come again.
    await _imported(drafter)
    standing = await Input.select(Input.number).where(Input.withdrawn_at.is_null())
    assert sorted(row["number"] for row in standing) == [3, 4]


async def test_answered_import_stays(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    made = await _imported(drafter, "isi\nLoket.\n")
    entry = await Input.select(Input.id).first()
    theme = await accept_theme(
        consultation=consultation.id, name="T", placements=[Placement(entry["id"])], by=None
    )
    await answer_theme(
        theme=theme.id,
        answer=Answer(Decision.ACCEPTED, "Ya.", "Baik."),
        version=0,
        publish=True,
        by=None,
    )
    page = await drafter.refused(f"{IMPORTS}/{made.id}/batalkan", {})
    assert "sudah dijawab" in page.text
    assert await Input.count().where(Input.withdrawn_at.is_null()) == 1


def test_headings_are_recognised_as_people_write_them() -> None:
    assert guess_mapping(["ISI_MASUKAN", "Provinsi", "", "Lain"]) == {
        "isi": "ISI_MASUKAN",
        "wilayah": "Provinsi",
    }
