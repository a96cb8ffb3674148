"""Writes a theme's brief and keeps it, with the state of the members it was written from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from analysis.briefs import Spoken, write_brief
from analysis.embedding import Vectors
from analysis.tables import ThemeBrief
from consultations.clock import now
from consultations.tables import Input
from consultations.transactions import transaction
from consultations.vocabulary import InputKind

_AT_ONCE = 500


async def keep_brief(theme: UUID, members: str, entries: Sequence[UUID], places: Vectors) -> None:
    """Write the brief of these inputs, which lie at ``places`` (n, p), and keep it."""
    rows: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(entries), _AT_ONCE):
        part = await Input.select(Input.id, Input.text, Input.kind, Input.proposed_wording).where(
            Input.id.is_in(list(entries[start : start + _AT_ONCE])) & Input.withheld_at.is_null()
        )
        rows |= {row["id"]: row for row in part}
    kept = [place for place, entry in enumerate(entries) if entry in rows]
    spoken = [
        Spoken(
            input=entries[place],
            text=rows[entries[place]]["text"],
            kind=InputKind(rows[entries[place]]["kind"]),
            proposed_wording=rows[entries[place]]["proposed_wording"] or "",
        )
        for place in kept
    ]
    brief = write_brief(spoken, places[kept])
    content = {
        part.value: [
            {"sentence": cited.sentence, "input": cited.input, "also": cited.also}
            for cited in sentences
        ]
        for part, sentences in brief.items()
    }
    row = ThemeBrief(
        theme=theme,
        members=members[:80],
        content=msgspec.json.encode(content).decode(),
        made_at=now(),
    )
    async with transaction():
        await ThemeBrief.insert(row).on_conflict(
            target=ThemeBrief.theme,
            action="DO UPDATE",
            values=[ThemeBrief.members, ThemeBrief.content, ThemeBrief.made_at],
        )
