"""Breakout groups of a session: how many, who is in which."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from consultations.grouping import MOST_GROUPS, divide, make_groups, place_people
from consultations.queries.participants import GroupFacts, everybody_of, groups_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Element
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.translations import translator
from server.visit import Visit

GROUPS = SESSION + "/kelompok"
LONGEST_NAME = 60


@get(GROUPS, name="group.index", opt=needs(Permission.KEEP_PARTICIPANTS))
async def show_groups(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The groups with the elements in each, and everybody's place."""
    async with reading():
        plan = await plan_at_hand(request, session)
        groups = await groups_of(session)
        people = await everybody_of(session)
    members = {group.id: [p for p in people if p.group == group.id] for group in groups}
    return page(
        request,
        "facilitator/groups.html",
        session=plan,
        groups=groups,
        people=people,
        members=members,
        elements={g: len({p.element for p in listed}) for g, listed in members.items()},
        all_elements=len(Element),
        most=MOST_GROUPS,
        longest=LONGEST_NAME,
        here=f"{session_path(request, session)}/kelompok",
    )


@post(GROUPS, name="group.make", opt=needs(Permission.KEEP_PARTICIPANTS), status_code=303)
async def make(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Have so many groups, with the names that are given."""
    await plan_at_hand(request, session)
    posted = await request.form()
    wanted = str(posted.get("banyaknya") or "")
    count = min(int(wanted), MOST_GROUPS) if wanted.isdecimal() and len(wanted) < 4 else 0  # noqa: PLR2004 - no longer number is meant
    known = await groups_of(session)
    say = translator(request.locale).gettext
    names = [
        _name(posted, known, place) or f"{say('Kelompok')} {place + 1}" for place in range(count)
    ]
    await make_groups(session=session, names=names, by=request.visitor.account)
    return request.lead_to(f"{session_path(request, session)}/kelompok")


@post(
    GROUPS + "/bagi", name="group.divide", opt=needs(Permission.KEEP_PARTICIPANTS), status_code=303
)
async def deal(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Deal the people out evenly by element."""
    await plan_at_hand(request, session)
    await divide(session=session, by=request.visitor.account)
    return request.lead_to(f"{session_path(request, session)}/kelompok")


@post(
    GROUPS + "/tempatkan",
    name="group.place",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
)
async def place(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Put people where the team wants them."""
    await plan_at_hand(request, session)
    posted = await request.form()
    places: dict[UUID, UUID | None] = {}
    for person in await everybody_of(session):
        given = posted.get(f"kelompok-{person.id}")
        chosen = _uuid(str(given)) if given else None
        if given is not None and chosen != person.group:
            places[person.id] = chosen
    if places:
        await place_people(session=session, places=places, by=request.visitor.account)
    return request.lead_to(f"{session_path(request, session)}/kelompok")


def _name(posted: FormMultiDict, known: list[GroupFacts], place: int) -> str:
    given = str(posted.get(f"nama-{place}") or "").replace("\x00", "").strip()[:LONGEST_NAME]
    return given or (known[place].name if place < len(known) else "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
