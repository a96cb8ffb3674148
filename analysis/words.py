"""The words of many texts as numbers, so that counting them is arithmetic."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of ``count`` texts, one after another.

    ``texts`` says in which text each stands, ``numbers`` which of the ``different`` ones it is;
    those are in the order in which they first came.
    """

    count: int
    texts: Numbers
    numbers: Numbers
    different: list[str]

    def counted(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each text's words' weights (different,), in their order: (count,)."""
        sums = np.bincount(self.texts, weights[self.numbers], minlength=self.count)
        return np.asarray(sums, dtype=np.float64)

    def in_small_letters(self) -> "Words":
        """The same words without regard to case."""
        places: dict[str, int] = {}
        own = [places.setdefault(word.lower(), len(places)) for word in self.different]
        numbers = np.array(own, dtype=np.int64)[self.numbers]
        return Words(self.count, self.texts, numbers, list(places))

    def such_as(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which of the words are as wanted."""
        return np.array([wanted(word) for word in self.different], dtype=np.bool_)[self.numbers]


def words_in(texts: Iterable[str], word: re.Pattern[str]) -> Words:
    """What ``word`` finds in each of the texts."""
    number_of = defaultdict[str, int]()
    number_of.default_factory = number_of.__len__
    numbers, sizes = array("i"), array("i")
    for text in texts:
        found = word.findall(text)
        numbers.extend(map(number_of.__getitem__, found))
        sizes.append(len(found))
    return Words(
        len(sizes),
        np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64)),
        np.array(numbers, dtype=np.int64),
        list(number_of),
    )
