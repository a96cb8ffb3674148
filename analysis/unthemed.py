"""Inputs in no theme and no open proposal: a queue to be read, with the lone voices first."""

from dataclasses import dataclass
from uuid import UUID

from analysis.run_records import latest_run
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input

# An input is unthemed when it is in no accepted theme and in no proposal of the latest run.
_UNTHEMED = """
FROM input i WHERE i.consultation = {} AND i.withdrawn_at IS NULL
AND NOT EXISTS (SELECT 1 FROM theme_member m WHERE m.input = i.id)
AND NOT EXISTS (SELECT 1 FROM off_topic o WHERE o.input = i.id)
AND NOT EXISTS (
  SELECT 1 FROM candidate_member c JOIN candidate_theme t ON t.id = c.candidate
  WHERE c.input = i.id AND t.accepted_as IS NULL AND t.run = {}
)
"""
_NO_RUN = UUID(int=0)
LONE_SIZE = 10
# Whoever is easily overlooked: a vulnerable group first, then an organisation.
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


async def unthemed_inputs(consultation: UUID, page: int = 1) -> Page[InputFacts]:
    """Inputs in no theme and no open proposal, oldest first: to be read one by one."""
    run = await latest_run(consultation) or _NO_RUN
    found = await _read("i.number", consultation, run, PAGE_SIZE, offset_of(page))
    return Page(found, max(1, page), await count_unthemed(consultation))


async def lone_unthemed(consultation: UUID, page: int = 1) -> Page[InputFacts]:
    """The unthemed ones by those who are easily overlooked: each speaks for itself alone."""
    run = await latest_run(consultation) or _NO_RUN
    only = "AND (i.vulnerable_group IS NOT NULL OR i.organisation IS NOT NULL)"
    found = await _read(_LONE_FIRST, consultation, run, LONE_SIZE, offset_of(page, LONE_SIZE), only)
    rows = await Input.raw(f"SELECT COUNT(*) AS total {_UNTHEMED} {only}", consultation, run)
    return Page(found, max(1, page), int(rows[0]["total"]), LONE_SIZE)


async def next_unthemed(consultation: UUID, after: int = 0) -> Card | None:
    """The first unthemed input whose number is above ``after``, and where in the queue it lies."""
    run = await latest_run(consultation) or _NO_RUN
    found = await _read("i.number", consultation, run, 1, 0, f"AND i.number > {int(after)}")
    if not found:
        return None
    passed = await Input.raw(
        f"SELECT COUNT(*) AS total {_UNTHEMED} AND i.number <= {int(after)}", consultation, run
    )
    row = await Input.select(Input.number).where(Input.id == found[0].id).first()
    return Card(found[0], int(row["number"]) if row else 0, int(passed[0]["total"]))


async def count_unthemed(consultation: UUID) -> int:
    """How many inputs are in no theme and no open proposal."""
    run = await latest_run(consultation) or _NO_RUN
    rows = await Input.raw(f"SELECT COUNT(*) AS total {_UNTHEMED}", consultation, run)
    return int(rows[0]["total"])


async def _read(
    order: str, consultation: UUID, run: UUID, most: int, offset: int, only: str = ""
) -> list[InputFacts]:
    ids = await Input.raw(
        f"SELECT i.id {_UNTHEMED} {only} ORDER BY {order} LIMIT {most} OFFSET {offset}",
        consultation,
        run,
    )
    rows = await Input.select(*input_columns()).where(
        Input.id.is_in([row["id"] for row in ids] or [_NO_RUN])
    )
    found = {str(row["id"]): team_facts(row) for row in rows}
    return [found[str(row["id"])] for row in ids if str(row["id"]) in found]
