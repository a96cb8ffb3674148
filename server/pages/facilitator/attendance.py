"""The desk of a session: who is there, checked in by one click, walk-ins entered by keyboard."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.attending import (
    check_in,
    check_in_is_open,
    check_in_opens,
    undo_check_in,
    walk_in,
)
from consultations.errors import Refusal
from consultations.preparing import ensure_code
from consultations.queries.participants import ParticipantFilter, headcount, participants_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Attendance
from server.codes import qr_svg
from server.forms.input import new_key
from server.forms.participant import WalkInForm
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

DESK = SESSION + "/hadir"
PERSON = DESK + "/{participant:uuid}"
SHOWN = 40


@get(DESK, name="attendance.desk", opt=needs(Permission.CHECK_IN))
async def show_desk(
    request: Visit, session: FromPath[UUID], cari: FromQuery[str] = ""
) -> Response[Any]:
    """The people whose name begins to be typed, and the counts as they are now."""
    return await _desk_page(request, session, cari)


@post(DESK, name="attendance.walk_in", opt=needs(Permission.CHECK_IN), status_code=303)
async def enter_walk_in(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Check in somebody who just came, registered or not."""
    await plan_at_hand(request, session)
    form = WalkInForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            found = await walk_in(
                session=session,
                person=form.person(),
                idempotency_key=form.key.data or new_key(),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{session_path(request, session)}/hadir?masuk={found.code}")
    return await _desk_page(request, session, "", form)


@post(PERSON, name="attendance.check_in", opt=needs(Permission.CHECK_IN), status_code=303)
async def check_somebody_in(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """One click; the second of two people who click at once changes nothing."""
    await plan_at_hand(request, session)
    posted = await request.form()
    online = posted.get("cara") == Attendance.ONLINE.value
    await check_in(
        session=session,
        participant=participant,
        attendance=Attendance.ONLINE if online else Attendance.IN_PERSON,
        by=request.visitor.account,
    )
    return await _desk_again(request, session, str(posted.get("cari") or ""))


@post(PERSON + "/batalkan", name="attendance.undo", opt=needs(Permission.CHECK_IN), status_code=303)
async def undo(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """Take a mistaken check-in back."""
    await plan_at_hand(request, session)
    posted = await request.form()
    await undo_check_in(session=session, participant=participant, by=request.visitor.account)
    return await _desk_again(request, session, str(posted.get("cari") or ""))


@get(DESK + "/kode", name="attendance.code", opt=needs(Permission.CHECK_IN))
async def show_code(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The code large enough for the last row, to project or to print."""
    await plan_at_hand(request, session)
    await ensure_code(session=session)
    plan = await plan_at_hand(request, session)
    return page(
        request,
        "facilitator/attendance_code.html",
        session=plan,
        address=f"{request.app.state.settings.address}/s/{plan.code}",
        short=request.app.state.settings.address.partition("://")[2] + "/s",
    )


@get(DESK + "/kode.svg", name="attendance.code_svg", opt=needs(Permission.CHECK_IN))
async def show_code_picture(request: Visit, session: FromPath[UUID]) -> Response[bytes]:
    """The QR code of the check-in page."""
    await plan_at_hand(request, session)
    code = await ensure_code(session=session)
    address = f"{request.app.state.settings.address}/s/{code}"
    return Response(qr_svg(address), media_type="image/svg+xml")


async def _desk_again(visit: Visit, session: UUID, words: str) -> Response[Any]:
    if visit.wants_fragment:
        return await _desk_page(visit, session, words)
    return visit.lead_to(f"{session_path(visit, session)}/hadir")


async def _desk_page(
    visit: Visit, session: UUID, words: str, form: WalkInForm | None = None
) -> Response[Any]:
    words = words.strip()[:100]
    async with reading():
        plan = await plan_at_hand(visit, session)
        found = await participants_of(session, ParticipantFilter(words=words), size=SHOWN)
        count = await headcount(session)
    return page(
        visit,
        "facilitator/desk.html",
        fragment="people",
        status_code=422 if form else 200,
        session=plan,
        found=found,
        count=count,
        words=words,
        here=f"{session_path(visit, session)}/hadir",
        just_in=visit.query_params.get("masuk", "")[:12],
        is_open=check_in_is_open(plan),
        opens_at=check_in_opens(plan.starts_at),
        form=form or WalkInForm(locale=visit.locale),
        submission_key=(form.key.data if form else None) or new_key(),
    )
