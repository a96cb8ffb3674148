"""What can be moderated: an input, or a response to one; each is called by its own id."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.errors import NotFound
from consultations.tables import Input, InputReport, Response


@dataclass(frozen=True, slots=True)
class Subject:
    """An input, or a ``response`` to it."""

    input: UUID
    response: UUID | None = None

    @property
    def id(self) -> UUID:
        return self.response or self.input

    @property
    def reports(self) -> Any:
        """The condition for readers' reports of it; an input's are not those of its responses."""
        if self.response:
            return InputReport.response == self.response
        return (InputReport.input == self.input) & InputReport.response.is_null()


async def subject_in(consultation: UUID, subject: UUID) -> Subject:
    """The input or response of this consultation that has this id, or ``NotFound``."""
    if await Input.exists().where((Input.id == subject) & (Input.consultation == consultation)):
        return Subject(subject)
    row = (
        await Response.select(Response.input)
        .where((Response.id == subject) & (Response.input.consultation == consultation))
        .first()
    )
    if row is None:
        raise NotFound
    return Subject(row["input"], subject)


async def set_withheld(subject: Subject, moment: datetime | None, reason: UUID | None) -> None:
    table: Any = Response if subject.response else Input
    await table.update({table.withheld_at: moment, table.withheld_for: reason}).where(
        table.id == subject.id
    )


async def withholding_of(subject: Subject) -> dict[str, Any] | None:
    table: Any = Response if subject.response else Input
    row: dict[str, Any] | None = (
        await table.select(table.withheld_at, table.withheld_for)
        .where(table.id == subject.id)
        .first()
    )
    return row
