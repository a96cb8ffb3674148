"""The numbers that word processors count by themselves and store nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_BEYOND_ROMAN = 4000
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; ``pattern`` holds ``%1`` … for the levels' numbers."""

    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Counter:
    """Counts through one list with its levels."""

    levels: dict[int, Level]
    _at: dict[int, int] = field(default_factory=dict)

    def restart(self, level: int, start: int) -> None:
        """Let the next item of this level be ``start``."""
        self._at[level] = start - 1

    def next(self, level: int) -> str:
        """Count one item on; returns the number as it is printed."""
        rule = self.levels.get(level)
        if rule is None:
            return ""
        if rule.form == "bullet":
            return BULLET
        self._at[level] = self._at.get(level, rule.start - 1) + 1
        for deeper in [at for at in self._at if at > level]:
            del self._at[deeper]
        printed = rule.pattern
        for place in range(level + 1):
            above = self.levels.get(place, Level())
            form = "decimal" if rule.legal else above.form
            number = self._at.setdefault(place, above.start)
            printed = printed.replace(f"%{place + 1}", written(number, form))
        return printed.strip()


def written(number: int, form: str) -> str:
    """A number in the given form; unknown forms are written in digits."""
    if form in ("none", ""):
        return ""
    if number < 1 or form not in _FORMS:
        return str(number)
    return _FORMS[form](number)


def roman(number: int) -> str:
    """I, II, III …"""
    if not 0 < number < _BEYOND_ROMAN:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out, number = out + sign, number - value
    return out


def letters(number: int) -> str:
    """A … Z, then AA, BB … as word processors do."""
    return chr(ord("A") + (number - 1) % 26) * min(4, 1 + (number - 1) // 26)


_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": roman,
    "I": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "i": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "A": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "a": lambda number: letters(number).lower(),
    "decimalZero": lambda number: f"{number:02d}",
}
