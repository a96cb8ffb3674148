"""Assessments with their options, criteria and scorers; scores only as far as one may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.evidence_sources import SourceRow, sources_named
from consultations.scoring.methods import Criteria
from consultations.scoring.pairwise import matrix_of
from consultations.scoring.results import Outcome, outcome_of
from consultations.tables import (
    AssessedOption,
    Assessment,
    Criterion,
    PairJudgment,
    Score,
    Scorer,
)
from consultations.vocabulary import Weighting


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """An assessment as lists show it."""

    id: UUID
    title: str
    purpose: str
    weighting: Weighting
    least: int
    most: int
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_for: str
    published_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and not self.has_ended

    @property
    def is_preparing(self) -> bool:
        return self.opened_at is None and not self.has_ended

    @property
    def has_ended(self) -> bool:
        return self.closed_at is not None or self.cancelled_at is not None

    @property
    def scale(self) -> range:
        return range(self.least, self.most + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """An option and the unit of the draft it stands for, if any, by identity and number."""

    id: UUID
    name: str
    description: str
    unit: UUID | None
    unit_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion with the evidence it rests on."""

    id: UUID
    name: str
    guidance: str
    is_cost: bool
    weight: float
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorerFacts:
    """A scorer and how far they are; never what they scored."""

    id: UUID
    account: UUID
    name: str
    scored: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An assessment with everything it is made of."""

    assessment: AssessmentFacts
    options: list[OptionFacts]
    criteria: list[CriterionRow]
    scorers: list[ScorerFacts]

    @property
    def cells(self) -> int:
        return len(self.options) * len(self.criteria)

    @property
    def pairs(self) -> int:
        """How many pairs of criteria there are to compare; 0 where the weights are given."""
        count = len(self.criteria)
        pairwise = self.assessment.weighting is Weighting.PAIRWISE
        return count * (count - 1) // 2 if pairwise else 0

    @property
    def finished(self) -> list[ScorerFacts]:
        """The scorers whose values make the outcome."""
        return [scorer for scorer in self.scorers if scorer.finished_at is not None]

    @property
    def codes(self) -> list[str]:
        """What the public calls those whose values count; nothing tells who is which."""
        return [f"P{number}" for number, _ in enumerate(self.finished, start=1)]

    @property
    def unfinished(self) -> list[ScorerFacts]:
        return [scorer for scorer in self.scorers if scorer.finished_at is None]

    @staticmethod
    def names_of(parts: Iterable[OptionFacts | CriterionRow]) -> frozenset[str]:
        """The names of options or criteria, in small letters."""
        return frozenset(part.name.casefold() for part in parts)

    def scorer_of(self, account: UUID | None) -> ScorerFacts | None:
        """The person's own row among the scorers, if they were asked."""
        return next((scorer for scorer in self.scorers if scorer.account == account), None)


async def assessments_of(consultation: UUID) -> list[AssessmentFacts]:
    """All assessments, newest first."""
    rows = (
        await Assessment.select()
        .where(Assessment.consultation == consultation)
        .order_by(Assessment.created_at, ascending=False)
    )
    return [_facts(row) for row in rows]


async def published_assessments(consultation: UUID) -> list[AssessmentFacts]:
    """Those whose result everyone may read, the earliest first."""
    rows = (
        await Assessment.select()
        .where((Assessment.consultation == consultation) & Assessment.published_at.is_not_null())
        .order_by(Assessment.closed_at)
    )
    return [_facts(row) for row in rows]


async def awaiting_scores_of(account: UUID | None) -> set[UUID]:
    """The open assessments that this person was asked to score and has not finished."""
    own: Any = Scorer.assessment
    rows = await Scorer.select(Scorer.assessment).where(
        (Scorer.account == account)
        & Scorer.finished_at.is_null()
        & own.opened_at.is_not_null()
        & own.closed_at.is_null()
        & own.cancelled_at.is_null()
    )
    return {row["assessment"] for row in rows}


async def find_sheet(consultation: UUID, assessment: UUID) -> Sheet | None:
    """One assessment of this consultation, or ``None``."""
    row = (
        await Assessment.select()
        .where((Assessment.id == assessment) & (Assessment.consultation == consultation))
        .first()
    )
    if row is None:
        return None
    options = (
        await AssessedOption.select(
            AssessedOption.id,
            AssessedOption.name,
            AssessedOption.description,
            AssessedOption.unit.identity,
            AssessedOption.unit.number,
        )
        .where(AssessedOption.assessment == assessment)
        .order_by(AssessedOption.position)
    )
    criteria = (
        await Criterion.select()
        .where(Criterion.assessment == assessment)
        .order_by(Criterion.position)
    )
    sources = await sources_named([one["source"] for one in criteria if one["source"]])
    return Sheet(
        assessment=_facts(row),
        options=[
            OptionFacts(
                id=option["id"],
                name=option["name"],
                description=option["description"],
                unit=option["unit.identity"],
                unit_number=option["unit.number"],
            )
            for option in options
        ],
        criteria=[_criterion(one, sources.get(one["source"])) for one in criteria],
        scorers=await _scorers(assessment),
    )


async def values_of(scorer: UUID) -> dict[tuple[UUID, UUID], float]:
    """One scorer's own values by (option, criterion)."""
    rows = await Score.select(Score.option, Score.criterion, Score.value).where(
        Score.scorer == scorer
    )
    return {(row["option"], row["criterion"]): row["value"] for row in rows}


async def judgments_of(scorer: UUID) -> dict[tuple[UUID, UUID], float]:
    """One scorer's own pairwise judgments by (first, second) criterion."""
    rows = await PairJudgment.select(
        PairJudgment.first, PairJudgment.second, PairJudgment.value
    ).where(PairJudgment.scorer == scorer)
    return {(row["first"], row["second"]): row["value"] for row in rows}


async def outcome_for(sheet: Sheet) -> Outcome | None:
    """The outcome of a closed assessment; ``None`` while anyone still scores."""
    if sheet.assessment.closed_at is None:
        return None
    scorers = [scorer.id for scorer in sheet.finished]
    rows = await Score.select(Score.scorer, Score.option, Score.criterion, Score.value).where(
        Score.scorer.is_in(scorers)
    )
    values = {(row["scorer"], row["option"], row["criterion"]): row["value"] for row in rows}
    tables = [
        [[values[scorer, option.id, one.id] for one in sheet.criteria] for option in sheet.options]
        for scorer in scorers
    ]
    criteria = Criteria(
        tuple(one.weight for one in sheet.criteria), tuple(one.is_cost for one in sheet.criteria)
    )
    return outcome_of(tables, criteria, await _matrices(sheet, scorers) if sheet.pairs else [])


async def matrix_for(sheet: Sheet, scorer: UUID) -> list[list[float]]:
    """One scorer's pairwise judgments as a reciprocal matrix; 1 where none was given."""
    return (await _matrices(sheet, [scorer]))[0]


async def _matrices(sheet: Sheet, scorers: Sequence[UUID]) -> list[list[list[float]]]:
    places = {criterion.id: place for place, criterion in enumerate(sheet.criteria)}
    above: dict[UUID, dict[tuple[int, int], float]] = {scorer: {} for scorer in scorers}
    for row in await PairJudgment.select(
        PairJudgment.scorer, PairJudgment.first, PairJudgment.second, PairJudgment.value
    ).where(PairJudgment.scorer.is_in(list(scorers))):
        above[row["scorer"]][places[row["first"]], places[row["second"]]] = row["value"]
    return [matrix_of(given, len(places)) for given in above.values()]


async def _scorers(assessment: UUID) -> list[ScorerFacts]:
    rows = await Scorer.select(
        Scorer.id, Scorer.account, Scorer.account.name, Scorer.finished_at
    ).where(Scorer.assessment == assessment)
    scored = await Score.select(Score.scorer).where(Score.scorer.assessment == assessment)
    given = [row["scorer"] for row in scored]
    return sorted(
        (
            ScorerFacts(
                id=row["id"],
                account=row["account"],
                name=row["account.name"],
                scored=given.count(row["id"]),
                finished_at=row["finished_at"],
            )
            for row in rows
        ),
        key=lambda scorer: scorer.name,
    )


def _facts(row: dict[str, Any]) -> AssessmentFacts:
    facts = {name: row[name] for name in AssessmentFacts.__slots__ if name != "weighting"}
    return AssessmentFacts(weighting=Weighting(row["weighting"]), **facts)


def _criterion(row: dict[str, Any], source: SourceRow | None) -> CriterionRow:
    facts = {name: row[name] for name in CriterionRow.__slots__ if name != "source"}
    return CriterionRow(source=source, **facts)
