"""What a Word paragraph is by its styles: a heading, a title, bold, numbered."""

import re
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"^(?:heading|judul)\s*(\d)$", re.IGNORECASE)
_OFF = {"0", "false", "off"}
_DEEPEST_CHAIN = 12
BODY_LEVEL = 9


class DocxStyles:
    """Looks a property up in the paragraph first, then along its chain of styles."""

    def __init__(self, root: Any | None) -> None:
        styles = [] if root is None else list(root.iterchildren(qn("w:style")))
        self._styles = {style.get(qn("w:styleId"), ""): style for style in styles}
        self._default = next(
            (
                style.get(qn("w:styleId"), "")
                for style in styles
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            "",
        )

    def names(self, paragraph: Any) -> list[str]:
        """The names of the paragraph's style and of those it is based on."""
        found = [style.find(qn("w:name")) for style in self._chain(paragraph)]
        return [str(name.get(qn("w:val"), "")) for name in found if name is not None]

    def level(self, paragraph: Any) -> int:
        """The outline level from 1, or 0 for body text."""
        for properties in self._properties(paragraph):
            outline = properties.find(qn("w:outlineLvl"))
            if outline is not None:
                level = int(outline.get(qn("w:val"), str(BODY_LEVEL)))
                return level + 1 if level < BODY_LEVEL else 0
        for name in self.names(paragraph):
            if match := _HEADING.match(name):
                return int(match.group(1))
        return 0

    def numbering(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level that number the paragraph, if any."""
        number, level = None, None
        for properties in self._properties(paragraph):
            numbered = properties.find(qn("w:numPr"))
            if numbered is None:
                continue
            for child in numbered:
                if child.tag == qn("w:numId") and number is None:
                    number = child.get(qn("w:val"), "0")
                if child.tag == qn("w:ilvl") and level is None:
                    level = int(child.get(qn("w:val"), "0"))
        return (number, level or 0) if number and number != "0" else None

    def is_bold(self, paragraph: Any) -> bool:
        """Whether the paragraph's style makes it bold."""
        for style in self._chain(paragraph):
            bold = style.find(f"{qn('w:rPr')}/{qn('w:b')}")
            if bold is not None:
                return switched_on(bold)
        return False

    def _properties(self, paragraph: Any) -> list[Any]:
        found = [paragraph, *self._chain(paragraph)]
        properties = [holder.find(qn("w:pPr")) for holder in found]
        return [each for each in properties if each is not None]

    def _chain(self, paragraph: Any) -> list[Any]:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self._default if named is None else named.get(qn("w:val"), "")
        chain: list[Any] = []
        while name in self._styles and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._styles[name])
            parent = self._styles[name].find(qn("w:basedOn"))
            name = None if parent is None else parent.get(qn("w:val"), "")
        return chain


def switched_on(toggle: Any) -> bool:
    """Whether a Word toggle such as ``w:b`` is on; it is unless it says otherwise."""
    return str(toggle.get(qn("w:val"), "1")).lower() not in _OFF
