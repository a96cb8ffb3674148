import json
from uuid import UUID

from sklearn.metrics import adjusted_rand_score

from analysis.arrivals import place_arrivals
from analysis.continuing import Earlier, earlier
from analysis.keys import Keys
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_arrivals import ABOUT_ROADS, accept_about
from tests.analysis.test_runs import analysed, consultation_with
from tests.factories import make_consultation, make_input


async def test_earlier_before_any_run_is_nothing(database: Engine) -> None:
    consultation = await make_consultation()

    found = await earlier(consultation.id)
    assert found.run is None
    assert not len(found.inputs)
    assert found.of(Keys.of([consultation.id])).themes.tolist() == [-1]


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
    assert len(set(whole.inputs)) == len(whole.inputs) == len(MATTERS)
    assert set(found.inputs) < set(whole.inputs)
    assert len(found.inputs) == len(found.proposals) > 0
    # The machine placed it by itself, after the grouping: that holds nobody.
    assert arrived.input not in found.inputs
    known = whole.of(Keys.of([*found.inputs, arrived.input])).themes
    assert min(known[:-1]) >= 0
    assert known[-1] == -1


async def test_run_goes_on_from_the_one_before(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    first = await analysed(consultation, remembering)
    before = _proposed(await earlier(consultation.id))
    await make_input(consultation, text=ABOUT_ROADS)

    again = await analysed(consultation, remembering, seed=9)

    after = _proposed(await earlier(consultation.id))
    old = sorted(before, key=str)
    assert len(after) == len(MATTERS) + 1
    assert adjusted_rand_score([before[key] for key in old], [after[key] for key in old]) == 1
    assert json.loads(again.parameters)["continues"] == str(first.id)


def _proposed(found: Earlier) -> dict[UUID, int]:
    return dict(zip(found.inputs, found.proposals.tolist(), strict=True))
