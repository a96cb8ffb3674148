"""Breakout groups (kelompok kecil): made, filled evenly by element, changed by hand."""

from collections.abc import Mapping
from itertools import chain
from uuid import UUID

from consultations import audit
from consultations.errors import SessionClosed
from consultations.seating import hold_door
from consultations.tables import BreakoutGroup, Note, Participant, Session
from consultations.transactions import transaction
from consultations.vocabulary import Element, RegistrationState

MOST_GROUPS = 20


async def make_groups(*, session: UUID, names: list[str], by: UUID | None) -> None:
    """Have these groups. Kept ones keep their people; groups with notes are never taken away."""
    async with transaction():
        row = await _open(session)
        groups = (
            await BreakoutGroup.objects()
            .where(BreakoutGroup.session == session)
            .order_by(BreakoutGroup.position)
        )
        for position, name in enumerate(names[:MOST_GROUPS], start=1):
            if position <= len(groups):
                groups[position - 1].name = name
                await groups[position - 1].save([BreakoutGroup.name])
            else:
                await BreakoutGroup.insert(
                    BreakoutGroup(session=session, position=position, name=name)
                )
        for group in groups[len(names) :]:
            if await Note.exists().where(Note.group == group.id):
                continue
            await Participant.update({Participant.group: None}).where(Participant.group == group.id)
            await group.remove()
        await audit.record(
            "session.groups_made", row, by=by, consultation=row.consultation, groups=len(names)
        )


async def divide(*, session: UUID, by: UUID | None) -> int:
    """Deal the people out, element by element, so that each group hears as many as it can.

    Who is present counts where anybody is; before that, who is registered. Returns how many.
    """
    async with transaction():
        row = await _open(session)
        groups = (
            await BreakoutGroup.select(BreakoutGroup.id)
            .where(BreakoutGroup.session == session)
            .order_by(BreakoutGroup.position)
        )
        people = (
            await Participant.select(Participant.id, Participant.element, Participant.attended_at)
            .where(
                (Participant.session == session)
                & (Participant.state == RegistrationState.REGISTERED.value)
            )
            .order_by(Participant.position)
        )
        if not groups:
            return 0
        present = [person for person in people if person["attended_at"]] or people
        dealt = chain.from_iterable(
            [person["id"] for person in present if person["element"] == element.value]
            for element in Element
        )
        count = 0
        for number, person in enumerate(dealt):
            await Participant.update({Participant.group: groups[number % len(groups)]["id"]}).where(
                Participant.id == person
            )
            count = number + 1
        await audit.record(
            "session.groups_divided", row, by=by, consultation=row.consultation, people=count
        )
    return count


async def place_people(
    *, session: UUID, places: Mapping[UUID, UUID | None], by: UUID | None
) -> None:
    """Put people into the groups named, or into none; others stay where they are."""
    async with transaction():
        row = await _open(session)
        groups = await BreakoutGroup.select(BreakoutGroup.id).where(
            BreakoutGroup.session == session
        )
        known = {group["id"] for group in groups}
        for participant, group in places.items():
            if group is None or group in known:
                await Participant.update({Participant.group: group}).where(
                    (Participant.id == participant) & (Participant.session == session)
                )
        await audit.record("session.groups_changed", row, by=by, consultation=row.consultation)


async def _open(session: UUID) -> Session:
    row = await hold_door(session)
    if row.closed_at is not None:
        raise SessionClosed
    return row
