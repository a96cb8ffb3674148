"""The people of a session, for its team: listed, entered, invited, written down anew, forgotten."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.inviting import add_participants, invite
from consultations.mailing import mail_is_on
from consultations.queries.participants import (
    ParticipantFacts,
    ParticipantFilter,
    find_participant,
    headcount,
    invitable_of,
    participants_of,
)
from consultations.registering import accept, cancel, change_participant, forget
from consultations.rules import Permission
from consultations.signatures import LinkPurpose, signed
from consultations.transactions import reading
from consultations.vocabulary import RegistrationState
from server.forms.input import new_key
from server.forms.participant import AddForm, PeopleFilterForm, PersonForm, person_values
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

PEOPLE = SESSION + "/peserta"
# More than a page shows.
MOST_CHOSEN = 1000
PERSON = PEOPLE + "/{participant:uuid}"


@get(PEOPLE, name="participant.index", opt=needs(Permission.KEEP_PARTICIPANTS))
async def list_participants(
    request: Visit, session: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """Everybody, narrowed by the address."""
    form = PeopleFilterForm(request.query_params, locale=request.locale)
    only = form.chosen()
    async with reading():
        plan = await plan_at_hand(request, session)
        found = await participants_of(session, only, halaman)
        count = await headcount(session)
        invitable = await invitable_of(session)
    chosen = {name: getattr(only, name) for name in ParticipantFilter.__slots__}
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "facilitator/participants.html",
        fragment="people",
        session=plan,
        found=found,
        count=count,
        invitable=len(invitable),
        **_what_was_sent(request),
        mail_on=mail_is_on(),
        form=form,
        narrowed=bool(kept),
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@get(PEOPLE + "/tambah", name="participant.new", opt=needs(Permission.KEEP_PARTICIPANTS))
async def show_new(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The form for somebody whom the team knows."""
    return await _add_page(request, session, AddForm(locale=request.locale, key=new_key()))


@post(
    PEOPLE + "/tambah",
    name="participant.add",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
)
async def add(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Enter somebody."""
    await plan_at_hand(request, session)
    form = AddForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await add_participants(
                session=session,
                people=[form.person()],
                state=RegistrationState(form.state.data),
                by=request.visitor.account,
                key=form.key.data or new_key(),
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(_people(request, session))
    return await _add_page(request, session, form)


@post(
    PEOPLE + "/undang",
    name="participant.invite",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
)
async def invite_people(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Write to those who were chosen, or to everybody with an address who was not invited yet."""
    await plan_at_hand(request, session)
    posted = await request.form()
    if posted.get("yang") == "dipilih":
        chosen = _ids(posted.getall("peserta", []))
    else:
        chosen = await invitable_of(session)
    invited = await invite(session=session, participants=chosen, by=request.visitor.account)
    said = urlencode({"diundang": invited, "dilewati": len(chosen) - invited})
    return request.lead_to(f"{_people(request, session)}?{said}")


@get(PERSON, name="participant.show", opt=needs(Permission.KEEP_PARTICIPANTS))
async def show_participant(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """One person, to be written down anew."""
    found = await _require(session, participant)
    form = PersonForm(locale=request.locale, **person_values(found))
    return await _person_page(request, found, form)


@post(PERSON, name="participant.change", opt=needs(Permission.KEEP_PARTICIPANTS), status_code=303)
async def change(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """Save who somebody is."""
    await plan_at_hand(request, session)
    found = await _require(session, participant)
    form = PersonForm(await request.form(), locale=request.locale)
    if form.validate():
        await change_participant(
            session=session,
            participant=participant,
            person=form.person(),
            by=request.visitor.account,
        )
        return request.lead_to(_people(request, session))
    return await _person_page(request, found, form)


@post(
    PERSON + "/tempat",
    name="participant.seat",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
)
async def change_seat(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """Register somebody for certain, or give their seat back."""
    await plan_at_hand(request, session)
    await _require(session, participant)
    posted = await request.form()
    if posted.get("keputusan") == "batal":
        await cancel(participant=participant, by=request.visitor.account)
    elif posted.get("keputusan") == "daftar":
        await accept(participant=participant)
    return request.lead_to(f"{_people(request, session)}/{participant}")


@post(
    PERSON + "/hapus-data",
    name="participant.forget",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
)
async def delete_data(
    request: Visit, session: FromPath[UUID], participant: FromPath[UUID]
) -> Response[Any]:
    """Delete a person's data at their request; the counts stay."""
    await plan_at_hand(request, session)
    await _require(session, participant)
    if (await request.form()).get("setuju") == "ya":
        await forget(session=session, participant=participant, by=request.visitor.account)
        return request.lead_to(_people(request, session))
    return request.lead_to(f"{_people(request, session)}/{participant}#hapus")


async def _add_page(visit: Visit, session: UUID, form: AddForm) -> Response[Any]:
    return page(
        visit,
        "facilitator/add_participant.html",
        status_code=422 if form.errors else 200,
        session=await plan_at_hand(visit, session),
        form=form,
    )


async def _person_page(visit: Visit, person: ParticipantFacts, form: PersonForm) -> Response[Any]:
    address = visit.app.state.settings.address
    plan = await plan_at_hand(visit, person.session)
    return page(
        visit,
        "facilitator/participant.html",
        status_code=422 if form.errors else 200,
        session=plan,
        person=person,
        invitable=mail_is_on()
        and bool(person.email)
        and person.state is not RegistrationState.CANCELLED
        and not plan.closed_at
        and not plan.cancelled_at,
        form=form,
        link=f"{address}/peserta/{signed(LinkPurpose.PARTICIPANT, person.id)}",
    )


async def _require(session: UUID, participant: UUID) -> ParticipantFacts:
    found = await find_participant(session, participant)
    if found is None:
        raise NotFound
    return found


def _ids(given: list[Any]) -> list[UUID]:
    ids: list[UUID] = []
    for each in given[:MOST_CHOSEN]:
        with suppress(ValueError):
            ids.append(UUID(str(each)))
    return list(dict.fromkeys(ids))


def _what_was_sent(visit: Visit) -> dict[str, Any]:
    """What the page says after invitations were asked for; nothing where none were."""
    given = [visit.query_params.get(name, "") for name in ("diundang", "dilewati")]
    if not all(each.isdecimal() and len(each) < 6 for each in given):  # noqa: PLR2004 - counts
        return {"invited": None, "passed_over": 0, "nobody_chosen": False}
    invited, passed_over = (int(each) for each in given)
    return {
        "invited": invited,
        "passed_over": passed_over,
        "nobody_chosen": not invited and not passed_over,
    }


def _people(visit: Visit, session: UUID) -> str:
    return f"{session_path(visit, session)}/peserta"
