from datetime import date

import pytest

from consultations.errors import Malformed, Stale
from consultations.queries.good_practices import good_practices_for
from consultations.queries.innovations import (
    InnovationFilter,
    InnovationOrder,
    definitions_in,
    find_innovation,
    innovations_like,
)
from consultations.replication.checking import COLUMNS, check_innovations, read_awards
from consultations.replication.exchange import import_innovations, innovation_rows, new_in
from consultations.replication.keeping import (
    InnovationFacts,
    ReplicationFacts,
    add_innovation,
    add_replication,
    change_innovation,
    define_form,
    link_unit,
)
from consultations.sheets import Sheet
from consultations.tables import Innovation, Replication
from consultations.vocabulary import ReplicationForm, ReplicationStatus
from server.database import Engine
from tests.factories import find_clause, make_consultation, make_draft

HEADINGS = [
    *("Kode NRI", "judul_inovasi", "instansi_pemilik", "penghargaan"),
    *("instansi_replikator", "bentuk", "status", "tanggal_pengajuan", "catatan"),
]


def sheet_of(*rows: list[str]) -> Sheet:
    return Sheet(HEADINGS, list(rows), "sidik")


def test_row_errors_name_the_row_the_column_and_the_problem() -> None:
    preview = check_innovations(
        sheet_of(
            ["NRI-1", "Antre Ramah", "Kota A", "Top 45 (2019); Top 99 (2018)", "", "", "", "", ""],
            ["", "", "Kota B", "juara satu", "Kota C", "tiruan", "tolak", "kemarin", ""],
            ["", "Loket", "Kota B", "", "", "adopsi", "", "", ""],
            [""] * 9,
        )
    )
    assert [(wrong.row, wrong.column) for wrong in preview.errors] == [
        (2, "judul_inovasi"),
        (2, "penghargaan"),
        (2, "tanggal_pengajuan"),
        (2, "bentuk"),
        (2, "status"),
        (3, "instansi_replikator"),
    ]
    assert preview.ignored == ["catatan"]
    assert [line.innovation.awards for line in preview.lines] == [
        (("Top 45", 2019), ("Top 99", 2018))
    ]


def test_rows_of_one_innovation_must_agree_but_need_not_repeat() -> None:
    whole = ["N1", "Antre", "Kota A", "Top 9 (2014)", "Kota B", "adopsi", "", "", ""]
    brief = ["N1", "Antre", "Kota A", "", "Kota C", "adopsi", "", "", ""]
    other = ["N1", "Antrean", "Kota A", "", "Kota D", "adopsi", "", "", ""]
    preview = check_innovations(sheet_of(whole, brief, other))
    assert [(wrong.row, wrong.column, wrong.given) for wrong in preview.errors] == [
        (3, "kode_nri", "N1")
    ]
    assert [line.innovation.awards for line in preview.lines] == [(("Top 9", 2014),)] * 2


def test_dates_are_checked_as_the_form_checks_them() -> None:
    headings = [*HEADINGS, "tanggal_keputusan", "tanggal_implementasi", "tampil_publik"]
    row = ["", "Antre", "Kota A", "", "Kota B", "adopsi", "implemen", "2025-05-01", ""]
    preview = check_innovations(
        Sheet(
            headings,
            [[*row, "2025-04-01", "2025-06-01", "ya"], [*row, "2025-06-01", "", "mungkin"]],
            "sidik",
        )
    )
    assert [(wrong.row, wrong.column) for wrong in preview.errors] == [
        (1, "tanggal_keputusan"),
        (2, "tampil_publik"),
        (2, "status"),
    ]


def test_sheet_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(Malformed):
        check_innovations(Sheet(["judul"], [["x"]], "sidik"))


def test_awards_need_a_year() -> None:
    assert read_awards("Top 9") is None
    assert read_awards("Top 9 (0014)") is None
    assert read_awards("") == ()


async def test_same_sheet_twice_registers_nothing_the_second_time(database: Engine) -> None:
    consultation = await make_consultation()
    first = ["N1", "Antre", "Kota A", "Top 9 (2014)", "Kota B", "Adaptasi", "", "2024-02-01", ""]
    second = ["N1", "Antre", "Kota A", "", "Kota C", "adopsi", "menunggu", "", ""]
    preview = check_innovations(sheet_of(first, second))
    assert not preview.errors
    assert await new_in(consultation.id, preview) == (1, 2)
    assert await import_innovations(consultation=consultation.id, preview=preview, by=None) == (
        1,
        2,
    )
    assert await import_innovations(consultation=consultation.id, preview=preview, by=None) == (
        0,
        0,
    )
    assert await new_in(consultation.id, preview) == (0, 0)
    assert (await Innovation.count(), await Replication.count()) == (1, 2)


async def test_wrong_sheet_registers_nothing(database: Engine) -> None:
    consultation = await make_consultation()
    good = ["N1", "Antre", "Kota A", "", "", "", "", "", ""]
    preview = check_innovations(sheet_of(good, ["", "", "Kota B", "", "", "", "", "", ""]))
    with pytest.raises(Malformed):
        await import_innovations(consultation=consultation.id, preview=preview, by=None)
    assert await Innovation.count() == 0


async def test_what_is_written_out_is_read_back_the_same(database: Engine) -> None:
    consultation = await make_consultation()
    facts = InnovationFacts(
        title="Antre",
        owner_agency="Kota A",
        nri="N1",
        is_public=False,
        awards=(("Top 45", 2019),),
    )
    row = await add_innovation(consultation=consultation.id, facts=facts, by=None)
    use = ReplicationFacts(
        agency="Kota B",
        form=ReplicationForm.MODIFICATION,
        status=ReplicationStatus.IMPLEMENTED,
        decided_on=date(2024, 3, 1),
        implemented_on=date(2024, 4, 1),
        before="60 menit",
        after="20 menit",
    )
    await add_replication(innovation=row.id, facts=use, by=None)
    only = InnovationFilter(consultation=consultation.id, public_only=False)
    rows = list(innovation_rows((await innovations_like(only)).items))
    assert rows[0] == list(COLUMNS)
    (line,) = check_innovations(Sheet(rows[0], rows[1:], "sidik")).lines
    assert line.innovation == facts
    assert line.replication == use


async def test_directory_is_narrowed_sorted_and_shows_public_ones_only(database: Engine) -> None:
    consultation = await make_consultation()

    async def make(title: str, year: int, *, is_public: bool = True) -> Innovation:
        facts = InnovationFacts(
            title=title, owner_agency="Kota", awards=(("Top", year),), is_public=is_public
        )
        return await add_innovation(consultation=consultation.id, facts=facts, by=None)

    first, second = await make("B dua", 2019), await make("A satu", 2020)
    await make("Rahasia", 2019, is_public=False)
    use = ReplicationFacts(agency="Kota B", form=ReplicationForm.ADOPTION)
    await add_replication(innovation=first.id, facts=use, by=None)

    async def titles(**only: object) -> list[str]:
        found = await innovations_like(InnovationFilter(**only))  # type: ignore[arg-type]
        return [item.title for item in found.items]

    assert await titles() == ["A satu", "B dua"]
    assert await titles(words="DUA") == ["B dua"]
    assert await titles(words="kota b") == ["B dua"]
    assert await titles(form="adopsi") == ["B dua"]
    assert await titles(form="adopsi", status="tolak") == []
    assert await titles(year=2020) == ["A satu"]
    newest = await innovations_like(InnovationFilter(), 1, InnovationOrder.NEWEST)
    assert [item.id for item in newest.items] == [second.id, first.id]


async def test_directory_costs_the_same_however_long_it_is(sqlite_database: Engine) -> None:
    consultation = await make_consultation()
    costs = []
    for number in range(3):
        facts = InnovationFacts(title=f"Inovasi {number}", owner_agency="Kota")
        row = await add_innovation(consultation=consultation.id, facts=facts, by=None)
        use = ReplicationFacts(agency="Kota B", form=ReplicationForm.ADOPTION)
        await add_replication(innovation=row.id, facts=use, by=None)
        before = sqlite_database.statements
        await innovations_like(InnovationFilter())
        costs.append(sqlite_database.statements - before)
    assert costs == [4, 4, 4]


async def test_innovation_of_an_unannounced_consultation_is_not_public(database: Engine) -> None:
    consultation = await make_consultation(announced=False)
    facts = InnovationFacts(title="Antre", owner_agency="Kota")
    row = await add_innovation(consultation=consultation.id, facts=facts, by=None)
    assert await find_innovation(row.id) is None
    assert (await innovations_like(InnovationFilter())).total == 0
    assert await find_innovation(row.id, consultation=consultation.id) is not None


async def test_change_on_an_older_reading_is_refused(database: Engine) -> None:
    consultation = await make_consultation()
    facts = InnovationFacts(title="Antre", owner_agency="Kota")
    row = await add_innovation(consultation=consultation.id, facts=facts, by=None)
    await change_innovation(innovation=row.id, facts=facts, version=1, by=None)
    with pytest.raises(Stale):
        await change_innovation(innovation=row.id, facts=facts, version=1, by=None)


async def test_link_stays_with_the_unit_and_is_made_once(database: Engine) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    facts = InnovationFacts(title="Antre", owner_agency="Kota")
    row = await add_innovation(consultation=consultation.id, facts=facts, by=None)
    for _ in range(2):
        await link_unit(innovation=row.id, unit=unit.identity, linked=True, by=None)
    assert await good_practices_for(unit.identity) == [(row.id, "Antre", "Kota")]
    await link_unit(innovation=row.id, unit=unit.identity, linked=False, by=None)
    assert await good_practices_for(unit.identity) == []


async def test_definition_is_the_usual_one_until_another_is_written(database: Engine) -> None:
    consultation = await make_consultation()
    form = ReplicationForm.ADOPTION
    usual = (await definitions_in(consultation.id))[form]
    await define_form(
        consultation=consultation.id, form=form, text="Dipakai utuh.", text_en="As is.", by=None
    )
    assert (await definitions_in(consultation.id))[form] == ("Dipakai utuh.", "As is.")
    await define_form(consultation=consultation.id, form=form, text="", text_en="", by=None)
    assert (await definitions_in(consultation.id))[form] == usual
