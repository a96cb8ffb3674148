"""What the cross-tab of themes counts: every standing input by theme, group and campaign."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.figures.crosstabs import OTHER, Column, Counts, Crosstab, tabulate
from consultations.figures.dimensions import OTHERS, WITHOUT, Dimension
from consultations.queries.listed import READABLE, STANDING
from consultations.queries.themes import theme_names_of
from consultations.regions import PROVINCES
from consultations.tables import Input, Reply, Unit
from consultations.vocabulary import Channel, Element, Stance, Term, UnitKind

_VALUES = {
    Dimension.ELEMENT: "i.element",
    Dimension.REGION: "i.region",
    Dimension.CHANNEL: "i.channel",
    # What a note-taker noted; else the kind of input says it, where it says it.
    Dimension.STANCE: (
        "CASE WHEN n.stance IS NOT NULL THEN n.stance WHEN i.kind = 'dukungan' THEN 'setuju' "
        "WHEN i.kind = 'keberatan' THEN 'menolak' END"
    ),
    Dimension.UNIT: "u.identity",
}
_JOINS = {
    Dimension.STANCE: "LEFT JOIN note n ON n.input = i.id",
    Dimension.UNIT: "LEFT JOIN unit u ON u.id = i.unit",
}
_TERMS: dict[Dimension, type[Term]] = {
    Dimension.ELEMENT: Element,
    Dimension.CHANNEL: Channel,
    Dimension.STANCE: Stance,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's or a row's name: a word of the field to be translated, a proper name, or both."""

    message: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """A cross-tab with its headings; the last row is what lies in no accepted theme."""

    dimension: Dimension
    figures: Crosstab
    headings: list[Heading]
    themes: dict[UUID, str]


async def themes_against(
    consultation: UUID, dimension: Dimension, *, most: int | None = 12, public: bool = False
) -> ThemeTable:
    """The accepted themes against one dimension; run inside ``reading()``.

    The public has those with a published answer, counted by the inputs that everyone may read,
    and no row of the rest.
    """
    names = await _published(consultation) if public else dict(await theme_names_of(consultation))
    counted = READABLE if public else STANDING
    counts = await _counts(consultation, dimension, counted)
    headings = await _headings(consultation, dimension)
    themes: dict[UUID | None, Counts] = {key: counts.get(key, {}) for key in names}
    if not public:
        themes[None] = counts.get(None, {})
    population = await _population(consultation, dimension, counted)
    figures = tabulate(population, themes, order=[*headings], most=most)
    lines = sorted(figures.lines, key=lambda line: (line.theme is None, -line.total.distinct))
    return ThemeTable(
        dimension,
        Crosstab(figures.columns, figures.totals, figures.total, lines),
        [_heading(column, headings, dimension) for column in figures.columns],
        names,
    )


async def _published(consultation: UUID) -> dict[UUID, str]:
    theme: Any = Reply.disposition.theme
    rows = await Reply.select(theme.id, theme.name).where(
        (theme.consultation == consultation)
        & theme.closed_at.is_null()
        & Reply.published_at.is_not_null()
    )
    return {row["disposition.theme.id"]: row["disposition.theme.name"] for row in rows}


async def _population(consultation: UUID, dimension: Dimension, counted: str) -> Counts:
    value, join = _VALUES[dimension], _JOINS.get(dimension, "")
    rows = await Input.raw(
        f"SELECT {value} AS place, i.campaign AS campaign, COUNT(*) AS total FROM input i {join} "
        f"WHERE i.consultation = {{}} AND {counted} GROUP BY {value}, i.campaign",
        consultation,
    )
    return {_key(row): row["total"] for row in rows}


async def _counts(
    consultation: UUID, dimension: Dimension, counted: str
) -> dict[UUID | None, dict[tuple[Column, UUID | None], int]]:
    value, join = _VALUES[dimension], _JOINS.get(dimension, "")
    rows = await Input.raw(
        f"SELECT m.theme AS theme, {value} AS place, i.campaign AS campaign, COUNT(*) AS total "
        f"FROM input i {join} LEFT JOIN theme_member m ON m.input = i.id "
        f"WHERE i.consultation = {{}} AND {counted} "
        f"GROUP BY m.theme, {value}, i.campaign",
        consultation,
    )
    counts: dict[UUID | None, dict[tuple[Column, UUID | None], int]] = defaultdict(dict)
    for row in rows:
        counts[_uuid(row["theme"])][_key(row)] = row["total"]
    return counts


def _key(row: dict[str, Any]) -> tuple[Column, UUID | None]:
    place = row["place"]
    return (str(place) if place else None), _uuid(row["campaign"])


def _uuid(value: Any) -> UUID | None:
    return None if value is None else UUID(str(value))


async def _headings(consultation: UUID, dimension: Dimension) -> dict[Column, Heading]:
    """The columns in their natural order."""
    if dimension is Dimension.UNIT:
        return await _units(consultation)
    if dimension is Dimension.REGION:
        return {name: Heading(name=name) for name in PROVINCES}
    return {term.value: Heading(message=term.label) for term in _TERMS[dimension]}


async def _units(consultation: UUID) -> dict[Column, Heading]:
    """Every unit under its identity, as the latest version that has it names it."""
    version: Any = Unit.version
    rows = (
        await Unit.select(Unit.identity, Unit.kind, Unit.number)
        .where(version.consultation == consultation)
        .order_by(version.number)
        .order_by(Unit.position)
    )
    found: dict[Column, Heading] = {}
    for row in rows:
        key = str(row["identity"])
        found.pop(key, None)
        found[key] = Heading(UnitKind(row["kind"]).label, row["number"])
    return found


def _heading(column: Column, known: dict[Column, Heading], dimension: Dimension) -> Heading:
    if column == OTHER:
        return Heading(message=OTHERS)
    if column is None:
        return Heading(message=WITHOUT[dimension])
    return known.get(column) or Heading(name=str(column))
