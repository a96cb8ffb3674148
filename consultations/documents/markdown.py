"""Reads Markdown and pasted text into blocks; emphasis and links become plain words."""

import base64
import binascii
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from consultations.documents.blocks import Block, table_text
from consultations.documents.numbering import BULLET
from consultations.documents.pictures import PictureFolder

# A line that begins with one of these is a paragraph of its own, also in pasted text without
# blank lines between paragraphs.
_ANEW = re.compile(
    r"(?:\d+(?:\.\d+)+\.?|\(?\d{1,3}[.)]|\(?[a-z][.)]|[A-Z]\.)\s+\S"
    r"|(?:BAB|Bab|BAGIAN|Bagian|PARAGRAF|Paragraf|PASAL|Pasal)\s+(?:[IVXLC]+|\d|[Kk]e[a-z]+)\b"
)
_ARTICLE = re.compile(r"^(?:PASAL|Pasal)\s+\d+[A-Z]?$")


def read_markdown(text: str, pictures: PictureFolder | None = None) -> list[Block]:
    """The blocks of a Markdown or plain text."""
    pictures = pictures or PictureFolder(None)
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    # Indented and fenced text is just text in a draft, and a line of dashes no heading.
    reader.disable(["code", "fence", "lheading", "html_block", "html_inline", "reference"])
    return list(_blocks(reader.parse(text.replace("\r\n", "\n")), pictures))


def _blocks(tokens: list[Token], pictures: PictureFolder) -> Iterator[Block]:
    label, level = "", 0
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "list_item_open":
            label = f"{token.info}{token.markup}" if token.info else BULLET
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield Block(text=table_text(rows), aside=True)
            rows = None
        elif token.type == "inline":
            text = _words(token, pictures)
            if rows is not None:
                rows[-1].append(text)
            elif level:
                yield Block(text=" ".join(text.split()), level=level, stands_out=True)
            else:
                yield from _paragraphs(text, label, bold=_is_bold(token))
            label, level = "", 0


def _paragraphs(text: str, label: str, *, bold: bool) -> Iterator[Block]:
    lines: list[str] = []
    for line in (raw.strip() for raw in text.split("\n")):
        if lines and (_ANEW.match(line) or _ARTICLE.match(lines[0])):
            yield _block(lines, label, bold=bold)
            lines, label = [], ""
        lines.append(line)
    if any(lines):
        yield _block(lines, label, bold=bold)


def _block(lines: list[str], label: str, *, bold: bool) -> Block:
    text = " ".join(lines).replace("\v", "\n").strip()
    return Block(text=text, label=label, stands_out=bold or text.isupper())


def _words(token: Token, pictures: PictureFolder) -> str:
    return "".join(_word(child, pictures) for child in token.children or ())


def _word(child: Token, pictures: PictureFolder) -> str:
    if child.type == "image":
        return pictures.mark(child.content, _written_out(str(child.attrs.get("src") or "")))
    if child.type == "softbreak":
        return "\n"
    if child.type == "hardbreak":
        return "\v"
    return child.content


def _is_bold(token: Token) -> bool:
    children = [c for c in token.children or () if c.type != "text" or c.content.strip()]
    ends = bool(children) and children[0].type == "strong_open"
    return ends and children[-1].type == "strong_close"


def _written_out(address: str) -> bytes | None:
    """A picture that stands in the text itself (a ``data:`` address); others are not fetched."""
    start, _, content = address.partition(";base64,")
    if not start.startswith("data:image/") or not content:
        return None
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        return None
