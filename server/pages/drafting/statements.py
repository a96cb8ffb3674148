"""Statements to vote on, as the team puts them up and looks after them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.polling.pasting import read_pasted
from consultations.polling.stating import (
    LONGEST,
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
    set_terms,
)
from consultations.queries.sessions import sessions_of
from consultations.queries.statements import inputs_to_state, statements_of, terms_of
from consultations.queries.themes import find_theme, theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.forms.statement import PasteForm, StatementForm, TermsForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

STATEMENTS = "/kerja/{slug:str}/pernyataan"
KEEP = needs(Permission.KEEP_STATEMENTS)
SAVE = "simpan"


@get(STATEMENTS, name="statement.index", opt=KEEP)
async def list_statements(request: Visit) -> Response[Any]:
    """All statements with their votes, and the form for another."""
    return await _list_page(request)


@post(STATEMENTS, name="statement.add", opt=KEEP, status_code=303)
async def add(request: Visit) -> Response[Any]:
    """Put up one statement."""
    form = StatementForm(await request.form(), locale=request.locale)
    form.offer(await sessions_of(request.consultation.id))
    if form.validate():
        new = NewStatement(" ".join((form.text.data or "").split()))
        try:
            if await _put_up(request, [new], form.session.data):
                return request.lead_to(request.url.path)
            form.text.errors = [form.say(N_("Pernyataan ini sudah ada."))]
        except Refusal as refusal:
            form.refuse(refusal.message)
    return await _list_page(request, form)


@get(STATEMENTS + "/tempel", name="statement.paste", opt=KEEP)
async def show_pasting(request: Visit) -> Response[Any]:
    """The form for many statements at once."""
    form = PasteForm(locale=request.locale)
    form.offer(await sessions_of(request.consultation.id))
    return page(request, "drafting/statements_paste.html", form=form, lines=[])


@post(STATEMENTS + "/tempel", name="statement.paste.post", opt=KEEP, status_code=303)
async def paste(request: Visit) -> Response[Any]:
    """Show what would be put up, or put it up."""
    posted = await request.form()
    form = PasteForm(posted, locale=request.locale)
    form.offer(await sessions_of(request.consultation.id))
    valid = form.validate()
    present = [each.text for each in await statements_of(request.consultation.id)]
    lines = read_pasted(form.text.data or "", present) if valid else []
    good = [NewStatement(line.text) for line in lines if not line.problem]
    if valid and posted.get("tindakan") == SAVE and good:
        try:
            await _put_up(request, good, form.session.data)
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/pernyataan")
    return page(
        request,
        "drafting/statements_paste.html",
        status_code=422 if form.errors else 200,
        form=form,
        lines=lines,
        good=len(good),
    )


@get(STATEMENTS + "/dari-tema", name="statement.gather", opt=KEEP)
async def show_gathering(request: Visit, tema: FromQuery[str] = "") -> Response[Any]:
    """A theme's public inputs, to be cut down to statements."""
    return await _gathering_page(request, tema, {})


@post(STATEMENTS + "/dari-tema", name="statement.gather.post", opt=KEEP, status_code=303)
async def gather(request: Visit) -> Response[Any]:
    """Put up those inputs that were ticked, in the words the team gave them."""
    posted = await request.form()
    theme = str(posted.get("tema", ""))
    offered = {str(entry): entry for entry, _, _ in await _inputs(request, theme)}
    written = {
        key: " ".join(str(posted.get(f"teks-{key}", "")).split())
        for key in map(str, posted.getall("pilih", []))
        if key in offered
    }
    bad = not written or any(not text or len(text) > LONGEST for text in written.values())
    if bad:
        return await _gathering_page(request, theme, written, wrong=True)
    new = [NewStatement(text, offered[key]) for key, text in written.items()]
    await _put_up(request, new, "")
    return request.lead_to(f"/kerja/{request.consultation.slug}/pernyataan")


@post(STATEMENTS + "/{statement:uuid}", name="statement.act", opt=KEEP, status_code=303)
async def act(request: Visit, statement: FromPath[UUID]) -> Response[Any]:
    """Move, open, close, hide, show or refuse a statement."""
    word = str((await request.form()).get("tindakan", ""))
    if word not in set(StatementAct):
        raise NotFound
    await act_on_statement(
        consultation=request.consultation.id,
        statement=statement,
        act=StatementAct(word),
        by=request.visitor.account,
    )
    base = f"/kerja/{request.consultation.slug}/pernyataan"
    return request.lead_to(f"{base}#pernyataan-{statement}")


@post(STATEMENTS + "/aturan", name="statement.terms", opt=KEEP, status_code=303)
async def change_terms(request: Visit) -> Response[Any]:
    """Say whether participants may propose statements."""
    form = TermsForm(await request.form(), locale=request.locale)
    await set_terms(
        consultation=request.consultation.id,
        participants_propose=bool(form.participants_propose.data),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/pernyataan")


async def _put_up(visit: Visit, statements: list[NewStatement], session: str | None) -> int:
    return await add_statements(
        consultation=visit.consultation.id,
        statements=statements,
        session=UUID(session) if session else None,
        by=visit.visitor.account,
    )


async def _list_page(visit: Visit, form: StatementForm | None = None) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        statements, terms = await statements_of(here), await terms_of(here)
        sessions = await sessions_of(here)
    status = 422 if form else 200
    if form is None:
        form = StatementForm(locale=visit.locale)
        form.offer(sessions)
    return page(
        visit,
        "drafting/statements.html",
        status_code=status,
        statements=statements,
        sessions={each.id: each.title for each in sessions},
        form=form,
        terms=TermsForm(locale=visit.locale, participants_propose=terms.participants_propose),
    )


async def _gathering_page(
    visit: Visit, theme: str, written: dict[str, str], *, wrong: bool = False
) -> Response[Any]:
    return page(
        visit,
        "drafting/statements_gather.html",
        status_code=422 if wrong else 200,
        themes=await theme_names_of(visit.consultation.id),
        theme=theme,
        inputs=await _inputs(visit, theme),
        written=written,
        wrong=wrong,
        longest=LONGEST,
    )


async def _inputs(visit: Visit, theme: str) -> list[tuple[UUID, str, str]]:
    try:
        wanted = UUID(theme)
    except ValueError:
        return []
    if await find_theme(visit.consultation.id, wanted) is None:
        raise NotFound
    return await inputs_to_state(wanted)
