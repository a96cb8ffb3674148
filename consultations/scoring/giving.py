"""A scorer's own acts, unseen by the others: give values, compare criteria, finish."""

from collections.abc import Mapping
from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.scoring.assessing import StillScoring, require_open
from consultations.tables import AssessedOption, Criterion, PairJudgment, Score, Scorer
from consultations.transactions import transaction
from consultations.vocabulary import N_, Weighting


async def score_options(
    *, assessment: UUID, account: UUID, values: Mapping[tuple[UUID, UUID], float]
) -> None:
    """Keep one scorer's values by (option, criterion); values given before are replaced.

    Raises ``NotOpen``, or ``NotFound`` for someone who was not asked to score.
    """
    async with transaction():
        row = await require_open(assessment)
        scorer = await _scorer(assessment, account)
        if not all(row.least <= value <= row.most for value in values.values()):
            raise Refusal(N_("Nilai di luar skala."))
        known = await Score.select(Score.id, Score.option, Score.criterion).where(
            Score.scorer == scorer.id
        )
        replaced = [one["id"] for one in known if (one["option"], one["criterion"]) in values]
        if values:
            await Score.delete().where(Score.id.is_in(replaced or [None]))
            await Score.insert(
                *(
                    Score(
                        scorer=scorer.id,
                        option=option,
                        criterion=criterion,
                        value=value,
                        scored_at=now(),
                    )
                    for (option, criterion), value in values.items()
                )
            )


async def compare_criteria(
    *, assessment: UUID, account: UUID, judgments: Mapping[tuple[UUID, UUID], float]
) -> None:
    """Keep one scorer's pairwise judgments (1/9 to 9); given again they are replaced."""
    async with transaction():
        await require_open(assessment)
        scorer = await _scorer(assessment, account)
        known = await PairJudgment.select(
            PairJudgment.id, PairJudgment.first, PairJudgment.second
        ).where(PairJudgment.scorer == scorer.id)
        replaced = [one["id"] for one in known if (one["first"], one["second"]) in judgments]
        if judgments:
            await PairJudgment.delete().where(PairJudgment.id.is_in(replaced or [None]))
            await PairJudgment.insert(
                *(
                    PairJudgment(scorer=scorer.id, first=first, second=second, value=value)
                    for (first, second), value in judgments.items()
                )
            )


async def finish_scoring(*, assessment: UUID, account: UUID) -> None:
    """Say that one has scored everything. Raises ``StillScoring`` when something is missing."""
    async with transaction():
        row = await require_open(assessment)
        scorer = await _scorer(assessment, account)
        options = await AssessedOption.count().where(AssessedOption.assessment == assessment)
        criteria = await Criterion.count().where(Criterion.assessment == assessment)
        if await Score.count().where(Score.scorer == scorer.id) < options * criteria:
            raise StillScoring(N_("Belum semua opsi dinilai pada semua kriteria."))
        pairs = criteria * (criteria - 1) // 2
        compared = PairJudgment.count().where(PairJudgment.scorer == scorer.id)
        if row.weighting == Weighting.PAIRWISE and await compared < pairs:
            # A pair that nobody compared would count as equal without anybody having said so.
            raise StillScoring(N_("Nilai tersimpan. Bandingkan dahulu semua pasangan kriteria."))
        scorer.finished_at = now()
        await scorer.save()


async def _scorer(assessment: UUID, account: UUID) -> Scorer:
    row = await Scorer.objects().get(
        (Scorer.assessment == assessment) & (Scorer.account == account)
    )
    if row is None:
        raise NotFound
    return row
