"""Says why a unit changed and what the change rests on, as everybody reads it."""

import re

from consultations.queries.wording_evidence import EvidenceBehind
from consultations.queries.wordings import WordingFacts
from consultations.working_units import LONGEST_NOTE

NAMED = 12
# What ``note_of`` says of sources: where the trace stands beside a note, it says the same, with
# links, and as far as it may be read today.
_SOURCES = re.compile(
    r"Rumusan diusulkan dalam masukan \S+\.|Sumber: (masukan .+|\d+ masukan)\."
    r"|(Hasil penilaian|Bukti): .+\."
)
_THEMES = re.compile(r"Dibahas dalam \d+ tema\.")


def note_of(change: WordingFacts) -> str:
    """Why a unit changed, as everybody reads it; nothing that only the team may read is named."""
    parts = [change.reason] if change.reason else []
    open_ones = [source.registration for source in change.inputs if source.is_open]
    rest = len(change.inputs) - len(open_ones[:NAMED])
    if change.adopted and change.adopted.is_open:
        parts.append(f"Rumusan diusulkan dalam masukan {change.adopted.registration}.")
    if open_ones:
        more = f" dan {rest} masukan lain" if rest else ""
        parts.append(f"Sumber: masukan {', '.join(open_ones[:NAMED])}{more}.")
    elif rest:
        parts.append(f"Sumber: {rest} masukan.")
    if change.themes:
        parts.append(f"Dibahas dalam {len(change.themes)} tema.")
    parts += [f"{_named(one)}." for one in change.evidence]
    return "\n".join(parts)[:LONGEST_NOTE]


def without_sources(note: str, *, themes_follow: bool = False) -> str:
    """The note without the sources that ``note_of`` put into it; other words stay.

    Where the themes of a unit stand below with their decisions, their number goes too: there may be
    more of them than the words rest on.
    """
    kept = [line for line in note.split("\n") if not _SOURCES.fullmatch(line)]
    return "\n".join(
        line for line in kept if not (themes_follow and _THEMES.fullmatch(line))
    ).strip()


def _named(one: EvidenceBehind) -> str:
    """Evidence as everybody may know it; of what is not published only the kind."""
    if one.kind is None:
        return f"Hasil penilaian: {one.title}"
    return f"Bukti: {one.kind.label}" + (f", {one.title}" if one.is_open else "")
