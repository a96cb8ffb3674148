"""Where the members of a theme lie in the space of their consultation's latest run."""

from typing import Any
from uuid import UUID

import numpy as np

from analysis.artefacts import load_space
from analysis.embedding import Vectors
from analysis.run_records import latest_run
from analysis.space import Space
from analysis.vectors import unpack_vector
from consultations.tables import Input, Theme

# So many members are split or briefed.
MOST_MEMBERS = 20_000
_LOCATED = """
SELECT i.id, i.text, i.proposed_wording, e.vector, a.language FROM input i
JOIN analysed_input a ON a.input = i.id
JOIN embedding e ON e.text_hash = a.text_hash AND e.model = {}
"""
_OF_THEME = f"""{_LOCATED} JOIN theme_member m ON m.input = i.id
WHERE m.theme = {{}} ORDER BY COALESCE(m.score, 1) DESC, i.id LIMIT """


class Locator:
    """Locates inputs by one model; remembers the space of the run it was last asked about."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._space: tuple[UUID, Space] | None = None

    async def members(
        self, theme: UUID, most: int = MOST_MEMBERS
    ) -> tuple[UUID, UUID, Space, list[dict[str, Any]], Vectors] | None:
        """A theme's consultation, run, space, and members with where they lie (n, p).

        ``None`` where there is no run, or nobody in the theme has been read.
        """
        row = await Theme.select(Theme.consultation).where(Theme.id == theme).first()
        if row is None:
            return None
        run, space = await self.space_of(row["consultation"])
        rows = await Input.raw(f"{_OF_THEME}{most}", self._model, theme)
        if run is None or space is None or not rows:
            return None
        return row["consultation"], run, space, rows, locate(space, rows)

    async def inputs(self, *entries: UUID) -> list[dict[str, Any]]:
        """The rows of these inputs, as ``members`` has them, to be located in a space."""
        either = " OR ".join(["i.id = {}"] * len(entries))
        rows: list[dict[str, Any]] = await Input.raw(
            f"{_LOCATED} WHERE {either}", self._model, *entries
        )
        return rows

    async def space_of(self, consultation: UUID) -> tuple[UUID | None, Space | None]:
        """The latest run of a consultation and the space it left."""
        run = await latest_run(consultation)
        if run is not None and (self._space is None or self._space[0] != run):
            space = await load_space(run, self._model)
            self._space = (run, space) if space else None
        return run, self._space[1] if run and self._space else None


def locate(space: Space, rows: list[dict[str, Any]]) -> Vectors:
    """Where these rows lie in a space: (n, p), unit rows."""
    vectors = np.stack([unpack_vector(row["vector"]) for row in rows])
    return space.locate(vectors, [row["language"] for row in rows])
