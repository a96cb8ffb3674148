"""The list of issues (daftar inventarisasi masalah, DIM): every unit with a number that stays."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.comparing import Change, compare_versions
from consultations.queries.drafts import UnitFacts, VersionFacts, versions_of
from consultations.queries.inputs import InputFacts, input_columns, public_facts
from consultations.queries.listed import is_readable
from consultations.tables import Input, Unit, UnitSuccession
from consultations.vocabulary import ChangeKind, Fate, IssueRemark

# A unit shows so many proposals; the response matrix has them all.
MOST_PROPOSALS = 10
_AT_ONCE = 1000
_PROPOSALS = """
SELECT id, unit FROM (
  SELECT i.id AS id, i.unit AS unit, ROW_NUMBER() OVER (
    PARTITION BY u.identity ORDER BY i.supports DESC, i.number) AS place
  FROM input i JOIN unit u ON u.id = i.unit
  WHERE i.consultation = {} AND i.proposed_wording IS NOT NULL AND i.proposed_wording <> ''
  AND i.withdrawn_at IS NULL AND i.withheld_at IS NULL AND i.visibility <> 'rahasia'
  AND NOT i.folded
) ranked WHERE place <= {}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One unit of the first version, or one that came later, with what became of it.

    ``proposals`` are the first ones; ``inputs`` counts everything that was said on the unit.
    """

    number: int
    before: UnitFacts | None
    after: tuple[UnitFacts, ...]
    remark: IssueRemark
    notes: tuple[str, ...]
    proposals: tuple[InputFacts, ...] = ()
    proposed: int = 0
    inputs: int = 0


@dataclass(frozen=True, slots=True)
class IssueList:
    """The whole list, between the first and the newest published version."""

    issues: list[Issue]
    first: VersionFacts | None
    newest: VersionFacts | None

    @property
    def counts(self) -> dict[IssueRemark, int]:
        """How many units have each remark, also where none has."""
        remarks = [issue.remark for issue in self.issues]
        return {remark: remarks.count(remark) for remark in IssueRemark}

    @property
    def is_compared(self) -> bool:
        return self.first is not None and self.first != self.newest


async def issue_list_of(consultation: UUID) -> IssueList:
    """Every unit in reading order; run inside ``reading()``.

    The first version's units are numbered in its order, later ones go on from there in the order
    they came: published versions never change, so neither do the numbers.
    """
    versions = await versions_of(consultation)
    if not versions:
        return IssueList([], None, None)
    newest, first = versions[0], versions[-1]
    changes = (await compare_versions(first, newest)).changes
    ledger = await _Ledger.of(consultation)
    numbers = await _numbers(consultation, ledger)
    counts = await _counts(consultation)
    proposals = await _proposals(consultation)
    issues = []
    for change in changes:
        kinds, notes = ledger.reasons(change)
        for unit in change.old or change.new:
            around = ledger.relatives({unit.id} | {each.id for each in change.new})
            found = [one for key in around for one in proposals.get(key, ())]
            issues.append(
                Issue(
                    number=numbers[unit.id],
                    before=unit if change.old else None,
                    after=change.new,
                    remark=_remark(change, kinds),
                    notes=notes,
                    proposals=tuple(found[:MOST_PROPOSALS]),
                    proposed=sum(counts.get(key, (0, 0))[1] for key in around),
                    inputs=sum(counts.get(key, (0, 0))[0] for key in around),
                )
            )
    return IssueList(issues, first, newest)


def _remark(change: Change, kinds: set[ChangeKind]) -> IssueRemark:
    if change.fate is Fate.NEW:
        return IssueRemark.NEW
    if change.fate is Fate.REMOVED:
        return IssueRemark.REMOVED
    if change.before == change.after and not change.is_renumbered:
        return IssueRemark.KEPT
    if ChangeKind.SUBSTANCE in kinds:
        return IssueRemark.SUBSTANCE
    # Other words that nobody called editorial may change the substance: say so rather than hide it.
    same_words = change.before == change.after
    return IssueRemark.EDITORIAL if kinds or same_words else IssueRemark.SUBSTANCE


class _Ledger:
    """Which unit came from which, and why it changed, through all published versions."""

    def __init__(
        self,
        earlier: dict[UUID, list[UUID]],
        reasons: dict[UUID, tuple[str, str]],
        removed: dict[UUID, str],
    ) -> None:
        self._earlier, self._reasons, self._removed = earlier, reasons, removed

    @classmethod
    async def of(cls, consultation: UUID) -> "_Ledger":
        step: Any = UnitSuccession.version
        rows = await UnitSuccession.select(
            UnitSuccession.from_unit, UnitSuccession.to_unit, UnitSuccession.note
        ).where((step.consultation == consultation) & step.published_at.is_not_null())
        version: Any = Unit.version
        units = await Unit.select(Unit.id, Unit.change_kind, Unit.change_note).where(
            (version.consultation == consultation) & version.published_at.is_not_null()
        )
        earlier: dict[UUID, list[UUID]] = defaultdict(list)
        for row in rows:
            if row["from_unit"] and row["to_unit"]:
                earlier[row["to_unit"]].append(row["from_unit"])
        return cls(
            earlier,
            {row["id"]: (row["change_kind"], row["change_note"]) for row in units},
            {row["from_unit"]: row["note"] for row in rows if row["from_unit"] and row["note"]},
        )

    def relatives(self, units: set[UUID]) -> list[UUID]:
        """The units and all they came from."""
        found, waiting = dict.fromkeys(units), list(units)
        while waiting:
            for other in self._earlier.get(waiting.pop(), ()):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return list(found)

    def number_before(self, unit: UUID, numbers: dict[UUID, int]) -> int | None:
        """The number of what a unit came from, if it came from one."""
        return next((numbers[one] for one in self._earlier.get(unit, ()) if one in numbers), None)

    def reasons(self, change: Change) -> tuple[set[ChangeKind], tuple[str, ...]]:
        """Of what kind a change is, and its reasons, from every version in between."""
        around = self.relatives({unit.id for unit in change.new})
        given = [self._reasons[key] for key in around if key in self._reasons]
        notes = [note for _, note in given if note] + [
            self._removed[unit.id]
            for unit in change.old
            if not change.new and unit.id in self._removed
        ]
        return {ChangeKind(kind) for kind, _ in given if kind}, tuple(dict.fromkeys(notes))


async def _numbers(consultation: UUID, ledger: _Ledger) -> dict[UUID, int]:
    """First the units of the first version, then new ones by the version that they came with."""
    version: Any = Unit.version
    rows = (
        await Unit.select(Unit.id, Unit.identity, version.number)
        .where((version.consultation == consultation) & version.published_at.is_not_null())
        .order_by(version.number)
        .order_by(Unit.position)
    )
    numbers: dict[UUID, int] = {}
    came: dict[UUID, int] = {}
    for row in rows:
        known = came.get(row["identity"]) or ledger.number_before(row["id"], numbers)
        # Numbers are given once: what came of a unit by splitting it shares its number.
        numbers[row["id"]] = known or max(came.values(), default=0) + 1
        came.setdefault(row["identity"], numbers[row["id"]])
    return numbers


async def _counts(consultation: UUID) -> dict[UUID, tuple[int, int]]:
    rows = await Input.raw(
        "SELECT unit, COUNT(*) AS total, COUNT(CASE WHEN proposed_wording IS NOT NULL AND "
        "proposed_wording <> '' AND visibility <> 'rahasia' AND withheld_at IS NULL "
        "AND NOT folded THEN 1 END) AS proposed FROM input "
        "WHERE consultation = {} AND withdrawn_at IS NULL AND unit IS NOT NULL GROUP BY unit",
        consultation,
    )
    return {UUID(str(row["unit"])): (row["total"], row["proposed"]) for row in rows}


async def _proposals(consultation: UUID) -> dict[UUID, list[InputFacts]]:
    """The best supported proposals of each unit: one of a campaign's, none that is not public."""
    chosen = await Input.raw(_PROPOSALS, consultation, MOST_PROPOSALS)
    ids = [UUID(str(row["id"])) for row in chosen]
    found: dict[UUID, list[InputFacts]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        rows = (
            await Input.select(*input_columns(), Input.unit)
            .where(Input.id.is_in(ids[start : start + _AT_ONCE]) & is_readable())
            .order_by(Input.supports, ascending=False)
            .order_by(Input.number)
        )
        for row in rows:
            found[row["unit"]].append(public_facts(row))
    return found
