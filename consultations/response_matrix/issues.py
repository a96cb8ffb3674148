"""The list of issues (DIM) as a file: always in Indonesian, one row for every unit."""

import asyncio
from typing import BinaryIO

from consultations.exporting import Workbook
from consultations.queries.drafts import UnitFacts
from consultations.queries.issue_list import Issue, IssueList
from consultations.vocabulary import IssueRemark
from consultations.word_tables import WordTable

HEADINGS = (
    "No. DIM",
    "Rumusan rancangan",
    "Usulan per pengusul",
    "Rumusan hasil",
    "Keterangan",
    "Alasan perubahan",
)
SHARES = (1.0, 6.0, 6.0, 6.0, 2.0, 3.5)
WIDTHS = (8, 55, 55, 55, 16, 34)


def cells(issue: Issue) -> list[str]:
    """One row as text."""
    return [
        str(issue.number),
        words_of((issue.before,)) if issue.before else "",
        "\n".join(proposals(issue)),
        result(issue),
        issue.remark.label,
        "\n".join(issue.notes),
    ]


def proposals(issue: Issue) -> list[str]:
    """Who proposed what, and how many more did."""
    said = []
    for entry in issue.proposals:
        element = f" ({entry.element.label})" if entry.element else ""
        who = f"{entry.author or 'Tanpa nama'}{element}, {entry.registration}"
        alike = f", dan {entry.alike} masukan serupa" if entry.alike else ""
        said.append(f"{who}{alike}: {entry.proposed_wording}")
    if left := issue.proposed - len(issue.proposals):
        said.append(f"{left} usulan lain ada dalam matriks tanggapan.")
    return said


def result(issue: Issue) -> str:
    """The unit's words now; that it is kept is said, not repeated."""
    if issue.remark is IssueRemark.KEPT:
        return "Tetap"
    return words_of(issue.after) if issue.after else "Dihapus"


def words_of(units: tuple[UnitFacts, ...]) -> str:
    """Units with their numbers, headings and words."""
    return "\n".join(
        "\n".join(part for part in (f"{u.reference} {u.heading}".strip(), u.text) if part)
        for u in units
    )


def summary(found: IssueList) -> str:
    """As in "121 DIM: 101 tetap, 12 redaksional, …"."""
    parts = [f"{count} {remark.label.lower()}" for remark, count in found.counts.items()]
    return f"{len(found.issues)} DIM: {', '.join(parts)}."


async def write_issues(*, found: IssueList, target: BinaryIO, suffix: str, title: str) -> None:
    """Write the list as ``xlsx`` or ``docx``."""
    await asyncio.to_thread(_write, found, target, suffix, title)


def _write(found: IssueList, target: BinaryIO, suffix: str, title: str) -> None:
    notes = [summary(found)]
    if found.first and found.newest:
        notes.append(f"Versi {found.first.number} dibanding versi {found.newest.number}.")
    made: WordTable | Workbook
    if suffix == "docx":
        made = WordTable(target, title=title, notes=notes, headings=HEADINGS, widths=SHARES)
    else:
        made = Workbook(target, "DIM", widths=WIDTHS)
        made.add([HEADINGS])
    made.add(cells(issue) for issue in found.issues)
    if isinstance(made, Workbook):
        made.explain("Catatan", [title, *notes])
    made.finish()
