"""The drafting team's themes: proposals to accept, themes to name, decide on and answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.proposals import (
    accept_proposal,
    count_unthemed,
    find_proposal,
    open_proposals,
    proposed_members,
)
from consultations.answering import answer_theme
from consultations.errors import NotFound, Refusal
from consultations.queries.results import manuscripts_in
from consultations.queries.themes import (
    DispositionFacts,
    ThemeFacts,
    disposition_of,
    find_theme,
    members_of,
    themes_of,
)
from consultations.rules import Permission
from consultations.theming import rename_theme
from consultations.transactions import reading
from server.forms.theme import AnswerForm, ThemeForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

THEMES = "/kerja/{slug:str}/tema"
THEME = THEMES + "/{theme:uuid}"
PROPOSAL = THEMES + "/usulan/{candidate:uuid}"


@get(THEMES, name="theme.index", opt=needs(Permission.REVIEW_THEMES))
async def list_themes(request: Visit) -> Response[Any]:
    """Accepted themes and open proposals, the widest spread over elements first."""
    here = request.consultation.id
    async with reading():
        themes = await themes_of(here)
        proposals = await open_proposals(here)
        unthemed = await count_unthemed(here)
    return page(
        request, "drafting/themes.html", themes=themes, proposals=proposals, unthemed=unthemed
    )


@get(PROPOSAL, name="proposal.show", opt=needs(Permission.REVIEW_THEMES))
async def show_proposal(
    request: Visit, candidate: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """A proposal with its inputs, and the form to make it a theme."""
    return await _proposal_page(request, candidate, halaman)


@post(PROPOSAL, name="proposal.accept", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def accept(request: Visit, candidate: FromPath[UUID]) -> Response[Any]:
    """Make the proposal a theme under the name given."""
    form = ThemeForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _proposal_page(request, candidate, 1, form)
    theme = await accept_proposal(
        consultation=request.consultation.id,
        candidate=candidate,
        name=form.name.data.strip(),
        description=(form.description.data or "").strip(),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme.id}")


@get(THEME, name="theme.show", opt=needs(Permission.REVIEW_THEMES))
async def show_theme(
    request: Visit, theme: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """A theme with its inputs, its name and its answer."""
    return await _theme_page(request, theme, halaman)


@post(THEME, name="theme.rename", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def rename(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Give the theme another name or description."""
    await _require(request, theme)
    form = ThemeForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await rename_theme(
                theme=theme,
                name=form.name.data.strip(),
                description=(form.description.data or "").strip(),
                version=_number(form.version.data),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")
    return await _theme_page(request, theme, 1, naming=form)


@post(THEME + "/jawaban", name="theme.answer", opt=needs(Permission.DECIDE), status_code=303)
async def answer(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Write the disposition and the reply; publish it when asked to."""
    await _require(request, theme)
    posted = await request.form()
    form = AnswerForm(posted, locale=request.locale)
    if form.validate():
        try:
            await answer_theme(
                theme=theme,
                answer=form.answer(),
                version=_number(form.version.data),
                publish=posted.get("tindakan") == "terbitkan",
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")
    return await _theme_page(request, theme, 1, answering=form)


async def _proposal_page(
    visit: Visit, candidate: UUID, number: int, form: ThemeForm | None = None
) -> Response[Any]:
    async with reading():
        proposal = await find_proposal(visit.consultation.id, candidate)
        if proposal is None:
            raise NotFound
        members = await proposed_members(candidate, number)
    return page(
        visit,
        "drafting/proposal.html",
        fragment="members",
        status_code=422 if form else 200,
        proposal=proposal,
        members=members,
        form=form or ThemeForm(locale=visit.locale, name=proposal.label),
    )


async def _theme_page(
    visit: Visit,
    theme: UUID,
    number: int,
    *,
    naming: ThemeForm | None = None,
    answering: AnswerForm | None = None,
) -> Response[Any]:
    async with reading():
        facts = await _require(visit, theme)
        members = await members_of(theme, number)
        disposition = await disposition_of(theme)
        different = await manuscripts_in([theme])
    return page(
        visit,
        "drafting/theme.html",
        fragment="members",
        status_code=422 if naming or answering else 200,
        theme=facts,
        manuscripts=different.get(theme, 0),
        members=members,
        disposition=disposition,
        naming=naming or _naming(visit, facts),
        answering=answering or _answering(visit, disposition),
    )


def _naming(visit: Visit, theme: ThemeFacts) -> ThemeForm:
    return ThemeForm(
        locale=visit.locale,
        name=theme.name,
        description=theme.description,
        version=str(theme.version),
    )


def _answering(visit: Visit, disposition: DispositionFacts) -> AnswerForm:
    return AnswerForm(
        locale=visit.locale,
        version=str(disposition.version),
        decision=disposition.decision.value if disposition.decision else "",
        reason=disposition.reason,
        reply=disposition.reply,
    )


async def _require(visit: Visit, theme: UUID) -> ThemeFacts:
    facts = await find_theme(visit.consultation.id, theme)
    if facts is None:
        raise NotFound
    return facts


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
