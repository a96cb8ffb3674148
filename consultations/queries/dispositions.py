"""The disposition of an input: its own, or else what the themes it is in have decided.

Several themes may decide; all of it holds then. A decision of its own stands instead of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.bilingual import Bilingual
from consultations.queries.decision_options import labels_of
from consultations.reply_templates import fill, has_fields, input_fields
from consultations.tables import Deliberation, InputDisposition, Reply, ThemeMember
from consultations.vocabulary import Decision, DeliberationState

_AT_ONCE = 1000
_DECIDED: Any = Reply.disposition
_THEME: Any = Reply.disposition.theme
_NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision with its reason; of a theme, or with none of the input itself.

    ``label`` is the consultation's own word for it. ``state`` is how far the team is with it, and
    ``pending`` whether what it says is not public yet.
    """

    theme: UUID | None
    name: str
    decision: Decision
    option: str
    label: Bilingual | None
    reason: str
    reply: str
    published_at: datetime | None
    state: DeliberationState | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """What holds for an input: ``outcomes``. ``inherited`` is also known where ``own`` wins."""

    own: Outcome | None = None
    inherited: tuple[Outcome, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return (self.own,) if self.own else self.inherited

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The different decisions, for counting: an input with two counts under each."""
        return tuple(dict.fromkeys(outcome.decision for outcome in self.outcomes))


async def published_dispositions(
    entries: Sequence[UUID],
    *,
    addressed: bool = True,
    members: list[tuple[UUID, UUID]] | None = None,
) -> dict[UUID, Effective]:
    """What is public for each of these inputs; ``addressed`` fills their replies' fields.

    ``members`` are their inputs and themes, where these were read already.
    """
    own = await _own_published(entries)
    members = await _memberships(entries) if members is None else members
    themes = await published_outcomes({theme for _, theme in members})
    found = _joined(entries, own, members, themes)
    return await _addressed(found) if addressed else found


async def working_dispositions(entries: Sequence[UUID]) -> dict[UUID, Effective]:
    """What the team has decided so far for each of these inputs, public or not."""
    own = await _own_working(entries)
    members = await _memberships(entries)
    themes = await _themes_working({theme for _, theme in members})
    return _joined(entries, own, members, themes)


async def published_outcomes(themes: set[UUID]) -> dict[UUID, Outcome]:
    """The published decision of each of these themes that has one."""
    if not themes:
        return {}
    rows = await Reply.select(
        Reply.text,
        Reply.published_at,
        _DECIDED.decision,
        _DECIDED.option,
        _DECIDED.reason,
        _THEME.id,
        _THEME.name,
        _THEME.consultation,
    ).where(_THEME.is_in(list(themes)) & Reply.published_at.is_not_null())
    labels = await labels_of(row["disposition.theme.consultation"] for row in rows)
    return {
        row["disposition.theme.id"]: Outcome(
            theme=row["disposition.theme.id"],
            name=row["disposition.theme.name"],
            decision=Decision(row["disposition.decision"]),
            option=row["disposition.option"],
            label=labels.get((row["disposition.theme.consultation"], row["disposition.option"])),
            reason=row["disposition.reason"],
            reply=row["text"],
            published_at=row["published_at"],
        )
        for row in rows
    }


async def _own_published(entries: Sequence[UUID]) -> dict[UUID, Outcome]:
    place: Any = InputDisposition.input.consultation
    found: dict[UUID, Outcome] = {}
    for part in _parts(entries):
        rows = await InputDisposition.select(*InputDisposition.all_columns(), place).where(
            InputDisposition.input.is_in(part)
        )
        labels = await labels_of(row["input.consultation"] for row in rows)
        for row in rows:
            found[row["input"]] = Outcome(
                theme=None,
                name="",
                decision=Decision(row["decision"]),
                option=row["option"],
                label=labels.get((row["input.consultation"], row["option"])),
                reason=row["reason"],
                reply=row["reply"],
                published_at=row["published_at"],
            )
    return found


async def _own_working(entries: Sequence[UUID]) -> dict[UUID, Outcome]:
    found: dict[UUID, Outcome] = {}
    for part in _parts(entries):
        rows = await Deliberation.select().where(
            Deliberation.input.is_in(part) & (Deliberation.decision != "")
        )
        labels = await labels_of(row["consultation"] for row in rows)
        found |= {row["input"]: _working(row, labels, None, "") for row in rows}
    return found


async def _themes_working(themes: set[UUID]) -> dict[UUID, Outcome]:
    if not themes:
        return {}
    of: Any = Deliberation.disposition.theme
    rows = await Deliberation.select(*Deliberation.all_columns(), of.id, of.name).where(
        of.is_in(list(themes)) & (Deliberation.decision != "")
    )
    labels = await labels_of(row["consultation"] for row in rows)
    return {
        row["disposition.theme.id"]: _working(
            row, labels, row["disposition.theme.id"], row["disposition.theme.name"]
        )
        for row in rows
    }


def _working(
    row: dict[str, Any], labels: dict[tuple[UUID, str], Bilingual], theme: UUID | None, name: str
) -> Outcome:
    return Outcome(
        theme=theme,
        name=name,
        decision=Decision(row["decision"]),
        option=row["option"],
        label=labels.get((row["consultation"], row["option"])),
        reason=row["reason"],
        reply=row["reply"],
        published_at=row["published_at"],
        state=DeliberationState(row["state"]),
        pending=row["pending"],
    )


async def _memberships(entries: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    found: list[tuple[UUID, UUID]] = []
    for part in _parts(entries):
        rows = (
            await ThemeMember.select(ThemeMember.input, ThemeMember.theme)
            .where(ThemeMember.input.is_in(part))
            .order_by(ThemeMember.assigned_at)
        )
        found += [(row["input"], row["theme"]) for row in rows]
    return found


def _joined(
    entries: Sequence[UUID],
    own: dict[UUID, Outcome],
    members: list[tuple[UUID, UUID]],
    themes: dict[UUID, Outcome],
) -> dict[UUID, Effective]:
    inherited: dict[UUID, list[Outcome]] = {}
    for entry, theme in members:
        if outcome := themes.get(theme):
            inherited.setdefault(entry, []).append(outcome)
    return {
        entry: Effective(own=own.get(entry), inherited=tuple(inherited.get(entry, ())))
        for entry in entries
    }


async def _addressed(found: dict[UUID, Effective]) -> dict[UUID, Effective]:
    """Each reply as it is said to the author of one input."""
    named = [
        entry
        for entry, effective in found.items()
        if has_fields(outcome.reply for outcome in effective.outcomes)
    ]
    fields = await input_fields(named)

    def said(outcome: Outcome, entry: UUID) -> Outcome:
        return replace(outcome, reply=fill(outcome.reply, fields[entry]))

    for entry in named:
        effective = found[entry]
        found[entry] = Effective(
            own=said(effective.own, entry) if effective.own else None,
            inherited=tuple(said(outcome, entry) for outcome in effective.inherited),
        )
    return found


def _parts(entries: Sequence[UUID]) -> list[list[UUID]]:
    listed = list(entries)
    return [listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)]
