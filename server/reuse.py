"""Reuses rendered pages for guests for as long as nothing on them has changed.

A guest's page depends on its address, the language and the consultation's revision only; the one
thing that must differ each time, the form's submission key, is put in as the page is sent. The key
tells when the form was open: of a reused page, the moment that page was made for.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from litestar import MediaType, Response

from consultations.clock import now
from consultations.transactions import reading
from server.compressing import Pieces, takes_gzip
from server.forms.input import new_key
from server.rendering import render_block, render_template
from server.responses import VARY, page, shared_facts
from server.turning import refuse_missing_page
from server.visit import Visit

KEY_PLACEHOLDER = "kunci-masukan-yang-akan-diganti"
LARGEST_STORE = 16_000_000
# Phases open and close by the clock, without a write: a page is never older than this.
OLDEST_SECONDS = 10

Key = tuple[object, ...]
Facts = Callable[[], Awaitable[dict[str, Any]]]


class PageStore:
    """Rendered pages, the least recently used ones dropped when they exceed ``limit`` bytes."""

    def __init__(self, limit: int = LARGEST_STORE) -> None:
        self._pages: OrderedDict[Key, Pieces] = OrderedDict()
        self._making: dict[Key, asyncio.Task[Pieces]] = {}
        self._limit = limit
        self._size = 0

    async def find_or_make(self, key: Key, make: Callable[[], Awaitable[Pieces]]) -> Pieces:
        """The page, made once even if a crowd asks for it at the same time."""
        parts = self._pages.get(key)
        if parts is not None:
            self._pages.move_to_end(key)
            return parts
        making = self._making.get(key)
        if making is None:
            making = asyncio.get_running_loop().create_task(self._make(key, make))
            self._making[key] = making
        # Shielded: whoever asked first may go away, the others still wait.
        return await asyncio.shield(making)

    async def _make(self, key: Key, make: Callable[[], Awaitable[Pieces]]) -> Pieces:
        try:
            parts = await make()
        finally:
            del self._making[key]
        self._keep(key, parts)
        return parts

    def _keep(self, key: Key, parts: Pieces) -> None:
        replaced = self._pages.pop(key, None)
        self._size += parts.weight - (replaced.weight if replaced else 0)
        self._pages[key] = parts
        while self._size > self._limit:
            self._size -= self._pages.popitem(last=False)[1].weight


async def reusable_file(visit: Visit, make: Callable[[], Awaitable[bytes]]) -> bytes:
    """A file that is the same for everyone, made once for all who ask for it at a time."""

    async def made() -> Pieces:
        return Pieces([await make()])

    store: PageStore = visit.app.state.pages
    parts = await store.find_or_make(_key(visit, None, _moment()), made)
    return parts.joined(b"")


async def reusable_page(
    visit: Visit,
    template: str,
    facts: Facts,
    *,
    fragment: str | None = None,
    personal: bool = False,
) -> Response[Any]:
    """Render a consultation's page, or send the one rendered before if it still holds.

    ``facts`` reads what the template shows; it runs in one read transaction and only when needed.
    A ``personal`` page shows where its reader stands, so it is nobody else's.
    """
    if personal or not visit.visitor.is_guest:
        async with reading():
            found = await facts()
        return page(visit, template, fragment=fragment, submission_key=new_key(), **found)
    block = fragment if fragment and visit.wants_fragment else None
    store: PageStore = visit.app.state.pages
    moment = _moment()

    async def make() -> Pieces:
        async with reading():
            found = await facts()
        refuse_missing_page(found)
        found = {**shared_facts(visit), "submission_key": KEY_PLACEHOLDER, **found}
        text = (
            render_block(template, block, visit.locale, found)
            if block
            else render_template(template, visit.locale, found)
        )
        return Pieces(text.encode().split(KEY_PLACEHOLDER.encode()))

    parts = await store.find_or_make(_key(visit, block, moment), make)
    submission = new_key(datetime.fromtimestamp(moment, UTC)).encode()
    if takes_gzip(visit):
        body, coding = parts.squeezed(submission), {"Content-Encoding": "gzip"}
    else:
        body, coding = parts.joined(submission), {}
    return Response(body, media_type=MediaType.HTML, headers={"Vary": VARY, **coding})


def _moment() -> int:
    return int(now().timestamp()) // OLDEST_SECONDS * OLDEST_SECONDS


def _key(visit: Visit, block: str | None, moment: int) -> Key:
    here = visit.consultation
    return (visit.url.path, visit.url.query, visit.locale, block, here.revision, here.id, moment)
