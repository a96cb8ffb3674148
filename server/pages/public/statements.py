"""Statements to agree or disagree with, one at a time."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from consultations.errors import NotFound, Refusal
from consultations.polling.stating import propose_statement
from consultations.polling.voting import vote_on
from consultations.queries.consultations import input_window, phases_of
from consultations.queries.sessions import find_session
from consultations.queries.statements import Asked, asked_of, terms_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Vote
from server.forms.input import new_key, words_of
from server.forms.statement import ProposalForm
from server.pages.public.devices import marked, with_mark
from server.responses import page
from server.security.flooding import admit_side, admit_submission, slowed_down
from server.security.permissions import needs
from server.visit import Visit

STATEMENTS = "/konsultasi/{slug:str}/pernyataan"


@get(STATEMENTS, name="statement.public", opt=needs(Permission.READ_PUBLISHED))
async def show_next(
    request: Visit,
    sesi: FromQuery[str] = "",
    nomor: FromQuery[int] = 0,
    terkirim: FromQuery[bool] = False,  # noqa: FBT002 - the address's parameter
) -> Response[Any]:
    """The next statement that this reader has not voted on, or the one asked for."""
    async with reading():
        facts = await _facts(request, sesi, nomor)
    return page(request, "public/statements.html", sent=terkirim, **facts)


@post(STATEMENTS, name="statement.vote", opt=needs(Permission.TAKE_SIDE), status_code=303)
async def vote(request: Visit) -> Response[Any]:
    """Note a vote and lead to the next statement."""
    posted = await request.form()
    word, statement = str(posted.get("suara", "")), _uuid(str(posted.get("pernyataan", "")))
    if word not in set(Vote) or statement is None:
        raise NotFound
    session = str(posted.get("sesi", ""))
    voter, mark = marked(request)
    try:
        await admit_side(request)
        await vote_on(
            consultation=request.consultation.id, statement=statement, vote=Vote(word), voter=voter
        )
    except NotFound:
        raise
    except Refusal as refusal:
        async with reading():
            facts = await _facts(request, session, 0)
        response = page(
            request,
            "public/statements.html",
            status_code=422,
            **{**facts, "sent": False, "refused": refusal.message},
        )
        return slowed_down(response, refusal)
    return with_mark(request, request.lead_to(_address(request, session)), mark)


@post(
    STATEMENTS + "/usul", name="statement.propose", opt=needs(Permission.TAKE_SIDE), status_code=303
)
async def propose(request: Visit) -> Response[Any]:
    """Take a participant's own statement; the team reads it before anybody else does."""
    form = ProposalForm(await request.form(), locale=request.locale)
    voter, mark = marked(request)
    refused: Refusal | None = None
    if form.validate():
        text = words_of(form.text.data) or ""
        try:
            await admit_submission(request, key=form.key.data or "", words=text)
            await propose_statement(consultation=request.consultation.id, text=text, author=voter)
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            sent = request.lead_to(f"{_address(request, '')}?terkirim=true#usul")
            return with_mark(request, sent, mark)
    async with reading():
        facts = await _facts(request, "", 0)
    response = page(
        request,
        "public/statements.html",
        status_code=422,
        **{**facts, "sent": False, "form": form},
    )
    return slowed_down(response, refused)


async def _facts(visit: Visit, session: str, number: int) -> dict[str, Any]:
    here = visit.consultation.id
    meeting = None
    if session:
        wanted = _uuid(session)
        meeting = await find_session(here, wanted) if wanted else None
        if meeting is None:
            raise NotFound
    voter = visit.supporter
    asked = await asked_of(here, voter.hash if voter else None, meeting.id if meeting else None)
    terms = await terms_of(here)
    return {
        "session": meeting,
        "asked": asked,
        "current": _current(asked, number),
        "answered": sum(each.vote is not None for each in asked),
        "votes": list(Vote),
        "window": input_window(await phases_of(here, visit.locale)),
        "terms": terms,
        "form": ProposalForm(locale=visit.locale),
        "submission_key": new_key(),
        "refused": "",
    }


def _current(asked: list[Asked], number: int) -> Asked | None:
    chosen = (each for each in asked if each.number == number)
    waiting = (each for each in asked if each.is_open and each.vote is None)
    return next(chosen, None) or next(waiting, None)


def _address(visit: Visit, session: str) -> str:
    base = f"/konsultasi/{visit.consultation.slug}/pernyataan"
    return f"{base}?sesi={_uuid(session)}" if _uuid(session) else base


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
