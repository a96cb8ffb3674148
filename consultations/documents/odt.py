"""Reads an OpenDocument text into blocks, without deleted text, remarks and tables of contents."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from consultations.documents.archive import (
    BROKEN,
    LOCKED,
    open_archive,
    read_member,
    refuse,
    refuse_declarations,
)
from consultations.documents.blocks import Block, table_text
from consultations.documents.numbering import Counter
from consultations.documents.odt_lists import STYLE, TEXT, OdtNumbers, read_numbers
from consultations.documents.pictures import LARGEST_IN_ALL, PictureFolder

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
_SKIPPED = {
    f"{TEXT}{name}"
    for name in ("tracked-changes", "table-of-content", "number", "alphabetical-index")
} | {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}
_DEEPEST_CHAIN = 12


def read_odt(path: Path, pictures: PictureFolder) -> list[Block]:
    """The blocks of an OpenDocument text; ``Malformed`` when broken or not to be trusted."""
    with open_archive(path) as archive:
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(
            archive, "META-INF/manifest.xml"
        ):
            refuse(LOCKED)
        parts = [name for name in ("content.xml", "styles.xml") if name in names]
        refuse_declarations(archive, parts)
        roots = [_parse(read_member(archive, name)) for name in parts]
        body = roots[0].find(f"{OFFICE}body/{OFFICE}text") if roots else None
        if body is None:
            refuse(BROKEN)

        def picture(name: str) -> bytes | None:
            return read_member(archive, name, most=LARGEST_IN_ALL) if name in names else None

        return list(_Reader(roots, read_numbers(roots), pictures, picture).blocks(body))


def _parse(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        refuse(BROKEN)


class _Reader:
    def __init__(
        self,
        roots: list[Any],
        numbers: OdtNumbers,
        pictures: PictureFolder,
        content: Callable[[str], bytes | None],
    ) -> None:
        self._pictures, self._content = pictures, content
        self._styles = {
            (style.get(f"{STYLE}family"), style.get(f"{STYLE}name")): style
            for root in roots
            for style in root.iter(f"{STYLE}style")
        }
        self._numbers = numbers
        self._asides: list[str] = []
        self._boxes: list[Any] = []
        self._number = 0

    def blocks(
        self, container: Any, counter: Counter | None = None, depth: int = 0, label: str = ""
    ) -> Iterator[Block]:
        for element in container:
            if element.tag in _SKIPPED:
                continue
            if element.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(element, label)
                label = ""
            elif element.tag == f"{TEXT}list":
                yield from self._list(element, counter, depth)
            elif element.tag == f"{TABLE}table":
                yield from self._table(element)
            elif element.tag == f"{TEXT}section":
                yield from self.blocks(element)

    def _list(self, element: Any, outer: Counter | None, depth: int) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name")
        counter = outer
        if counter is None or (style and depth == 0):
            goes_on = element.get(f"{TEXT}continue-numbering") == "true"
            goes_on = goes_on or element.get(f"{TEXT}continue-list") is not None
            counter = self._numbers.begin(style or "", goes_on=goes_on)
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            own = [child.tag for child in item]
            counted = item.tag == f"{TEXT}list-item" and own and own[0] != f"{TEXT}list"
            start = item.get(f"{TEXT}start-value")
            if start:
                counter.restart(depth, int(start))
            label = counter.next(depth) if counted else ""
            yield from self.blocks(item, counter, depth + 1, label)

    def _paragraph(self, element: Any, label: str) -> Iterator[Block]:
        level = self._level(element)
        if element.tag == f"{TEXT}h" and not label:
            label = self._numbers.outline.next(level - 1) if level else ""
        text = "".join(self._pieces(element)).strip()
        chain = [name.replace("_20_", " ").lower() for name in self._chain(element)]
        if text:
            yield Block(
                text=text,
                label=label,
                level=level,
                is_title="title" in chain,
                stands_out=text.isupper() or self._is_bold(element),
            )
        yield from self._called()

    def _called(self) -> Iterator[Block]:
        asides, self._asides = self._asides, []
        boxes, self._boxes = self._boxes, []
        yield from (Block(text=note, aside=True) for note in asides)
        for box in boxes:
            yield from self.blocks(box)

    def _level(self, element: Any) -> int:
        if element.tag == f"{TEXT}h":
            return int(element.get(f"{TEXT}outline-level", "1"))
        return 0

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [
            list(row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
            for row in element.iter(f"{TABLE}table-row")
        ]
        if max(map(len, rows), default=0) <= 1:
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell)
            return
        text = table_text([[self._cell(cell) for cell in row] for row in rows])
        if text:
            yield Block(text=text, aside=True)
        yield from self._called()

    def _cell(self, cell: Any) -> str:
        found = ("".join(self._pieces(each)).strip() for each in cell.iter(f"{TEXT}p", f"{TEXT}h"))
        return "; ".join(text for text in found if text)

    def _pieces(self, element: Any) -> Iterator[str]:
        # White space in the file is only a blank; real blanks and breaks are elements.
        yield _plain(element.text)
        for child in element:
            yield from self._piece(child)
            yield _plain(child.tail)

    def _piece(self, child: Any) -> Iterator[str]:
        if child.tag in (f"{TEXT}s", f"{TEXT}tab"):
            yield " "
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag == f"{TEXT}note":
            yield self._note(child)
        elif child.tag == f"{DRAW}frame":
            yield self._frame(child)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from self._pieces(child)

    def _note(self, note: Any) -> str:
        self._number += 1
        body = note.find(f"{TEXT}note-body")
        words = "" if body is None else " ".join("".join(body.itertext()).split())
        self._asides.append(f"[{self._number}] {words}".strip())
        return f" [{self._number}]"

    def _frame(self, frame: Any) -> str:
        box = frame.find(f"{DRAW}text-box")
        if box is not None:
            self._boxes.append(box)
            return ""
        described = [frame.find(f"{SVG}{name}") for name in ("desc", "title")]
        words = next((d.text.strip() for d in described if d is not None and d.text), "")
        image = frame.find(f"{DRAW}image")
        name = "" if image is None else str(image.get(f"{XLINK}href") or "")
        return self._pictures.mark(words, self._content(name.removeprefix("./")))

    def _is_bold(self, element: Any) -> bool:
        if self._style_is_bold("paragraph", element.get(f"{TEXT}style-name")):
            return True
        spans = [span for span in element if span.tag == f"{TEXT}span"]
        loose = (element.text or "") + "".join(child.tail or "" for child in element)
        return (
            bool(spans)
            and not loose.strip()
            and all(self._style_is_bold("text", s.get(f"{TEXT}style-name")) for s in spans)
        )

    def _style_is_bold(self, family: str, name: str | None) -> bool:
        style = self._styles.get((family, name))
        found = None if style is None else style.find(f"{STYLE}text-properties")
        return found is not None and found.get(f"{FO}font-weight") == "bold"

    def _chain(self, element: Any) -> list[str]:
        name = element.get(f"{TEXT}style-name")
        chain: list[str] = []
        while name and len(chain) < _DEEPEST_CHAIN:
            chain.append(name)
            style = self._styles.get(("paragraph", name))
            name = None if style is None else style.get(f"{STYLE}parent-style-name")
        return chain[:2]


def _plain(text: str | None) -> str:
    words = " ".join((text or "").split())
    if not text or not words:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}"
