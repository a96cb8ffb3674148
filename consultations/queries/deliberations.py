"""One decision as the team works on it: what it is, what it was, who does it, what was noted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consultations.deciding import Subject
from consultations.differences import Change, word_changes
from consultations.queries.accounts import PersonFacts
from consultations.queries.bilingual import Bilingual
from consultations.queries.decision_options import labels_of
from consultations.tables import (
    Deliberation,
    DeliberationNote,
    DeliberationStep,
    RoleGrant,
)
from consultations.vocabulary import Decision, DeliberationAct, DeliberationState, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliberationFacts:
    """What is being decided on a theme or an input; version 0 where nothing is yet."""

    id: UUID | None = None
    option: str = ""
    decision: Decision | None = None
    label: Bilingual | None = None
    reason: str = ""
    reply: str = ""
    state: DeliberationState = DeliberationState.DRAFT
    pending: bool = False
    remark: str = ""
    version: int = 0
    written_by: UUID | None = None
    writer: str = ""
    written_at: datetime | None = None
    assignee: UUID | None = None
    assignee_name: str = ""
    due_on: date | None = None
    published_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        return self.pending and self.state is DeliberationState.APPROVED

    @property
    def waits_for_review(self) -> bool:
        return self.pending and self.state is DeliberationState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One act in the history, with what it changed in the words."""

    act: DeliberationAct
    decision: Decision | None
    label: Bilingual | None
    decision_before: Decision | None
    label_before: Bilingual | None
    reason: tuple[Change, ...]
    reply: tuple[Change, ...]
    remark: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note that only the team reads."""

    text: str
    at: datetime
    by: str


async def deliberation_on(subject: Subject) -> DeliberationFacts:
    """What is being decided on the subject."""
    of: Any = Deliberation.disposition
    where = (
        of.theme == subject.theme
        if subject.theme is not None
        else Deliberation.input == subject.input
    )
    row = (
        await Deliberation.select(
            *Deliberation.all_columns(), Deliberation.assignee.name, Deliberation.written_by.name
        )
        .where(where & (Deliberation.consultation == subject.consultation))
        .first()
    )
    if row is None:
        return DeliberationFacts()
    return deliberation_facts(row, await labels_of([subject.consultation]))


def deliberation_facts(
    row: dict[str, Any], labels: dict[tuple[UUID, str], Bilingual]
) -> DeliberationFacts:
    """A deliberation from its row, which has its assignee's and its writer's name."""
    return DeliberationFacts(
        id=row["id"],
        option=row["option"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        label=labels.get((row["consultation"], row["option"])),
        reason=row["reason"],
        reply=row["reply"],
        state=DeliberationState(row["state"]),
        pending=row["pending"],
        remark=row["remark"],
        version=row["version"],
        written_by=row["written_by"],
        writer=row["written_by.name"] or "",
        written_at=row["written_at"],
        assignee=row["assignee"],
        assignee_name=row["assignee.name"] or "",
        due_on=row["due_on"],
        published_at=row["published_at"],
    )


async def history_of(deliberation: UUID) -> list[StepFacts]:
    """Everything that was done to a decision, the latest first."""
    place: Any = DeliberationStep.deliberation.consultation
    rows = (
        await DeliberationStep.select(
            *DeliberationStep.all_columns(), place, DeliberationStep.by.name
        )
        .where(DeliberationStep.deliberation == deliberation)
        .order_by(DeliberationStep.version)
        .order_by(DeliberationStep.at)
    )
    labels = await labels_of(row["deliberation.consultation"] for row in rows)
    steps = []
    before: dict[str, Any] = {"decision": "", "option": "", "reason": "", "reply": ""}
    for row in rows:
        place_of = row["deliberation.consultation"]
        steps.append(
            StepFacts(
                act=DeliberationAct(row["act"]),
                decision=Decision(row["decision"]) if row["decision"] else None,
                label=labels.get((place_of, row["option"])),
                decision_before=Decision(before["decision"]) if before["decision"] else None,
                label_before=labels.get((place_of, before["option"])),
                reason=_changed(before["reason"], row["reason"]),
                reply=_changed(before["reply"], row["reply"]),
                remark=row["remark"] if row["act"] in _REMARKED else "",
                at=row["at"],
                by=row["by.name"] or "",
            )
        )
        before = row
    return steps[::-1]


async def notes_on(deliberation: UUID) -> list[NoteFacts]:
    """The team's notes, oldest first."""
    rows = (
        await DeliberationNote.select(
            DeliberationNote.text, DeliberationNote.at, DeliberationNote.by.name
        )
        .where(DeliberationNote.deliberation == deliberation)
        .order_by(DeliberationNote.at)
    )
    return [NoteFacts(row["text"], row["at"], row["by.name"] or "") for row in rows]


async def colleagues_in(consultation: UUID) -> list[PersonFacts]:
    """Whoever may decide here, by name."""
    account: Any = RoleGrant.account
    rows = (
        await RoleGrant.select(account.id, account.name)
        .where(
            account.active.eq(value=True)
            & (
                (RoleGrant.role == Role.ADMINISTRATOR.value)
                | (
                    (RoleGrant.role == Role.DRAFTER.value)
                    & (RoleGrant.consultation == consultation)
                    & RoleGrant.session.is_null()
                )
            )
        )
        .order_by(account.name)
    )
    return [
        PersonFacts(key, name)
        for key, name in {row["account.id"]: row["account.name"] for row in rows}.items()
    ]


_REMARKED = frozenset({DeliberationAct.RETURN.value, DeliberationAct.ASSIGN.value})


def _changed(before: str, after: str) -> tuple[Change, ...]:
    return () if before == after else word_changes(before, after)
