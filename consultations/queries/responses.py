"""What was said back to inputs, as the public may read it and as moderators do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.bilingual import Bilingual, bilingual
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFacts:
    """A response; ``author`` is empty where no name was given.

    ``withheld_for`` is the reason why the public sees a tombstone in its place.
    """

    id: UUID
    author: str
    official: bool
    text: str
    at: datetime
    withheld_for: Bilingual | None = None


def response_columns(of: Any = Response) -> list[Any]:
    """The columns that ``response_facts`` reads; ``of`` may be a foreign key."""
    return [
        of.id,
        of.author_name,
        of.official,
        of.text,
        of.at,
        of.withheld_at,
        of.withheld_for.text,
        of.withheld_for.text_en,
    ]


def response_facts(row: dict[str, Any], *, to_team: bool = False) -> ResponseFacts:
    """A response; the public reads nothing of a withheld one but that it is there, and why."""
    silent = row["withheld_at"] is not None and not to_team
    return ResponseFacts(
        id=row["id"],
        author="" if silent else row["author_name"] or "",
        official=row["official"],
        text="" if silent else row["text"],
        at=row["at"],
        withheld_for=bilingual(row, "withheld_for"),
    )


async def responses_to(entry: UUID, page: int = 1) -> Page[ResponseFacts]:
    """What was said back to an input, oldest first, for the public."""
    rows = (
        await Response.select(*response_columns())
        .where(Response.input == entry)
        .order_by(Response.at)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await Response.count().where(Response.input == entry)
    return Page([response_facts(row) for row in rows], max(1, page), total)


async def find_response(entry: UUID, response: UUID) -> ResponseFacts | None:
    """A response to this input that the public may read, or ``None``."""
    row = (
        await Response.select(*response_columns())
        .where((Response.id == response) & (Response.input == entry))
        .where(Response.withheld_at.is_null())
        .first()
    )
    return response_facts(row) if row else None
