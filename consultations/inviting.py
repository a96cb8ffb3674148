"""People whom a session's team knows: entered one by one or by the list, and invited by mail."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.entering import Person, earlier_entry, enter_person
from consultations.registering import require_ahead
from consultations.seating import hold_door, seats_left
from consultations.tables import Participant
from consultations.telling_participants import tell_of_invitation
from consultations.tokens import new_token
from consultations.transactions import transaction
from consultations.vocabulary import RegistrationState

# Within so long a second invitation is the first one, clicked twice.
AGAIN_AFTER = timedelta(minutes=10)


async def add_participants(
    *,
    session: UUID,
    people: Sequence[Person],
    state: RegistrationState,
    by: UUID | None,
    key: str = "",
) -> int:
    """Enter people whom the team knows, as invited or as registered; returns how many are new.

    The same ``key`` enters its people once. Raises ``SessionClosed``, ``SessionCancelled``.
    """
    async with transaction():
        row = await hold_door(session)
        require_ahead(row)
        new = 0
        for number, person in enumerate(people):
            own = f"{key}:{number}" if key else new_token()
            if await earlier_entry(session, own):
                continue
            given = state
            if state is RegistrationState.REGISTERED and await seats_left(row) == 0:
                given = RegistrationState.WAITING
            await enter_person(row, person, state=given, key=own)
            new += 1
        if new:
            await audit.record(
                "participants.added", row, by=by, consultation=row.consultation, people=new
            )
    return new


async def invite(*, session: UUID, participants: Sequence[UUID], by: UUID | None) -> int:
    """Invite people of the list who have an address, also once more; returns how many.

    Whoever was invited within ``AGAIN_AFTER`` is not invited again, nor who gave the seat back.
    Raises ``SessionClosed``, ``SessionCancelled``.
    """
    async with transaction():
        row = await hold_door(session)
        require_ahead(row)
        moment = now()
        # One statement decides, so that a double click writes one letter.
        marked = (
            await Participant.update({Participant.invited_at: moment})
            .where(
                (Participant.session == session)
                & Participant.id.is_in(list(participants) or [None])
                & Participant.email.is_not_null()
                & (Participant.state != RegistrationState.CANCELLED.value)
                & (
                    Participant.invited_at.is_null()
                    | (Participant.invited_at < moment - AGAIN_AFTER)
                )
            )
            .returning(Participant.id)
        )
        if marked:
            await tell_of_invitation(session, {each["id"] for each in marked}, moment)
            await audit.record(
                "participants.invited",
                row,
                by=by,
                consultation=row.consultation,
                people=len(marked),
            )
    return len(marked)
