"""Reads a theme's kept brief; a sentence that its input no longer holds is left out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from analysis.normalising import normalise
from analysis.tables import ThemeBrief
from consultations.queries.inputs import InputFacts
from consultations.queries.theme_members import inputs_by_id
from consultations.tables import ThemeMember
from consultations.vocabulary import N_, Term


class BriefPart(Term):
    """What the sentences of a part do in the discussion."""

    FOR = "mendukung", N_("Yang mendukung")
    AGAINST = "keberatan", N_("Yang keberatan")
    PROPOSAL = "usulan", N_("Yang diusulkan")
    EVIDENCE = "bukti", N_("Pengalaman dan bukti")


class _Cited(msgspec.Struct):
    sentence: str
    input: UUID
    also: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Somebody's sentence, word for word, with its input; ``also`` others say the same."""

    words: str
    entry: InputFacts
    also: int


@dataclass(frozen=True, slots=True)
class KeptBrief:
    """A brief as of ``made_at``; ``is_fresh`` while the theme's members are the same."""

    parts: dict[BriefPart, list[Sentence]]
    made_at: datetime
    is_fresh: bool


async def brief_of(theme: UUID) -> KeptBrief | None:
    """The theme's brief as it was last written, or ``None``."""
    row = await ThemeBrief.select().where(ThemeBrief.theme == theme).first()
    if row is None:
        return None
    parts = msgspec.json.decode(row["content"], type=dict[str, list[_Cited]])
    entries = await inputs_by_id([cited.input for part in parts.values() for cited in part])
    return KeptBrief(
        parts={
            part: [
                Sentence(cited.sentence, entries[cited.input], cited.also)
                for cited in parts.get(part.value, [])
                if cited.input in entries and _still_says(entries[cited.input], cited.sentence)
            ]
            for part in BriefPart
        },
        made_at=row["made_at"],
        is_fresh=row["members"] == await _state_of(theme),
    )


async def _state_of(theme: UUID) -> str:
    """What ``prototypes.member_states`` says of one theme."""
    rows = await ThemeMember.raw(
        "SELECT COUNT(*) AS members, MAX(m.assigned_at) AS newest, MAX(t.version) AS version "
        "FROM theme_member m JOIN theme t ON t.id = m.theme WHERE m.theme = {}",
        theme,
    )
    return f"{rows[0]['members']} {rows[0]['newest']} {rows[0]['version']}"


def _still_says(entry: InputFacts, sentence: str) -> bool:
    said = normalise(f"{entry.text}\n{entry.proposed_wording or ''}")
    return sentence in said
