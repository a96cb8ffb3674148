"""Pages that are also there in easy language: the switch is in the address."""

from typing import Any

from litestar import Response

from consultations.easy_language import RESULTS
from consultations.queries.easy_texts import answered_themes, easy_texts_of
from server.responses import page
from server.visit import Visit

# What the address says of a page that is to be read in easy language.
EASY = "mudah"


async def easily_said(visit: Visit, about: str) -> Response[Any] | None:
    """The page with the easy text, or ``None`` where the team wrote none."""
    here = visit.consultation.id
    texts = await easy_texts_of(here)
    said = texts[about].said(visit.locale) if about in texts else ""
    if not said:
        return None
    themes = await answered_themes(here) if about == RESULTS else {}
    answers = {name: texts[key].said(visit.locale) for key, name in themes.items() if key in texts}
    number = int(about) if about.isdecimal() else 0
    return page(visit, "public/easy_text.html", easy=said, number=number, answers=answers)
