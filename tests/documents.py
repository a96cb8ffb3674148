"""Real Word and OpenDocument files for the tests, made as people's word processors make them."""

import io
import zipfile
from collections.abc import Mapping

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "64f8cf500f0003860180c5ee3e0d0000000049454e44ae426082"
)


def saved(document: "docx.document.Document") -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def add_numbering(document: "docx.document.Document", levels: list[tuple[str, str]]) -> int:
    """A list of the document's own, with a number format and a pattern for each level."""
    numbering = document.part.numbering_part.element
    marks = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for place, (form, pattern) in enumerate(levels)
    )
    identity = 900 + len(numbering)
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">{marks}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identity}">'
            f'<w:abstractNumId w:val="{identity}"/></w:num>'
        )
    )
    return identity


def add_numbered(
    document: "docx.document.Document",
    text: str,
    number: int,
    level: int = 0,
    style: str = "Normal",
) -> None:
    paragraph = document.add_paragraph(text, style=style)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
            "</w:numPr>"
        )
    )


def wrap_last_run(document: "docx.document.Document", tag: str) -> None:
    """Put the last run of the document into ``w:ins``, ``w:del`` or the like."""
    paragraph = document.paragraphs[-1]._p
    run = paragraph.findall(qn("w:r"))[-1]
    wrapper = parse_xml(f'<{tag} {nsdecls("w")} w:id="1" w:author="x"/>')
    run.addprevious(wrapper)
    wrapper.append(run)


def long_document(pages: int) -> bytes:
    """About so many printed pages: 500 words and ten numbered clauses on each."""
    document = docx.Document()
    document.add_heading("Peta Jalan Panjang", 0)
    for page in range(pages):
        if page % 20 == 0:
            document.add_heading(f"BAB {page // 20 + 1} POKOK {page}", 1)
        document.add_heading(f"{page // 20 + 1}.{page % 20 + 1} Bagian {page}", 2)
        for clause in range(10):
            words = " ".join(f"kata{page}x{clause}y{word}" for word in range(48))
            document.add_paragraph(
                f"{page // 20 + 1}.{page % 20 + 1}.{clause + 1} Isi {words} selesai."
            )
    return saved(document)


def archive(members: Mapping[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, member in members.items():
            made.writestr(name, member)
    return content.getvalue()


def altered(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """An archive with some members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    return archive({**members, **changes})


ODT_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
)
ODT_STYLES = (
    "<office:automatic-styles>"
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix="."/>'
    "</text:list-style>"
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles>"
)


def odt(body: str, **members: bytes) -> bytes:
    content = (
        f"{ODT_HEAD}{ODT_STYLES}<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": "<manifest/>",
            **members,
        }
    )
