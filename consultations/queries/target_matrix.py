"""Who is missing: targets of a session against who registered, who is there, who wrote online."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.figures.hiding import FEWEST_SHOWN
from consultations.queries.session_plans import PlanFacts
from consultations.regions import PROVINCES
from consultations.tables import Input, Participant, ParticipationTarget
from consultations.vocabulary import (
    Channel,
    Coverage,
    Element,
    RegistrationState,
    VulnerableGroup,
)

# PEKPPP: three elements pass, four or more are the top band.
FLOOR, TOP = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """People of one kind: how many are wanted, registered, there, and heard online."""

    wanted: int = 0
    registered: int = 0
    present: int = 0
    heard: int = 0

    def come(self, *, begun: bool) -> int:
        """Who counts now: before the session who registered, from its beginning who is there."""
        return self.present if begun else self.registered

    @property
    def is_blank(self) -> bool:
        return not (self.wanted or self.registered or self.present or self.heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A kind of people of whom too few come; ``missing`` is how many more are wanted."""

    element: Element
    region: str | None
    vulnerable_group: VulnerableGroup | None
    cell: Cell
    missing: int
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """A target as the team set it."""

    element: Element
    region: str | None
    vulnerable_group: VulnerableGroup | None
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Elements × regions; ``totals`` are over all regions, ``groups`` over all elements."""

    begun: bool
    regions: list[str]
    cells: dict[tuple[Element, str], Cell]
    totals: dict[Element, Cell]
    groups: dict[VulnerableGroup, Cell]
    targets: list[TargetFacts]
    gaps: list[Gap]

    @property
    def elements(self) -> list[Element]:
        """The elements that come."""
        return [e for e, cell in self.totals.items() if cell.come(begun=self.begun)]

    @property
    def coverage(self) -> Coverage:
        return coverage_of(len(self.elements))


def coverage_of(elements: int) -> Coverage:
    """The band in which so many of the six elements lie."""
    if elements >= TOP:
        return Coverage.TOP
    return Coverage.FLOOR if elements >= FLOOR else Coverage.BELOW


async def target_matrix(plan: PlanFacts) -> Matrix:
    """The matrix of a session, with three statements."""
    targets = await targets_of(plan.id)
    people = await _people(plan.id)
    heard = await _heard(plan.consultation)
    begun = any(present for _, present in people.values())
    named = {t.region for t in targets} | {region for _, region, _ in people}
    regions = [region for region in PROVINCES if region in named]
    counts = _Counts(targets, people, heard)
    return Matrix(
        begun=begun,
        regions=regions,
        cells={
            (element, region): counts.cell(element, region)
            for element in Element
            for region in regions
        },
        totals={element: counts.cell(element) for element in Element},
        groups={group: counts.cell(group=group) for group in VulnerableGroup},
        targets=targets,
        gaps=list(_gaps(targets, counts, begun=begun)),
    )


async def targets_of(session: UUID) -> list[TargetFacts]:
    """The session's targets in the order they were set."""
    rows = (
        await ParticipationTarget.select()
        .where(ParticipationTarget.session == session)
        .order_by(ParticipationTarget.position)
    )
    return [
        TargetFacts(
            element=Element(row["element"]),
            region=row["region"],
            vulnerable_group=_group(row["vulnerable_group"]),
            wanted=row["wanted"],
        )
        for row in rows
    ]


async def elements_present_in(consultation: UUID) -> set[Element]:
    """Elements that were there in any session of the consultation."""
    session: Any = Participant.session
    rows = (
        await Participant.select(Participant.element)
        .where((session.consultation == consultation) & Participant.attended_at.is_not_null())
        .group_by(Participant.element)
    )
    return {Element(row["element"]) for row in rows}


async def public_attendance(session: UUID) -> dict[Element, int | None]:
    """Who was there by element, for everybody: counts below ``FEWEST_SHOWN`` are ``None``.

    One small count alone could be worked out from the total, so no total is given.
    """
    rows = (
        await Participant.select(Participant.element, Count())
        .where((Participant.session == session) & Participant.attended_at.is_not_null())
        .group_by(Participant.element)
    )
    found = {Element(row["element"]): row["count"] for row in rows}
    return {
        element: found[element] if found[element] >= FEWEST_SHOWN else None
        for element in Element
        if element in found
    }


Kind = tuple[Element, str | None, VulnerableGroup | None]


class _Counts:
    """Sums over kinds of people."""

    def __init__(
        self,
        targets: Iterable[TargetFacts],
        people: dict[Kind, tuple[int, int]],
        heard: dict[Kind, int],
    ) -> None:
        self._wanted: Counter[Kind] = Counter()
        for target in targets:
            self._wanted[target.element, target.region, target.vulnerable_group] += target.wanted
        self._people = people
        self._heard = heard

    def cell(
        self,
        element: Element | None = None,
        region: str | None = None,
        group: VulnerableGroup | None = None,
    ) -> Cell:
        def fits(kind: Kind) -> bool:
            return (
                (element is None or kind[0] is element)
                and (region is None or kind[1] == region)
                and (group is None or kind[2] is group)
            )

        people = [counts for kind, counts in self._people.items() if fits(kind)]
        return Cell(
            wanted=sum(count for kind, count in self._wanted.items() if fits(kind)),
            registered=sum(registered for registered, _ in people),
            present=sum(present for _, present in people),
            heard=sum(count for kind, count in self._heard.items() if fits(kind)),
        )


def _gaps(targets: list[TargetFacts], counts: _Counts, *, begun: bool) -> Iterable[Gap]:
    for target in targets:
        cell = counts.cell(target.element, target.region, target.vulnerable_group)
        come = cell.come(begun=begun)
        if come < target.wanted:
            yield Gap(
                element=target.element,
                region=target.region,
                vulnerable_group=target.vulnerable_group,
                cell=cell,
                missing=target.wanted - come,
                is_empty=come == 0,
            )
    asked = {target.element for target in targets}
    for element in Element:
        cell = counts.cell(element)
        if element not in asked and not cell.come(begun=begun):
            yield Gap(
                element=element,
                region=None,
                vulnerable_group=None,
                cell=cell,
                missing=1,
                is_empty=True,
            )


async def _people(session: UUID) -> dict[Kind, tuple[int, int]]:
    rows = (
        await Participant.select(
            Participant.element,
            Participant.region,
            Participant.vulnerable_group,
            Count(alias="people"),
            Count(Participant.attended_at, alias="present"),
        )
        .where(
            (Participant.session == session)
            & (Participant.state == RegistrationState.REGISTERED.value)
        )
        .group_by(Participant.element, Participant.region, Participant.vulnerable_group)
    )
    return {_kind(row): (row["people"], row["present"]) for row in rows}


async def _heard(consultation: UUID) -> dict[Kind, int]:
    rows = (
        await Input.select(Input.element, Input.region, Input.vulnerable_group, Count())
        .where(
            (Input.consultation == consultation)
            & (Input.channel == Channel.ONLINE.value)
            & Input.withdrawn_at.is_null()
        )
        .group_by(Input.element, Input.region, Input.vulnerable_group)
    )
    return {_kind(row): row["count"] for row in rows}


def _kind(row: dict[str, Any]) -> Kind:
    return Element(row["element"]), row["region"] or None, _group(row["vulnerable_group"])


def _group(value: str | None) -> VulnerableGroup | None:
    return VulnerableGroup(value) if value else None
