import json
from array import array
from uuid import UUID

from httpx import AsyncClient

from analysis.maps import SIDE, Box, inputs_in, map_of
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme, RunArtefact, RunLayout
from consultations.clock import now
from consultations.figures.dimensions import Dimension
from consultations.merging import merge_themes
from consultations.queries.crosstabs import themes_against
from consultations.queries.themes import themes_of
from consultations.tables import Consultation, Input
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Element, Role, RunStatus
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input

MAP = "/kerja/contoh/tema/peta"
PLACES = [(0, 0), (100, SIDE), (SIDE, SIDE), (30_000, 30_000)]


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _mapped(consultation: Consultation) -> list[UUID]:
    """Four inputs on a map: one in a theme, one proposed, two in none; a fifth came later."""
    unit = await find_clause(await make_draft(consultation))
    entries = [(await make_input(consultation, unit.id, f"Kata {n}.")).input for n in range(4)]
    run = AnalysisRun(
        consultation=consultation.id, status=RunStatus.DONE.value, step="", finished_at=now()
    )
    await AnalysisRun.insert(run)
    await RunArtefact.insert(
        RunArtefact(
            run=run.id, space=b"", layers=b"", inputs=b"".join(entry.bytes for entry in entries)
        )
    )
    flat = array("H", [edge for place in PLACES for edge in place])
    await RunLayout.insert(RunLayout(run=run.id, points=flat.tobytes()))
    candidate = CandidateTheme(run=run.id, position=0, label="Loket · jam", prototype=b"")
    await CandidateTheme.insert(candidate)
    for entry in entries[:2]:
        await CandidateMember.insert(
            CandidateMember(candidate=candidate.id, input=entry, score=0.9)
        )
    await accept_theme(
        consultation=consultation.id, name="Antrean", placements=[Placement(entries[0])], by=None
    )
    await make_input(consultation, text="Datang kemudian.")
    return entries


async def test_points_say_where_each_input_lies_and_what_it_is(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    await _mapped(consultation)
    drafter = await _drafter(app_client, consultation)
    before = database.statements
    answer = await drafter._send("GET", f"{MAP}/titik.json")
    assert database.statements - before == 11
    found = json.loads(answer.content)
    assert [tuple(point[:2]) for point in found["points"]] == PLACES
    assert found["themes"] == ["Antrean", "Loket · jam"]
    # What people accepted goes before what the machine proposes.
    assert [point[2] for point in found["points"]] == [0, 1, -1, -1]
    assert {found["elements"][point[3]] for point in found["points"]} == {"Pengguna layanan"}
    assert {found["units"][point[4]] for point in found["points"]} == {"Butir 1.1.1"}


async def test_without_a_script_the_map_is_a_table_that_leads_to_lists(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    await _mapped(consultation)
    drafter = await _drafter(app_client, consultation)
    before = database.statements
    page = await drafter.read(MAP)
    assert database.statements - before == 12
    assert "1 masukan datang sesudahnya" in page.text
    assert "baris 4, kolom 1" in page.text
    part = await drafter.read(f"{MAP}?kotak=0,49152,16383,65535")
    assert "Kata 1." in part.text
    assert "Kata 0." not in part.text
    assert "1 masukan ada dalam beberapa tema" in page.text
    theme = (await map_of(consultation.id)).themes[0]
    listed = await drafter.read(f"{MAP}?tema={theme.id}", htmx=True)
    assert "Antrean: 1 masukan" in listed.text
    for wrong in ("kotak=1,2,3", "kotak=a,b,c,d", "kotak=99999,0,-1,٣", "tema=x"):
        await drafter.read(f"{MAP}?{wrong}")


async def test_what_the_legend_switches_off_is_not_listed(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await _mapped(consultation)
    drafter = await _drafter(app_client, consultation)

    async def listed(query: str) -> list[str]:
        page = await drafter.read(f"{MAP}?{query}", htmx=True)
        return [text for text in ("Kata 0.", "Kata 1.", "Kata 2.", "Kata 3.") if text in page.text]

    everything = await listed("kotak=0,0,65535,65535")
    assert len(everything) == 4
    assert await listed("warna=theme&tanpa=0") == everything[1:]
    assert await listed("warna=theme&tanpa=-1,0") == everything[1:2]
    element = list(Element).index(Element.SERVICE_USER)
    assert await listed(f"warna=element&tanpa={element}") == []
    assert await listed("warna=unit&tanpa=0") == []
    assert await listed("warna=lain&tanpa=0") == everything
    assert await listed("warna=theme&tanpa=x,") == everything
    page = await drafter.read(f"{MAP}?warna=theme&tanpa=0")
    assert "Tanpa yang centangnya dilepas" in page.text


async def test_an_input_of_several_themes_is_shown_once_and_that_is_said(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    entries = await _mapped(consultation)
    both = [Placement(entry, 0.1) for entry in entries[:2]]
    await accept_theme(consultation=consultation.id, name="Loket", placements=both, by=None)
    page = await (await _drafter(app_client, consultation)).read(MAP)
    # The first is in an accepted theme besides, the second in a proposal.
    assert "2 masukan ada dalam beberapa tema dan tampil sekali" in page.text


async def test_merged_themes_are_on_no_map_and_in_no_cross_tab(database: Engine) -> None:
    consultation = await make_consultation()
    entries = await _mapped(consultation)
    here = consultation.id
    other = await accept_theme(
        consultation=here, name="Loket malam", placements=[Placement(entries[2])], by=None
    )
    (kept,) = [theme for theme in await themes_of(here) if theme.id != other.id]
    await merge_themes(
        consultation=here, theme=other.id, into=kept.id, versions=(1, kept.version), by=None
    )
    found = await map_of(here)
    assert found is not None
    assert [theme.name for theme in found.themes] == ["Antrean", "Loket · jam"]
    assert [point.theme for point in found.points] == [0, 1, 0, -1]
    table = await themes_against(here, Dimension.ELEMENT)
    assert table.themes == {kept.id: "Antrean"}


async def test_withdrawn_inputs_leave_the_map(database: Engine) -> None:
    consultation = await make_consultation()
    entries = await _mapped(consultation)
    await Input.update({Input.withdrawn_at: now()}).where(Input.id == entries[3])
    found = await map_of(consultation.id)
    assert found is not None
    assert [point.entry for point in found.points] == entries[:3]
    assert (await inputs_in(found, Box(20_000, 20_000, 40_000, 40_000))).total == 0


async def test_without_a_run_there_is_no_map(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    assert "Belum ada masukan" in (await drafter.read(MAP)).text
    await make_input(consultation)
    assert "Belum ada peta" in (await drafter.read(MAP)).text
    assert (await drafter._send("GET", f"{MAP}/titik.json")).status_code == 404
