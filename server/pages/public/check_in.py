"""Signing in to a session on one's own phone, with the short code that the room shows."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.attending import check_in_is_open, session_with_code, walk_in
from consultations.errors import NotFound, Refusal
from consultations.queries.consultations import ConsultationFacts, find_consultation_by_id
from consultations.queries.participants import find_person
from consultations.queries.session_plans import PlanFacts, find_plan_by_id
from consultations.rules import Permission
from consultations.signatures import LinkPurpose, read_signed, signed
from server.forms.input import new_key
from server.forms.participant import WalkInForm
from server.pages.public.presence import remember_presence
from server.responses import page
from server.security.flooding import admit_code, admit_submission, slowed_down
from server.security.permissions import needs
from server.visit import Visit

CODE = "/s/{code:str}"


@get("/s", name="check_in.code", opt=needs(Permission.REGISTER))
async def ask_for_code(request: Visit, kode: FromQuery[str] = "") -> Response[Any]:
    """Where a code is typed that came without its address."""
    plain = "".join(letter for letter in kode if letter.isalnum())[:12]
    if plain:
        return request.lead_to(f"/s/{plain.upper()}")
    return page(request, "public/session_code.html")


@get(CODE, name="check_in.show", opt=needs(Permission.REGISTER))
async def show_check_in(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Name, element, in person or online: all that is asked."""
    plan, consultation = await session_of_code(request, code)
    return _page(request, plan, consultation)


@post(CODE, name="check_in.sign", opt=needs(Permission.REGISTER), status_code=303)
async def sign(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Sign in; whoever has registered under this name and element is found, not doubled."""
    plan, consultation = await session_of_code(request, code)
    form, refused = WalkInForm(await request.form(), locale=request.locale), None
    if form.validate():
        person = form.person(request.locale)
        try:
            await admit_submission(request, key=form.key.data or "", words=person.name)
            found = await walk_in(
                session=plan.id,
                person=person,
                idempotency_key=form.key.data or new_key(),
                by=None,
                oneself=True,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            response = request.lead_to(f"/hadir/{signed(LinkPurpose.PRESENCE, found.id)}")
            return remember_presence(request, response, found.id)
    return slowed_down(_page(request, plan, consultation, form), refused)


@get("/hadir/{token:str}", name="check_in.done", opt=needs(Permission.REGISTER))
async def show_done(request: Visit, token: FromPath[str]) -> Response[Any]:
    """One's number in the session. It shows nothing that was given when registering."""
    named = read_signed(LinkPurpose.PRESENCE, token)
    person = await find_person(named) if named else None
    plan = await find_plan_by_id(person.session) if person else None
    if person is None or plan is None:
        raise NotFound
    response = page(
        request,
        "public/checked_in.html",
        session=plan,
        person=person,
        consultation=await find_consultation_by_id(plan.consultation, request.locale),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(
    visit: Visit, plan: PlanFacts, consultation: ConsultationFacts, form: WalkInForm | None = None
) -> Response[Any]:
    response = page(
        visit,
        "public/check_in.html",
        status_code=422 if form else 200,
        session=plan,
        consultation=consultation,
        is_open=check_in_is_open(plan, oneself=True),
        form=form or WalkInForm(locale=visit.locale),
        submission_key=(form.key.data if form else None) or new_key(),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


async def session_of_code(visit: Visit, code: str) -> tuple[PlanFacts, ConsultationFacts]:
    """The session with this code and its consultation; guessing codes is slowed down."""
    try:
        named = await session_with_code(code)
    except NotFound:
        # Only a wrong code costs anything, so that a hall behind one address gets in.
        await admit_code(visit)
        raise
    plan = await find_plan_by_id(named.id)
    consultation = await find_consultation_by_id(named.consultation, visit.locale)
    if plan is None or consultation is None:
        raise NotFound
    return plan, consultation
