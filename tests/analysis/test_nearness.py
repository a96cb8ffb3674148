"""Clauses suggested by meaning, against those that the demonstration's inputs were sent to."""

from uuid import UUID

from analysis.tables import Embedding
from consultations.demonstration.loading import Demonstration, load_demonstration
from consultations.figures.nearness import NEAR_FROM
from consultations.mentioning import MentionState, decide_mentions
from consultations.tables import Input, UnitMention
from server.database import Engine
from tests.analysis.conftest import RememberingEmbedder
from tests.analysis.test_runs import perform_requested

# Measured 0.91 of 68; what must hold however the analysis is tuned later.
PRECISION_FLOOR = 0.8
FEWEST = 40


async def _without_units() -> tuple[Demonstration, dict[UUID, UUID]]:
    """The demonstration with its inputs' clauses hidden, and what they were."""
    loaded = await load_demonstration()
    rows = await Input.select(Input.id, Input.unit).where(Input.unit.is_not_null())
    await Input.update({Input.unit: None}, force=True)
    return loaded, {row["id"]: row["unit"] for row in rows}


async def _suggested() -> dict[UUID, UnitMention]:
    rows = await UnitMention.objects().where(UnitMention.likeness.is_not_null())
    return {row.input: row for row in rows}


async def test_suggested_clauses_are_those_that_inputs_were_sent_to(
    sqlite_database: Engine, remembering: RememberingEmbedder
) -> None:
    loaded, sent_to = await _without_units()
    here = loaded.consultation
    await perform_requested(here, remembering)

    found = await _suggested()
    known = [row for entry, row in found.items() if entry in sent_to]
    assert len(known) >= FEWEST
    right = sum(row.unit == sent_to[row.input] for row in known)
    assert right / len(known) >= PRECISION_FLOOR
    assert min(row.likeness for row in known) >= NEAR_FROM
    naming = await UnitMention.select(UnitMention.input).where(UnitMention.likeness.is_null())
    assert not {row["input"] for row in naming} & {*found}

    # What a person decided stays, and nothing is suggested in its place.
    yes, no, *_ = sorted(found.values(), key=lambda row: str(row.id))
    for row, state in ((yes, MentionState.CONFIRMED), (no, MentionState.REJECTED)):
        await decide_mentions(consultation=here, mentions=[row.id], state=state, by=None)
    vectors = await Embedding.count()
    remembering.asked.clear()
    await perform_requested(here, remembering)
    assert remembering.asked == []
    assert await Embedding.count() == vectors
    states = await UnitMention.select(UnitMention.input, UnitMention.state).where(
        UnitMention.input.is_in([yes.input, no.input])
    )
    assert {row["input"]: row["state"] for row in states} == {
        yes.input: MentionState.CONFIRMED,
        no.input: MentionState.REJECTED,
    }
    assert len(states) == 2


async def test_a_clause_of_ones_own_is_no_news(
    sqlite_database: Engine, remembering: RememberingEmbedder
) -> None:
    loaded = await load_demonstration()
    await perform_requested(loaded.consultation, remembering)
    own = {row["id"]: row["unit"] for row in await Input.select(Input.id, Input.unit)}
    assert all(own[entry] != row.unit for entry, row in (await _suggested()).items())
