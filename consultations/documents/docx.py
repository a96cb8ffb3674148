"""Reads a Word file into blocks, leaving out deleted text, fields' codes and tables of contents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from consultations.documents.archive import (
    BROKEN,
    MACROS,
    open_archive,
    read_member,
    refuse,
    refuse_declarations,
)
from consultations.documents.blocks import Block, table_text
from consultations.documents.docx_numbering import DocxNumbering
from consultations.documents.docx_styles import DocxStyles, switched_on
from consultations.documents.pictures import PictureFolder

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DESCRIPTION = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML = "{urn:schemas-microsoft-com:vml}imagedata"
_SKIPPED = {
    _ALTERNATIVE,
    *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPr", "w:pPr")),
}
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_WRAPPERS = {qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}


def read_docx(path: Path, pictures: PictureFolder) -> list[Block]:
    """The blocks of a Word file; ``Malformed`` when it is broken or not to be trusted."""
    with open_archive(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        refuse_declarations(archive, names)
        if b"macroEnabled" in read_member(archive, "[Content_Types].xml"):
            refuse(MACROS)
    try:
        document = docx.Document(str(path))
    except (KeyError, ValueError, etree.XMLSyntaxError, docx.exceptions.PythonDocxError):
        refuse(BROKEN)
    return list(_Reader(document, pictures).blocks(document.element.body))


class _Reader:
    def __init__(self, document: Any, pictures: PictureFolder) -> None:
        self._rels, self._pictures = document.part.rels, pictures
        parts = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in document.part.rels.values()}
        self._styles = DocxStyles(_root(parts.get("styles")))
        self._numbering = DocxNumbering(_root(parts.get("numbering")))
        self._notes = {kind: _notes(_root(parts.get(kind)), kind) for kind in _NOTES.values()}
        self._boxes: list[Any] = []
        self._called: list[str] = []
        self._number = 0

    def blocks(self, container: Any) -> Iterator[Block]:
        for element in container:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)
            elif element.tag == qn("w:sdt") and not _is_contents(element):
                for content in element.iterchildren(qn("w:sdtContent")):
                    yield from self.blocks(content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        names = [name.lower() for name in self._styles.names(element)]
        if any(name.startswith("toc") for name in names[:1]):
            return
        text = self._text(element).strip()
        numbered = self._styles.numbering(element)
        if text:
            yield Block(
                text=text,
                label=self._numbering.label(*numbered) if numbered else "",
                level=self._styles.level(element),
                is_title="title" in names[:1],
                stands_out=text.isupper() or self._is_bold(element),
            )
        yield from self._asides()

    def _asides(self) -> Iterator[Block]:
        boxes, self._boxes = self._boxes, []
        called, self._called = self._called, []
        yield from (Block(text=note, aside=True) for note in called)
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [list(row.iterchildren(qn("w:tc"))) for row in element.iterchildren(qn("w:tr"))]
        if max(map(len, rows), default=0) <= 1:
            # A frame around text, as title pages and remarks have: its paragraphs are what counts.
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell)
            return
        text = table_text([[self._cell(cell) for cell in row] for row in rows])
        if text:
            yield Block(text=text, aside=True)
        yield from self._asides()

    def _cell(self, cell: Any) -> str:
        return "; ".join(
            text for each in cell.iter(qn("w:p")) if (text := self._text(each).strip())
        )

    def _text(self, element: Any) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or (tag == qn("w:r") and _is_hidden(child)):
                continue
            if tag in (qn("w:t"), _MATH):
                yield child.text or ""
            elif tag in _SIGNS:
                yield "" if child.get(qn("w:type")) == "page" else _SIGNS[tag]
            elif tag in _NOTES:
                yield self._call(_NOTES[tag], child.get(qn("w:id"), ""))
            elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                yield self._picture(child)
            else:
                yield from self._pieces(child)

    def _call(self, kind: str, identity: str) -> str:
        self._number += 1
        self._called.append(f"[{self._number}] {self._notes[kind].get(identity, '')}".strip())
        return f" [{self._number}]"

    def _picture(self, element: Any) -> str:
        boxes = [box for box in element.iter(qn("w:txbxContent")) if not _within_fallback(box)]
        if boxes:
            self._boxes += boxes
            return ""
        described = next(element.iter(_DESCRIPTION), None)
        words = "" if described is None else str(described.get("descr") or "").strip()
        return self._pictures.mark(words, self._content(element))

    def _content(self, element: Any) -> bytes | None:
        blip = next(element.iter(_BLIP), None)
        drawn = next(element.iter(_VML), None)
        identity = "" if blip is None else blip.get(qn("r:embed"), "")
        relation = self._rels.get(identity or ("" if drawn is None else drawn.get(qn("r:id"), "")))
        if relation is None or relation.is_external:
            return None
        return bytes(relation.target_part.blob)

    def _is_bold(self, paragraph: Any) -> bool:
        runs = [run for run in paragraph.iter(qn("w:r")) if "".join(run.itertext()).strip()]
        by_style = self._styles.is_bold(paragraph)
        return bool(runs) and all(_run_is_bold(run, default=by_style) for run in runs)


def _root(relation: Any) -> Any | None:
    if relation is None or relation.is_external:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(relation.target_part.blob, parser)
    except etree.XMLSyntaxError:
        refuse(BROKEN)


def _notes(root: Any | None, kind: str) -> dict[str, str]:
    notes = () if root is None else root.iterchildren(qn(f"w:{kind[:-1]}"))
    return {
        note.get(qn("w:id"), ""): "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
        for note in notes
    }


def _is_contents(element: Any) -> bool:
    gallery = next(element.iter(qn("w:docPartGallery")), None)
    return gallery is not None and "contents" in str(gallery.get(qn("w:val"), "")).lower()


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and switched_on(vanish)


def _within_fallback(element: Any) -> bool:
    return any(parent.tag == _ALTERNATIVE for parent in element.iterancestors())


def _run_is_bold(run: Any, *, default: bool) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return default if bold is None else switched_on(bold)
