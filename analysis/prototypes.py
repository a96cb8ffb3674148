"""What accepted themes and open proposals look like in a run's space, kept until they change.

A theme's prototype is the mean of its anchors: the inputs that people put there, and those it was
accepted with. Inputs the machine added later do not count, or a theme would drift by itself.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from analysis.embedding import Vectors, unit
from analysis.space import Space
from analysis.tables import CandidateTheme, ThemePrototype
from analysis.vectors import unpack_vector
from consultations.tables import Theme, ThemeMember
from consultations.transactions import transaction

MOST_ANCHORS = 300
_ACCEPTED_WITH = """EXISTS (
  SELECT 1 FROM candidate_member c JOIN candidate_theme t ON t.id = c.candidate
  WHERE c.input = m.input AND (
    t.accepted_as = m.theme
    OR t.accepted_as IN (SELECT h.id FROM theme h WHERE h.merged_into = m.theme)
  )
)"""
_MEMBERS = """
SELECT m.input, e.vector, a.language FROM theme_member m
JOIN analysed_input a ON a.input = m.input
JOIN embedding e ON e.text_hash = a.text_hash AND e.model = {{}}
WHERE m.theme = {{}} AND {condition}
ORDER BY NOT m.pinned, m.assigned_by IS NULL, COALESCE(m.score, 1) DESC, m.input LIMIT {most}
"""


@dataclass(frozen=True, slots=True)
class Prototypes:
    """Keys in the order of the rows of ``vectors`` (k, d), which are unit rows."""

    keys: list[UUID]
    vectors: Vectors


async def theme_prototypes(consultation: UUID, run: UUID, space: Space, model: str) -> Prototypes:
    """Those of the accepted themes; only what has changed since the last call is made anew."""
    states = await member_states(consultation)
    rows = await ThemePrototype.select().where(ThemePrototype.theme.is_in([*states] or [run]))
    kept = {
        row["theme"]: np.frombuffer(row["vector"], "<f4")
        for row in rows
        if row["run"] == run and row["members"] == states[row["theme"]]
    }
    for theme in states.keys() - kept.keys():
        vector = await _mean_of_anchors(theme, space, model)
        if vector is not None:
            kept[theme] = vector
            await _remember(theme, run, states[theme], vector)
    return _stacked(kept)


async def proposal_prototypes(run: UUID) -> Prototypes:
    """Those of a run's proposals that nobody has accepted yet."""
    rows = await CandidateTheme.select(CandidateTheme.id, CandidateTheme.prototype).where(
        (CandidateTheme.run == run) & CandidateTheme.accepted_as.is_null()
    )
    return _stacked({row["id"]: np.frombuffer(row["prototype"], "<f4") for row in rows})


async def note_machine_placements(consultation: UUID, themes: set[UUID]) -> None:
    """Say that the kept prototypes still hold although the machine has added members."""
    states = await member_states(consultation)
    for theme in themes:
        await ThemePrototype.update({ThemePrototype.members: states[theme]}).where(
            ThemePrototype.theme == theme
        )


async def member_states(consultation: UUID) -> dict[UUID, str]:
    """For each theme with members a word that changes whenever they do.

    It is made of their number, the newest and how often people have changed the theme.
    """
    rows = await ThemeMember.raw(
        "SELECT m.theme, COUNT(*) AS members, MAX(m.assigned_at) AS newest, "
        "MAX(t.version) AS version "
        "FROM theme_member m JOIN theme t ON t.id = m.theme "
        "WHERE t.consultation = {} GROUP BY m.theme",
        consultation,
    )
    return {row["theme"]: f"{row['members']} {row['newest']} {row['version']}" for row in rows}


async def _mean_of_anchors(theme: UUID, space: Space, model: str) -> Vectors | None:
    rows = await _members(
        theme, model, f"(m.pinned OR m.assigned_by IS NOT NULL OR {_ACCEPTED_WITH})"
    )
    if not rows:
        rows = await _members(theme, model, "1 = 1")
    if not rows:
        return None
    vectors = np.stack([unpack_vector(row["vector"]) for row in rows])
    places = space.locate(vectors, [row["language"] for row in rows])
    mean: Vectors = unit(places.mean(axis=0, keepdims=True))[0]
    return mean


async def _members(theme: UUID, model: str, condition: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await ThemeMember.raw(
        _MEMBERS.format(condition=condition, most=MOST_ANCHORS), model, theme
    )
    return rows


async def _remember(theme: UUID, run: UUID, state: str, vector: Vectors) -> None:
    row = ThemePrototype(theme=theme, run=run, members=state, vector=vector.astype("<f4").tobytes())
    async with transaction():
        # The theme may have gone in the meantime, merged into another.
        if await Theme.exists().where(Theme.id == theme):
            await ThemePrototype.insert(row).on_conflict(
                target=ThemePrototype.theme,
                action="DO UPDATE",
                values=[ThemePrototype.run, ThemePrototype.members, ThemePrototype.vector],
            )


def _stacked(found: dict[UUID, Vectors]) -> Prototypes:
    keys = sorted(found, key=str)
    vectors = np.stack([found[key] for key in keys]) if keys else np.empty((0, 0), np.float32)
    return Prototypes(keys, vectors)
