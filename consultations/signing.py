"""Who signs a session's record: named, corrected, put in order, taken off the list."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.errors import NotFound
from consultations.seating import hold_door
from consultations.tables import Session, Signatory
from consultations.transactions import transaction
from consultations.vocabulary import Element, SignatureManner


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs, as what, for which element, how and when; or acknowledges (mengetahui)."""

    name: str
    job: str
    element: Element | None = None
    manner: SignatureManner = SignatureManner.WET
    signed_at: datetime | None = None
    acknowledges: bool = False


async def add_signatory(*, session: UUID, signature: Signature, by: UUID | None) -> None:
    """Name somebody who signs the session's record, after those already named."""
    async with transaction():
        meeting = await hold_door(session)
        last = (
            await Signatory.select(Signatory.position)
            .where(Signatory.session == session)
            .order_by(Signatory.position, ascending=False)
            .first()
        )
        row = Signatory(
            session=session, position=1 + (last["position"] if last else 0), **_columns(signature)
        )
        await Signatory.insert(row)
        await _record("session.signatory_added", row, meeting, by)


async def change_signatory(
    *, session: UUID, signatory: UUID, signature: Signature, by: UUID | None
) -> None:
    """Correct who signs; the place in the order stays. Raises ``NotFound``."""
    async with transaction():
        meeting = await hold_door(session)
        row = await _require(session, signatory)
        for name, value in _columns(signature).items():
            setattr(row, name, value)
        await row.save()
        await _record("session.signatory_changed", row, meeting, by)


async def move_signatory(*, session: UUID, signatory: UUID, earlier: bool, by: UUID | None) -> None:
    """Let somebody sign before (or after) the one who stands next to them in the documents.

    Whoever is at the end of their list already stays there. Raises ``NotFound``.
    """
    async with transaction():
        meeting = await hold_door(session)
        row = await _require(session, signatory)
        listed = (
            await Signatory.objects()
            .where(
                (Signatory.session == session) & Signatory.acknowledges.eq(value=row.acknowledges)
            )
            .order_by(Signatory.position)
            .order_by(Signatory.id)
        )
        place = next(at for at, each in enumerate(listed) if each.id == signatory)
        beside = place - 1 if earlier else place + 1
        if not 0 <= beside < len(listed):
            return
        listed[place], listed[beside] = listed[beside], listed[place]
        for position, each in enumerate(listed, start=1):
            each.position = position
            await each.save([Signatory.position])
        await _record("session.signatories_ordered", row, meeting, by)


async def remove_signatory(*, session: UUID, signatory: UUID, by: UUID | None) -> None:
    """Take somebody off the list again. Raises ``NotFound``."""
    async with transaction():
        meeting = await hold_door(session)
        row = await _require(session, signatory)
        await row.remove()
        await _record("session.signatory_removed", row, meeting, by)


async def _require(session: UUID, signatory: UUID) -> Signatory:
    row = await Signatory.objects().get(
        (Signatory.id == signatory) & (Signatory.session == session)
    )
    if row is None:
        raise NotFound
    return row


def _columns(signature: Signature) -> dict[str, Any]:
    element = signature.element.value if signature.element else None
    return asdict(signature) | {"element": element, "manner": signature.manner.value}


async def _record(act: str, row: Signatory, meeting: Session, by: UUID | None) -> None:
    await audit.record(act, row, by=by, consultation=meeting.consultation)
