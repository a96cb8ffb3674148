"""Two versions side by side: what became of each unit, in reading order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.fates import Pair, successions
from consultations.passages import Passage
from consultations.queries.drafts import UnitFacts, VersionFacts, unit_facts
from consultations.tables import Unit, UnitSuccession
from consultations.vocabulary import ChangeKind, Fate


@dataclass(frozen=True, slots=True)
class Change:
    """Old units and the new ones they became; one side is empty for new and removed ones."""

    fate: Fate
    old: tuple[UnitFacts, ...]
    new: tuple[UnitFacts, ...]
    kinds: tuple[ChangeKind, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """The old words, headings included."""
        return _words(self.old)

    @property
    def after(self) -> str:
        """The new words, headings included."""
        return _words(self.new)

    @property
    def is_renumbered(self) -> bool:
        return [u.reference for u in self.old] != [u.reference for u in self.new]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every unit of both versions, each in exactly one change."""

    changes: list[Change]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many changes of each kind there are, also where there is none."""
        fates = [change.fate for change in self.changes]
        return {fate: fates.count(fate) for fate in Fate}

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.fate is not Fate.UNCHANGED]


async def compare_versions(before: VersionFacts, after: VersionFacts) -> Comparison:
    """What became of the units of ``before`` on the way to ``after``, a later version."""
    rows = {
        version.id: await Unit.select().where(Unit.version == version.id).order_by(Unit.position)
        for version in (before, after)
    }
    old, new = ([_passage(row) for row in rows[version.id]] for version in (before, after))
    if after.number == before.number:
        pairs: list[Pair] = [(p.id, p.id) for p in old]
    else:
        pairs = await _pairs(before, after)
    if not pairs:
        # Versions from before the ledger: a unit that kept its identity is the same one.
        kept = {row["identity"]: str(row["id"]) for row in rows[after.id]}
        pairs = [
            (str(row["id"]), kept[row["identity"]])
            for row in rows[before.id]
            if row["identity"] in kept
        ]
    notes = await _notes_on_removed(after)
    facts = {str(row["id"]): unit_facts(row) for side in rows.values() for row in side}
    reasons = {
        str(row["id"]): (row["change_kind"], row["change_note"]) for row in rows[after.id]
    } | {old: ("", note) for old, note in notes.items()}
    groups = _groups(old, new, pairs)
    fates = {(s.old, s.new): s.fate for s in successions(old, new, pairs)}
    return Comparison([_change(group, fates, facts, reasons) for group in groups])


def _change(
    group: tuple[list[str], list[str]],
    fates: dict[tuple[str | None, str | None], Fate],
    facts: dict[str, UnitFacts],
    reasons: dict[str, tuple[str, str]],
) -> Change:
    olds, news = group
    sides: tuple[list[str | None], list[str | None]] = ([*olds] or [None], [*news] or [None])
    found = {fates[o, n] for o in sides[0] for n in sides[1] if (o, n) in fates}
    fate = Fate.SPLIT if Fate.SPLIT in found else next(iter(found))
    given = [reasons[key] for key in (news or olds) if key in reasons]
    return Change(
        fate=fate,
        old=tuple(facts[o] for o in olds),
        new=tuple(facts[n] for n in news),
        kinds=tuple(ChangeKind(kind) for kind, _ in given if kind),
        notes=tuple(note for _, note in given if note),
    )


def _groups(
    old: list[Passage], new: list[Passage], pairs: Iterable[Pair]
) -> list[tuple[list[str], list[str]]]:
    """Units that hang together, in the order of the new version, removed ones where they were."""
    group_of: dict[str, tuple[list[str], list[str]]] = {}
    to, sources = defaultdict(list), defaultdict(list)
    for one, other in pairs:
        to[one].append(other)
        sources[other].append(one)
    ordered: list[tuple[float, int, tuple[list[str], list[str]]]] = []
    place_of_new = {passage.id: place for place, passage in enumerate(new)}
    for passage in new:
        if passage.id in group_of:
            continue
        olds, news = _reach(passage.id, to, sources)
        group = (
            [p.id for p in old if p.id in olds] if len(olds) > 1 else list(olds),
            sorted(news, key=place_of_new.__getitem__),
        )
        group_of |= dict.fromkeys(news, group)
        ordered.append((place_of_new[passage.id], 0, group))
    after = -1.0
    for place, passage in enumerate(old):
        if passage.id in to:
            after = max(place_of_new[n] for n in to[passage.id])
        else:
            ordered.append((after + 0.5, place, ([passage.id], [])))
    return [group for *_, group in sorted(ordered, key=lambda entry: entry[:2])]


def _reach(
    start: str, to: dict[str, list[str]], sources: dict[str, list[str]]
) -> tuple[set[str], set[str]]:
    olds: set[str] = set()
    news = {start}
    waiting = [start]
    while waiting:
        for one in sources.get(waiting.pop(), ()):
            if one not in olds:
                olds.add(one)
                fresh = [n for n in to[one] if n not in news]
                news.update(fresh)
                waiting += fresh
    return olds, news


async def _pairs(before: VersionFacts, after: VersionFacts) -> list[Pair]:
    """Which unit became which, through every version in between."""
    step = UnitSuccession.version
    rows = (
        await UnitSuccession.select(
            UnitSuccession.from_unit, UnitSuccession.to_unit, step.number, step.consultation
        )
        .where(
            (step.number > before.number)
            & (step.number <= after.number)
            & (step.consultation == before.consultation)
            & UnitSuccession.from_unit.is_not_null()
            & UnitSuccession.to_unit.is_not_null()
        )
        .order_by(step.number)
    )
    steps: dict[int, dict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        steps[row["version.number"]][row["from_unit"]].append(row["to_unit"])
    reached: dict[UUID, list[UUID]] | None = None
    for number in range(before.number + 1, after.number + 1):
        step_to = steps.get(number, {})
        if reached is None:
            reached = dict(step_to)
            continue
        reached = {
            one: list(dict.fromkeys(n for other in others for n in step_to.get(other, ())))
            for one, others in reached.items()
        }
    return [(str(one), str(n)) for one, others in (reached or {}).items() for n in others]


async def _notes_on_removed(after: VersionFacts) -> dict[str, str]:
    rows = await UnitSuccession.select(UnitSuccession.from_unit, UnitSuccession.note).where(
        (UnitSuccession.version == after.id) & UnitSuccession.to_unit.is_null()
    )
    return {str(row["from_unit"]): row["note"] for row in rows if row["note"]}


def _passage(row: dict[str, Any]) -> Passage:
    facts = unit_facts(row)
    return Passage(str(row["id"]), facts.kind, facts.number, facts.heading, facts.text)


def _words(units: tuple[UnitFacts, ...]) -> str:
    return "\n\n".join(part for unit in units for part in (unit.heading, unit.text) if part)
