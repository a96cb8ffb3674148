"""What a new run would change about accepted themes: shown to people, and done by nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.artefacts import LayerTheme, layers_of
from analysis.tables import AnalysisRun
from consultations.tables import Theme, ThemeMember


@dataclass(frozen=True, slots=True)
class Shift:
    """One accepted theme beside the group of a run that is most like it.

    ``stays`` are in both; ``leaves`` are in the theme and elsewhere in the run, without those
    that a person put there; ``joins`` are in the group and in no accepted theme.
    """

    theme: UUID
    group: int | None
    stays: frozenset[UUID]
    leaves: frozenset[UUID]
    joins: frozenset[UUID]

    @property
    def agreement(self) -> float:
        """The share of the theme that the run groups together too."""
        total = len(self.stays) + len(self.leaves)
        return len(self.stays) / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A shift for each accepted theme, and the run's groups that are like none of them."""

    shifts: list[Shift]
    new: list[int]


def compare(
    themes: Mapping[UUID, Collection[UUID]],
    decided: Mapping[UUID, Collection[UUID]],
    groups: Sequence[Collection[UUID]],
) -> Comparison:
    """Match themes with groups one to one by what they share, most in all.

    ``decided`` are a theme's members that a person put there: they stay whatever a run says.
    """
    keys = sorted(themes, key=str)
    members = [frozenset(themes[key]) for key in keys]
    own = [frozenset(group) for group in groups]
    shared = np.array([[len(one & other) for other in own] for one in members], dtype=int)
    match = _matched(shared) if keys and own else {}
    anywhere = frozenset[UUID]().union(*members)
    shifts = []
    for place, key in enumerate(keys):
        group = match.get(place)
        found = own[group] if group is not None else frozenset[UUID]()
        kept = members[place] & (found | frozenset(decided.get(key, ())))
        shifts.append(Shift(key, group, kept, members[place] - kept, found - anywhere))
    taken = set(match.values())
    return Comparison(shifts, [place for place in range(len(own)) if place not in taken])


async def compare_run(run: UUID) -> tuple[Comparison, list[LayerTheme]]:
    """The accepted themes of the run's consultation beside its middle layer."""
    row = await AnalysisRun.select(AnalysisRun.consultation).where(AnalysisRun.id == run).first()
    layers = await layers_of(run)
    groups = layers[len(layers) // 2] if layers else []
    consultation = row["consultation"] if row else None
    themes: dict[UUID, set[UUID]] = {
        found["id"]: set()
        for found in await Theme.select(Theme.id).where(
            (Theme.consultation == consultation) & Theme.closed_at.is_null()
        )
    }
    decided: dict[UUID, set[UUID]] = {key: set() for key in themes}
    for member in await ThemeMember.select(
        ThemeMember.theme, ThemeMember.input, ThemeMember.assigned_by, ThemeMember.pinned
    ).where(ThemeMember.theme.consultation == consultation):
        themes[member["theme"]].add(member["input"])
        if member["assigned_by"] is not None or member["pinned"]:
            decided[member["theme"]].add(member["input"])
    return compare(themes, decided, [group.inputs for group in groups]), groups


def _matched(shared: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> dict[int, int]:
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if shared[row, column] > 0
    }
