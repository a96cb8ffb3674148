"""Whom a session wants to hear, before it is known who comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.preparing import take_turn
from consultations.tables import ParticipationTarget
from consultations.transactions import transaction
from consultations.vocabulary import Element, VulnerableGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """So many people of an element, of a region or any, of a vulnerable group or any."""

    element: Element
    wanted: int
    region: str | None = None
    vulnerable_group: VulnerableGroup | None = None


async def set_targets(
    *, session: UUID, version: int, targets: Sequence[Target], by: UUID | None
) -> None:
    """Make these the session's targets; the same kind named twice is added up.

    Raises ``Stale``, ``SessionClosed``.
    """
    sums: dict[tuple[Element, str | None, VulnerableGroup | None], int] = {}
    for target in targets:
        kind = (target.element, target.region, target.vulnerable_group)
        sums[kind] = sums.get(kind, 0) + target.wanted
    async with transaction():
        row = await take_turn(session, version)
        await ParticipationTarget.delete().where(ParticipationTarget.session == session)
        if sums:
            await ParticipationTarget.insert(
                *(
                    ParticipationTarget(
                        session=session,
                        position=position,
                        element=element.value,
                        region=region,
                        vulnerable_group=group.value if group else None,
                        wanted=wanted,
                    )
                    for position, ((element, region, group), wanted) in enumerate(
                        sums.items(), start=1
                    )
                )
            )
        await audit.record("session.targets_set", row, by=by, consultation=row.consultation)
