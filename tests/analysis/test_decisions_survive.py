"""Any sequence of acts on themes, undoing included, arrivals and re-runs keeps every decision."""

import asyncio
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.arrivals import place_arrivals
from analysis.tables import CandidateMember
from analysis.unthemed import count_unthemed
from consultations.tables import Consultation, Input, OffTopic, ThemeMember
from server.database import opened
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.deciding import ACTS, Decisions, holds
from tests.analysis.test_runs import analysed, consultation_with
from tests.databases import SQLiteSource
from tests.factories import make_account, make_input

SPEECH = [f"{text} {ending}" for ending in ("Segera.", "Terima kasih.") for text in MATTERS]


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["arrive", "re-run", *ACTS, "undo"]), st.integers(0, 1_000)),
        min_size=4,
        max_size=24,
    )
)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_decisions_survive_whatever_follows(
    acts: list[tuple[str, int]],
    sqlite_source: SQLiteSource,
    shared_embedder: RememberingEmbedder,
) -> None:
    begun = [("accept", 0), ("accept", 1), *acts, ("re-run", 0)]
    asyncio.run(_play(begun, sqlite_source, shared_embedder))


async def _play(
    acts: list[tuple[str, int]], source: SQLiteSource, embedder: RememberingEmbedder
) -> None:
    with source.fresh() as engine:
        async with opened(engine):
            consultation = await consultation_with(MATTERS)
            await analysed(consultation, embedder)
            so_far = Decisions(consultation, (await make_account()).id)
            for act, number in acts:
                await _act(act, number, embedder, so_far)
                await holds(so_far)
                await _check_nobody_is_lost(consultation)


async def _act(act: str, number: int, embedder: RememberingEmbedder, so_far: Decisions) -> None:
    if act == "arrive":
        await make_input(so_far.consultation, text=SPEECH[number % len(SPEECH)])
        await place_arrivals(embedder)
    elif act == "re-run":
        await analysed(so_far.consultation, embedder, seed=number)
    else:
        await ACTS[act](number, so_far)


async def _check_nobody_is_lost(consultation: Consultation) -> None:
    """Everyone is in a theme, in a proposal, set aside, or in the queue."""
    placed: set[UUID] = {row["input"] for row in await ThemeMember.select(ThemeMember.input)}
    placed |= {row["input"] for row in await CandidateMember.select(CandidateMember.input)}
    placed |= {row["input"] for row in await OffTopic.select(OffTopic.input)}
    assert await count_unthemed(consultation.id) >= await Input.count() - len(placed)
