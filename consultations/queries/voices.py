"""Who speaks in each group of inputs: how many, from which sides, and whom one could overlook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from consultations.tables import Input
from consultations.vocabulary import Element, VulnerableGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The voices in one theme or proposal.

    ``vulnerable`` counts inputs by people of vulnerable groups, ``reviewed`` those that a person
    has placed or pinned. ``region`` and ``organisation`` are named where all come from one.
    """

    by_element: Mapping[Element, int] = field(default_factory=dict)
    vulnerable: int = 0
    group: VulnerableGroup | None = None
    reviewed: int = 0
    region: str = ""
    organisation: str = ""

    @property
    def inputs(self) -> int:
        return sum(self.by_element.values())

    @property
    def share_reviewed(self) -> float:
        return self.reviewed / self.inputs if self.inputs else 0.0

    @property
    def element(self) -> Element | None:
        """The one element that is heard, where it is one only."""
        return next(iter(self.by_element)) if len(self.by_element) == 1 else None

    @property
    def lone(self) -> list[Element]:
        """The elements of which one voice only is heard among others."""
        if len(self.by_element) < 2:  # noqa: PLR2004 - one side alone is said by ``element``
            return []
        return [element for element, count in self.by_element.items() if count == 1]

    @property
    def is_one_sided(self) -> bool:
        """Whether it comes from one side only, so that its size says nothing of its weight."""
        return self.inputs > 0 and bool(
            self.element or self.region or self.organisation or self.group
        )


NO_VOICES = Voices()


async def voices_in(source: str, *values: object, key: str, reviewed: str) -> dict[UUID, Voices]:
    """The voices by ``key``; ``source`` is SQL from FROM on, in which ``i`` is the input.

    ``reviewed`` is the condition under which a person stands behind an input's place.
    """
    counts = await Input.raw(
        f"SELECT {key} AS place, i.element, COUNT(*) AS inputs, "
        f"COUNT(CASE WHEN {reviewed} THEN 1 END) AS reviewed {source} GROUP BY {key}, i.element",
        *values,
    )
    sides = await Input.raw(
        f"SELECT {key} AS place, COUNT(*) AS inputs, COUNT(i.vulnerable_group) AS vulnerable, "
        "MIN(i.vulnerable_group) AS one_group, COUNT(DISTINCT i.vulnerable_group) AS groups_heard, "
        "COUNT(i.region) AS in_region, MIN(i.region) AS region, "
        "COUNT(DISTINCT i.region) AS regions, "
        "COUNT(i.organisation) AS of_organisation, MIN(i.organisation) AS organisation, "
        f"COUNT(DISTINCT i.organisation) AS organisations {source} GROUP BY {key}",
        *values,
    )
    elements: dict[UUID, dict[Element, int]] = {}
    read: dict[UUID, int] = {}
    for row in counts:
        place = _uuid(row["place"])
        elements.setdefault(place, {})[Element(row["element"])] = row["inputs"]
        read[place] = read.get(place, 0) + row["reviewed"]
    return {
        place: Voices(
            by_element={one: own[one] for one in Element if one in own},
            reviewed=read[place],
            vulnerable=row["vulnerable"],
            group=VulnerableGroup(row["one_group"])
            if row["vulnerable"] == row["inputs"] and row["groups_heard"] == 1
            else None,
            region=_only(row, "in_region", "regions", "region"),
            organisation=_only(row, "of_organisation", "organisations", "organisation"),
        )
        for row in sides
        for place in [_uuid(row["place"])]
        for own in [elements[place]]
    }


def _only(row: Mapping[str, object], count: str, different: str, name: str) -> str:
    # Of a single input, what is written with it says no more than that it is single.
    alike = row[count] == row["inputs"] and row[different] == 1
    return str(row[name]) if alike else ""


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
