"""Pages that are also there in easy language: the switch is in the address."""

from typing import Any

from litestar import Response

from consultations.queries.easy_texts import easy_text_of
from server.responses import page
from server.visit import Visit

# What the address says of a page that is to be read in easy language.
EASY = "mudah"


async def easily_said(visit: Visit, about: str) -> Response[Any] | None:
    """The page with the easy text, or ``None`` where the team wrote none."""
    words = await easy_text_of(visit.consultation.id, about)
    said = words.said(visit.locale)
    if not said:
        return None
    number = int(about) if about.isdecimal() else 0
    return page(visit, "public/easy_text.html", easy=said, number=number)
