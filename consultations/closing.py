"""Close a session and open it again, with what was missing and why."""

from collections.abc import Sequence
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.revisions import touch
from consultations.tables import Session, SessionClosing
from consultations.transactions import transaction
from consultations.vocabulary import ClosingAct


async def close_session(
    *, session: UUID, by: UUID | None, reason: str = "", missing: Sequence[str] = ()
) -> None:
    """Close a session: its notes become final. Closing twice changes nothing.

    ``missing`` names what its documents still lack, ``reason`` says why it is closed all the same.
    """
    async with transaction():
        meeting = await _find(session)
        if meeting.closed_at is not None:
            return
        meeting.closed_at = now()
        await meeting.save([Session.closed_at])
        await _note(meeting, ClosingAct.CLOSED, reason, by, missing)
        await audit.record(
            "session.closed",
            meeting,
            by=by,
            consultation=meeting.consultation,
            missing=len(missing),
        )
        await touch(meeting.consultation)


async def reopen_session(*, session: UUID, reason: str, by: UUID | None) -> None:
    """Let notes be added and changed again. Reopening an open session changes nothing."""
    async with transaction():
        meeting = await _find(session)
        if meeting.closed_at is None:
            return
        meeting.closed_at = None
        await meeting.save([Session.closed_at])
        await _note(meeting, ClosingAct.REOPENED, reason, by)
        await audit.record("session.reopened", meeting, by=by, consultation=meeting.consultation)
        await touch(meeting.consultation)


async def _find(session: UUID) -> Session:
    meeting = await Session.objects().get(Session.id == session)
    if meeting is None:
        raise NotFound
    return meeting


async def _note(
    meeting: Session, act: ClosingAct, reason: str, by: UUID | None, missing: Sequence[str] = ()
) -> None:
    await SessionClosing.insert(
        SessionClosing(
            session=meeting.id,
            act=act.value,
            reason=reason,
            missing=",".join(missing),
            at=now(),
            by=by,
        )
    )
