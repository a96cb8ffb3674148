"""One theme of the drafting team: its inputs, its name, its answer, its notes."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from analysis.kept_briefs import brief_of
from analysis.kept_suggestions import accepted_brief, states_of
from analysis.proposals import stability_of_themes
from analysis.reviews import Why, WhyHere, WriteBrief
from analysis.steadiness import steadiness
from consultations.errors import NotFound, Refusal, Stale, ThemeGone
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.spot_checks import theme_figures
from consultations.queries.theme_history import acts_on, acts_since, last_act, merged_into, notes_on
from consultations.queries.theme_members import (
    central_members,
    inputs_by_id,
    manuscripts_in,
    members_of,
)
from consultations.queries.themes import (
    ThemeFacts,
    disposition_of,
    find_theme,
    theme_names_of,
    was_theme,
)
from consultations.rules import Permission
from consultations.theming import note_on_theme, rename_theme
from consultations.transactions import reading
from server.forms.theme import ThemeForm
from server.forms.theme_review import MemberFilterForm, NoteForm, TickedForm
from server.likeness import ask
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

THEME = "/kerja/{slug:str}/tema/{theme:uuid}"
# Long enough for a theme of some thousand inputs; without an answer the page is shown without it.
PATIENCE_SECONDS = 0.8
LATEST_ACTS = 5


@get(THEME, name="theme.show", opt=needs(Permission.REVIEW_THEMES))
async def show_theme(
    request: Visit, theme: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """A theme with its inputs, its name and its answer; a merged one leads to what it became."""
    here = request.consultation
    try:
        return await theme_page(request, theme, halaman)
    except ThemeGone:
        home = await merged_into(here.id, theme)
        if home is None:
            raise NotFound from None
        return Redirect(f"/kerja/{here.slug}/tema/{home}", status_code=303)


@post(THEME, name="theme.rename", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def rename(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Give the theme another name or description."""
    await require_theme(request, theme)
    form = ThemeForm(await request.form(), locale=request.locale)
    stale = None
    if form.validate():
        try:
            await rename_theme(
                theme=theme,
                name=form.name.data.strip(),
                description=(form.description.data or "").strip(),
                version=number_in(form.version.data),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            stale = number_in(form.version.data) if isinstance(refusal, Stale) else None
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")
    return await theme_page(request, theme, 1, naming=form, read_in=stale)


@post(THEME + "/catatan", name="theme.note", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def note(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Leave a note for the team."""
    await require_theme(request, theme)
    form = NoteForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await theme_page(request, theme, 1, noting=form)
    await note_on_theme(theme=theme, text=form.note.data.strip(), by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}#catatan")


async def theme_page(
    visit: Visit,
    theme: UUID,
    number: int,
    *,
    naming: ThemeForm | None = None,
    noting: NoteForm | None = None,
    ticked: TickedForm | None = None,
    chosen: frozenset[str] = frozenset(),
    every: bool = False,
    read_in: int | None = None,
) -> Response[Any]:
    """The page of a theme; ``read_in`` is the version in which a stale form was read.

    ``every`` says that all members were chosen which the filter leaves, on every page.
    """
    here = visit.consultation
    offered = visit.app.state.settings.endpoint_is_on
    if not visit.wants_fragment and await _brief_is_old(theme):
        await ask(visit.app.state.settings, WriteBrief(theme), bool, patience=PATIENCE_SECONDS)
    async with reading():
        facts = await require_theme(visit, theme)
        form = await member_filter(visit)
        members = await members_of(theme, number, form.chosen())
        disposition = await disposition_of(theme)
        shown: dict[str, Any] = {
            "manuscripts": await manuscripts_in(theme),
            "central": await central_members(theme),
            "brief": await brief_of(theme),
            "drafted": await accepted_brief(theme),
            "drafts": await states_of(theme) if offered else {},
            "notes": await notes_on(theme),
            "acts": (await acts_on(here.id, theme)).items[:LATEST_ACTS],
            "since": await acts_since(theme, read_in) if read_in is not None else [],
            "last": await last_act(here.id, visit.visitor.account),
            "others": [(key, name) for key, name in await theme_names_of(here.id) if key != theme],
        }
        stability = (await stability_of_themes(here.id)).get(theme)
        figure = (await theme_figures(here.id)).get(theme)
    ticking = ticked or TickedForm(locale=visit.locale)
    ticking.offer({str(key): name for key, name in shown["others"]})
    why, near = await _why_here(visit, theme, [member.entry.id for member in members.items])
    kept = urlencode(form.kept())
    return page(
        visit,
        "drafting/theme.html",
        fragment="members",
        status_code=422 if naming or noting or ticked else 200,
        theme=facts,
        members=members,
        disposition=disposition,
        figure=figure,
        stability=stability,
        steadiness=None if stability is None else steadiness(stability),
        form=form,
        kept=f"?{kept}" if kept else "",
        why=why,
        near=near,
        ticked=ticking,
        chosen=chosen,
        every=every,
        naming=naming or _naming(visit, facts),
        noting=noting or NoteForm(locale=visit.locale),
        **shown,
    )


async def member_filter(visit: Visit) -> MemberFilterForm:
    """The filter of a theme's inputs, as the address has it; run inside ``reading()``."""
    form = MemberFilterForm(visit.query_params, locale=visit.locale)
    versions = await versions_of(visit.consultation.id)
    form.offer(
        units={
            str(unit.identity): f"{form.say(unit.kind.label)} {unit.number}"
            for unit in (await units_of(versions[0].id) if versions else [])
        }
    )
    return form


async def require_theme(visit: Visit, theme: UUID) -> ThemeFacts:
    """The standing theme of this consultation; ``ThemeGone`` where it stood once."""
    here = visit.consultation.id
    facts = await find_theme(here, theme)
    if facts is None:
        raise ThemeGone if await was_theme(here, theme) else NotFound
    return facts


def number_in(text: str | None) -> int:
    """A posted version; what is no number is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


async def _brief_is_old(theme: UUID) -> bool:
    kept = await brief_of(theme)
    return kept is None or not kept.is_fresh


async def _why_here(
    visit: Visit, theme: UUID, entries: list[UUID]
) -> tuple[dict[UUID, Why], dict[UUID, Any]]:
    found = await ask(
        visit.app.state.settings,
        WhyHere(theme, entries),
        list[Why],
        patience=PATIENCE_SECONDS,
    )
    near = [like.input for why in found or [] for like in why.nearest]
    return {why.input: why for why in found or []}, await inputs_by_id(list(dict.fromkeys(near)))


def _naming(visit: Visit, theme: ThemeFacts) -> ThemeForm:
    return ThemeForm(
        locale=visit.locale,
        name=theme.name,
        description=theme.description,
        version=str(theme.version),
    )
