"""The moderation log: what was done, and who read what is sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.moderated import Subject
from consultations.queries.bilingual import Bilingual, bilingual
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import AuditEntry, ModerationAct, SealedOriginal
from consultations.vocabulary import ModerationAction


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFacts:
    """An act of moderation in the log."""

    id: UUID
    subject: UUID
    registration: str
    of_response: bool
    action: ModerationAction
    reason: Bilingual | None
    note: str
    by: str
    at: datetime
    undone_at: datetime | None


async def acts_of(
    consultation: UUID, *, of: Subject | None = None, page: int = 1, size: int = PAGE_SIZE
) -> Page[ActFacts]:
    """The log, newest first; of one input or response when ``of`` names it."""
    where: Any = ModerationAct.consultation == consultation
    if of is not None:
        where = where & (ModerationAct.input == of.input)
        own: Any = ModerationAct.response
        where = where & (own == of.response if of.response else own.is_null())
    rows = (
        await ModerationAct.select(
            *ModerationAct.all_columns(),
            ModerationAct.input.registration,
            ModerationAct.reason.text,
            ModerationAct.reason.text_en,
            ModerationAct.account.name,
        )
        .where(where)
        .order_by(ModerationAct.at, ascending=False)
        .order_by(ModerationAct.id)
        .limit(size)
        .offset(offset_of(page, size))
    )
    total = await ModerationAct.count().where(where)
    return Page([_act(row) for row in rows], max(1, page), total, size)


async def readings_of(entry: UUID) -> list[tuple[str, datetime]]:
    """Who opened the sealed words of an input, and when, newest first."""
    sealed = (
        await SealedOriginal.select(SealedOriginal.id).where(SealedOriginal.input == entry).first()
    )
    if sealed is None:
        return []
    rows = (
        await AuditEntry.select(AuditEntry.at, AuditEntry.account.name)
        .where((AuditEntry.subject_id == sealed["id"]) & (AuditEntry.action == "original.read"))
        .order_by(AuditEntry.at, ascending=False)
        .limit(PAGE_SIZE)
    )
    return [(row["account.name"] or "", row["at"]) for row in rows]


def _act(row: dict[str, Any]) -> ActFacts:
    return ActFacts(
        id=row["id"],
        subject=row["response"] or row["input"],
        registration=row["input.registration"],
        of_response=row["response"] is not None,
        action=ModerationAction(row["action"]),
        reason=bilingual(row, "reason"),
        note=row["note"],
        by=row["account.name"] or "",
        at=row["at"],
        undone_at=row["undone_at"],
    )
