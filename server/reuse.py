"""Reuses rendered pages for guests for as long as nothing on them has changed.

A guest's page depends on its address, the language and the consultation's revision only; the one
thing that must differ each time, the form's submission key, is put in as the page is sent.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import MediaType, Response

from consultations.transactions import reading
from server.forms.input import new_key
from server.rendering import render_block, render_template
from server.responses import page, shared_facts
from server.visit import Visit

KEY_PLACEHOLDER = "kunci-masukan-yang-akan-diganti"
LARGEST_STORE = 16_000_000
# Phases open and close by the clock, without a write: a page is never older than this.
OLDEST_SECONDS = 10

Facts = Callable[[], Awaitable[dict[str, Any]]]


class PageStore:
    """Rendered pages, the least recently used ones dropped when they exceed ``limit`` bytes."""

    def __init__(self, limit: int = LARGEST_STORE) -> None:
        self._pages: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._limit = limit
        self._size = 0

    def find(self, key: tuple[object, ...]) -> bytes | None:
        body = self._pages.get(key)
        if body is not None:
            self._pages.move_to_end(key)
        return body

    def keep(self, key: tuple[object, ...], body: bytes) -> None:
        self._size += len(body) - len(self._pages.pop(key, b""))
        self._pages[key] = body
        while self._size > self._limit:
            self._size -= len(self._pages.popitem(last=False)[1])


async def reusable_page(
    visit: Visit, template: str, facts: Facts, *, fragment: str | None = None
) -> Response[Any]:
    """Render a consultation's page, or send the one rendered before if it still holds.

    ``facts`` reads what the template shows; it runs in one read transaction and only when needed.
    """
    if not visit.visitor.is_guest:
        async with reading():
            found = await facts()
        return page(visit, template, fragment=fragment, submission_key=new_key(), **found)
    block = fragment if fragment and visit.wants_fragment else None
    store: PageStore = visit.app.state.pages
    key = (
        visit.url.path,
        visit.url.query,
        visit.locale,
        block,
        visit.consultation.revision,
        visit.consultation.id,
        int(time.time() / OLDEST_SECONDS),
    )
    body = store.find(key)
    if body is None:
        async with reading():
            found = await facts()
        found = {**shared_facts(visit), "submission_key": KEY_PLACEHOLDER, **found}
        text = (
            render_block(template, block, visit.locale, found)
            if block
            else render_template(template, visit.locale, found)
        )
        body = text.encode()
        store.keep(key, body)
    return Response(
        body.replace(KEY_PLACEHOLDER.encode(), new_key().encode()),
        media_type=MediaType.HTML,
        headers={"Vary": "HX-Request"},
    )
