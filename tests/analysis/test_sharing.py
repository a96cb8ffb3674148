"""Several workers read one consultation's inputs: each input once, none left behind."""

import asyncio
from datetime import timedelta

import pytest

from analysis.sharing import LEASE, count_waiting, give_back, take_batch
from analysis.tables import EmbeddingLease
from analysis.vectors import embed_new, embedded_batch
from consultations.clock import now
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.factories import make_consultation, make_input


async def test_two_workers_share_what_waits(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.sharing.BATCH", 4)
    consultation = await make_consultation()
    for text in MATTERS:
        await make_input(consultation, text=text)
    seen: list[tuple[int, int]] = []

    await asyncio.gather(
        embed_new(remembering, progress=lambda done, total: seen.append((done, total))),
        embed_new(remembering, consultation=consultation.id),
    )

    assert sorted(remembering.asked) == sorted(MATTERS)
    assert await count_waiting(None) == 0
    assert await EmbeddingLease.count() == 0
    assert seen[-1] == (24, 24)


async def test_what_a_worker_holds_is_left_to_it_until_the_lease_ends(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_input(consultation, text=MATTERS[0])
    held = await take_batch(consultation.id)
    second = await make_input(consultation, text=MATTERS[1])

    others = await take_batch(None)
    assert [row["id"] for row in held] == [first.input]
    assert [row["id"] for row in others] == [second.input]
    assert await take_batch(None) == []

    # The first worker was killed: its share is anybody's again.
    await EmbeddingLease.update({EmbeddingLease.until: now() - timedelta(seconds=1)}).where(
        EmbeddingLease.input == first.input
    )
    again = await take_batch(None)
    assert [row["id"] for row in again] == [first.input]
    lease = await EmbeddingLease.objects().get(EmbeddingLease.input == first.input)
    assert lease is not None
    assert now() < lease.until <= now() + LEASE


async def test_what_could_not_be_kept_is_free_at_once(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, text=MATTERS[0])

    async def fail() -> None:
        async with embedded_batch(remembering):
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        await fail()

    assert [row["id"] for row in await take_batch(None)] == [entry.input]
    await give_back([entry.input])
    assert [row["id"] for row in await take_batch(None)] == [entry.input]
