"""Declare a version final, once nothing is missing; or for a reason that everyone can read."""

import json
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.final_conditions import Condition, candidate_of, conditions_of
from consultations.publishing import publish_draft
from consultations.revisions import touch
from consultations.rounds import checked_reason, require_open_round
from consultations.tables import Consultation, DraftVersion, ElementGap, Finalisation
from consultations.transactions import transaction
from consultations.vocabulary import N_, Element


class NotFinal(Refusal):
    """Something is still missing, and no reason was given to go on without it."""

    message = N_("Masih ada yang kurang. Lengkapi, atau tulis alasan untuk melanjutkan tanpanya.")


async def finalise(
    *,
    consultation: UUID,
    version: int,
    title: str = "",
    change_summary: str = "",
    edition: int | None = None,
    override_reason: str = "",
    by: UUID | None,
) -> Finalisation:
    """Publish the version being prepared as the final one, or declare the latest one final.

    Raises ``NotFinal`` while a condition isn't met and no reason is given, ``Finalised`` when
    there is a final version already, and whatever publishing raises.
    """
    async with transaction():
        await require_open_round(consultation)
        candidate = await candidate_of(consultation)
        if candidate is None or candidate.number != version:
            raise NotFound
        # In the same transaction: what came in meanwhile counts.
        left = [check for check in await conditions_of(consultation) if not check.is_met]
        if left and not override_reason.strip():
            raise NotFinal
        reason = checked_reason(override_reason) if left else ""
        if candidate.published_at is None:
            candidate = await publish_draft(
                version=candidate.id,
                title=title or None,
                change_summary=change_summary,
                edition=edition,
                by=by,
            )
        return await _declare(candidate, left, reason, by)


async def state_gap(
    *, consultation: UUID, element: Element, reason: str, by: UUID | None
) -> ElementGap:
    """Say in public why nobody of an element was heard, or say it better."""
    reason = checked_reason(reason)
    async with transaction():
        if not await Consultation.exists().where(Consultation.id == consultation):
            raise NotFound
        gap = ElementGap(
            consultation=consultation, element=element.value, reason=reason, at=now(), by=by
        )
        await ElementGap.insert(gap).on_conflict(
            target=(ElementGap.consultation, ElementGap.element),
            action="DO UPDATE",
            values=[ElementGap.reason, ElementGap.at, ElementGap.by],
        )
        await audit.record(
            "element_gap.stated", gap, by=by, consultation=consultation, element=element.value
        )
        await touch(consultation)
    return gap


async def _declare(
    version: DraftVersion, left: list[Condition], reason: str, by: UUID | None
) -> Finalisation:
    counts = {condition.kind.value: condition.left for condition in left}
    row = Finalisation(
        consultation=version.consultation,
        version=version.id,
        left=json.dumps(counts),
        override_reason=reason,
        at=now(),
        by=by,
    )
    await Finalisation.insert(row)
    await DraftVersion.update({DraftVersion.final: True}).where(DraftVersion.id == version.id)
    await audit.record(
        "draft.overridden_final" if left else "draft.final",
        version,
        by=by,
        consultation=version.consultation,
        number=version.number,
        left=counts,
    )
    await touch(version.consultation)
    return row
