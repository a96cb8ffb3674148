"""Which inputs a filter leaves to be decided together, and which it passes over, and why."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consultations.queries.disposition_overview import (
    OverviewFilter,
    inputs_left,
    own_decision,
    undecided,
)
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.tables import Deliberation, Input
from consultations.vocabulary import N_, Term

FIRST_ONES = 10


class PassedOver(Term):
    """Why an input that the filter finds is not decided along."""

    OWN = "tersendiri", N_("sudah diputuskan tersendiri")
    THEME = "tema", N_("temanya sudah diputuskan")
    WITHDRAWN = "ditarik", N_("ditarik penulisnya")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many are passed over for one reason, and the registration numbers of the first."""

    reason: PassedOver
    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Inputs to be decided, in the order of their numbers, with the version of each decision.

    Version 0 stands for none yet; work that was only assigned has one already.
    """

    inputs: tuple[tuple[UUID, int], ...]

    @property
    def mark(self) -> str:
        """Count and SHA-256 of the inputs and versions: it is another one for another set."""
        listed = ",".join(f"{entry}:{version}" for entry, version in self.inputs)
        return f"{len(self.inputs)}:{hashlib.sha256(listed.encode()).hexdigest()}"


async def matching_inputs(consultation: UUID, only: OverviewFilter, today: date) -> Matching:
    """The standing inputs that the filter leaves and on which nothing is decided yet."""
    where = inputs_left(consultation, only, today) & undecided(consultation)
    rows = await Input.select(Input.id).where(where).order_by(Input.number)
    begun = await Deliberation.select(Deliberation.input, Deliberation.version).where(
        (Deliberation.consultation == consultation)
        & Deliberation.input.is_not_null()
        & (Deliberation.decision == "")
    )
    versions = {row["input"]: row["version"] for row in begun}
    return Matching(tuple((row["id"], versions.get(row["id"], 0)) for row in rows))


async def first_of(matching: Matching) -> list[InputFacts]:
    """The first of them as the team reads them."""
    ids = [entry for entry, _ in matching.inputs[:FIRST_ONES]]
    if not ids:
        return []
    rows = await Input.select(*input_columns()).where(Input.id.is_in(ids)).order_by(Input.number)
    return [team_facts(row) for row in rows]


async def left_out_of(consultation: UUID, only: OverviewFilter, today: date) -> Sequence[LeftOut]:
    """What the filter finds and is not decided along, by reason; reasons without any are absent."""
    found = inputs_left(consultation, only, today, withdrawn=True)
    stands, own = Input.withdrawn_at.is_null(), own_decision(consultation)
    conditions: dict[PassedOver, Any] = {
        PassedOver.OWN: stands & Input.id.is_in(own),
        PassedOver.THEME: stands
        & Input.id.not_in(own)
        & Input.id.not_in(Input.select(Input.id).where(undecided(consultation))),
        PassedOver.WITHDRAWN: Input.withdrawn_at.is_not_null(),
    }
    left = []
    for reason, condition in conditions.items():
        where = found & condition
        if count := await Input.count().where(where):
            rows = (
                await Input.select(Input.registration)
                .where(where)
                .order_by(Input.number)
                .limit(FIRST_ONES)
            )
            left.append(LeftOut(reason, count, tuple(row["registration"] for row in rows)))
    return left
