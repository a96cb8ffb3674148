import csv
from pathlib import Path

import pytest

from consultations import exporting
from consultations.exporting import HEADINGS, export_register, harmless
from consultations.tables import Consultation
from consultations.transactions import transaction
from consultations.vocabulary import Visibility, VulnerableGroup
from server.database import Engine
from tests.factories import find_clause, make_consultation, make_draft, make_input


async def _export(consultation: Consultation, target: Path) -> list[dict[str, str]]:
    count = await export_register(consultation.id, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    return rows


async def test_export_holds_every_input_in_order(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    await make_input(consultation, unit.id, "Satu; “dua”,\ntiga", reason="Karena")
    await make_input(consultation, text="Empat")
    rows = await _export(consultation, tmp_path / "daftar.csv")
    assert tuple(rows[0]) == HEADINGS
    assert [row["isi"] for row in rows] == ["Satu; “dua”,\ntiga", "Empat"]
    assert [row["butir"] for row in rows] == ["1.1.1", ""]
    assert [row["alasan"] for row in rows] == ["Karena", ""]
    assert [row["nomor_registrasi"] for row in rows] == ["CTH-00001", "CTH-00002"]


async def test_export_leaves_personal_data_out(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    facts = {
        "author_name": "Sri",
        "author_email": "sri@contoh.id",
        "vulnerable_group": VulnerableGroup.ELDERLY,
    }
    await make_input(consultation, visibility=Visibility.ANONYMOUS, **facts)
    await make_input(consultation, visibility=Visibility.CONFIDENTIAL, **facts)
    await make_input(consultation, visibility=Visibility.PUBLIC, **facts)
    rows = await _export(consultation, tmp_path / "daftar.csv")
    assert [row["pemberi"] for row in rows] == ["", "", "Sri"]
    written = (tmp_path / "daftar.csv").read_text()
    assert "sri@contoh.id" not in written
    assert VulnerableGroup.ELDERLY.value not in written


@pytest.mark.parametrize("cell", ["=1+1", "+62812", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Loket", "1+1", "'=1"])
def test_other_text_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


async def test_no_cell_of_an_export_is_a_formula(database: Engine, tmp_path: Path) -> None:
    consultation = await make_consultation()
    await make_input(
        consultation, text="=1+1", reason="@x", proposed_wording="-y", author_name="+62"
    )
    for row in await _export(consultation, tmp_path / "daftar.csv"):
        assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []


async def test_export_costs_the_same_for_each_batch(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 50)
    consultation = await make_consultation()
    costs = []
    for count in (1, 49, 50):
        async with transaction():
            for _ in range(count):
                await make_input(consultation)
        before = database.statements
        await _export(consultation, tmp_path / "daftar.csv")
        costs.append(database.statements - before)
    one, fifty, hundred = costs
    assert one == fifty
    assert hundred - fifty == fifty - 1


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    (tmp_path / "daftar.csv").mkdir()
    return tmp_path / "daftar.csv"


async def test_failed_export_leaves_nothing_half_made(database: Engine, taken: Path) -> None:
    consultation = await make_consultation()
    with pytest.raises(OSError, match=r"daftar\.csv"):
        await export_register(consultation.id, taken)
    assert [path.name for path in Path(taken.parent).iterdir()] == ["daftar.csv"]  # noqa: ASYNC240
