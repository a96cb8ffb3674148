"""The board of themes, and the proposals on it that wait for a person."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.board import arranged, board_of, one_sided
from analysis.proposals import accept_proposal, find_proposal, proposed_members
from analysis.steadiness import steadiness
from analysis.unthemed import LONE_SIZE, Queue
from consultations.errors import NotFound
from consultations.queries.paging import Page, offset_of
from consultations.queries.spot_checks import theme_figures
from consultations.queries.theme_history import last_act
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
    found = arranged(rows, form.chosen())
    start = offset_of(halaman, BOARD_SIZE)
    kept = urlencode(form.kept())
    return page(
        request,
        "drafting/themes.html",
        fragment="board",
        form=form,
        found=Page(found[start : start + BOARD_SIZE], max(1, halaman), len(found), BOARD_SIZE),
        total=len(rows),
        one_sided=one_sided(rows),
        lone=lone,
        figures=figures,
        unthemed=unthemed,
        last=last,
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
    theme = await accept_proposal(
        consultation=request.consultation.id,
        candidate=candidate,
        name=form.name.data.strip(),
        description=(form.description.data or "").strip(),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme.id}")


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
        steadiness=None if proposal.stability is None else steadiness(proposal.stability),
        members=members,
        form=form or ThemeForm(locale=visit.locale, name=proposal.label),
    )
