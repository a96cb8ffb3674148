"""People whom a session's team knows: entered one by one or by the list, and invited by mail."""

from collections.abc import Sequence
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.mailing import LetterKind
from consultations.registering import Person, earlier_entry, enter_person, require_ahead
from consultations.seating import hold_door, seats_left
from consultations.tables import Participant
from consultations.telling_participants import tell
from consultations.tokens import new_token
from consultations.transactions import transaction
from consultations.vocabulary import RegistrationState


async def add_participants(
    *,
    session: UUID,
    people: Sequence[Person],
    state: RegistrationState,
    by: UUID | None,
    locale: str = "id",
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
            await enter_person(row, person, state=given, key=own, locale=locale)
            new += 1
        if new:
            await audit.record(
                "participants.added", row, by=by, consultation=row.consultation, people=new
            )
    return new


async def invite(*, session: UUID, participants: Sequence[UUID], by: UUID | None) -> int:
    """Write to people of the list who have an address and were not invited; returns how many."""
    async with transaction():
        row = await hold_door(session)
        require_ahead(row)
        invited = 0
        rows = await Participant.select(Participant.id).where(
            (Participant.session == session)
            & Participant.id.is_in(list(participants) or [None])
            & Participant.email.is_not_null()
            & Participant.invited_at.is_null()
            & (Participant.state != RegistrationState.CANCELLED.value)
        )
        for each in rows:
            await Participant.update({Participant.invited_at: now()}).where(
                Participant.id == each["id"]
            )
            await tell(LetterKind.SESSION_INVITATION, each["id"])
            invited += 1
        await audit.record(
            "participants.invited", row, by=by, consultation=row.consultation, people=invited
        )
    return invited
