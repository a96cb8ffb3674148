"""Give a decision to a colleague to prepare, until a date, with notes for the team."""

from datetime import date
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.deciding import Subject, step_of, take_up
from consultations.errors import Malformed, NotFound
from consultations.tables import Account, Deliberation, DeliberationNote, DeliberationStep
from consultations.transactions import transaction
from consultations.vocabulary import N_, DeliberationAct

LONGEST_NOTE = 4000


async def assign(
    *, subject: Subject, assignee: UUID | None, due_on: date | None, by: UUID | None
) -> Deliberation:
    """Say who prepares the decision and until when; nobody without an assignee."""
    async with transaction():
        row = await take_up(subject)
        name = await _name_of(assignee)
        row.assignee, row.due_on = assignee, due_on if assignee else None
        # The version stays: whoever is writing meanwhile loses nothing by it.
        await row.save([Deliberation.assignee, Deliberation.due_on])
        step = step_of(row, DeliberationAct.ASSIGN, by=by)
        step.remark = " · ".join(
            part for part in (name, f"{due_on:%d/%m/%Y}" if due_on else "") if part
        )
        await DeliberationStep.insert(step)
        await audit.record(
            "disposition.assigned", row, by=by, consultation=row.consultation, to=assignee
        )
    return row


async def add_note(*, subject: Subject, text: str, by: UUID | None) -> None:
    """Keep a note that only the team reads."""
    text = text.strip()
    if not text:
        raise Malformed(N_("Tulis catatannya."))
    if len(text) > LONGEST_NOTE:
        raise Malformed(N_("Catatannya terlalu panjang."))
    async with transaction():
        row = await take_up(subject)
        await DeliberationNote.insert(
            DeliberationNote(deliberation=row.id, text=text, at=now(), by=by)
        )


async def _name_of(account: UUID | None) -> str:
    if account is None:
        return ""
    row = await Account.select(Account.name).where(Account.id == account).first()
    if row is None:
        raise NotFound
    return str(row["name"])
