"""The response matrix (matriks tanggapan): every input that may be shown, and what came of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.dispositions import (
    Effective,
    published_dispositions,
    working_dispositions,
)
from consultations.queries.inputs import InputFacts, input_columns, public_facts
from consultations.queries.listed import STANDING, is_listed
from consultations.queries.new_wordings import NewWording, NewWordings, new_wordings_of
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.register import RegisterFilter, filtered
from consultations.tables import Deliberation, Input, InputDisposition, Reply, ThemeMember
from consultations.vocabulary import Channel, Visibility

AT_ONCE = 500
NOTHING = Effective()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """An input as the public may see it, with what holds for it.

    ``version`` is that of the decision on this input alone, 0 where there is none; ``stays`` says
    that its unit was taken over as it was.
    """

    place: int
    entry: InputFacts
    effective: Effective
    wordings: tuple[NewWording, ...]
    stays: bool
    version: int = 0


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What the matrix can't show of a consultation: counted, so that nobody has to guess."""

    confidential: int
    withheld: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """How the matrix is read: narrowed, and with published decisions only or the team's too."""

    consultation: UUID
    only: RegisterFilter
    published: bool

    @property
    def where(self) -> Any:
        narrowed = filtered(self.consultation, self._only_shared)
        if self.published and self.only.decision:
            narrowed = narrowed & _publicly_decided(self.only.decision)
        return narrowed & is_listed()

    @property
    def _only_shared(self) -> RegisterFilter:
        # What the public may narrow by must not tell what it may not read.
        if self.published:
            return RegisterFilter(kind=self.only.kind, unit=self.only.unit)
        return self.only


async def matrix_page(matrix: Matrix, page: int = 1) -> Page[MatrixRow]:
    """A page of the matrix by registration number; run inside ``reading()``."""
    rows = (
        await Input.select(*input_columns(), Input.unit)
        .where(matrix.where)
        .order_by(Input.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await Input.count().where(matrix.where)
    wordings = await new_wordings_of(matrix.consultation)
    return Page(await _rows(rows, matrix, wordings, offset_of(page)), max(1, page), total)


async def matrix_batches(matrix: Matrix) -> AsyncIterator[list[MatrixRow]]:
    """The whole matrix, so many rows at once."""
    wordings, last, place = await new_wordings_of(matrix.consultation), 0, 0
    while True:
        rows = (
            await Input.select(*input_columns(), Input.unit, Input.number)
            .where(matrix.where & (Input.number > last))
            .order_by(Input.number)
            .limit(AT_ONCE)
        )
        if not rows:
            return
        yield await _rows(rows, matrix, wordings, place)
        last, place = rows[-1]["number"], place + len(rows)


async def matrix_rows_of(consultation: UUID, registrations: list[str]) -> list[MatrixRow]:
    """The team's rows of these registration numbers."""
    matrix = Matrix(consultation, RegisterFilter(), published=False)
    wordings, found = NewWordings({}, {}, 0), []
    for start in range(0, len(registrations), AT_ONCE):
        part = registrations[start : start + AT_ONCE]
        rows = await Input.select(*input_columns(), Input.unit).where(
            matrix.where & Input.registration.is_in(part)
        )
        found += await _rows(rows, matrix, wordings, start)
    return found


async def unlisted_of(consultation: UUID) -> Unlisted:
    """How many inputs stand as tombstones, and how many are not listed at all."""
    confidential = f"i.visibility = '{Visibility.CONFIDENTIAL.value}'"
    rows = await Input.raw(
        f"SELECT COUNT(CASE WHEN {STANDING} AND {confidential} THEN 1 END) AS confidential, "
        f"COUNT(CASE WHEN {STANDING} AND NOT {confidential} AND i.withheld_at IS NOT NULL "
        f"THEN 1 END) AS withheld, COUNT(CASE WHEN NOT {STANDING} AND NOT {confidential} "
        f"AND i.channel = '{Channel.ONLINE.value}' THEN 1 END) AS withdrawn "
        "FROM input i WHERE i.consultation = {}",
        consultation,
    )
    return Unlisted(**rows[0])


async def _rows(
    rows: list[dict[str, Any]], matrix: Matrix, wordings: NewWordings, before: int
) -> list[MatrixRow]:
    ids = [row["id"] for row in rows]
    decided = (
        await published_dispositions(ids) if matrix.published else await working_dispositions(ids)
    )
    versions = {} if matrix.published else await _versions(ids)
    return [
        MatrixRow(
            place=before + place,
            entry=public_facts(row),
            effective=NOTHING if row["withdrawn_at"] else decided.get(row["id"], NOTHING),
            wordings=(changed := wordings.of(row["unit"])),
            stays=not changed
            and row["unit"] is not None
            and (row["version.number"] or 0) < wordings.version,
            version=versions.get(row["id"], 0),
        )
        for place, row in enumerate(rows, start=1)
    ]


async def _versions(entries: list[UUID]) -> dict[UUID, int]:
    if not entries:
        return {}
    rows = await Deliberation.select(Deliberation.input, Deliberation.version).where(
        Deliberation.input.is_in(entries)
    )
    return {row["input"]: row["version"] for row in rows}


def _publicly_decided(decision: str) -> Any:
    of: Any = Reply.disposition
    own = InputDisposition.select(InputDisposition.input)
    chosen = own.where(InputDisposition.decision == decision)
    themes = Reply.select(of.theme).where(
        Reply.published_at.is_not_null() & (of.decision == decision)
    )
    members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme.is_in(themes))
    every = InputDisposition.select(InputDisposition.input)
    return Input.id.is_in(chosen) | (Input.id.is_in(members) & Input.id.not_in(every))
