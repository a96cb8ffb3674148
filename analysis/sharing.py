"""Shares the inputs that nobody has embedded yet out over the workers, none to two of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from analysis.tables import EmbeddingLease
from consultations.clock import now
from consultations.tables import Input
from consultations.transactions import transaction

BATCH = 256
# Longer than a slow model needs for a batch; what a killed worker held waits no longer than this.
LEASE = timedelta(minutes=2)
# What nobody has read yet, and what its author has changed since.
_WAITING = (
    "FROM input i LEFT JOIN analysed_input a ON a.input = i.id "
    "WHERE (a.input IS NULL OR a.edition < i.edition) AND i.withdrawn_at IS NULL"
)
_LEASED = "EXISTS (SELECT 1 FROM embedding_lease l WHERE l.input = i.id AND l.until > {})"


async def count_waiting(consultation: UUID | None) -> int:
    """How many inputs, of one consultation or all, have no vector yet."""
    where = "AND i.consultation = {}" if consultation else ""
    rows = await Input.raw(
        f"SELECT COUNT(*) AS total {_WAITING} {where}", *([consultation] if consultation else [])
    )
    return int(rows[0]["total"])


async def take_batch(consultation: UUID | None) -> list[dict[str, Any]]:
    """Lease the inputs that have waited longest and that no other worker holds; maybe none.

    Rows have ``id``, ``edition``, ``consultation``, ``text`` and ``proposed_wording``.
    """
    while rows := await _free(consultation):
        until = now() + LEASE
        async with transaction():
            taken = (
                await EmbeddingLease.insert(
                    *(EmbeddingLease(input=row["id"], until=until) for row in rows)
                )
                .on_conflict(
                    target=EmbeddingLease.input,
                    action="DO UPDATE",
                    values=[EmbeddingLease.until],
                    where=EmbeddingLease.until <= now(),
                )
                .returning(EmbeddingLease.input)
            )
        own = {row["input"] for row in taken}
        # Where another worker was faster there is less or nothing: look again.
        if own:
            return [row for row in rows if row["id"] in own]
    return []


async def give_back(entries: Sequence[UUID]) -> None:
    """End the lease of inputs that are embedded, or that could not be."""
    await EmbeddingLease.delete().where(EmbeddingLease.input.is_in(list(entries)))


async def _free(consultation: UUID | None) -> list[dict[str, Any]]:
    where = "AND i.consultation = {}" if consultation else ""
    rows: list[dict[str, Any]] = await Input.raw(
        f"SELECT i.id, i.edition, i.consultation, i.text, i.proposed_wording {_WAITING} "
        f"AND NOT {_LEASED} {where} ORDER BY i.received_at, i.number LIMIT {BATCH}",
        now(),
        *([consultation] if consultation else []),
    )
    return rows
