"""A run's map as it is drawn and listed; the web server reads it, so nothing here loads numpy."""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from analysis.run_records import latest_run
from analysis.tables import CandidateMember, CandidateTheme, RunArtefact, RunLayout
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.themes import theme_names_of
from consultations.tables import Input, ThemeMember
from consultations.vocabulary import Element, UnitKind

SIDE = 65_535
MOST_DRAWN = 20_000
# The map in so many parts each way, for whoever reads it as a table.
PARTS = 4
_KEY = 16


@dataclass(frozen=True, slots=True)
class Point:
    """An input on the map; ``theme`` and ``unit`` are places in the map's lists, -1 for none."""

    entry: UUID
    number: int
    x: int
    y: int
    theme: int
    element: Element
    unit: int


@dataclass(frozen=True, slots=True)
class MapTheme:
    """A theme of the map: accepted, or proposed by its run."""

    id: UUID
    name: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the map, its edges included."""

    left: int = 0
    top: int = 0
    right: int = SIDE
    bottom: int = SIDE

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    @property
    def address(self) -> str:
        """As it stands in an address."""
        return f"{self.left},{self.top},{self.right},{self.bottom}"


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the reader has switched off: places in one of the map's lists, -1 for what has none."""

    colouring: str = "theme"
    places: frozenset[int] = frozenset()

    def hides(self, point: Point) -> bool:
        """Whether a point is switched off."""
        if self.colouring == "element":
            return list(Element).index(point.element) in self.places
        return (point.unit if self.colouring == "unit" else point.theme) in self.places


EVERYTHING = Unseen()


@dataclass(frozen=True, slots=True)
class Map:
    """Everything on a run's map that still stands; ``later`` inputs came after the run.

    ``shared`` inputs are in more themes than the one whose colour they have.
    """

    run: UUID
    made_at: datetime
    points: list[Point]
    themes: list[MapTheme]
    units: list[tuple[UnitKind, str]]
    later: int = 0
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the map's parts as a row of a table, with the themes that most of it is about."""

    row: int
    column: int
    box: Box
    inputs: int
    themes: list[tuple[MapTheme, int]] = field(default_factory=list)


async def map_of(consultation: UUID) -> Map | None:
    """The latest run's map, or ``None`` where no run has left one; run inside ``reading()``."""
    run = await latest_run(consultation)
    laid = await _laid(run) if run else None
    if run is None or laid is None:
        return None
    themes, member, shared = await _themes(consultation, run)
    entry: Any = Input.unit
    rows = (
        await Input.select(Input.id, Input.number, Input.element, entry.kind, entry.number)
        .where((Input.consultation == consultation) & Input.withdrawn_at.is_null())
        .order_by(Input.number)
    )
    units: dict[tuple[UnitKind, str], int] = {}
    points = []
    for row in rows:
        place = laid.places.get(row["id"].bytes)
        if place is None:
            continue
        unit = -1
        if row["unit.kind"]:
            key = (UnitKind(row["unit.kind"]), row["unit.number"])
            unit = units.setdefault(key, len(units))
        points.append(
            Point(
                row["id"],
                row["number"],
                *place,
                member.get(row["id"], -1),
                Element(row["element"]),
                unit,
            )
        )
    later = len(rows) - len(points)
    several = sum(point.entry in shared for point in points)
    return Map(run, laid.made_at, points, themes, list(units), later, several)


@dataclass(frozen=True, slots=True)
class _Laid:
    places: dict[bytes, tuple[int, int]]
    made_at: datetime


async def _laid(run: UUID) -> _Laid | None:
    artefact = (
        await RunArtefact.select(RunArtefact.inputs, RunArtefact.run.finished_at)
        .where(RunArtefact.run == run)
        .first()
    )
    layout = await RunLayout.select(RunLayout.points).where(RunLayout.run == run).first()
    if artefact is None or layout is None:
        return None
    flat = array("H", bytes(layout["points"]))
    if sys.byteorder == "big":
        flat.byteswap()
    keys = bytes(artefact["inputs"])
    places = {
        keys[_KEY * place : _KEY * (place + 1)]: (flat[2 * place], flat[2 * place + 1])
        for place in range(len(keys) // _KEY)
    }
    return _Laid(places, artefact["run.finished_at"])


async def _themes(
    consultation: UUID, run: UUID
) -> tuple[list[MapTheme], dict[UUID, int], set[UUID]]:
    """Accepted themes and open proposals, the one each input is in, and what is in several."""
    accepted = await theme_names_of(consultation)
    proposed = (
        await CandidateTheme.select(CandidateTheme.id, CandidateTheme.label)
        .where((CandidateTheme.run == run) & CandidateTheme.accepted_as.is_null())
        .order_by(CandidateTheme.position)
    )
    themes = [MapTheme(key, name, accepted=True) for key, name in accepted]
    themes += [MapTheme(row["id"], row["label"], accepted=False) for row in proposed]
    order = {theme.id: place for place, theme in enumerate(themes)}
    candidate: Any = CandidateMember.candidate
    guesses = await CandidateMember.select(
        CandidateMember.candidate, CandidateMember.input, CandidateMember.score
    ).where((candidate.run == run) & candidate.accepted_as.is_null())
    members = await ThemeMember.select(
        ThemeMember.theme, ThemeMember.input, ThemeMember.score
    ).where(ThemeMember.theme.consultation == consultation)
    found = _nearest(((row["input"], row["candidate"], row["score"]) for row in guesses), order)
    # Where a person has placed an input there is no score, and nothing is nearer.
    found |= _nearest(((row["input"], row["theme"], row["score"]) for row in members), order)
    homes = Counter(row["input"] for row in (*guesses, *members))
    return themes, found, {entry for entry, count in homes.items() if count > 1}


def _nearest(
    rows: Iterable[tuple[UUID, UUID, float | None]], order: dict[UUID, int]
) -> dict[UUID, int]:
    best: dict[UUID, tuple[float, int]] = {}
    for entry, theme, score in rows:
        place = order.get(theme)
        if place is not None:
            weight = 2.0 if score is None else score
            if entry not in best or (weight, -place) > best[entry]:
                best[entry] = (weight, -place)
    return {entry: -place for entry, (_, place) in best.items()}


def drawn(found: Map) -> list[Point]:
    """The points to be drawn: all, or evenly chosen ones where there are too many."""
    step = -(-len(found.points) // MOST_DRAWN)
    return found.points[:: step or 1]


def parts_of(found: Map) -> list[Part]:
    """The map's parts that hold something, row by row."""
    size = (SIDE + 1) // PARTS
    inside: dict[tuple[int, int], list[Point]] = {}
    for point in found.points:
        inside.setdefault((point.y // size, point.x // size), []).append(point)
    return [
        Part(
            row + 1,
            column + 1,
            Box(column * size, row * size, (column + 1) * size - 1, (row + 1) * size - 1),
            len(points),
            _most(found, points),
        )
        for (row, column), points in sorted(inside.items())
    ]


def _most(found: Map, points: list[Point]) -> list[tuple[MapTheme, int]]:
    counts: dict[int, int] = {}
    for point in points:
        if point.theme >= 0:
            counts[point.theme] = counts.get(point.theme, 0) + 1
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    return [(found.themes[theme], count) for theme, count in most]


async def inputs_in(
    found: Map,
    box: Box,
    theme: UUID | None = None,
    page: int = 1,
    unseen: Unseen = EVERYTHING,
) -> Page[InputFacts]:
    """The inputs that lie in a rectangle, and in a theme where one is named, by number."""
    inside = [
        point.entry
        for point in found.points
        if box.holds(point)
        and not unseen.hides(point)
        and (theme is None or (point.theme >= 0 and found.themes[point.theme].id == theme))
    ]
    start = offset_of(page)
    shown = inside[start : start + PAGE_SIZE]
    rows = (
        await Input.select(*input_columns()).where(Input.id.is_in(shown)).order_by(Input.number)
        if shown
        else []
    )
    return Page([team_facts(row) for row in rows], max(1, page), len(inside))
