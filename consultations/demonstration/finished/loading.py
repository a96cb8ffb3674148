"""Loads a finished consultation, stage by stage, through the verbs of real use.

Every act is done on its own day of the story and under the rules of that day.
"""

from typing import Any
from uuid import UUID

from consultations.accounts import grant_role
from consultations.convening import (
    Outline,
    PlannedPhase,
    announce_consultation,
    create_consultation,
    schedule_phases,
)
from consultations.demonstration.actions import add_action
from consultations.demonstration.days import moment_of, on_day
from consultations.demonstration.finished.data import draft_text, told
from consultations.demonstration.finished.deciding import (
    decide_all,
    gather_themes,
    publish_decisions,
)
from consultations.demonstration.finished.hearing import (
    fold_petition,
    take_inputs,
    take_reactions,
)
from consultations.demonstration.finished.meeting import meet
from consultations.demonstration.finished.redrafting import (
    publish_final_version,
    publish_second_version,
)
from consultations.demonstration.finished.scoring import score
from consultations.demonstration.loading import PEOPLE, account_for
from consultations.demonstration.stages import (
    describe_stages,
    enter_document,
    enter_source,
    keep_texts,
)
from consultations.demonstration.surveys import hold_satisfaction_survey
from consultations.drafting import prepare_draft, publish_draft
from consultations.evidence import EvidenceStore, StoredFile
from consultations.queries.consultations import find_consultation
from consultations.queries.drafts import units_of
from consultations.tables import Consultation
from consultations.transactions import transaction
from consultations.vocabulary import Role, Stage, Zone

_FIRST, _SURVEYED, _STUDIED, _TOLD, _PUBLISHED = -312, -232, -215, -97, -208
_LAST = 0


async def find_finished() -> UUID | None:
    """The finished demonstration, if it has been loaded."""
    found = await find_consultation(told("consultation")["slug"])
    return found.id if found else None


async def load_finished(store: EvidenceStore) -> UUID:
    """Load it once, in one transaction: either all of it is there afterwards, or nothing."""
    if known := await find_finished():
        return known
    stages, session = told("stages"), told("session")
    files = await keep_texts(stages["documents"] + list(_evidence(stages, session)), store)
    async with transaction():
        accounts = {role: await account_for(role) for role in PEOPLE}
        by = accounts[Role.DRAFTER]
        consultation = await _convene(accounts)
        await _study(consultation, stages, by)
        units = await _publish_draft(consultation, by)
        inputs = await take_inputs(consultation, units, since=_FIRST, until=session["day"], by=by)
        inputs |= await meet(consultation, session, units, accounts, files, store)
        inputs |= await take_inputs(consultation, units, since=session["day"], until=_LAST, by=by)
        await take_reactions(consultation, inputs, by)
        await fold_petition(consultation, inputs)
        themes = await gather_themes(consultation, inputs, by)
        await score(consultation, units, accounts)
        await decide_all(consultation, inputs, themes, by)
        await publish_second_version(consultation, accounts)
        await publish_decisions(consultation, by)
        await publish_final_version(consultation, accounts)
        await _tell(consultation, stages, inputs, files, by)
    return consultation


async def _convene(accounts: dict[Role, UUID]) -> UUID:
    facts = told("consultation")
    by = accounts[Role.ADMINISTRATOR]
    texts = ("title", "summary", "how_to_take_part")
    with on_day(_FIRST):
        row = await create_consultation(
            slug=facts["slug"],
            code=facts["code"],
            outline=Outline(
                **{name: facts[name] for name in (*texts, *(f"{text}_en" for text in texts))},
                organiser=facts["organiser"],
                zone=Zone.WIB,
                guests_may_comment=True,
                grace_minutes=15,
                edit_minutes=30,
                responses_allowed=True,
                replies_due_on=moment_of(facts["replies_due"], "12:00").date(),
            ),
            by=by,
        )
        # No page sets this: it is what makes a consultation a demonstration.
        await Consultation.update({Consultation.is_demonstration: True}).where(
            Consultation.id == row.id
        )
        await schedule_phases(
            consultation=row.id,
            version=1,
            phases=[_phase(phase) for phase in facts["phases"]],
            by=by,
        )
        for role, account in accounts.items():
            if role is not Role.ADMINISTRATOR:
                await grant_role(account=account, role=role, consultation=row.id)
    with on_day(facts["announced"]):
        await announce_consultation(consultation=row.id, by=by)
    return row.id


def _phase(told: dict[str, Any]) -> PlannedPhase:
    return PlannedPhase(
        stage=Stage(told["stage"]),
        starts_at=moment_of(told["starts"], "00:00"),
        ends_at=moment_of(told["ends"], "00:00"),
        description=told["description"],
        description_en=told["description_en"],
        accepts_input=told.get("accepts_input", False),
    )


async def _study(consultation: UUID, stages: dict[str, Any], by: UUID) -> None:
    with on_day(_SURVEYED):
        await hold_satisfaction_survey(consultation, told("survey"), by)
    with on_day(_STUDIED):
        for source in stages["sources"]:
            await enter_source(consultation, source, by)


async def _publish_draft(consultation: UUID, by: UUID) -> dict[str, UUID]:
    """Publish the first version; returns its units by number."""
    with on_day(_PUBLISHED, "08:00"):
        draft = await prepare_draft(consultation=consultation, text=draft_text(), by=by)
        await publish_draft(version=draft.id, by=by)
    return {unit.number: unit.id for unit in await units_of(draft.id)}


async def _tell(
    consultation: UUID,
    stages: dict[str, Any],
    inputs: dict[str, UUID],
    files: dict[str, StoredFile],
    by: UUID,
) -> None:
    """What every stage was, in plain words and documents, and what is done after it."""
    for document in stages["documents"]:
        await enter_document(consultation, document, files, by)
    with on_day(_TOLD):
        await describe_stages(consultation, stages, by)
        for action in stages["actions"]:
            await add_action(consultation, action, by=by, inputs=inputs, files=files)


def _evidence(stages: dict[str, Any], session: dict[str, Any]) -> list[dict[str, Any]]:
    """The files that steps of the action plan name."""
    actions = [*stages["actions"], *session["record"]["follow_ups"]]
    return [step["file"] for action in actions for step in action["steps"] if "file" in step]
