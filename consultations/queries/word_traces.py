"""The public trace both ways: from an input to the words it changed, from words to the inputs.

What the public may not read is counted, never named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from consultations.differences import Change, word_changes
from consultations.queries.wording_evidence import EvidenceBehind, evidence_behind
from consultations.tables import WordingChange
from consultations.vocabulary import UnitKind, WordingAct

NAMED = 20
_UNIT: Any = WordingChange.unit
_BASE: Any = WordingChange.base
# A theme that was merged since goes on as the one it was merged into.
_FROM_INPUT = """
WITH RECURSIVE home(theme) AS (
  SELECT m.theme FROM theme_member m WHERE m.input = {}
  UNION SELECT t.id FROM theme t JOIN home h ON t.merged_into = h.theme
)
SELECT DISTINCT s.change AS change FROM wording_source s
JOIN wording_change c ON c.id = s.change
WHERE c.published_in IS NOT NULL AND (
  s.input = {} OR s.theme IN (SELECT theme FROM home)
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWords:
    """Words that a published version changed; without a ``number`` the unit is gone."""

    identity: UUID
    version: int
    kind: UnitKind
    number: str
    words: tuple[Change, ...]
    reason: str
    adopted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSources:
    """What is behind a change; ``named`` are the first inputs that the public may read."""

    version: int
    reason: str
    adopted: str
    author: str
    named: tuple[str, ...]
    public: int
    hidden: int
    evidence: tuple[EvidenceBehind, ...] = ()

    @property
    def more(self) -> int:
        return self.public - len(self.named)


def said_once(sources: Sequence[WordSources]) -> list[WordSources]:
    """The sources of several changes, without what an earlier one of them has named already."""
    inputs, evidence, found = set[str](), set[UUID](), list[WordSources]()
    for one in dict.fromkeys(sources):
        named = tuple(number for number in one.named if number not in inputs)
        left = replace(
            one,
            adopted="" if one.adopted in {kept.adopted for kept in found} else one.adopted,
            named=named,
            public=one.public - len(one.named) + len(named),
            evidence=tuple(source for source in one.evidence if source.id not in evidence),
        )
        inputs.update(named)
        evidence.update(source.id for source in left.evidence)
        if left.adopted or left.named or left.more or left.hidden or left.evidence:
            found.append(left)
    return found


async def changes_from(entry: UUID) -> list[ChangedWords]:
    """What an input changed, by itself or through its themes, the earliest first."""
    found = await WordingChange.raw(_FROM_INPUT, entry, entry)
    if not found:
        return []
    rows = (
        await WordingChange.select(
            WordingChange.identity,
            WordingChange.act,
            WordingChange.reason,
            WordingChange.adopted,
            WordingChange.published_in.number,
            _UNIT.identity,
            _UNIT.kind,
            _UNIT.number,
            _UNIT.heading,
            _UNIT.text,
            _BASE.kind,
            _BASE.heading,
            _BASE.text,
        )
        .where(WordingChange.id.is_in([UUID(str(row["change"])) for row in found]))
        .order_by(WordingChange.published_in.number)
        .order_by(_BASE.position)
    )
    return [
        ChangedWords(
            identity=row["unit.identity"] or row["identity"],
            version=row["published_in.number"],
            kind=UnitKind(row["unit.kind"] or row["base.kind"]),
            number=row["unit.number"] or "",
            words=word_changes(
                "" if row["act"] == WordingAct.ADD.value else _words(row, "base"),
                _words(row, "unit"),
            ),
            reason=row["reason"],
            adopted=row["adopted"] == entry,
        )
        for row in rows
    ]


async def sources_of_units(units: Sequence[UUID]) -> dict[UUID, list[WordSources]]:
    """By published unit, what the changes that its version brought rest on."""
    found: dict[UUID, list[WordSources]] = {}
    for unit, source in await _sources(WordingChange.unit.is_in(list(units) or [None])):
        found.setdefault(unit, []).append(source)
    return found


async def traced_units(consultation: UUID, version: int) -> set[UUID]:
    """The identities of units whose words, as ``version`` has them, rest on something said."""
    here: Any = WordingChange.published_in
    rows = await WordingChange.select(_UNIT.identity).where(
        (WordingChange.consultation == consultation) & (here.number <= version)
    )
    return {row["unit.identity"] for row in rows if row["unit.identity"]}


async def sources_of_removals(
    identities: Sequence[UUID], *, after: int, until: int
) -> dict[UUID, list[WordSources]]:
    """By identity, what it rests on that a unit is gone since one version, in another."""
    found: dict[UUID, list[WordSources]] = {}
    if not identities:
        return found
    here: Any = WordingChange.published_in
    gone = WordingChange.unit.is_null() & WordingChange.identity.is_in(list(identities))
    for unit, source in await _sources(gone & (here.number > after) & (here.number <= until)):
        found.setdefault(unit, []).append(source)
    return found


async def sources_of_words(identity: UUID, version: int) -> list[WordSources]:
    """What a unit's words rest on as ``version`` has them: every change until then, first first."""
    here: Any = WordingChange.published_in
    where = (_UNIT.identity == identity) & (here.number <= version)
    return [source for _, source in await _sources(where)]


async def _sources(where: Any) -> list[tuple[UUID, WordSources]]:
    adopted: Any = WordingChange.adopted
    rows = (
        await WordingChange.select(
            WordingChange.id,
            WordingChange.unit,
            WordingChange.identity,
            WordingChange.reason,
            WordingChange.published_in.number,
            adopted.id,
            adopted.registration,
            adopted.visibility,
            adopted.withheld_at,
            adopted.withdrawn_at,
            adopted.author_name,
            adopted.organisation,
        )
        .where(where)
        .order_by(WordingChange.published_in.number)
        .order_by(WordingChange.written_at)
    )
    if not rows:
        return []
    changes = [row["id"] for row in rows]
    behind, evidence = await _behind(changes), await evidence_behind(changes)
    found: list[tuple[UUID, WordSources]] = []
    for row in rows:
        entries = behind.get(row["id"], [])
        open_ones = [number for number, is_open in entries if is_open]
        credited = _is_open(row, "adopted.") and row["adopted.registration"]
        named = credited and row["adopted.visibility"] == "publik"
        found.append(
            (
                row["unit"] or row["identity"],
                WordSources(
                    version=row["published_in.number"],
                    reason=row["reason"],
                    adopted=credited or "",
                    author=(row["adopted.organisation"] or row["adopted.author_name"] or "")
                    if named
                    else "",
                    named=tuple(open_ones[:NAMED]),
                    public=len(open_ones),
                    hidden=len(entries) - len(open_ones),
                    evidence=tuple(evidence.get(row["id"], ())),
                ),
            )
        )
    return found


async def _behind(changes: list[UUID]) -> dict[UUID, list[tuple[str, bool]]]:
    """By change, the standing inputs behind it, through themes too, each once."""
    places = ", ".join("{}" for _ in changes)
    rows = await WordingChange.raw(
        "WITH RECURSIVE heard(change, theme) AS ("
        f"SELECT change, theme FROM wording_source WHERE change IN ({places}) "
        "UNION SELECT h.change, t.merged_into FROM heard h JOIN theme t ON t.id = h.theme "
        "WHERE t.merged_into IS NOT NULL) "
        "SELECT link.change AS change, i.registration AS registration, "
        "i.visibility AS visibility, i.withheld_at AS withheld_at, "
        "i.withdrawn_at AS withdrawn_at FROM ("
        f"SELECT s.change AS change, s.input AS entry FROM wording_source s "
        f"WHERE s.input IS NOT NULL AND s.change IN ({places}) "
        "UNION SELECT h.change, m.input FROM heard h "
        "JOIN theme_member m ON m.theme = h.theme"
        ") link JOIN input i ON i.id = link.entry WHERE i.withdrawn_at IS NULL ORDER BY i.number",
        *changes,
        *changes,
    )
    found: dict[UUID, list[tuple[str, bool]]] = {}
    for row in rows:
        entry = (row["registration"], _is_open(row, ""))
        found.setdefault(UUID(str(row["change"])), []).append(entry)
    return found


def _is_open(row: dict[str, Any], prefix: str) -> bool:
    return (
        row[f"{prefix}visibility"] != "rahasia"
        and row[f"{prefix}withheld_at"] is None
        and row[f"{prefix}withdrawn_at"] is None
    )


def _words(row: dict[str, Any], of: str) -> str:
    return "\n\n".join(part for part in (row[f"{of}.heading"], row[f"{of}.text"]) if part)
