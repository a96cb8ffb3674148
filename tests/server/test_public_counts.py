"""What the public counts is what it can list; numbers of a few people stay out of sight."""

import re
from uuid import UUID, uuid4

from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.campaigning import put_into_campaign
from consultations.queries.campaigns import find_campaign
from consultations.queries.consultations import participation_in
from consultations.queries.own_results import decision_tally
from consultations.queries.results import published_results
from consultations.tables import Consultation
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Element, Visibility
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_consultation, make_draft, make_input
from tests.page import Page

PATH = "/konsultasi/contoh"


async def _said(consultation: Consultation) -> list[UUID]:
    """Twelve by users, six by experts, three by the media; and one confidential by a CSO."""
    unit = await find_clause(await make_draft(consultation))
    elements = [Element.SERVICE_USER] * 12 + [Element.EXPERT] * 6 + [Element.MEDIA] * 3
    entries = [
        (await make_input(consultation, unit.id, element=element, region="Bali")).input
        for element in elements
    ]
    secret = await make_input(
        consultation,
        unit.id,
        element=Element.CIVIL_SOCIETY,
        region="Papua",
        visibility=Visibility.CONFIDENTIAL,
    )
    return [*entries, secret.input]


async def _answered(consultation: Consultation, entries: list[UUID]) -> None:
    theme = await accept_theme(
        consultation=consultation.id,
        name="Antrean",
        placements=[Placement(entry) for entry in entries],
        by=None,
    )
    answer = Answer(Decision.ACCEPTED, "Benar.", "Terima kasih.")
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=True, by=None)


def _hidden(words: str, page: Page) -> bool:
    return re.search(rf"{words}\s*disembunyikan", page.text) is not None


async def test_public_counts_what_it_can_list(database: Engine) -> None:
    consultation = await make_consultation()
    entries = await _said(consultation)
    await _answered(consultation, entries)
    (result,) = await published_results(consultation.id)
    assert (result.inputs, result.hidden, result.manuscripts, result.elements) == (21, 1, 21, 3)
    assert (await decision_tally(consultation.id)).answered == 21
    public = await participation_in(consultation.id, public=True)
    assert (public.inputs, public.elements_heard) == (21, 3)
    team = await participation_in(consultation.id)
    assert (team.inputs, team.by_element[Element.CIVIL_SOCIETY]) == (22, 1)


async def test_a_few_people_and_what_would_give_them_away_stay_hidden(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    await _said(consultation)
    public = await participation_in(consultation.id, public=True)
    assert public.by_element[Element.MEDIA] is None
    # Else the media were the total less the others.
    assert public.by_element[Element.EXPERT] is None
    assert public.by_element[Element.SERVICE_USER] == 12
    assert public.by_element[Element.CIVIL_SOCIETY] == 0
    front = await Visitor(app_client).read(PATH)
    assert _hidden("Ahli atau praktisi", front)
    assert "1 lagi hanya dibaca tim penyusun" in front.text
    assert "Angka dari kurang dari lima orang disembunyikan" in front.text
    results = await Visitor(app_client).read(f"{PATH}/hasil")
    assert _hidden("Media massa", results)


async def test_campaign_page_hides_a_few_and_counts_what_it_lists(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    entries, key = await _said(consultation), uuid4()
    await put_into_campaign(consultation=consultation.id, campaign=key, entries=entries)
    found = await find_campaign(consultation.id, key)
    assert found is not None
    assert (found.inputs, found.hidden) == (21, 1)
    assert found.by_element[Element.MEDIA] is None
    assert Element.CIVIL_SOCIETY not in found.by_element
    assert found.by_region == {"Bali": 21}
    page = await Visitor(app_client).read(f"{PATH}/serupa/{key}")
    assert _hidden("Media massa", page)
    assert "21 masukan yang dapat dibaca publik" in page.text
    unit = await Visitor(app_client).read(f"{PATH}/rancangan/1/butir/1.1.1")
    assert "bersama 20 masukan serupa" in unit.text


async def test_results_cost_the_same_however_much_there_is(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    entries = await _said(consultation)
    for place in range(3):
        await _answered(consultation, entries[place * 4 : place * 4 + 4])
    before = database.statements
    await Visitor(app_client).read(f"{PATH}/hasil")
    few = database.statements - before
    # Two cross-tabs of three statements each are among them.
    assert few == 25
    for _ in range(2):
        await _answered(consultation, entries)
    before = database.statements
    await Visitor(app_client).read(f"{PATH}/hasil")
    assert database.statements - before == few
