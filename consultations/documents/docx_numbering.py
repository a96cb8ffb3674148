"""Word's automatic numbering, counted from ``numbering.xml`` as Word counts it."""

from typing import Any

from docx.oxml.ns import qn

from consultations.documents.numbering import Counter, Level


class DocxNumbering:
    """Gives each numbered paragraph the number that Word would print before it."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._number_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counters: dict[str, Counter] = {}
        if root is not None:
            self._read(root)

    def label(self, number: str, level: int) -> str:
        """The next number of this list at this level; empty where the list is unknown."""
        abstract = self._number_of.get(number)
        if abstract is None:
            return ""
        counter = self._counters.setdefault(abstract, Counter(self._abstract.get(abstract, {})))
        start = self._overrides.get(number, {}).pop(level, None)
        if start is not None:
            counter.restart(level, start)
        return counter.next(level)

    def _read(self, root: Any) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self._abstract[abstract.get(qn("w:abstractNumId"), "")] = {
                int(level.get(qn("w:ilvl"), "0")): _level(level)
                for level in abstract.iterchildren(qn("w:lvl"))
            }
        for number in root.iterchildren(qn("w:num")):
            identity = number.get(qn("w:numId"), "")
            self._number_of[identity] = _value(number, "w:abstractNumId", "")
            self._overrides[identity] = {
                int(override.get(qn("w:ilvl"), "0")): int(start)
                for override in number.iterchildren(qn("w:lvlOverride"))
                if (start := _value(override, "w:startOverride", ""))
            }


def _level(element: Any) -> Level:
    return Level(
        form=_value(element, "w:numFmt", "decimal"),
        pattern=_value(element, "w:lvlText", ""),
        start=int(_value(element, "w:start", "1") or 1),
        legal=element.find(qn("w:isLgl")) is not None,
    )


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(qn(name))
    return default if found is None else str(found.get(qn("w:val"), default))
