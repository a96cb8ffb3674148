"""The register: narrowed, sorted and downloaded, in a number of queries that does not grow."""

import csv
import io

from httpx import AsyncClient
from openpyxl import load_workbook

from consultations import exporting
from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.exporting import HEADINGS
from consultations.noting import Remark, announce_session, take_note
from consultations.tables import Consultation, Theme
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import (
    Decision,
    Element,
    NoteForm,
    Role,
    SessionKind,
    Visibility,
)
from server.database import Engine
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_statement,
)

LIST = "/kerja/contoh/masukan"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def _decided(consultation: Consultation, name: str, *entries: object) -> Theme:
    theme = await accept_theme(
        consultation=consultation.id,
        name=name,
        placements=[Placement(entry) for entry in entries],  # type: ignore[arg-type]
        by=None,
    )
    await answer_theme(
        theme=theme.id,
        answer=Answer(Decision.ACCEPTED, "Benar.", "Terima kasih."),
        version=0,
        publish=True,
        by=None,
    )
    return theme


async def _rows(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    response = await visitor._send("GET", f"{LIST}/unduh.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


async def test_register_narrows_by_unit_theme_decision_and_session(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    first, second = [await find_clause(draft, number) for number in ("1.1.1", "1.1.2")]
    a = await make_input(consultation, first.id, "Loket.")
    b = await make_input(consultation, second.id, "Antrean.")
    theme = await _decided(consultation, "Loket kurang", a.input)
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="FGD Loket",
        theme="T",
        place="P",
        moderator="",
        starts_at=now(),
        by=None,
    )
    c = await take_note(
        session=session.id,
        statement=make_statement("Dicatat."),
        remark=Remark(speaker_code="P1", form=NoteForm.VERBATIM),
        unit=second.id,
        idempotency_key="n1",
        by=None,
    )
    drafter = await _drafter(app_client, consultation)
    for query, expected in {
        f"unit={first.identity}": {a},
        f"unit={second.identity}": {b, c},
        f"theme={theme.id}": {a},
        "decision=diterima": {a},
        "decision=tidak_diterima": set(),
        f"session={session.id}": {c},
        f"unit={second.identity}&session={session.id}": {c},
        "unit=bukan-id&theme=x&session=&decision=y&order=z": {a, b, c},
    }.items():
        page = await drafter.read(f"{LIST}?{query}")
        found = {e.get("id", "").removeprefix("masukan-") for e in page.classed("entry")}
        assert found == {r.registration for r in expected}, query
        assert {row["nomor_registrasi"] for row in await _rows(drafter, f"?{query}")} == found
    assert (await drafter.read(f"{LIST}?theme={theme.id}")).value("theme") == str(theme.id)


async def test_register_is_sorted_as_asked(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    for number, element in (
        ("1.1.2", Element.PROVIDER),
        ("1.1.1", Element.SERVICE_USER),
        ("1.1.2", Element.EXPERT),
    ):
        await make_input(consultation, (await find_clause(draft, number)).id, element=element)
    drafter = await _drafter(app_client, consultation)

    async def order(name: str) -> list[str]:
        page = await drafter.read(f"{LIST}?order={name}")
        return [e.get("id", "")[-1] for e in page.classed("entry")]

    assert await order("terbaru") == ["3", "2", "1"]
    assert await order("terlama") == ["1", "2", "3"]
    assert await order("butir") == ["2", "1", "3"]
    assert await order("unsur") == ["3", "2", "1"]


async def test_sheet_holds_names_only_where_agreed_and_no_formula(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    secret = {"author_email": "a@b.id", "author_name": "Siti Rahasia"}
    await make_input(consultation, unit.id, "=HYPERLINK(1)", author_name="Budi Terbuka")
    for visibility in (Visibility.ANONYMOUS, Visibility.CONFIDENTIAL):
        await make_input(consultation, unit.id, "@SUM(A1)", visibility=visibility, **secret)
    drafter = await _drafter(app_client, consultation)
    rows = await _rows(drafter)
    assert [row["pemberi"] for row in rows] == ["Budi Terbuka", "", ""]
    assert [row["isi"] for row in rows] == ["'=HYPERLINK(1)", "'@SUM(A1)", "'@SUM(A1)"]
    response = await drafter._send("GET", f"{LIST}/unduh.xlsx")
    assert "attachment" in response.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == list(HEADINGS)
    assert [row[9] for row in cells[1:]] == ["=HYPERLINK(1)", "@SUM(A1)", "@SUM(A1)"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    everything = str(rows) + str(cells)
    assert "Siti Rahasia" not in everything
    assert "a@b.id" not in everything


async def test_queries_do_not_grow_with_the_register(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    drafter = await _drafter(app_client, consultation)
    counts = []
    for _ in range(2):
        entries = [(await make_input(consultation, unit.id)).input for _ in range(12)]
        await _decided(consultation, "Tema", *entries)
        for path in (LIST, f"{LIST}/unduh.csv", f"{LIST}/unduh.xlsx"):
            before = database.statements
            await drafter._send("GET", path)
            counts.append(database.statements - before)
    assert counts[:3] == counts[3:]
    assert max(counts) <= 16, counts


async def test_long_register_is_read_in_batches(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    for _ in range(7):
        await make_input(consultation, unit.id)
    drafter = await _drafter(app_client, consultation)
    size = exporting.AT_ONCE
    try:
        exporting.AT_ONCE = 3
        numbers = [row["nomor_registrasi"] for row in await _rows(drafter)]
    finally:
        exporting.AT_ONCE = size
    assert numbers == [f"CTH-{n:05d}" for n in range(1, 8)]
