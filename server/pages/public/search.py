"""Searches a consultation by words and by meaning, and shows what is alike while one writes."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromQuery

from analysis.likes import ALIKE_FROM
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.finding import find_inputs, find_public_inputs
from consultations.queries.results import published_results
from consultations.queries.search import units_with_words
from consultations.queries.surveys import survey_names
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.search import SearchForm
from server.likeness import ask_for_likes
from server.pages.merged_themes import follow_merged
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

MOST_BY_MEANING = 100
# A search may be answered by looser kin than a hint that interrupts somebody's writing.
KIN_FROM = 0.20
MOST_HINTS = 3
SHORTEST_HINTED = 20


@get("/konsultasi/{slug:str}/cari", name="search.show", opt=needs(Permission.READ_PUBLISHED))
async def search(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Units and inputs that hold the words or mean nearly the same, narrowed by the address."""
    here = request.consultation.id
    form = SearchForm(request.query_params, locale=request.locale)
    words = (form.words.data or "").strip()[:200]
    likes = (
        await ask_for_likes(
            request.app.state.settings,
            consultation=here,
            text=words,
            most=MOST_BY_MEANING,
            least=KIN_FROM,
        )
        if words
        else []
    )
    async with reading():
        versions = await versions_of(here)
        units = await units_of(versions[0].id) if versions else []
        results = await published_results(here)
        form.offer(
            units={
                str(unit.identity): f"{form.say(unit.kind.label)} {unit.number}" for unit in units
            },
            themes={str(result.theme): result.name for result in results},
            sessions={},
            surveys=await survey_names(here, request.locale),
        )
        await follow_merged(here, form.theme)
        found = await find_inputs(
            here,
            form.chosen(),
            alike=[like.input for like in likes],
            results=results,
            order=form.found_order(),
            page=halaman,
        )
        passages = await units_with_words(here, versions[0].id, words) if versions and words else []
    kept = urlencode(form.kept())
    return page(
        request,
        "public/search.html",
        fragment="found",
        form=form,
        found=found,
        passages=passages,
        version=versions[0] if versions else None,
        asked=bool(kept),
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@post(
    "/konsultasi/{slug:str}/serupa-dengan",
    name="similar.show",
    opt=needs(Permission.READ_PUBLISHED),
    status_code=200,
)
async def show_similar(request: Visit) -> Response[Any]:
    """A few inputs that say nearly what somebody is writing; nothing of it is kept."""
    text = ((await request.form()).get("text") or "").strip()
    here = request.consultation.id
    likes = (
        await ask_for_likes(
            request.app.state.settings,
            consultation=here,
            text=text,
            most=2 * MOST_HINTS,
            least=ALIKE_FROM,
        )
        if len(text) >= SHORTEST_HINTED
        else []
    )
    found = await find_public_inputs(here, [like.input for like in likes])
    return page(request, "public/similar.html", fragment="similar", similar=found[:MOST_HINTS])
