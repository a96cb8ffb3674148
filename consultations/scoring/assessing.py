"""Prepare an assessment, let its scorers score blind, and close it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.scoring.templates import TEMPLATES
from consultations.tables import (
    AssessedOption,
    Assessment,
    Criterion,
    PairJudgment,
    Score,
    Scorer,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_, Weighting

FEWEST_OPTIONS = 2


class AlreadyOpen(Refusal):
    """Options, criteria and scorers are fixed once an assessment has opened."""

    message = N_("Penilaian ini sudah dibuka; opsi, kriteria dan penilainya tidak dapat diubah.")


class NotOpen(Refusal):
    """Scores are taken only between opening and closing."""

    message = N_("Penilaian ini sedang tidak dibuka.")


class NotReady(Refusal):
    """An assessment opens with at least two options, a criterion and a scorer."""

    message = N_("Siapkan sedikitnya dua opsi, satu kriteria berbobot dan satu penilai dahulu.")


class StillScoring(Refusal):
    """Somebody has not scored everything yet."""

    message = N_("Masih ada penilai yang belum selesai.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFacts:
    """What a criterion says before it has a place."""

    name: str
    guidance: str = ""
    is_cost: bool = False
    weight: float = 1.0
    source: UUID | None = None


async def prepare_assessment(
    *,
    consultation: UUID,
    title: str,
    purpose: str,
    weighting: Weighting,
    template: str = "",
    by: UUID | None,
) -> Assessment:
    """Begin an assessment, with the criteria of a template where one is named."""
    shape = TEMPLATES.get(template)
    row = Assessment(
        consultation=consultation,
        title=title,
        purpose=purpose,
        weighting=weighting.value,
        created_at=now(),
        created_by=by,
    )
    async with transaction():
        await Assessment.insert(row)
        for name, guidance in shape or ():
            await _append_criterion(row.id, CriterionFacts(name=name, guidance=guidance))
        await audit.record("assessment.prepared", row, by=by, consultation=consultation)
    return row


async def add_option(
    *, assessment: UUID, name: str, description: str = "", unit: UUID | None = None
) -> None:
    """Add an option at the end. Raises ``AlreadyOpen``."""
    async with transaction():
        await _require_preparing(assessment)
        await AssessedOption.insert(
            AssessedOption(
                assessment=assessment,
                position=await _next(AssessedOption, assessment),
                name=name,
                description=description,
                unit=unit,
            )
        )


async def add_criterion(*, assessment: UUID, facts: CriterionFacts) -> None:
    """Add a criterion at the end. Raises ``AlreadyOpen``."""
    async with transaction():
        await _require_preparing(assessment)
        await _append_criterion(assessment, facts)


async def change_criterion(*, assessment: UUID, criterion: UUID, facts: CriterionFacts) -> None:
    """Give a criterion other words, weight or direction. Raises ``AlreadyOpen``."""
    async with transaction():
        await _require_preparing(assessment)
        row = await Criterion.objects().get(
            (Criterion.id == criterion) & (Criterion.assessment == assessment)
        )
        if row is None:
            raise NotFound
        row.name, row.guidance = facts.name, facts.guidance
        row.is_cost, row.weight, row.source = facts.is_cost, facts.weight, facts.source
        await row.save()


async def remove_part(*, assessment: UUID, part: UUID) -> None:
    """Take out an option, a criterion or a scorer that has not been used yet."""
    async with transaction():
        await _require_preparing(assessment)
        for table in (AssessedOption, Criterion, Scorer):
            await table.delete().where((table.id == part) & (table.assessment == assessment))


async def appoint_scorer(*, assessment: UUID, account: UUID, by: UUID | None) -> None:
    """Ask an account to score; asking twice changes nothing."""
    async with transaction():
        row = await _require_preparing(assessment)
        here = (Scorer.assessment == assessment) & (Scorer.account == account)
        if not await Scorer.exists().where(here):
            await Scorer.insert(Scorer(assessment=assessment, account=account))
            await audit.record(
                "scorer.appointed", row, by=by, consultation=row.consultation, account=account
            )


async def open_assessment(*, assessment: UUID, by: UUID | None) -> None:
    """Let the scorers begin. Raises ``NotReady``."""
    async with transaction():
        row = await _require_preparing(assessment)
        options = await AssessedOption.count().where(AssessedOption.assessment == assessment)
        weights = await Criterion.select(Criterion.weight).where(Criterion.assessment == assessment)
        scorers = await Scorer.count().where(Scorer.assessment == assessment)
        if options < FEWEST_OPTIONS or not scorers or sum(w["weight"] for w in weights) <= 0:
            raise NotReady
        row.opened_at = now()
        await row.save()
        await audit.record("assessment.opened", row, by=by, consultation=row.consultation)


async def score_options(
    *, assessment: UUID, account: UUID, values: Mapping[tuple[UUID, UUID], float]
) -> None:
    """Keep one scorer's values by (option, criterion); values given before are replaced.

    Raises ``NotOpen``, or ``NotFound`` for someone who was not asked to score.
    """
    async with transaction():
        row = await _require_open(assessment)
        scorer = await _scorer(assessment, account)
        for (option, criterion), value in values.items():
            if not row.least <= value <= row.most:
                raise Refusal(N_("Nilai di luar skala."))
            await Score.delete().where(
                (Score.scorer == scorer.id)
                & (Score.option == option)
                & (Score.criterion == criterion)
            )
            await Score.insert(
                Score(
                    scorer=scorer.id,
                    option=option,
                    criterion=criterion,
                    value=value,
                    scored_at=now(),
                )
            )


async def compare_criteria(
    *, assessment: UUID, account: UUID, judgments: Mapping[tuple[UUID, UUID], float]
) -> None:
    """Keep one scorer's pairwise judgments (1/9 to 9); those given before are replaced."""
    async with transaction():
        await _require_open(assessment)
        scorer = await _scorer(assessment, account)
        await PairJudgment.delete().where(PairJudgment.scorer == scorer.id)
        rows = [
            PairJudgment(scorer=scorer.id, first=first, second=second, value=value)
            for (first, second), value in judgments.items()
        ]
        if rows:
            await PairJudgment.insert(*rows)


async def finish_scoring(*, assessment: UUID, account: UUID) -> None:
    """Say that one has scored everything. Raises ``StillScoring`` when something is missing."""
    async with transaction():
        await _require_open(assessment)
        scorer = await _scorer(assessment, account)
        wanted = await AssessedOption.count().where(
            AssessedOption.assessment == assessment
        ) * await Criterion.count().where(Criterion.assessment == assessment)
        if await Score.count().where(Score.scorer == scorer.id) < wanted:
            raise StillScoring(N_("Belum semua opsi dinilai pada semua kriteria."))
        scorer.finished_at = now()
        await scorer.save()


async def close_assessment(*, assessment: UUID, by: UUID | None) -> None:
    """End the scoring and open its results. Raises ``StillScoring`` while anyone is at it."""
    async with transaction():
        row = await _require_open(assessment)
        if await Scorer.exists().where(
            (Scorer.assessment == assessment) & Scorer.finished_at.is_null()
        ):
            raise StillScoring
        row.closed_at = now()
        await row.save()
        await audit.record("assessment.closed", row, by=by, consultation=row.consultation)


async def _append_criterion(assessment: UUID, facts: CriterionFacts) -> None:
    await Criterion.insert(
        Criterion(
            assessment=assessment,
            position=await _next(Criterion, assessment),
            name=facts.name,
            guidance=facts.guidance,
            is_cost=facts.is_cost,
            weight=facts.weight,
            source=facts.source,
        )
    )


async def _next(table: type[AssessedOption | Criterion], assessment: UUID) -> int:
    last = (
        await table.select(table.position)
        .where(table.assessment == assessment)
        .order_by(table.position, ascending=False)
        .first()
    )
    return int(last["position"]) + 1 if last else 1


async def _require_preparing(assessment: UUID) -> Assessment:
    row = await _require(assessment)
    if row.opened_at is not None:
        raise AlreadyOpen
    return row


async def _require_open(assessment: UUID) -> Assessment:
    row = await _require(assessment)
    if row.opened_at is None or row.closed_at is not None:
        raise NotOpen
    return row


async def _require(assessment: UUID) -> Assessment:
    row = await Assessment.objects().get(Assessment.id == assessment)
    if row is None:
        raise NotFound
    return row


async def _scorer(assessment: UUID, account: UUID) -> Scorer:
    row = await Scorer.objects().get(
        (Scorer.assessment == assessment) & (Scorer.account == account)
    )
    if row is None:
        raise NotFound
    return row
