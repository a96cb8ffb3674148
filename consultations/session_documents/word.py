"""Sets a document as Word, to be edited further: real styles, headings that repeat, page numbers.

Loaded only in the confined child that sets documents.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

FONT = "Times New Roman"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_WIDEST = Cm(15)
_TALLEST = Cm(8.5)


def set_as_word(plain: dict[str, Any], target: Path) -> None:
    """Write the document to ``target``."""
    document = docx.Document()
    _prepare(document, plain)
    _head(document, plain)
    for block in plain["blocks"]:
        _BLOCKS[block["block"]](document, block)
    document.save(str(target))


def _prepare(document: Any, plain: dict[str, Any]) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    normal.element.get_or_add_rPr().append(language)
    for name, size in (("Title", 14), ("Subtitle", 11.5), ("Heading 1", 11.5), ("Caption", 9.5)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), name != "Caption"
        style.font.italic, style.font.color.rgb = False, docx.shared.RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name in ("Title", "Subtitle"):
        shape = document.styles[name].element.get_or_add_pPr()
        document.styles[name].paragraph_format.alignment = _CENTRE
        for border in shape.findall(qn("w:pBdr")):
            shape.remove(border)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if plain["landscape"]:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
    _foot(section.footer.paragraphs[0], plain["footer"])
    facts = document.core_properties
    facts.title, facts.author, facts.comments = plain["title"], plain["footer"], ""


def _foot(paragraph: Any, words: str) -> None:
    paragraph.style.font.size = Pt(8.5)
    paragraph.add_run(f"{words} · Halaman ")
    for name in ("PAGE", "NUMPAGES"):
        if name == "NUMPAGES":
            paragraph.add_run(" dari ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _head(document: Any, plain: dict[str, Any]) -> None:
    rows = [row for row in plain["letterhead"].split("\n") if row.strip()]
    for place, row in enumerate(rows):
        paragraph = document.add_paragraph()
        paragraph.alignment = _CENTRE
        paragraph.paragraph_format.space_after = Pt(0 if place < len(rows) - 1 else 10)
        run = paragraph.add_run(row)
        run.bold, run.font.size = place < 2, Pt(14 if place == 0 else 10.5)  # noqa: PLR2004
        if place == len(rows) - 1:
            _underline(paragraph)
    document.add_paragraph(plain["title"].upper(), style="Title").paragraph_format.space_after = Pt(
        0
    )
    if plain["subject"]:
        document.add_paragraph(plain["subject"], style="Subtitle")
    if plain["number"]:
        document.add_paragraph(f"Nomor: {plain['number']}").alignment = _CENTRE


def _underline(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "4")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - no borders of its own


def _heading(document: Any, block: dict[str, Any]) -> None:
    document.add_heading(block["text"], 1)


def _paragraph(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph(block["text"]).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _facts(document: Any, block: dict[str, Any]) -> None:
    widths = [int(Cm(4.4)), int(Cm(0.5)), _inner_width(document) - int(Cm(4.9))]
    table = document.add_table(rows=0, cols=3)
    _set_widths(table, widths)
    for name, value in block["rows"]:
        row = table.add_row()
        for cell, words, width in zip(row.cells, (name, ":", value), widths, strict=True):
            _fill(cell, words, width)
    document.add_paragraph()


def _list(document: Any, block: dict[str, Any]) -> None:
    # Numbered in their words: a Word list would run on from the list before.
    for number, words in enumerate(block["items"], start=1):
        paragraph = document.add_paragraph(f"{number}.\t{words}")
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(0.8), Cm(-0.8)
        shape.tab_stops.add_tab_stop(Cm(0.8))


def _table(document: Any, block: dict[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(block["headings"]), style="Table Grid")
    shares = block["widths"]
    widths = [int(_inner_width(document) * share / sum(shares)) for share in shares]
    _set_widths(table, widths)
    for cell, words, width in zip(table.rows[0].cells, block["headings"], widths, strict=True):
        _fill(cell, words, width, bold=True)
    _mark(table.rows[0], "w:tblHeader")
    for words_of_row in block["rows"]:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        if block["row_height"]:
            row.height = Mm(block["row_height"])
        for cell, words, width in zip(row.cells, words_of_row, widths, strict=True):
            _fill(cell, words, width)
    document.add_paragraph()


def _signatures(document: Any, block: dict[str, Any]) -> None:
    document.add_paragraph(block["title"]).paragraph_format.keep_with_next = True
    places = block["places"]
    table = document.add_table(rows=0, cols=2)
    for first in range(0, len(places), 2):
        row = table.add_row()
        _mark(row, "w:cantSplit")
        for cell, place in zip(row.cells, places[first : first + 2], strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _CENTRE
            paragraph.add_run(place["job"] + "\n\n\n\n")
            paragraph.add_run(place["name"]).bold = True
            if place["manner"]:
                paragraph.add_run(f"\n{place['manner']}").font.size = Pt(9)


def _picture(document: Any, block: dict[str, Any]) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment, paragraph.paragraph_format.keep_with_next = _CENTRE, True
    shape = paragraph.add_run().add_picture(block["path"], width=_WIDEST)
    if shape.height > _TALLEST:
        shape.width, shape.height = int(shape.width * _TALLEST / shape.height), _TALLEST
    shape._inline.docPr.set("descr", block["caption"])  # noqa: SLF001 - its alternative text
    document.add_paragraph(block["caption"], style="Caption").alignment = _CENTRE


def _set_widths(table: Any, widths: list[int]) -> None:
    # Word goes by the cells, LibreOffice by the columns.
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _fill(cell: Any, words: str, width: int, *, bold: bool = False) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(10)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - not offered otherwise


def _inner_width(document: Any) -> int:
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


_BLOCKS: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "facts": _facts,
    "list": _list,
    "table": _table,
    "signatures": _signatures,
    "picture": _picture,
}
