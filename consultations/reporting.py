"""Let readers report an input or a response: once a person or device, with a reason."""

from uuid import UUID

from consultations.clock import now
from consultations.moderated import Subject, subject_in
from consultations.moderation_cases import new_case
from consultations.moderation_reasons import require_reason
from consultations.tables import InputReport, ModerationCase
from consultations.tokens import token_hash
from consultations.transactions import transaction

LONGEST_NOTE = 500


async def report_entry(
    *, consultation: UUID, entry: UUID, reason: UUID, note: str, reporter: str
) -> bool:
    """Register a reader's report; false when this reader had reported the same already.

    ``entry`` is an input or a response. ``reporter`` is whatever tells readers apart; only its
    hash is kept.
    """
    async with transaction():
        subject = await subject_in(consultation, entry)
        fresh = (
            await InputReport.insert(
                InputReport(
                    consultation=consultation,
                    input=subject.input,
                    response=subject.response,
                    reason=await require_reason(consultation, reason),
                    note=note[:LONGEST_NOTE],
                    reporter_hash=token_hash(f"{entry}:{reporter}"),
                    at=now(),
                )
            )
            .on_conflict(target=(InputReport.input, InputReport.reporter_hash), action="DO NOTHING")
            .returning(InputReport.id)
        )
        if fresh:
            await _let_wait(consultation, subject)
    return bool(fresh)


async def _let_wait(consultation: UUID, subject: Subject) -> None:
    await ModerationCase.insert(new_case(consultation, subject, waiting=True)).on_conflict(
        target=ModerationCase.subject, action="DO NOTHING"
    )
    await ModerationCase.update(
        {
            ModerationCase.waiting: True,
            ModerationCase.reports: ModerationCase.reports + 1,
            ModerationCase.changed_at: now(),
        }
    ).where(ModerationCase.subject == subject.id)
