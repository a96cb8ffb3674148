"""The part of the story about a language model's drafts: one waits, one is in use, one failed."""

from uuid import UUID

import msgspec

from analysis.suggesting import accept_brief
from consultations.tables import ThemeMember
from consultations.vocabulary import (
    SuggestionFault,
    SuggestionKind,
    SuggestionState,
    SuggestionTrouble,
)
from tests.drafts import leave_draft


async def suggested(theme: UUID, other: UUID, by: UUID) -> dict[str, str]:
    """A brief of ``theme`` waits; ``other`` has one in use, and a name that could not be had."""
    first, second, third = await _members(theme)
    waiting = {
        "Kuota antrean habis dalam beberapa menit setelah dibuka.": [first, second],
        "Warga meminta jam layanan yang dapat dijangkau pekerja.": [third],
    }
    dropped = {SuggestionFault.UNCITED: 2, SuggestionFault.UNSUPPORTED: 1}
    await leave_draft(
        theme, SuggestionKind.BRIEF, waiting, dropped=msgspec.json.encode(dropped).decode()
    )
    await leave_draft(theme, SuggestionKind.NAME, {"Antrean habis sebelum warga datang": [first]})
    sources = await _members(other)
    used = {f"Kalimat {number} tentang replikasi.": [one] for number, one in enumerate(sources, 1)}
    brief = await leave_draft(other, SuggestionKind.BRIEF, used)
    kept = dict(enumerate([*used][:-1])) | {len(used) - 1: "Kalimat yang ditulis tim."}
    await accept_brief(suggestion=brief, sentences=kept, by=by)
    await leave_draft(
        other,
        SuggestionKind.NAME,
        {},
        state=SuggestionState.FAILED.value,
        trouble=SuggestionTrouble.UNREACHABLE.value,
        open_as=None,
    )
    return {"wanted:str": SuggestionKind.BRIEF.value}


async def _members(theme: UUID) -> list[UUID]:
    rows = (
        await ThemeMember.select(ThemeMember.input)
        .where(ThemeMember.theme == theme)
        .order_by(ThemeMember.score, ascending=False)
        .limit(3)
    )
    return [row["input"] for row in rows]
