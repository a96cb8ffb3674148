"""Many statements at once, pasted one a line: what would be put up, and what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from consultations.polling.stating import LONGEST, folded
from consultations.vocabulary import N_

MOST_LINES = 200
_MARKS = "-*•–\t "


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line with its place in what was pasted; ``problem`` is empty where it can be put up."""

    number: int
    text: str
    problem: str = ""


def read_pasted(pasted: str, present: Iterable[str]) -> list[PastedLine]:
    """Each line that holds words, with what is wrong with it; ``present`` are there already."""
    known, here = {folded(text) for text in present}, set[str]()
    lines: list[PastedLine] = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        text = " ".join(line.strip(_MARKS).split())
        if not text:
            continue
        lines.append(PastedLine(number, text, _problem(text, known, here, len(lines))))
        here.add(folded(text))
    return lines


def _problem(text: str, known: set[str], here: set[str], before: int) -> str:
    if len(text) > LONGEST:
        return N_("Terlalu panjang: paling banyak 280 karakter.")
    if folded(text) in here:
        return N_("Sama dengan baris sebelumnya.")
    if folded(text) in known:
        return N_("Pernyataan ini sudah ada.")
    if before >= MOST_LINES:
        return N_("Paling banyak 200 baris sekali tempel.")
    return ""
