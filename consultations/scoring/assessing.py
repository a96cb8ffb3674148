"""Prepare an assessment, open it to its scorers, and close it."""

from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.revisions import touch
from consultations.scoring.pairwise import MOST_CRITERIA
from consultations.scoring.templates import TEMPLATES
from consultations.tables import (
    AssessedOption,
    Assessment,
    Criterion,
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


class TooManyToCompare(Refusal):
    """Nobody compares so many criteria in pairs, and Saaty's random index ends there."""

    message = N_(
        "Perbandingan berpasangan paling banyak untuk 10 kriteria. Keluarkan sebagian kriterianya, "
        "atau siapkan penilaian lain yang bobotnya ditetapkan langsung."
    )


class StillScoring(Refusal):
    """Somebody has not scored everything yet."""

    message = N_("Masih ada penilai yang belum selesai.")


class NothingScored(Refusal):
    """There is nothing to make a result of."""

    message = N_("Belum ada penilai yang selesai, jadi belum ada yang dapat dihitung.")


class NoOutcome(Refusal):
    """Only a closed assessment has a result."""

    message = N_("Hanya penilaian yang sudah ditutup yang punya hasil.")


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


async def change_option(
    *, assessment: UUID, option: UUID, name: str, description: str = "", unit: UUID | None = None
) -> None:
    """Give an option other words or another unit. Raises ``AlreadyOpen``."""
    async with transaction():
        await _require_preparing(assessment)
        row = await AssessedOption.objects().get(
            (AssessedOption.id == option) & (AssessedOption.assessment == assessment)
        )
        if row is None:
            raise NotFound
        row.name, row.description, row.unit = name, description, unit
        await row.save()


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
        if options < FEWEST_OPTIONS or not scorers or not weights:
            raise NotReady
        if row.weighting == Weighting.PAIRWISE and len(weights) > MOST_CRITERIA:
            raise TooManyToCompare
        if row.weighting == Weighting.GIVEN and not any(w["weight"] for w in weights):
            raise NotReady
        row.opened_at = now()
        await row.save()
        await audit.record("assessment.opened", row, by=by, consultation=row.consultation)


async def close_assessment(
    *, assessment: UUID, by: UUID | None, without_unfinished: bool = False
) -> None:
    """End the scoring and open its results.

    Raises ``StillScoring`` while anyone is at it, unless they are to be left out, and
    ``NothingScored`` where nobody has finished.
    """
    async with transaction():
        row = await require_open(assessment)
        here = Scorer.assessment == assessment
        unfinished = await Scorer.count().where(here & Scorer.finished_at.is_null())
        if unfinished and not without_unfinished:
            raise StillScoring
        if not await Scorer.exists().where(here & Scorer.finished_at.is_not_null()):
            raise NothingScored
        closed = (
            await Assessment.update({Assessment.closed_at: now()})
            .where(
                (Assessment.id == assessment)
                & Assessment.closed_at.is_null()
                & Assessment.cancelled_at.is_null()
            )
            .returning(Assessment.id)
        )
        if not closed:
            raise NotOpen
        await audit.record(
            "assessment.closed", row, by=by, consultation=row.consultation, left_out=unfinished
        )


async def publish_outcome(*, assessment: UUID, shown: bool, by: UUID | None) -> None:
    """Show the result to everyone, or take it back. Raises ``NoOutcome``; again changes nothing."""
    async with transaction():
        row = await _require(assessment)
        if row.closed_at is None:
            raise NoOutcome
        if (row.published_at is not None) == shown:
            return
        row.published_at = now() if shown else None
        await row.save([Assessment.published_at])
        act = "assessment.published" if shown else "assessment.unpublished"
        await audit.record(act, row, by=by, consultation=row.consultation)
        await touch(row.consultation)


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
    if row.opened_at is not None or row.cancelled_at is not None:
        raise AlreadyOpen
    return row


async def require_open(assessment: UUID) -> Assessment:
    """The assessment, inside a transaction. Raises ``NotFound`` or ``NotOpen``."""
    row = await _require(assessment)
    if row.opened_at is None or row.closed_at is not None or row.cancelled_at is not None:
        raise NotOpen
    return row


async def _require(assessment: UUID) -> Assessment:
    row = await Assessment.objects().get(Assessment.id == assessment)
    if row is None:
        raise NotFound
    return row
