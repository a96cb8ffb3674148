"""One page of a longer list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

PAGE_SIZE = 50
# No list goes further; a larger number may be larger than the database's integers.
FURTHEST = 10**9


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """``items`` of page ``number`` (from 1); ``total`` counts the whole list."""

    items: list[Item]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def is_past_the_end(self) -> bool:
        """Whether the list has become too short for this page."""
        return self.number > self.last and bool(self.total)

    @property
    def first_item(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_item(self) -> int:
        return min(self.number * self.size, self.total)


def offset_of(number: int, size: int = PAGE_SIZE) -> int:
    """How many items lie before page ``number``; a page below 1 counts as the first."""
    return (min(max(1, number), FURTHEST) - 1) * size
