import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from consultations.errors import Malformed, NotFound
from consultations.import_rows import Preview
from consultations.importing import import_inputs, preview_import
from consultations.tables import AuditEntry, Consultation, Input
from consultations.vocabulary import Channel, Element, InputKind, OnBehalfOf, Visibility
from server.database import Engine
from tests.factories import find_clause, make_consultation, make_draft

Rows = Sequence[Sequence[object]]
ROWS: Rows = (
    ("isi", "unsur", "lembaga", "tanggal", "butir", "catatan"),
    ("Loket kurang.", "pengguna_layanan", None, "2026-11-03", "1.1.1", "x"),
    ("Antrean,\n“panjang”; lelah", "Media massa", "Warta Kita", "3/4/2026", None, None),
)


def _sheet(folder: Path, kind: str, rows: Rows) -> Path:
    path = folder / f"masukan.{kind}"
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(path)
        return path
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows(
            ["" if cell is None else cell for cell in row] for row in rows
        )
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_sheet_is_registered_as_written(database: Engine, tmp_path: Path, kind: str) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    preview = preview_import(_sheet(tmp_path, kind, ROWS))
    assert (preview.errors, preview.ignored) == ([], ["catatan"])
    assert await import_inputs(consultation=consultation.id, preview=preview, by=None) == 2
    first, second = await Input.objects().order_by(Input.number)
    assert first.text == "Loket kurang."
    assert first.unit == (await find_clause(draft)).id
    assert first.version == second.version == draft.id
    assert first.received_at == datetime(2026, 11, 3, tzinfo=UTC)
    assert (first.kind, first.channel) == (InputKind.EXPERIENCE.value, Channel.IMPORT.value)
    assert first.visibility == Visibility.ANONYMOUS.value
    assert second.text == "Antrean,\n“panjang”; lelah"
    assert (second.element, second.organisation) == (Element.MEDIA.value, "Warta Kita")
    assert second.on_behalf_of == OnBehalfOf.ORGANISATION.value
    assert second.received_at == datetime(2026, 4, 3, tzinfo=UTC)
    assert [first.registration, second.registration] == ["CTH-00001", "CTH-00002"]


async def test_same_file_twice_is_registered_once(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    preview = preview_import(_sheet(tmp_path, "csv", ROWS))
    assert await import_inputs(consultation=consultation.id, preview=preview, by=None) == 2
    assert await import_inputs(consultation=consultation.id, preview=preview, by=None) == 0
    assert await Input.count() == 2
    assert await AuditEntry.count().where(AuditEntry.action == "input.registered") == 2


async def test_import_makes_public_pages_new(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    before = await _revision()
    preview = preview_import(_sheet(tmp_path, "csv", ROWS))
    await import_inputs(consultation=consultation.id, preview=preview, by=None)
    assert await _revision() > before


async def test_unknown_clause_leaves_nothing(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    rows = (*ROWS, ("Terakhir", None, None, None, "9.9.9", None))
    preview = preview_import(_sheet(tmp_path, "csv", rows))
    with pytest.raises(Malformed):
        await import_inputs(consultation=consultation.id, preview=preview, by=None)
    assert await Input.count() == 0


async def test_preview_with_errors_is_not_imported(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    rows = (("isi", "jenis"), ("Loket kurang.", "keberatan"), ("Ada", "marah"))
    preview = preview_import(_sheet(tmp_path, "csv", rows))
    with pytest.raises(Malformed):
        await import_inputs(consultation=consultation.id, preview=preview, by=None)
    assert await Input.count() == 0


async def test_unknown_consultation_is_not_found(database: Engine, tmp_path: Path) -> None:
    preview = preview_import(_sheet(tmp_path, "csv", ROWS))
    nowhere = Consultation().id
    with pytest.raises(NotFound):
        await import_inputs(consultation=nowhere, preview=preview, by=None)


def test_each_wrong_cell_is_named(tmp_path: Path) -> None:
    rows = (
        ("isi", "unsur", "kanal", "tanggal"),
        ("", "media_massa", "", ""),
        ("x" * 8001, "", "", ""),
        ("Ada", "siapa", "telepati", "kemarin"),
        ("Benar", "ORGANISASI MASYARAKAT SIPIL", "fgd", "1518501496471"),
        ("", "", "", ""),
    )
    preview = preview_import(_sheet(tmp_path, "csv", rows))
    assert [(error.row, error.column) for error in preview.errors] == [
        (1, "isi"),
        (2, "isi"),
        (3, "unsur"),
        (3, "kanal"),
        (3, "tanggal"),
    ]
    assert [row.statement.text for row in preview.rows] == ["Benar"]
    assert preview.rows[0].received_at == datetime(2018, 2, 13, 5, 58, 16, 471000, UTC)


def test_other_headings_are_mapped_and_values_fixed(tmp_path: Path) -> None:
    rows = (("comment-body", "author"), ("Widen the road.", "7"))
    path = _sheet(tmp_path, "csv", rows)
    preview = preview_import(path, mapping={"isi": "comment-body"}, fixed={"unsur": "media_massa"})
    assert preview.errors == []
    assert preview.rows[0].statement.text == "Widen the road."
    assert preview.rows[0].statement.element is Element.MEDIA


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kosong.csv", b""),
        ("lain.csv", b"teks\nLoket\n"),
        ("biner.csv", b"isi\n\xff\xfe\x00"),
        ("kutip.csv", b'isi\n"tak ditutup\n'),
        ("bukan.xlsx", b"PK\x03\x04 bukan buku kerja"),
    ],
)
def test_file_that_is_no_sheet_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Malformed):
        preview_import(tmp_path / name)


def test_preview_of_equal_files_has_one_fingerprint(tmp_path: Path) -> None:
    def fingerprint(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        preview: Preview = preview_import(tmp_path / name)
        return preview.fingerprint

    assert fingerprint("a.csv", "isi\nx\n") == fingerprint("b.csv", "isi\nx\n")
    assert fingerprint("a.csv", "isi\nx\n") != fingerprint("b.csv", "isi\ny\n")


async def _revision() -> int:
    return int((await Consultation.select(Consultation.revision).first())["revision"])
