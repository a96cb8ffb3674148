"""Loads two assessments of the demonstration: one with its outcome, one that waits for scores.

Runs after the stages, whose sources of evidence the criteria name.
"""

import json
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.demonstration.loading import demonstration_account
from consultations.queries.assessments import Sheet, find_sheet
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.evidence_sources import sources_of
from consultations.scoring.assessing import (
    CriterionFacts,
    add_criterion,
    add_option,
    appoint_scorer,
    close_assessment,
    open_assessment,
    prepare_assessment,
)
from consultations.scoring.giving import compare_criteria, finish_scoring, score_options
from consultations.tables import Assessment
from consultations.transactions import transaction
from consultations.vocabulary import Role, Weighting

FILE = Path(__file__).with_name("assessments.json")


async def load_assessments(consultation: UUID) -> None:
    """Load both once, all or nothing."""
    if await Assessment.exists().where(Assessment.consultation == consultation):
        return
    async with transaction():
        for told in json.loads(FILE.read_text(encoding="utf-8"))["rounds"]:
            await _load(consultation, told)


async def _load(consultation: UUID, told: dict[str, Any]) -> None:
    by = await demonstration_account(Role.DRAFTER)
    versions = await versions_of(consultation)
    units = {unit.number: unit.id for unit in await units_of(versions[0].id)}
    sources = {source.kind.value: source.id for source in await sources_of(consultation)}
    row = await prepare_assessment(
        consultation=consultation,
        title=told["title"],
        purpose=told["purpose"],
        weighting=Weighting(told["weighting"]),
        template=told["template"],
        by=by,
    )
    for option in told["options"]:
        unit = units.get(option.pop("unit", ""))
        await add_option(assessment=row.id, unit=unit, **option)
    for criterion in told["criteria"]:
        source = sources.get(criterion.pop("source", ""))
        facts = CriterionFacts(source=source, **criterion)
        await add_criterion(assessment=row.id, facts=facts)
    people = {role: await demonstration_account(Role(role)) for role in told["scores"]}
    for person in people.values():
        if person is not None:
            await appoint_scorer(assessment=row.id, account=person, by=by)
    await open_assessment(assessment=row.id, by=by)
    sheet = await find_sheet(consultation, row.id)
    if sheet is None or not all(told["scores"].values()):
        return
    for role, given in told["scores"].items():
        person = people[role]
        if person is not None:
            await _score(sheet, person, given)
    await close_assessment(assessment=row.id, by=by)


async def _score(sheet: Sheet, person: UUID, given: dict[str, Any]) -> None:
    """``values`` by option and criterion; ``pairs`` in order, -3 where the second weighs more."""
    values = {
        (option.id, criterion.id): float(value)
        for option, row in zip(sheet.options, given["values"], strict=True)
        for criterion, value in zip(sheet.criteria, row, strict=True)
    }
    judgments = {
        (first.id, second.id): float(step) if step > 0 else 1 / -step
        for (first, second), step in zip(
            combinations(sheet.criteria, 2), given["pairs"], strict=True
        )
    }
    here = {"assessment": sheet.assessment.id, "account": person}
    await score_options(values=values, **here)
    await compare_criteria(judgments=judgments, **here)
    await finish_scoring(**here)
