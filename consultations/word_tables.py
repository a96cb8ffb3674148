"""One long table as a Word file, written row by row: ten thousand rows need no more memory.

The parts are written as they are, since a document built in memory takes minutes and gigabytes.
"""

import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

from consultations.session_documents.blocks import printable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# A3 on its side, in twentieths of a point: sixteen columns stay readable.
_WIDE, _TALL, _MARGIN = 23811, 16838, 850
WIDTH = _WIDE - 2 * _MARGIN
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/></Types>'
)
_RELATIONS = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
_MAIN = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
_INNER = (
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
)
_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
_STYLES = (
    f"{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{_FONT}"
    '<w:sz w:val="16"/><w:lang w:val="id-ID"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="40"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class WordTable:
    """A titled table whose headings stand again on every page; ``widths`` are shares."""

    def __init__(
        self,
        target: BinaryIO,
        *,
        title: str,
        notes: Sequence[str],
        headings: Sequence[str],
        widths: Sequence[float],
    ) -> None:
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._widths = [int(WIDTH * share / sum(widths)) for share in widths]
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS % _MAIN),
            ("word/_rels/document.xml.rels", _RELATIONS % _INNER),
            ("word/styles.xml", _STYLES),
            ("word/footer1.xml", _footer(title)),
        ):
            self._archive.writestr(_part(name), content)
        self._part: IO[bytes] = self._archive.open(_part("word/document.xml"), "w")
        self._write(f"{_HEAD}<w:document {_NAMES}><w:body>")
        self._write(_paragraphs(title, '<w:pPr><w:pStyle w:val="Title"/></w:pPr>'))
        for note in notes:
            self._write(_paragraphs(note))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        self._write(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(self._widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>"
        )
        self._row(headings, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "<w:b/>")

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows."""
        for row in rows:
            self._row(row)

    def finish(self) -> None:
        """Complete the file."""
        self._write(
            '</w:tbl><w:p/><w:sectPr><w:footerReference w:type="default" r:id="rId2" '
            f'xmlns:r="{_OFFICE}"/>'
            f'<w:pgSz w:w="{_WIDE}" w:h="{_TALL}" w:orient="landscape"/>'
            f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" '
            f'w:left="{_MARGIN}" w:header="400" w:footer="400" w:gutter="0"/>'
            "</w:sectPr></w:body></w:document>"
        )
        self._part.close()
        self._archive.close()

    def _row(self, cells: Sequence[str], shape: str = "", run: str = "") -> None:
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_paragraphs(words, run=run)}</w:tc>"
            for words, width in zip(cells, self._widths, strict=True)
        )
        self._write(f"<w:tr>{shape}{made}</w:tr>")

    def _write(self, text: str) -> None:
        self._part.write(text.encode())


def _paragraphs(words: str, shape: str = "", run: str = "") -> str:
    looks = f"<w:rPr>{run}</w:rPr>" if run else ""
    return "".join(
        f'<w:p>{shape}<w:r>{looks}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        if line
        else "<w:p/>"
        for line in printable(words).split("\n")
    )


def _footer(title: str) -> str:
    number = '<w:fldSimple w:instr="%s"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'{_HEAD}<w:ftr {_NAMES}><w:p><w:r><w:t xml:space="preserve">'
        f"{escape(printable(title))} · Halaman </w:t></w:r>{number % 'PAGE'}"
        f'<w:r><w:t xml:space="preserve"> dari </w:t></w:r>{number % "NUMPAGES"}</w:p></w:ftr>'
    )


def _part(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
