"""Texts in easy language for the results page, for answers to themes and for versions."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.easy_language import LONGEST_SENTENCE, RESULTS, measured, write_easily
from consultations.errors import NotFound, Stale
from consultations.queries.drafts import versions_of
from consultations.queries.easy_texts import answered_themes, easy_text_of, easy_texts_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.easy_language import EasyTextForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

TEXTS = "/kerja/{slug:str}/bahasa-mudah"
TEXT = TEXTS + "/{about:str}"
EDIT = needs(Permission.EDIT_CONSULTATION)


@dataclass(frozen=True, slots=True)
class Place:
    """A version by its number, or an answered theme by its name; with neither the results."""

    version: int = 0
    theme: str = ""


@get(TEXTS, name="easy_text.index", opt=EDIT)
async def list_texts(request: Visit) -> Response[Any]:
    """What can be said in easy language, and what has been."""
    async with reading():
        texts = await easy_texts_of(request.consultation.id)
        places = await _places(request)
    measures = {about: measured(words.text) for about, words in texts.items() if words.text}
    return page(request, "drafting/easy_texts.html", places=places, measures=measures)


@get(TEXT, name="easy_text.show", opt=EDIT)
async def show_text(request: Visit, about: FromPath[str]) -> Response[Any]:
    """One text with a guide and the length of its sentences."""
    words = await easy_text_of(request.consultation.id, about)
    return await _text_page(request, about, EasyTextForm.of(words, request.locale))


@post(TEXT, name="easy_text.write", opt=EDIT, status_code=303)
async def write(request: Visit, about: FromPath[str]) -> Response[Any]:
    """Save the text; an edit made on an older reading is shown again, not lost."""
    form = EasyTextForm(await request.form(), locale=request.locale)
    if form.validate() and about in await _places(request):
        try:
            await write_easily(
                consultation=request.consultation.id,
                about=about,
                text=(form.text.data or "").strip(),
                text_en=(form.text_en.data or "").strip(),
                version=form.read_version(),
                by=request.visitor.account,
            )
        except Stale as refusal:
            form.refuse(refusal.message)
            stands = await easy_text_of(request.consultation.id, about)
            form.version.data = str(stands.version)
        else:
            return request.lead_to(request.url.path)
    return await _text_page(request, about, form)


async def _places(visit: Visit) -> dict[str, Place]:
    """What easy texts may be about: the results, each answered theme, each published version."""
    themes = await answered_themes(visit.consultation.id)
    versions = await versions_of(visit.consultation.id)
    return {
        RESULTS: Place(),
        **{about: Place(theme=name) for about, name in themes.items()},
        **{str(one.number): Place(version=one.number) for one in versions},
    }


async def _text_page(visit: Visit, about: str, form: EasyTextForm) -> Response[Any]:
    places = await _places(visit)
    if about not in places:
        raise NotFound
    return page(
        visit,
        "drafting/easy_text.html",
        status_code=422 if form.errors else 200,
        place=places[about],
        form=form,
        measure=measured(form.text.data or ""),
        longest=LONGEST_SENTENCE,
    )
