"""Rounds of dot-voting: open one from a list, close it, take its result away."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.dot_voting import FEWEST_ITEMS, MOST_ITEMS, close_round, open_round
from consultations.errors import NotFound, Refusal
from consultations.preparing import ensure_code
from consultations.queries.dots import rounds_of
from consultations.queries.notes import latest_notes
from consultations.queries.room import board_change, questions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.room import LONGEST_ITEM, DotRoundForm
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.sheets import csv_response
from server.visit import Visit

DOTS = SESSION + "/suara"
QUESTIONS, NOTES = "pertanyaan", "catatan"


@get(DOTS, name="dots.index", opt=needs(Permission.KEEP_ROOM))
async def show_rounds(
    request: Visit, session: FromPath[UUID], dari: FromQuery[str] = ""
) -> Response[Any]:
    """The running round and the earlier ones; a new one may begin from questions or notes."""
    await plan_at_hand(request, session)
    await ensure_code(session=session)
    form = DotRoundForm(locale=request.locale)
    if dari in (QUESTIONS, NOTES):
        form.items.data = "\n".join(await _lines(session, dari))
    return await _rounds_page(request, session, form)


@post(DOTS, name="dots.open", opt=needs(Permission.KEEP_ROOM), status_code=303)
async def open_one(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Begin a round."""
    await plan_at_hand(request, session)
    form = DotRoundForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await open_round(
                session=session,
                title=(form.title.data or "").strip(),
                items=form.lines(),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{session_path(request, session)}/suara")
    return await _rounds_page(request, session, form)


@post(
    DOTS + "/{round_id:uuid}/tutup",
    name="dots.close",
    opt=needs(Permission.KEEP_ROOM),
    status_code=303,
)
async def close_one(
    request: Visit, session: FromPath[UUID], round_id: FromPath[UUID]
) -> Response[Any]:
    """End a round: everybody sees the result."""
    await plan_at_hand(request, session)
    await close_round(session=session, round_id=round_id, by=request.visitor.account)
    return request.lead_to(f"{session_path(request, session)}/suara")


@get(DOTS + "/{round_id:uuid}/hasil.csv", name="dots.csv", opt=needs(Permission.KEEP_ROOM))
async def download(
    request: Visit, session: FromPath[UUID], round_id: FromPath[UUID]
) -> Response[Any]:
    """A closed round's result as CSV."""
    await plan_at_hand(request, session)
    found = next((one for one in await rounds_of(session) if one.id == round_id), None)
    if found is None or found.closed_at is None:
        raise NotFound
    rows = [["pilihan", "titik", "pemilih", "catatan"]]
    rows += [
        [item.text, str(item.dots), str(found.voters), "indikatif, bukan perwakilan"]
        for item in found.items
    ]
    return csv_response(rows, name="suara-titik")


async def _lines(session: UUID, source: str) -> list[str]:
    if source == QUESTIONS:
        found = [question.text for question in (await questions_of(session)).items]
    else:
        found = [note.entry.text or "" for note in (await latest_notes(session)).items]
    return [_shortened(" ".join(text.split())) for text in found if text][:MOST_ITEMS]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ITEM else f"{text[: LONGEST_ITEM - 1]}…"


async def _rounds_page(visit: Visit, session: UUID, form: DotRoundForm) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        rounds = await rounds_of(session)
        change = await board_change(session)
    return page(
        visit,
        "facilitator/dots.html",
        fragment="rounds",
        status_code=422 if form.errors else 200,
        session=plan,
        running=next((one for one in rounds if one.closed_at is None), None),
        closed=[one for one in rounds if one.closed_at],
        change=change,
        fewest=FEWEST_ITEMS,
        most=MOST_ITEMS,
        form=form,
    )
