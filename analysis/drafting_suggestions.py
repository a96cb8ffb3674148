"""Works off the drafts that were asked for, in the worker: choose, ask, weigh, keep.

A draft's row is its job: one that is queued, or whose worker died, is taken by the next.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import msgspec
import structlog

from analysis.claims import claims_in
from analysis.embedding import Embedder, Vectors
from analysis.endpoint import Endpoint, EndpointTrouble, complete
from analysis.locating import Locator
from analysis.prompting import prompt
from analysis.quoting import FEWEST_QUOTATIONS, Material, material_of
from analysis.suggesting import Sourced
from analysis.supporting import Weighed, weigh
from analysis.tables import ThemeSuggestion
from consultations import audit
from consultations.clock import now
from consultations.tables import Theme
from consultations.transactions import transaction
from consultations.vocabulary import N_, SuggestionKind, SuggestionState, SuggestionTrouble

STALE_AFTER = timedelta(seconds=30)
BEAT_SECONDS = 5.0
PAUSE_SECONDS = 1.0
# As many of an answer's sentences are proposed.
MOST_KEPT = {SuggestionKind.NAME: 1, SuggestionKind.BRIEF: 8}
LONGEST_NAME = 200

logger = structlog.get_logger()


async def draft_until(stop: asyncio.Event, endpoint: Endpoint, embedder: Embedder) -> None:
    """Draft what was asked for, then look again every second until ``stop`` is set."""
    locator = Locator(embedder.name)
    while not stop.is_set():
        try:
            if await draft_next(endpoint, embedder, locator):
                continue
        except Exception:
            # What could not be kept still waits: it is tried again after the pause.
            logger.exception("drafting_failed")
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE_SECONDS):
                await stop.wait()


async def draft_next(endpoint: Endpoint, embedder: Embedder, locator: Locator) -> bool:
    """Write the draft that has waited longest; false when there was none."""
    asked = await _claim(endpoint)
    if asked is None:
        return False
    async with _beating(asked):
        try:
            await _draft(asked, endpoint, embedder, locator)
        except EndpointTrouble as error:
            await _settle(asked, trouble=error.trouble)
            logger.warning("draft_refused", draft=str(asked.id), trouble=error.trouble.name)
        except Exception:
            await _settle(asked, trouble=SuggestionTrouble.INTERNAL)
            raise
    return True


async def _draft(
    asked: ThemeSuggestion, endpoint: Endpoint, embedder: Embedder, locator: Locator
) -> None:
    kind = SuggestionKind(asked.kind)
    await _show(asked, N_("Memilih kutipan"))
    material = await material_of(asked.theme, locator)
    if material is None:
        raise EndpointTrouble(SuggestionTrouble.NOT_READ)
    if len(material.quotations) < FEWEST_QUOTATIONS:
        raise EndpointTrouble(SuggestionTrouble.NOTHING_PUBLIC)
    texts = [quotation.text for quotation in material.quotations]
    await _note_sending(asked, endpoint, material)
    await _show(asked, N_("Menunggu jawaban model"))
    answer = await complete(endpoint, prompt(kind, texts, material.language))
    await _show(asked, N_("Memeriksa kalimat"))

    def locate(words: list[str]) -> Vectors:
        return material.space.enter(words, embedder.embed(words))[1]

    weighed = await asyncio.to_thread(weigh, claims_in(answer), texts, material.places, locate)
    if not weighed:
        raise EndpointTrouble(SuggestionTrouble.NONSENSE)
    kept = [_sourced(one, kind, material) for one in weighed if one.fault is None]
    dropped = Counter(one.fault.value for one in weighed if one.fault is not None)
    await _settle(
        asked,
        trouble=None if kept else SuggestionTrouble.UNSUPPORTED,
        content=kept[: MOST_KEPT[kind]],
        dropped=dropped,
    )


def _sourced(one: Weighed, kind: SuggestionKind, material: Material) -> Sourced:
    sources = [material.quotations[number - 1] for number in one.claim.cited]
    words = one.claim.words
    if kind is SuggestionKind.NAME:
        words = words.rstrip(" .:;")[:LONGEST_NAME]
    return Sourced(
        words=words,
        inputs=[source.input for source in sources],
        hashes=[source.text_hash for source in sources],
    )


async def _claim(endpoint: Endpoint) -> ThemeSuggestion | None:
    waiting = (
        await ThemeSuggestion.select(ThemeSuggestion.id)
        .where(_claimable())
        .order_by(ThemeSuggestion.requested_at)
    )
    for row in waiting:
        async with transaction():
            taken = (
                await ThemeSuggestion.update(
                    {
                        ThemeSuggestion.state: SuggestionState.WRITING.value,
                        ThemeSuggestion.model: endpoint.model[:200],
                        ThemeSuggestion.heartbeat: now(),
                    }
                )
                .where((ThemeSuggestion.id == row["id"]) & _claimable())
                .returning(ThemeSuggestion.id)
            )
        if taken:
            return await ThemeSuggestion.objects().get(ThemeSuggestion.id == row["id"])
    return None


async def _note_sending(asked: ThemeSuggestion, endpoint: Endpoint, material: Material) -> None:
    """Write down what is about to leave for the model: which inputs, and to which model."""
    sent = msgspec.json.encode([quotation.input for quotation in material.quotations]).decode()
    row = await Theme.select(Theme.consultation).where(Theme.id == asked.theme).first()
    async with transaction():
        await _change(asked, {ThemeSuggestion.sent: sent})
        await audit.record(
            "suggestion.sent",
            asked,
            by=None,
            consultation=row["consultation"] if row else None,
            inputs=len(material.quotations),
            model=endpoint.model,
        )


async def _settle(
    asked: ThemeSuggestion,
    *,
    trouble: SuggestionTrouble | None,
    content: list[Sourced] | None = None,
    dropped: dict[str, int] | None = None,
) -> None:
    state = SuggestionState.FAILED if trouble else SuggestionState.READY
    values: dict[Any, Any] = {
        ThemeSuggestion.state: state.value,
        ThemeSuggestion.step: "",
        ThemeSuggestion.trouble: trouble.value if trouble else "",
        ThemeSuggestion.content: msgspec.json.encode(content or []).decode(),
        ThemeSuggestion.dropped: msgspec.json.encode(dropped or {}).decode(),
        ThemeSuggestion.finished_at: now(),
    }
    if trouble:
        values[ThemeSuggestion.open_as] = None
    async with transaction():
        await _change(asked, values)


async def _show(asked: ThemeSuggestion, step: str) -> None:
    async with transaction():
        await _change(asked, {ThemeSuggestion.step: step, ThemeSuggestion.heartbeat: now()})


async def _change(asked: ThemeSuggestion, values: dict[Any, Any]) -> None:
    await ThemeSuggestion.update(values).where(ThemeSuggestion.id == asked.id)


@asynccontextmanager
async def _beating(asked: ThemeSuggestion) -> AsyncIterator[None]:
    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            async with transaction():
                await _change(asked, {ThemeSuggestion.heartbeat: now()})

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _claimable() -> Any:
    return (ThemeSuggestion.state == SuggestionState.QUEUED.value) | (
        (ThemeSuggestion.state == SuggestionState.WRITING.value)
        & (ThemeSuggestion.heartbeat < now() - STALE_AFTER)
    )
