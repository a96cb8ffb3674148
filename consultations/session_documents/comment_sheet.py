"""The comment sheet that people fill in by hand: every clause with its number and room to write."""

from collections.abc import Sequence

from consultations.queries.drafts import UnitFacts
from consultations.session_documents.blocks import Block, Document, Facts, Grid, Paragraph
from consultations.vocabulary import Element, UnitKind

SHOWN_WORDS = 220
HOW_TO = (
    "Tulis masukan pada baris butir yang Anda maksud; boleh dikosongkan. Nama hanya ditampilkan "
    "kepada publik bila Anda memberi tanda setuju. Jangan menulis NIK."
)
_LINE = "……………………………………………………"
_BOX = "☐"


def comment_sheet(
    *, title: str, organiser: str, version: int, units: Sequence[UnitFacts]
) -> Document:
    """The sheet for a published version."""
    blocks: tuple[Block, ...] = (
        Paragraph(HOW_TO),
        Facts(
            (
                ("Nama (boleh dikosongkan)", _LINE),
                ("Lembaga", _LINE),
                ("Unsur", "   ".join(f"{_BOX} {element.label}" for element in Element)),
                ("Provinsi", _LINE),
                ("Nama boleh ditampilkan", f"{_BOX} setuju"),
            )
        ),
        Grid(
            ("Butir", "Bunyinya", "Masukan Anda", "Usulan rumusan dan alasan"),
            tuple((unit.number, shortened(unit.text), "", "") for unit in clauses_of(units)),
            (1.4, 6, 6, 5),
            row_height=24,
        ),
    )
    return Document(
        title="Lembar Masukan",
        subject=f"{title}, rancangan versi {version}",
        number="",
        letterhead=organiser,
        footer=f"Lembar Masukan · {title}, versi {version}",
        blocks=blocks,
        landscape=True,
    )


def clauses_of(units: Sequence[UnitFacts]) -> list[UnitFacts]:
    """The units that people may comment on by number."""
    return [
        unit for unit in units if unit.kind is UnitKind.CLAUSE and unit.text and unit.open_to_input
    ]


def shortened(words: str) -> str:
    """The beginning of a clause: enough to know which one it is."""
    flat = " ".join(words.split())
    return flat if len(flat) <= SHOWN_WORDS else f"{flat[:SHOWN_WORDS].rsplit(' ', 1)[0]} …"
