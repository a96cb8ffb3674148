"""A round of scoring: four scorers, four criteria, ranked by every method."""

from uuid import UUID

from consultations.demonstration.days import on_day
from consultations.demonstration.finished.data import told
from consultations.scoring.assessing import (
    CriterionFacts,
    add_criterion,
    add_option,
    appoint_scorer,
    close_assessment,
    open_assessment,
    prepare_assessment,
    publish_outcome,
)
from consultations.scoring.giving import finish_scoring, score_options
from consultations.tables import AssessedOption, Criterion
from consultations.vocabulary import Role, Weighting

_OPENED, _SCORED, _CLOSED = -150, -146, -142


async def score(consultation: UUID, units: dict[str, UUID], accounts: dict[Role, UUID]) -> None:
    """Prepare the round, let everyone score, close it and show its result."""
    facts, by = told("scoring"), accounts[Role.DRAFTER]
    with on_day(_OPENED):
        row = await prepare_assessment(
            consultation=consultation,
            title=facts["title"],
            purpose=facts["purpose"],
            weighting=Weighting.GIVEN,
            by=by,
        )
        for option in facts["options"]:
            await add_option(assessment=row.id, name=option["name"], unit=units[option["unit"]])
        for criterion in facts["criteria"]:
            await add_criterion(assessment=row.id, facts=CriterionFacts(**criterion))
        for role in facts["scores"]:
            await appoint_scorer(assessment=row.id, account=accounts[Role(role)], by=by)
        await open_assessment(assessment=row.id, by=by)
    with on_day(_SCORED):
        for role, table in facts["scores"].items():
            await _score(row.id, accounts[Role(role)], table)
    with on_day(_CLOSED):
        await close_assessment(assessment=row.id, by=by)
        await publish_outcome(assessment=row.id, shown=True, by=by)


async def _score(assessment: UUID, account: UUID, table: list[list[float]]) -> None:
    """One scorer's table: a row for each option, a cell for each criterion."""
    options = (
        await AssessedOption.select(AssessedOption.id)
        .where(AssessedOption.assessment == assessment)
        .order_by(AssessedOption.position)
    )
    criteria = (
        await Criterion.select(Criterion.id)
        .where(Criterion.assessment == assessment)
        .order_by(Criterion.position)
    )
    values = {
        (option["id"], criterion["id"]): float(cell)
        for option, row in zip(options, table, strict=True)
        for criterion, cell in zip(criteria, row, strict=True)
    }
    await score_options(assessment=assessment, account=account, values=values)
    await finish_scoring(assessment=assessment, account=account)
