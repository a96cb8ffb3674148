"""From themes to units: what inputs mention, confirmed by a person, and where it leads."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound
from consultations.mentioning import MentionState, decide_mentions, find_mentions
from consultations.queries.traces import (
    MentionWay,
    count_mentions,
    mentions_in_unit,
    mentions_of,
    theme_traces,
    unit_traces,
)
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

MENTIONS = "/kerja/{slug:str}/rujukan"
REVIEW = needs(Permission.REVIEW_THEMES)
MOST_AT_ONCE = 200


@get(MENTIONS, name="mention.index", opt=REVIEW)
async def list_mentions(
    request: Visit,
    cara: FromQuery[str] = "",
    keadaan: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """What inputs mention or are near in meaning: to be confirmed, or decided already."""
    here, state = request.consultation.id, _state(keadaan) or MentionState.WAITING
    async with reading():
        counts = await count_mentions(here)
        way = _way(cara) or _waiting_way(counts)
        found = await mentions_of(here, way, state, halaman)
    return page(
        request,
        "drafting/mentions.html",
        fragment="mentions",
        found=found,
        counts=counts,
        state=state,
        states=list(MentionState),
        way=way,
        ways=list(MentionWay),
        address=f"{request.url.path}?cara={way.value}&keadaan={state.value}",
    )


@post(MENTIONS, name="mention.decide", opt=REVIEW, status_code=303)
async def decide(request: Visit) -> Response[Any]:
    """Confirm or reject all that were chosen, or let them wait again."""
    posted = await request.form()
    state = _state(posted.get("tindakan") or "")
    if state is None:
        raise NotFound
    chosen = [_uuid(value) for value in posted.getall("pilih", [])][:MOST_AT_ONCE]
    await decide_mentions(
        consultation=request.consultation.id,
        mentions=chosen,
        state=state,
        by=request.visitor.account,
    )
    back = _state(posted.get("keadaan") or "") or MentionState.WAITING
    way = _way(posted.get("cara") or "") or MentionWay.NAMED
    return request.lead_to(f"{request.url.path}?cara={way.value}&keadaan={back.value}")


@post(MENTIONS + "/cari", name="mention.find", opt=REVIEW, status_code=303)
async def look_through(request: Visit) -> Response[Any]:
    """Look through all inputs for mentions."""
    await find_mentions(consultation=request.consultation.id)
    return request.lead_to(f"/kerja/{request.consultation.slug}/rujukan")


@get(MENTIONS + "/butir", name="trace.index", opt=REVIEW)
async def list_traces(request: Visit) -> Response[Any]:
    """Every unit with its themes, and every theme with its units."""
    async with reading():
        units = await unit_traces(request.consultation.id)
    return page(request, "drafting/traces.html", units=units, themes=theme_traces(units))


@get(MENTIONS + "/butir/{unit:uuid}", name="trace.show", opt=REVIEW)
async def show_trace(
    request: Visit, unit: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """One unit, by its identity: its themes, and the inputs elsewhere that mention it."""
    async with reading():
        units = await unit_traces(request.consultation.id)
        found = next((each for each in units if each.identity == unit), None)
        if found is None:
            raise NotFound
        mentions = await mentions_in_unit(unit, halaman)
    return page(request, "drafting/trace.html", unit=found, mentions=mentions)


def _state(text: str) -> MentionState | None:
    return MentionState(text) if text in set(MentionState) else None


def _way(text: str) -> MentionWay | None:
    return MentionWay(text) if text in set(MentionWay) else None


def _waiting_way(counts: dict[tuple[MentionWay, MentionState], int]) -> MentionWay:
    """The first list in which something waits; whoever opens the page wants work, not nothing."""
    waiting = (way for way in MentionWay if counts.get((way, MentionState.WAITING)))
    return next(waiting, MentionWay.NAMED)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
