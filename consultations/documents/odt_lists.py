"""The numbers of an OpenDocument text: its lists' and its headings', counted as the office does."""

from dataclasses import dataclass, field
from typing import Any

from consultations.documents.numbering import Counter, Level

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(slots=True)
class OdtNumbers:
    """Counters of every list style; ``outline`` numbers the headings."""

    styles: dict[str, dict[int, Level]]
    outline: Counter
    _counters: dict[str, Counter] = field(default_factory=dict)

    def begin(self, style: str, *, goes_on: bool) -> Counter:
        """The counter of a list that begins here, or goes on with an earlier one's numbers."""
        if not goes_on or style not in self._counters:
            self._counters[style] = Counter(self.styles.get(style, {0: Level(form="bullet")}))
        return self._counters[style]


def read_numbers(roots: list[Any]) -> OdtNumbers:
    """Read the list styles of the content and of the styles."""
    styles = {
        listed.get(f"{STYLE}name", ""): _levels(listed)
        for root in roots
        for listed in root.iter(f"{TEXT}list-style")
    }
    outline = next((found for root in roots for found in root.iter(f"{TEXT}outline-style")), None)
    levels = {} if outline is None else _levels(outline)
    return OdtNumbers(styles=styles, outline=Counter(levels))


def _levels(style: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in style:
        place = int(element.get(f"{TEXT}level", "1")) - 1
        if element.tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
            levels[place] = _level(element, place)
        else:
            levels[place] = Level(form="bullet")
    return levels


def _level(element: Any, place: int) -> Level:
    form = element.get(f"{STYLE}num-format", "")
    shown = int(element.get(f"{TEXT}display-levels", "1"))
    numbers = ".".join(f"%{at + 1}" for at in range(place + 1 - min(shown, place + 1), place + 1))
    around = [element.get(f"{STYLE}num-{side}", "") for side in ("prefix", "suffix")]
    return Level(
        form=form or "none",
        pattern=f"{around[0]}{numbers}{around[1]}" if form else "",
        start=int(element.get(f"{TEXT}start-value", "1")),
    )
