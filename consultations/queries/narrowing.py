"""Narrow a list to what holds certain words, the same on both engines."""

from functools import reduce
from operator import or_
from typing import Any

from piccolo.columns import Column
from piccolo.columns.combination import WhereRaw


def holds(words: str, *columns: Column) -> Any:
    """The condition that one of the columns holds the words, in capitals or not."""
    wanted = words.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    conditions: list[Any] = [
        WhereRaw("LOWER({}) LIKE {} ESCAPE '!'", column, f"%{wanted}%") for column in columns
    ]
    return reduce(or_, conditions)
