"""What every kind of file is read into: paragraphs in order, with how they looked."""

from dataclasses import dataclass

# Stands, in the document's own language, where a picture was.
PICTURE = "gambar"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, table or footnote.

    ``label`` is the number the word processor wrote by itself ("BAB I", "1.1", "a."); ``level`` a
    heading's outline level, 0 where there is none. ``stands_out`` paragraphs are bold or in
    capitals throughout. An ``aside`` (table, footnote) is never a heading or a clause.
    """

    text: str
    label: str = ""
    level: int = 0
    is_title: bool = False
    stands_out: bool = False
    aside: bool = False

    @property
    def line(self) -> str:
        """The paragraph as printed, its number in front."""
        return f"{self.label} {self.text}".strip()


def table_text(rows: list[list[str]]) -> str:
    """A table as lines that can be read aloud, cells apart by a bar."""
    flat = [[" ".join(cell.split()) for cell in row] for row in rows]
    return "\n".join(" | ".join(row) for row in flat if any(row))
