"""Stores a changed row only where nobody has stored it since it was read."""

from collections.abc import Mapping
from typing import Any

from consultations.errors import Stale


async def store(row: Any, values: Mapping[str, Any], version: int) -> None:
    """Give a row these values by column name, in the database and in hand.

    The look and the writing are one statement, so of two at the same moment one is ``Stale``.
    """
    table = type(row)
    changed = {**values, "version": version + 1}
    stored = (
        await table.update(changed)
        .where((table.id == row.id) & (table.version == version))
        .returning(table.id)
    )
    if not stored:
        raise Stale
    for name, value in changed.items():
        setattr(row, name, value)
