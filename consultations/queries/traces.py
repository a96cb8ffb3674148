"""From themes to units and back: through the unit an input was sent to, and those it mentions."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.figures.nearness import Nearness, nearness
from consultations.mentioning import MentionState
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input, Reply, Theme, Unit, UnitMention
from consultations.vocabulary import N_, Term, UnitKind

_ON = "FROM input i JOIN unit u ON u.id = i.unit"
_MENTIONING = "FROM unit_mention r JOIN input i ON i.id = r.input JOIN unit u ON u.id = r.unit "
_HERE = "i.consultation = {} AND i.withdrawn_at IS NULL"
# An input sent to a unit that also mentions it in another version counts once.
_LINKS = f"""
SELECT place, theme, COUNT(*) AS total FROM (
  SELECT u.identity AS place, m.theme AS theme, i.id AS entry {_ON}
  JOIN theme_member m ON m.input = i.id WHERE {_HERE}
  UNION
  SELECT u.identity, m.theme, i.id {_MENTIONING}
  JOIN theme_member m ON m.input = i.id WHERE {_HERE} AND r.state = 'dipastikan'
) link GROUP BY place, theme
"""
_OPEN = "u.identity = {} AND i.withdrawn_at IS NULL AND i.visibility <> 'rahasia'"
_OPEN_THEMES = f"""
SELECT DISTINCT m.theme AS theme FROM theme_member m WHERE m.input IN (
  SELECT i.id {_ON} WHERE {_OPEN}
  UNION SELECT i.id {_MENTIONING} WHERE {_OPEN} AND r.state = 'dipastikan'
)
"""


@dataclass(frozen=True, slots=True)
class MentionFacts:
    """An input about a unit: the words that name it, or how near it is in meaning."""

    id: UUID
    words: str
    likeness: float | None
    state: MentionState
    unit: UUID
    kind: UnitKind
    number: str
    heading: str
    text: str
    entry: InputFacts

    @property
    def nearness(self) -> Nearness | None:
        return None if self.likeness is None else nearness(self.likeness)


@dataclass(frozen=True, slots=True)
class UnitTrace:
    """A unit with what was said on it, what mentions it, and the themes of both."""

    identity: UUID
    kind: UnitKind
    number: str
    heading: str
    text: str
    inputs: int
    mentions: int
    themes: list[tuple[UUID, str, int]]


@dataclass(frozen=True, slots=True)
class ThemeTrace:
    """A theme with the units it is about, those of most inputs first."""

    theme: UUID
    name: str
    units: list[tuple[UnitTrace, int]]


class MentionWay(Term):
    """Cara menemukan rujukan."""

    NAMED = "disebut", N_("Disebut")
    NEAR = "makna", N_("Dekat maknanya")


async def count_mentions(consultation: UUID) -> dict[tuple[MentionWay, MentionState], int]:
    """How many mentions of each way are in which state."""
    rows = await Input.raw(
        "SELECT state, CASE WHEN likeness IS NULL THEN 'disebut' ELSE 'makna' END AS way, "
        "COUNT(*) AS total FROM unit_mention WHERE consultation = {} GROUP BY 1, 2",
        consultation,
    )
    return {(MentionWay(row["way"]), MentionState(row["state"])): row["total"] for row in rows}


async def mentions_of(
    consultation: UUID, way: MentionWay, state: MentionState, page: int = 1
) -> Page[MentionFacts]:
    """The mentions found this way in this state, by unit and then by number of the input."""
    where: Any = (UnitMention.consultation == consultation) & (UnitMention.state == state.value)
    near = UnitMention.likeness.is_not_null()
    where &= near if way is MentionWay.NEAR else UnitMention.likeness.is_null()
    total = await UnitMention.count().where(where)
    return Page(await _mentions(where, page), max(1, page), total)


async def mentions_in_unit(identity: UUID, page: int = 1) -> Page[MentionFacts]:
    """The confirmed mentions of a unit, through all its versions."""
    unit: Any = UnitMention.unit
    where = (unit.identity == identity) & (UnitMention.state == MentionState.CONFIRMED.value)
    total = await UnitMention.count().where(where)
    return Page(await _mentions(where, page), max(1, page), total)


async def _mentions(where: Any, page: int) -> list[MentionFacts]:
    unit, entry = UnitMention.unit, UnitMention.input
    columns: Any = (unit.identity, unit.kind, unit.number, unit.heading, unit.text)
    rows = (
        await UnitMention.select(
            UnitMention.id,
            UnitMention.words,
            UnitMention.likeness,
            UnitMention.state,
            *columns,
            *input_columns(entry),
        )
        .where(where)
        .order_by(unit.position)
        .order_by(entry.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return [
        MentionFacts(
            row["id"],
            row["words"],
            row["likeness"],
            MentionState(row["state"]),
            row["unit.identity"],
            UnitKind(row["unit.kind"]),
            row["unit.number"],
            row["unit.heading"],
            row["unit.text"],
            team_facts({k.removeprefix("input."): v for k, v in row.items() if "input." in k}),
        )
        for row in rows
    ]


async def unit_traces(consultation: UUID) -> list[UnitTrace]:
    """Every unit as its latest version has it, in reading order; run inside ``reading()``."""
    units = await _latest_units(consultation)
    on = await _counted(
        f"SELECT u.identity AS place, COUNT(*) AS total {_ON} WHERE {_HERE} GROUP BY u.identity",
        consultation,
    )
    mentioned = await _counted(
        f"SELECT u.identity AS place, COUNT(*) AS total {_MENTIONING} WHERE {_HERE} "
        "AND r.state = 'dipastikan' GROUP BY u.identity",
        consultation,
    )
    names = await Theme.select(Theme.id, Theme.name).where(Theme.consultation == consultation)
    known = {row["id"]: row["name"] for row in names}
    themes: dict[UUID, list[tuple[UUID, str, int]]] = defaultdict(list)
    for row in await Input.raw(_LINKS, consultation, consultation):
        theme = _uuid(row["theme"])
        if theme in known:
            themes[_uuid(row["place"])].append((theme, known[theme], row["total"]))
    return [
        UnitTrace(
            row["identity"],
            UnitKind(row["kind"]),
            row["number"],
            row["heading"],
            row["text"],
            on.get(row["identity"], 0),
            mentioned.get(row["identity"], 0),
            sorted(themes[row["identity"]], key=lambda one: (-one[2], one[1])),
        )
        for row in units
    ]


def theme_traces(units: list[UnitTrace]) -> list[ThemeTrace]:
    """The same the other way round: every theme that has a unit, with its units."""
    found: dict[tuple[UUID, str], list[tuple[UnitTrace, int]]] = defaultdict(list)
    for unit in units:
        for theme, name, count in unit.themes:
            found[theme, name].append((unit, count))
    return [
        ThemeTrace(theme, name, sorted(own, key=lambda pair: -pair[1]))
        for (theme, name), own in sorted(found.items(), key=lambda item: item[0][1])
    ]


async def answered_themes_of(identity: UUID, consultation: UUID) -> list[tuple[UUID, str]]:
    """The themes about a unit that have a published answer: what the public may see of it.

    What only the team may read leads nowhere here.
    """
    theme: Any = Reply.disposition.theme
    answered = await Reply.select(theme, theme.name).where(
        (theme.consultation == consultation) & Reply.published_at.is_not_null()
    )
    if not answered:
        return []
    rows = await Input.raw(_OPEN_THEMES, identity, identity)
    here = {_uuid(row["theme"]) for row in rows}
    found = {
        (row["disposition.theme"], row["disposition.theme.name"])
        for row in answered
        if row["disposition.theme"] in here
    }
    return sorted(found, key=lambda one: one[1])


async def _latest_units(consultation: UUID) -> list[dict[str, Any]]:
    version: Any = Unit.version
    rows = (
        await Unit.select(
            Unit.identity,
            Unit.kind,
            Unit.number,
            Unit.heading,
            Unit.text,
            Unit.position,
            version.number,
        )
        .where((version.consultation == consultation) & version.published_at.is_not_null())
        .order_by(version.number, ascending=False)
        .order_by(Unit.position)
    )
    newest = rows[0]["version.number"] if rows else None
    seen: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        # What a later version dropped comes after what it has.
        if row["version.number"] == newest or row["identity"] not in seen:
            seen.setdefault(row["identity"], row)
    return list(seen.values())


async def _counted(statement: str, consultation: UUID) -> dict[UUID, int]:
    return {_uuid(row["place"]): row["total"] for row in await Input.raw(statement, consultation)}


def _uuid(value: Any) -> UUID:
    return UUID(str(value))
