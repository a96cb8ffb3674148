"""Prepare FKP and FGD sessions: plan them, change the plan, call them off."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, SessionClosed, Stale
from consultations.news import report_news
from consultations.revisions import touch
from consultations.seating import fill_seats
from consultations.tables import Session, SessionUnit
from consultations.telling_participants import tell_of_cancelling, tell_of_change
from consultations.transactions import transaction
from consultations.vocabulary import (
    Attribution,
    NewsKind,
    SessionAdmission,
    SessionKind,
)

# No letter or digit that looks or sounds like another when it is read out in a hall.
CODE_LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is settled about a session before it is held; ``units`` are identities of units."""

    kind: SessionKind
    title: str
    theme: str
    place: str
    starts_at: datetime
    ends_at: datetime | None = None
    link: str = ""
    moderator: str = ""
    capacity: int | None = None
    admission: SessionAdmission = SessionAdmission.OPEN
    attribution: Attribution = Attribution.ELEMENT_ONLY
    asks_needs: bool = True
    legal_basis: str = ""
    letterhead: str = ""
    opening_script: str = ""
    required: bool = False
    units: tuple[UUID, ...] = ()


async def plan_session(*, consultation: UUID, plan: Plan, by: UUID | None) -> Session:
    """Put a session on the consultation's public calendar, with a code of its own."""
    session = Session(consultation=consultation, **_values(plan), code=await _free_code())
    async with transaction():
        await Session.insert(session)
        await _relate(session.id, plan.units)
        await audit.record("session.announced", session, by=by, consultation=consultation)
        await report_news(
            consultation=consultation, kind=NewsKind.SESSION_ANNOUNCED, subject=session.id
        )
        await touch(consultation)
    return session


async def edit_session(
    *, session: UUID, version: int, plan: Plan, by: UUID | None, quietly: bool = False
) -> int:
    """Plan anew. Raises ``Stale``, ``SessionClosed`` or ``NotFound``.

    More seats than before go to those who wait, in their order. Returns how many people are
    written to because time, place or link are others now; none where it is done ``quietly``.
    """
    async with transaction():
        # What it was at the version that the turn is taken from.
        before = await _require(session)
        changed = await take_turn(session, version, _values(plan))
        await _relate(session, plan.units)
        told = 0 if quietly else await tell_of_change(before, changed)
        await fill_seats(changed)
        await audit.record(
            "session.edited",
            changed,
            by=by,
            consultation=changed.consultation,
            people_told=told or None,
        )
        await touch(changed.consultation)
    return told


async def cancel_session(*, session: UUID, reason: str, by: UUID | None) -> int:
    """Call a session off and tell everybody who is invited, registered or waiting.

    Returns how many letters go out. Calling it off twice changes nothing.
    """
    async with transaction():
        row = await _require(session)
        if row.closed_at is not None:
            raise SessionClosed
        if row.cancelled_at is not None:
            return 0
        row.cancelled_at = now()
        row.cancelled_for = reason
        await row.save([Session.cancelled_at, Session.cancelled_for])
        told = await tell_of_cancelling(session)
        await audit.record("session.cancelled", row, by=by, consultation=row.consultation)
        await touch(row.consultation)
    return told


async def ensure_code(*, session: UUID) -> str:
    """The session's code; sessions from before there were codes get theirs now."""
    row = await _require(session)
    if row.code:
        return row.code
    code = await _free_code()
    async with transaction():
        await Session.update({Session.code: code}).where(
            (Session.id == session) & (Session.code == "")
        )
    return (await _require(session)).code


async def take_turn(session: UUID, version: int, changes: dict[str, Any] | None = None) -> Session:
    """Take the turn to change a session that was read as ``version``; call in a transaction.

    Raises ``Stale`` when somebody else had it, ``SessionClosed`` when its turn is over.
    """
    rows = (
        await Session.update(
            {
                **{getattr(Session, name): value for name, value in (changes or {}).items()},
                Session.version: Session.version + 1,
            }
        )
        .where((Session.id == session) & (Session.version == version) & Session.closed_at.is_null())
        .returning(Session.id)
    )
    row = await _require(session)
    if rows:
        return row
    raise SessionClosed if row.closed_at is not None else Stale


def new_code() -> str:
    """A code that can be read out, typed on a phone and not guessed: one of 387 million."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


async def _free_code() -> str:
    while True:
        code = new_code()
        if not await Session.exists().where(Session.code == code):
            return code


def _values(plan: Plan) -> dict[str, Any]:
    facts = {field.name: getattr(plan, field.name) for field in fields(plan)}
    del facts["units"]
    terms = {name: facts[name].value for name in ("kind", "admission", "attribution")}
    return facts | terms


async def _relate(session: UUID, units: Sequence[UUID]) -> None:
    await SessionUnit.delete().where(SessionUnit.session == session)
    if units:
        await SessionUnit.insert(
            *(SessionUnit(session=session, identity=identity) for identity in dict.fromkeys(units))
        )


async def _require(session: UUID) -> Session:
    row = await Session.objects().get(Session.id == session)
    if row is None:
        raise NotFound
    return row
