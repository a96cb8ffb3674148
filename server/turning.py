"""Leads from a page that a list does not have, or no longer has, to the last one that it has."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Response
from litestar.connection import Request
from litestar.response import Redirect

from consultations.queries.paging import Page


class PastTheEnd(Exception):  # noqa: N818 - says what it is
    """A list is asked for a page behind its last one; empty, it would say that there is nothing."""

    def __init__(self, last: int) -> None:
        super().__init__(last)
        self.last = last


def refuse_missing_page(facts: Mapping[str, Any]) -> None:
    """Raises ``PastTheEnd`` where a list among what a template is to show has no such page."""
    for fact in facts.values():
        found = fact if isinstance(fact, Page) else getattr(fact, "page", None)
        if isinstance(found, Page) and found.is_past_the_end:
            raise PastTheEnd(found.last)


def turn_back(request: Request[Any, Any, Any], past: PastTheEnd) -> Response[Any]:
    """The same address with the number of the last page."""
    kept = [(key, value) for key, value in parse_qsl(request.url.query) if key != "halaman"]
    query = urlencode([*kept, ("halaman", str(past.last))])
    return Redirect(f"{quote(request.url.path)}?{query}", status_code=303)
