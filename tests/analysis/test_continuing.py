import json

from sklearn.metrics import adjusted_rand_score

from analysis.arrivals import place_arrivals
from analysis.continuing import Earlier, earlier
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_arrivals import ABOUT_ROADS, accept_about
from tests.analysis.test_runs import analysed, consultation_with
from tests.factories import make_consultation, make_input


async def test_earlier_before_any_run_is_nothing(database: Engine) -> None:
    consultation = await make_consultation()

    assert await earlier(consultation.id) == Earlier()


async def test_earlier_has_what_was_grouped_and_nobody_has_accepted(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    run = await analysed(consultation, remembering)
    whole = await earlier(consultation.id)
    await accept_about(consultation, "antrean")
    arrived = await make_input(consultation, text=ABOUT_ROADS)
    await place_arrivals(remembering)

    found = await earlier(consultation.id)

    assert found.run == run.id
    assert len(whole.proposals) == len(MATTERS)
    assert 0 < len(found.proposals) < len(MATTERS)
    assert found.proposals.keys() < whole.proposals.keys()
    # The machine placed it by itself, after the grouping: that holds nobody.
    assert arrived.input not in found.proposals


async def test_run_goes_on_from_the_one_before(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    first = await analysed(consultation, remembering)
    before = (await earlier(consultation.id)).proposals
    await make_input(consultation, text=ABOUT_ROADS)

    again = await analysed(consultation, remembering, seed=9)

    after = (await earlier(consultation.id)).proposals
    old = sorted(before, key=str)
    assert len(after) == len(MATTERS) + 1
    assert adjusted_rand_score([before[key] for key in old], [after[key] for key in old]) == 1
    assert json.loads(again.parameters)["continues"] == str(first.id)
