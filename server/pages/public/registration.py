"""Register for an open session, and one's own page behind a private link.

Reading a page changes nothing, as mail programs open links by themselves; only a post does.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.attending import check_in, check_in_is_open
from consultations.errors import NotFound, Refusal
from consultations.queries.consultations import ConsultationFacts, find_consultation_by_id
from consultations.queries.participants import ParticipantFacts, find_person, headcount
from consultations.queries.session_plans import (
    PlanFacts,
    agenda_of,
    find_plan,
    find_plan_by_id,
)
from consultations.registering import accept, cancel, register, say_needs
from consultations.rules import Permission
from consultations.signatures import LinkPurpose, read_signed, signed
from consultations.transactions import reading
from consultations.vocabulary import Attendance, RegistrationState
from server.feeds import calendar
from server.feeds.calendar import write_calendar
from server.feeds.schedule import session_event
from server.forms.input import new_key
from server.forms.participant import NeedsForm, RegistrationForm
from server.pages.public.presence import remember_presence
from server.responses import page
from server.security.flooding import admit_submission, slowed_down
from server.security.permissions import needs
from server.visit import Visit

REGISTER = "/konsultasi/{slug:str}/sesi/{session:uuid}/daftar"
OWN = "/peserta/{token:str}"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place in a session, in their own hand."""

    person: ParticipantFacts
    plan: PlanFacts
    consultation: ConsultationFacts
    here: str


@get(REGISTER, name="registration.show", opt=needs(Permission.REGISTER))
async def show_registration(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The form, or why there is none."""
    return await _form_page(request, session)


@post(REGISTER, name="registration.register", opt=needs(Permission.REGISTER), status_code=303)
async def register_oneself(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Register, and lead to one's own page, or say that its link comes by mail.

    The same form sent twice registers once, and so does the same person.
    """
    await _plan(request, session)
    form, refused = RegistrationForm(await request.form(), locale=request.locale), None
    if form.validate():
        person, key = form.person(request.locale), form.key.data or new_key()
        try:
            await admit_submission(request, key=form.key.data or "", words=person.name)
            registered = await register(
                session=session,
                person=person,
                idempotency_key=key,
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            if not registered.may_open:
                return request.lead_to(f"{request.url.path}?tercatat=ya")
            own = signed(LinkPurpose.PARTICIPANT, registered.participant)
            return request.lead_to(f"/peserta/{own}")
    return slowed_down(await _form_page(request, session, form), refused)


@get(OWN, name="registration.own", opt=needs(Permission.REGISTER))
async def show_own(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Where one stands, when and where the session is, and what one may do."""
    return await _own_page(request, token)


@post(OWN, name="registration.decide", opt=needs(Permission.REGISTER), status_code=303)
async def decide(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Accept the invitation, or give the seat back."""
    seat = await _seat(request, token)
    decision = (await request.form()).get("keputusan")
    try:
        if decision == "ikut":
            await accept(participant=seat.person.id)
        elif decision == "batal":
            await cancel(participant=seat.person.id)
    except Refusal as refusal:
        return await _own_page(request, token, refusal=refusal.message)
    return request.lead_to(seat.here)


@post(
    OWN + "/kebutuhan", name="registration.needs", opt=needs(Permission.REGISTER), status_code=303
)
async def change_needs(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Say how one takes part and what one needs for it."""
    seat = await _seat(request, token)
    form = NeedsForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _own_page(request, token, form=form)
    await say_needs(
        participant=seat.person.id,
        needs=(form.needs.data or "").strip(),
        consented=bool(form.needs_consent.data),
        attendance=Attendance(form.attendance.data),
        name_consented=bool(form.name_consent.data),
    )
    return request.lead_to(f"{seat.here}?tersimpan=ya")


@post(OWN + "/hadir", name="registration.attend", opt=needs(Permission.REGISTER), status_code=303)
async def attend(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Say that one is there."""
    seat = await _seat(request, token)
    try:
        await check_in(session=seat.plan.id, participant=seat.person.id, by=None, oneself=True)
    except Refusal as refusal:
        return await _own_page(request, token, refusal=refusal.message)
    return remember_presence(request, request.lead_to(seat.here), seat.person.id)


@get(OWN + "/kalender.ics", name="registration.calendar", opt=needs(Permission.REGISTER))
async def show_own_calendar(request: Visit, token: FromPath[str]) -> Response[Any]:
    """The session with the link to its online room, for one's own calendar."""
    seat = await _seat(request, token)
    address = request.app.state.settings.address
    event = session_event(
        seat.plan,
        seat.consultation,
        address=address,
        locale=request.locale,
        link=seat.plan.link,
    )
    host = urlsplit(address).hostname or "rembuk"
    return _private(
        Response(
            write_calendar(seat.plan.title, [event], host=host),
            media_type=calendar.MEDIA_TYPE,
            headers={"Content-Disposition": 'attachment; filename="rembuk.ics"'},
        )
    )


async def _form_page(
    visit: Visit, session: UUID, form: RegistrationForm | None = None
) -> Response[Any]:
    async with reading():
        plan = await _plan(visit, session)
        count = await headcount(session)
    full = plan.capacity is not None and count.registered >= plan.capacity
    return page(
        visit,
        "public/session_registration.html",
        status_code=422 if form else 200,
        session=plan,
        full=full,
        taken_down=visit.query_params.get("tercatat") == "ya" and form is None,
        form=form or RegistrationForm(locale=visit.locale),
        submission_key=(form.key.data if form else None) or new_key(),
    )


async def _own_page(
    visit: Visit, token: str, *, form: NeedsForm | None = None, refusal: str = ""
) -> Response[Any]:
    seat = await _seat(visit, token)
    person = seat.person
    empty = NeedsForm(
        locale=visit.locale,
        attendance=person.attendance.value,
        needs=person.needs or "",
        needs_consent=bool(person.needs),
        name_consent=person.name_consent_at is not None,
    )
    return _private(
        page(
            visit,
            "public/participant.html",
            status_code=409 if refusal else 422 if form else 200,
            person=person,
            session=seat.plan,
            agenda=await agenda_of(seat.plan),
            consultation=seat.consultation,
            here=seat.here,
            refusal=refusal,
            saved=visit.query_params.get("tersimpan") == "ya",
            checking_in=check_in_is_open(seat.plan, oneself=True),
            is_in=person.state is RegistrationState.REGISTERED,
            form=form or empty,
        )
    )


async def _seat(visit: Visit, token: str) -> Seat:
    named = read_signed(LinkPurpose.PARTICIPANT, token)
    person = await find_person(named) if named else None
    plan = await find_plan_by_id(person.session) if person else None
    consultation = await find_consultation_by_id(plan.consultation, visit.locale) if plan else None
    if person is None or plan is None or consultation is None:
        raise NotFound
    return Seat(person, plan, consultation, f"/peserta/{token}")


async def _plan(visit: Visit, session: UUID) -> PlanFacts:
    plan = await find_plan(visit.consultation.id, session)
    if plan is None:
        raise NotFound
    return plan


def _private(response: Response[Any]) -> Response[Any]:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
