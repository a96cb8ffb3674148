"""Reads long answers of the database in pages, so that none is in memory as a whole."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from piccolo.columns import Column

PAGE = 5_000


async def pages(
    key: Column, *others: Column, where: Any, size: int = PAGE
) -> AsyncIterator[list[dict[str, Any]]]:
    """Rows of the table of ``key``, a column of ids that are unique ``where`` this holds.

    In the order of the ids; what changes meanwhile is seen or not, and no row twice.
    """
    after = UUID(int=0)
    meta = key._meta  # noqa: SLF001 - Piccolo's documented meta data
    while True:
        rows: list[dict[str, Any]] = (
            await meta.table.select(key, *others)
            .where(where & (key > after))
            .order_by(key)
            .limit(size)
        )
        if rows:
            yield rows
            after = rows[-1][meta.name]
        if len(rows) < size:
            return
