"""The board of themes, and the proposals on it that wait for a person."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.beginnings import beginning_of
from analysis.board import arranged, board_of, one_sided
from analysis.proposals import (
    ProposalTaken,
    accept_proposal,
    accepted_as,
    find_proposal,
    proposed_members,
)
from analysis.steadiness import steadiness
from analysis.unthemed import LONE_SIZE, Queue
from consultations.queries.paging import Page, offset_of
from consultations.queries.spot_checks import theme_figures
from consultations.queries.theme_history import last_act, merged_into
from consultations.queries.themes import find_theme
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.theme import ThemeForm
from server.forms.theme_review import BoardForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

THEMES = "/kerja/{slug:str}/tema"
PROPOSAL = THEMES + "/usulan/{candidate:uuid}"
BOARD_SIZE = 25


@get(THEMES, name="theme.index", opt=needs(Permission.REVIEW_THEMES))
async def list_themes(
    request: Visit, halaman: FromQuery[int] = 1, sunyi: FromQuery[int] = 1
) -> Response[Any]:
    """Accepted themes and proposals, and above them whoever speaks alone."""
    here = request.consultation.id
    form = BoardForm(request.query_params, locale=request.locale)
    async with reading():
        rows = await board_of(here)
        lone = await Queue(here, lone=True).page(sunyi, LONE_SIZE)
        unthemed = await Queue(here).count()
        last = await last_act(here, request.visitor.account)
        figures = await theme_figures(here)
        beginning = None if rows else await beginning_of(here)
    found = arranged(rows, form.chosen())
    # Accepting and merging make the board shorter: its last page may be gone.
    number = min(max(1, halaman), max(1, -(-len(found) // BOARD_SIZE)))
    start = offset_of(number, BOARD_SIZE)
    kept = urlencode(form.kept())
    return page(
        request,
        "drafting/themes.html",
        fragment="board",
        form=form,
        found=Page(found[start : start + BOARD_SIZE], number, len(found), BOARD_SIZE),
        total=len(rows),
        one_sided=one_sided(rows),
        lone=lone,
        figures=figures,
        unthemed=unthemed,
        last=last,
        beginning=beginning,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
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
    try:
        theme = await accept_proposal(
            consultation=request.consultation.id,
            candidate=candidate,
            name=form.name.data.strip(),
            description=(form.description.data or "").strip(),
            by=request.visitor.account,
        )
    except ProposalTaken:
        return await _gone_page(request, candidate, form)
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme.id}")


async def _proposal_page(
    visit: Visit, candidate: UUID, number: int, form: ThemeForm | None = None
) -> Response[Any]:
    async with reading():
        proposal = await find_proposal(visit.consultation.id, candidate)
        members = await proposed_members(candidate, number)
    if proposal is None:
        return await _gone_page(visit, candidate, form)
    return page(
        visit,
        "drafting/proposal.html",
        fragment="members",
        status_code=422 if form else 200,
        proposal=proposal,
        steadiness=None if proposal.stability is None else steadiness(proposal.stability),
        members=members,
        form=form or ThemeForm(locale=visit.locale, name=proposal.label),
    )


async def _gone_page(visit: Visit, candidate: UUID, form: ThemeForm | None) -> Response[Any]:
    """A proposal that is none any more leads to its theme; what was typed for it is not lost."""
    here = visit.consultation
    taken = await accepted_as(here.id, candidate)
    home = await merged_into(here.id, taken) if taken else None
    if home is not None and form is None:
        return visit.lead_to(f"/kerja/{here.slug}/tema/{home}")
    return page(
        visit,
        "drafting/proposal_gone.html",
        status_code=409,
        theme=await find_theme(here.id, home) if home else None,
        form=form,
    )
