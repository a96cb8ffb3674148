"""Let readers report an input: once a person or device, with a reason."""

from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound
from consultations.moderation_reasons import require_reason
from consultations.tables import Input, InputReport, ModerationCase
from consultations.tokens import token_hash
from consultations.transactions import transaction

LONGEST_NOTE = 500


async def report_input(
    *, consultation: UUID, entry: UUID, reason: UUID, note: str, reporter: str
) -> bool:
    """Register a reader's report; false when this reader had reported the input already.

    ``reporter`` is whatever tells readers apart; only its hash is kept.
    """
    async with transaction():
        if not await Input.exists().where(
            (Input.id == entry) & (Input.consultation == consultation)
        ):
            raise NotFound
        fresh = (
            await InputReport.insert(
                InputReport(
                    consultation=consultation,
                    input=entry,
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
            await _let_wait(consultation, entry)
    return bool(fresh)


async def _let_wait(consultation: UUID, entry: UUID) -> None:
    await ModerationCase.insert(
        ModerationCase(consultation=consultation, input=entry, waiting=True)
    ).on_conflict(target=ModerationCase.input, action="DO NOTHING")
    await ModerationCase.update(
        {
            ModerationCase.waiting: True,
            ModerationCase.reports: ModerationCase.reports + 1,
            ModerationCase.changed_at: now(),
        }
    ).where(ModerationCase.input == entry)
