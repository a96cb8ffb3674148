"""What a submission costs, and whether the place it comes from can still pay.

A meeting hall behind one address must get through: a form of ours that was open for a while costs
one token of many. A key we never issued, a form filled in no time, and the same words again and
again cost more, so that a script runs dry long before a crowd would.
"""

import asyncio
import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from litestar import Response

from consultations.clock import now
from consultations.errors import Refusal
from consultations.flooding import Allowance, Flooded, place_of, take_tokens
from consultations.tokens import token_hash
from server.security.submission_keys import opened_at
from server.visit import Visit

SHORTEST_WRITING = timedelta(seconds=2)
LONGEST_OPEN = timedelta(days=7)
UNPROVEN_PRICE, REPEATED_PRICE = 5, 5
SAME_WORDS_FREE = 60

# A hall supports many more inputs than it writes: a press of a button takes no writing time.
SIDES_FOR_ONE_INPUT = 5
SIGN_INS = Allowance(burst=60, per_minute=30)
REPORTS = Allowance(burst=60, per_minute=30)
CODES = Allowance(burst=60, per_minute=20)

_LUMP = 10
_LUMP_SECONDS = 30.0
_MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class _Lump:
    left: float = 0.0
    until: float = 0.0
    fetching: asyncio.Lock = field(default_factory=asyncio.Lock)


class FloodGate:
    """Takes tokens in lumps and hands them out one by one, to spare the database a write each."""

    def __init__(self) -> None:
        self._lumps: OrderedDict[str, _Lump] = OrderedDict()
        self._said: OrderedDict[tuple[str, str], int] = OrderedDict()

    async def pass_through(self, subject: str, price: float, allowance: Allowance) -> None:
        """Pay, or raise ``Flooded``."""
        lump = self._lump_of(subject)
        # One at a time, or a crowd that arrives at once would fetch a lump for each of its heads.
        async with lump.fetching:
            if lump.until <= time.monotonic():
                lump.left = 0.0
            if lump.left < price:
                lump.left += await self._fetch(subject, price - lump.left, allowance)
                lump.until = time.monotonic() + _LUMP_SECONDS
            lump.left -= price

    async def _fetch(self, subject: str, least: float, allowance: Allowance) -> float:
        if least < _LUMP and not await take_tokens(subject, _LUMP, allowance):
            return _LUMP
        seconds = await take_tokens(subject, least, allowance)
        if seconds:
            raise Flooded(math.ceil(seconds))
        return least

    def repeated(self, place: str, words: str) -> bool:
        """Whether this place has said exactly this very often already."""
        key = place, token_hash(" ".join(words.casefold().split()))
        self._said[key] = self._said.pop(key, 0) + 1
        if len(self._said) > _MOST_REMEMBERED:
            self._said.popitem(last=False)
        return self._said[key] > SAME_WORDS_FREE

    def _lump_of(self, subject: str) -> _Lump:
        lump = self._lumps.pop(subject, None) or _Lump()
        self._lumps[subject] = lump
        if len(self._lumps) > _MOST_REMEMBERED:
            self._lumps.popitem(last=False)
        return lump


async def admit_submission(visit: Visit, *, key: str, words: str) -> None:
    """Let a submission in, or raise ``Flooded``."""
    await _admit_words(visit, "masukan", key, words)


async def admit_response(visit: Visit, *, key: str, words: str) -> None:
    """Let a response to an input in, or raise ``Flooded``; it costs what an input does."""
    await _admit_words(visit, "balasan", key, words)


async def admit_question(visit: Visit, *, key: str, words: str) -> None:
    """Let a question from a room in, or raise ``Flooded``; it costs what an input does."""
    await _admit_words(visit, "pertanyaan", key, words)


async def admit_side(visit: Visit) -> None:
    """Let a reader take a side, or raise ``Flooded``."""
    settings, gate = visit.app.state.settings, visit.app.state.floods
    if settings.address_burst <= 0:
        return
    place = place_of(visit.visitor.account, address_of(visit))
    burst = settings.address_burst * SIDES_FOR_ONE_INPUT
    allowance = Allowance(burst, settings.address_per_minute)
    await gate.pass_through(f"dukungan:{place}", 1, allowance)


async def _admit_words(visit: Visit, kind: str, key: str, words: str) -> None:
    settings, gate = visit.app.state.settings, visit.app.state.floods
    if settings.address_burst <= 0:
        return
    place = place_of(visit.visitor.account, address_of(visit))
    price = 1 if _is_proven(key) else UNPROVEN_PRICE
    if gate.repeated(f"{kind}:{place}", words):
        price *= REPEATED_PRICE
    allowance = Allowance(settings.address_burst, settings.address_per_minute)
    await gate.pass_through(f"{kind}:{place}", price, allowance)


async def admit_sign_in(visit: Visit) -> None:
    """Let an attempt to sign in through, or raise ``Flooded``."""
    await visit.app.state.floods.pass_through(f"masuk:{address_of(visit)}", 1, SIGN_INS)


async def admit_report(visit: Visit) -> None:
    """Let a reader's report through, or raise ``Flooded``."""
    place = place_of(visit.visitor.account, address_of(visit))
    await visit.app.state.floods.pass_through(f"laporan:{place}", 1, REPORTS)


async def admit_code(visit: Visit) -> None:
    """Let a code through that no session has, or raise ``Flooded``: codes are not to be guessed."""
    if visit.app.state.settings.address_burst > 0:
        await visit.app.state.floods.pass_through(f"kode:{address_of(visit)}", 1, CODES)


def slowed_down(response: Response[str], refusal: Refusal | None) -> Response[str]:
    """The form's page again, as an answer to a flood if that was why it was refused."""
    if isinstance(refusal, Flooded):
        response.status_code = 429
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def address_of(visit: Visit) -> str:
    """Where the request comes from; forwarding headers count only from proxies of the settings.

    The server has read those already. Of an IPv6 address the network part is meant, as one line
    has more addresses than anyone could count.
    """
    host = visit.client.host if visit.client else ""
    return ":".join(host.split(":")[:4]) if ":" in host else host


def _is_proven(key: str) -> bool:
    opened = opened_at(key)
    return opened is not None and SHORTEST_WRITING <= now() - opened <= LONGEST_OPEN
