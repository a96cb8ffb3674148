"""Inputs in no theme, no open proposal and not decided on: a queue to be read, lone voices first.

Those that were decided on by themselves wait for nothing; they are a list of their own.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from analysis.run_records import latest_run
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input

# An input is unthemed when it is in no accepted theme and in no proposal of the latest run.
_UNTHEMED = """
FROM input i WHERE i.consultation = {} AND i.withdrawn_at IS NULL
AND i.id NOT IN (
  SELECT m.input FROM theme_member m JOIN theme h ON h.id = m.theme WHERE h.consultation = {}
)
AND NOT EXISTS (SELECT 1 FROM off_topic o WHERE o.input = i.id)
AND i.id NOT IN (
  SELECT c.input FROM candidate_member c JOIN candidate_theme t ON t.id = c.candidate
  WHERE t.accepted_as IS NULL AND t.run = {}
)
"""
_DECIDED = """
(EXISTS (SELECT 1 FROM deliberation d WHERE d.input = i.id AND d.decision <> '')
  OR EXISTS (SELECT 1 FROM input_disposition p WHERE p.input = i.id))
"""
_NO_RUN = UUID(int=0)
LONE_SIZE = 10
# Nobody else has said it, and it is easily overlooked: by a person of a vulnerable group, for an
# organisation, or the only input of its region or element.
_LONE = """
AND (
  i.vulnerable_group IS NOT NULL OR i.organisation IS NOT NULL
  OR i.region IN (SELECT o.region FROM input o WHERE o.consultation = {}
    AND o.withdrawn_at IS NULL GROUP BY o.region HAVING COUNT(*) = 1)
  OR i.element IN (SELECT o.element FROM input o WHERE o.consultation = {}
    AND o.withdrawn_at IS NULL GROUP BY o.element HAVING COUNT(*) = 1)
)
"""
_LONE_FIRST = (
    "CASE WHEN i.vulnerable_group IS NOT NULL THEN 0 WHEN i.organisation IS NOT NULL THEN 1 "
    "ELSE 2 END, i.number"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One input of the queue, its number in the register, and how many were passed over."""

    entry: InputFacts
    number: int
    passed: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The unthemed inputs of a consultation that wait, or of them the lone voices only.

    With ``decided`` those instead that nobody has to read any more: each has its own decision.
    """

    consultation: UUID
    lone: bool = False
    decided: bool = False

    async def count(self) -> int:
        """How many wait in it."""
        return await self._count("", await self._run())

    async def page(self, page: int = 1, size: int = PAGE_SIZE) -> Page[InputFacts]:
        """A page of it: oldest first, and of lone voices the vulnerable groups first."""
        run = await self._run()
        order = _LONE_FIRST if self.lone else "i.number"
        found = await self._read(order, run, size, offset_of(page, size))
        return Page(found, max(1, page), await self._count("", run), size)

    async def card(self, after: int = 0) -> Card | None:
        """The first input whose number is above ``after``, and where in the queue it lies."""
        run = await self._run()
        found = await self._read("i.number", run, 1, 0, f"AND i.number > {int(after)}")
        if not found:
            return None
        passed = await self._count(f"AND i.number <= {int(after)}", run)
        row = await Input.select(Input.number).where(Input.id == found[0].id).first()
        return Card(found[0], int(row["number"]) if row else 0, passed)

    async def _run(self) -> UUID:
        return await latest_run(self.consultation) or _NO_RUN

    async def _count(self, only: str, run: UUID) -> int:
        rows = await self._raw("COUNT(*) AS total", only, run)
        return int(rows[0]["total"])

    async def _read(
        self, order: str, run: UUID, most: int, offset: int, only: str = ""
    ) -> list[InputFacts]:
        ids = await self._raw(
            "i.id", f"{only} ORDER BY {order} LIMIT {int(most)} OFFSET {int(offset)}", run
        )
        rows = await Input.select(*input_columns()).where(
            Input.id.is_in([row["id"] for row in ids] or [_NO_RUN])
        )
        found = {str(row["id"]): team_facts(row) for row in rows}
        return [found[str(row["id"])] for row in ids if str(row["id"]) in found]

    async def _raw(self, what: str, rest: str, run: UUID) -> list[dict[str, Any]]:
        here = self.consultation
        values = [here, here, run]
        only = f"AND {'' if self.decided else 'NOT '}{_DECIDED} {_LONE if self.lone else ''}"
        values += [here, here] if self.lone else []
        rows: list[dict[str, Any]] = await Input.raw(
            f"SELECT {what} {_UNTHEMED} {only} {rest}", *values
        )
        return rows


async def count_unthemed(consultation: UUID) -> int:
    """How many inputs wait: in no theme, no open proposal, and without a decision of their own."""
    return await Queue(consultation).count()
