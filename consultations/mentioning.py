"""Finds the units that inputs mention, and keeps what a person says of each.

Inputs that name nothing may be near a unit in meaning; that is suggested likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.citing import Units, citations_in
from consultations.clock import now
from consultations.queries.drafts import newest_version
from consultations.revisions import touch
from consultations.tables import Consultation, Input, Unit, UnitMention
from consultations.transactions import transaction
from consultations.vocabulary import N_, Term, UnitKind

_AT_ONCE = 500


class MentionState(Term):
    """Keadaan rujukan."""

    WAITING = "menunggu", N_("Menunggu")
    CONFIRMED = "dipastikan", N_("Dipastikan")
    REJECTED = "ditolak", N_("Ditolak")


@dataclass(frozen=True, slots=True)
class NearUnit:
    """A unit that an input is about in meaning, though it doesn't name it; likeness is up to 1."""

    input: UUID
    unit: UUID
    likeness: float


async def find_mentions(*, consultation: UUID) -> int:
    """Look through all inputs; suggests what they mention and returns how much of it is new.

    Units are those of the version that the input was about, else of the latest public one. What
    a person has decided stays, and the unit an input was sent to is no news.
    """
    units, latest = await _units(consultation)
    new, last = 0, 0
    while True:
        rows = (
            await Input.select(
                Input.id, Input.number, Input.version, Input.unit, Input.text, Input.reason
            )
            .where(
                (Input.consultation == consultation)
                & (Input.number > last)
                & Input.withdrawn_at.is_null()
            )
            .order_by(Input.number)
            .limit(_AT_ONCE)
        )
        if not rows:
            return new
        last = rows[-1]["number"]
        found = [
            UnitMention(
                consultation=consultation,
                input=row["id"],
                unit=unit,
                words=words,
                state=MentionState.WAITING.value,
                found_at=now(),
            )
            for row in rows
            for unit, words in _mentioned(row, units.get(row["version"] or latest)).items()
        ]
        new += await _keep(found)


def _mentioned(row: dict[str, Any], units: Units | None) -> dict[UUID, str]:
    if units is None:
        return {}
    found: dict[UUID, str] = {}
    for cited in citations_in(f"{row['text']}\n\n{row['reason'] or ''}"):
        unit = units.find(cited)
        if unit and unit != row["unit"]:
            found.setdefault(unit, cited.words)
    return found


async def _keep(found: list[UnitMention]) -> int:
    if not found:
        return 0
    async with transaction():
        kept = 0
        for start in range(0, len(found), _AT_ONCE):
            rows = (
                await UnitMention.insert(*found[start : start + _AT_ONCE])
                .on_conflict(target=(UnitMention.input, UnitMention.unit), action="DO NOTHING")
                .returning(UnitMention.id)
            )
            kept += len(rows)
    return kept


async def suggest_near(
    *, consultation: UUID, inputs: Sequence[UUID], near: Sequence[NearUnit]
) -> int:
    """Let a person look at these, in place of what was suggested so for ``inputs`` and still waits.

    What a person has decided stays. Returns how many wait now. Of many inputs give some at a time:
    nobody else writes meanwhile.
    """
    async with transaction():
        await UnitMention.delete().where(
            (UnitMention.consultation == consultation)
            & (UnitMention.state == MentionState.WAITING.value)
            & UnitMention.likeness.is_not_null()
            & UnitMention.input.is_in(list(inputs))
        )
        return await _keep(
            [
                UnitMention(
                    consultation=consultation,
                    input=one.input,
                    unit=one.unit,
                    words="",
                    likeness=one.likeness,
                    state=MentionState.WAITING.value,
                    found_at=now(),
                )
                for one in near
            ]
        )


async def _units(consultation: UUID) -> tuple[dict[UUID | None, Units], UUID | None]:
    version: Any = Unit.version
    rows = await Unit.select(Unit.id, Unit.version, Unit.kind, Unit.number).where(
        version.consultation == consultation
    )
    by_version: dict[UUID | None, list[tuple[UUID, UnitKind, str]]] = {}
    for row in rows:
        by_version.setdefault(row["version"], []).append(
            (row["id"], UnitKind(row["kind"]), row["number"])
        )
    latest = await newest_version(consultation)
    found = {key: Units(units) for key, units in by_version.items()}
    return found, latest


async def decide_mentions(
    *, consultation: UUID, mentions: Sequence[UUID], state: MentionState, by: UUID | None
) -> int:
    """Confirm or reject mentions, or let them wait again; returns how many that were."""
    if not mentions:
        return 0
    async with transaction():
        rows = (
            await UnitMention.update(
                {
                    UnitMention.state: state.value,
                    UnitMention.decided_by: by,
                    UnitMention.decided_at: now(),
                }
            )
            .where(
                UnitMention.id.is_in(list(mentions)) & (UnitMention.consultation == consultation)
            )
            .returning(UnitMention.id)
        )
        if rows:
            await audit.record(
                "mentions.decided",
                Consultation(id=consultation),
                by=by,
                consultation=consultation,
                state=state.value,
                mentions=[row["id"] for row in rows],
            )
            await touch(consultation)
    return len(rows)
