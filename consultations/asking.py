"""Questions and statements from the room, and support for them: once a device."""

from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound
from consultations.personal_data import find_personal_data, mask
from consultations.room import mark_room, require_room
from consultations.supporting import Supporter
from consultations.tables import RoomQuestion, RoomSupport
from consultations.tokens import token_hash
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import Element, QuestionState


@again_after_collision
async def ask_question(
    *,
    session: UUID,
    text: str,
    element: Element | None,
    idempotency_key: str,
) -> UUID:
    """Put a question to the room; the same key puts it once.

    Personal data in it is masked for good: it stands on a projector a moment later. Raises
    ``RoomClosed`` or ``NotFound``.
    """
    key = token_hash(f"question:{idempotency_key}")
    async with transaction():
        earlier = (
            await RoomQuestion.select(RoomQuestion.id)
            .where(RoomQuestion.idempotency_key == key)
            .first()
        )
        if earlier is not None:
            return UUID(str(earlier["id"]))
        await require_room(session)
        row = RoomQuestion(
            session=session,
            text=mask(text, find_personal_data(text)),
            element=element.value if element else None,
            at=now(),
            idempotency_key=key,
        )
        await RoomQuestion.insert(row)
        await mark_room(session)
    return UUID(str(row.id))


async def support_question(
    *, session: UUID, question: UUID, supporter: Supporter, supports: bool
) -> None:
    """Support a question of this session, or take the support back; repeating changes nothing.

    Raises ``RoomClosed`` or ``NotFound``.
    """
    async with transaction():
        await _hold(session, question)
        await require_room(session)
        if supports:
            await RoomSupport.insert(
                RoomSupport(question=question, supporter_hash=supporter.hash, at=now())
            ).on_conflict(
                target=(RoomSupport.question, RoomSupport.supporter_hash), action="DO NOTHING"
            )
        else:
            await RoomSupport.delete().where(
                (RoomSupport.question == question) & (RoomSupport.supporter_hash == supporter.hash)
            )
        count = await RoomSupport.count().where(RoomSupport.question == question)
        await RoomQuestion.update({RoomQuestion.supports: count}).where(RoomQuestion.id == question)
        await mark_room(session)


async def _hold(session: UUID, question: UUID) -> None:
    # The update takes the question's row, so that no two counts of it run side by side.
    rows = (
        await RoomQuestion.update({RoomQuestion.supports: RoomQuestion.supports + 0})
        .where(
            (RoomQuestion.id == question)
            & (RoomQuestion.session == session)
            & (RoomQuestion.state != QuestionState.HIDDEN.value)
        )
        .returning(RoomQuestion.id)
    )
    if not rows:
        raise NotFound
