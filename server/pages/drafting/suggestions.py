"""What a language model drafts for a theme on request: watch it, hold it against its sources,
take it, change it or put it away.

Asking is offered only where the administrator has named such a model; what was drafted while there
was one can be put away without it.
"""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from analysis.kept_suggestions import Suggestion, newest_suggestion
from analysis.suggesting import (
    accept_brief,
    accept_name,
    discard_suggestion,
    request_suggestion,
)
from consultations.errors import NotFound, Refusal, Stale
from consultations.rules import Permission
from consultations.vocabulary import SuggestionKind, SuggestionState
from server.forms.theme_suggestion import BriefSuggestionForm, NameSuggestionForm
from server.pages.drafting.themes import THEME, number_in, require_theme
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SUGGESTION = THEME + "/usulan/{wanted:str}"
REVIEW = needs(Permission.REVIEW_THEMES)

Taking = NameSuggestionForm | BriefSuggestionForm


@get(SUGGESTION, name="suggestion.show", opt=REVIEW)
async def show_suggestion(
    request: Visit, theme: FromPath[UUID], wanted: FromPath[str]
) -> Response[Any]:
    """The draft as it stands; while it is being written the page renews itself."""
    return await _suggestion_page(request, theme, _kind(wanted))


@post(SUGGESTION, name="suggestion.ask", opt=REVIEW, status_code=303)
async def ask_for_suggestion(
    request: Visit, theme: FromPath[UUID], wanted: FromPath[str]
) -> Response[Any]:
    """Queue a draft; the worker writes it."""
    kind = _kind(wanted)
    if not request.app.state.settings.endpoint_is_on:
        raise NotFound
    await require_theme(request, theme)
    await request_suggestion(theme=theme, kind=kind, by=request.visitor.account)
    return request.lead_to(request.url.path)


@post(SUGGESTION + "/pakai", name="suggestion.accept", opt=REVIEW, status_code=303)
async def accept(request: Visit, theme: FromPath[UUID], wanted: FromPath[str]) -> Response[Any]:
    """Take the draft, as it is or changed."""
    kind = _kind(wanted)
    await require_theme(request, theme)
    form = _form(request, kind, await request.form())
    if not form.validate():
        return await _suggestion_page(request, theme, kind, form)
    try:
        await _take(theme, kind, form, request.visitor.account)
    except Refusal as refusal:
        form.refuse(refusal.message)
    if form.errors:
        return await _suggestion_page(request, theme, kind, form)
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")


@post(SUGGESTION + "/buang", name="suggestion.discard", opt=REVIEW, status_code=303)
async def discard(request: Visit, theme: FromPath[UUID], wanted: FromPath[str]) -> Response[Any]:
    """Put the draft away."""
    kind = _kind(wanted)
    await require_theme(request, theme)
    form = _form(request, kind, await request.form())
    try:
        drafted = await _drafted(theme, kind, form)
        await discard_suggestion(suggestion=drafted.id, by=request.visitor.account)
    except Refusal as refusal:
        form.refuse(refusal.message)
        return await _suggestion_page(request, theme, kind, form)
    return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")


async def _take(theme: UUID, kind: SuggestionKind, form: Taking, by: UUID | None) -> None:
    drafted = await _drafted(theme, kind, form)
    if isinstance(form, NameSuggestionForm):
        await accept_name(
            suggestion=drafted.id,
            name=form.name.data.strip(),
            version=number_in(form.version.data),
            by=by,
        )
        return
    words = form.words(drafted)
    if words:
        await accept_brief(suggestion=drafted.id, sentences=words, by=by)


async def _drafted(theme: UUID, kind: SuggestionKind, form: Taking) -> Suggestion:
    """The draft that the form was read with; ``Stale`` where another has taken its place."""
    newest = await newest_suggestion(theme, kind)
    if newest is None or str(newest.id) != form.suggestion.data:
        raise Stale
    return newest


async def _suggestion_page(
    visit: Visit, theme: UUID, kind: SuggestionKind, form: Taking | None = None
) -> Response[Any]:
    facts = await require_theme(visit, theme)
    found = await newest_suggestion(theme, kind)
    if found is None and not visit.app.state.settings.endpoint_is_on:
        raise NotFound
    if form is None:
        form = _form(visit, kind)
        if found is not None and found.state is SuggestionState.READY:
            _fill(form, found)
    form.suggestion.data = str(found.id) if found else ""
    if isinstance(form, NameSuggestionForm):
        form.version.data = str(facts.version)
    return page(
        visit,
        "drafting/suggestion.html",
        fragment="draft",
        status_code=422 if form.errors else 200,
        theme=facts,
        kind=kind,
        draft=found,
        form=form,
        model=visit.app.state.settings.endpoint_model,
    )


def _fill(form: Taking, found: Suggestion) -> None:
    if isinstance(form, BriefSuggestionForm):
        form.fill(found)
    elif found.sentences:
        form.name.data = found.sentences[0].words


def _form(visit: Visit, kind: SuggestionKind, posted: Any = None) -> Taking:
    if kind is SuggestionKind.NAME:
        return NameSuggestionForm(posted, locale=visit.locale)
    form = BriefSuggestionForm(posted, locale=visit.locale)
    form.number()
    return form


def _kind(wanted: str) -> SuggestionKind:
    if wanted not in set(SuggestionKind):
        raise NotFound
    return SuggestionKind(wanted)
