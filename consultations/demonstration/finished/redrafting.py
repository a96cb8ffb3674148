"""From decisions to words: what was proposed, approved or rejected, and the final version."""

from uuid import UUID

from consultations.assembling import assemble
from consultations.demonstration.days import on_day
from consultations.demonstration.finished.data import told
from consultations.demonstration.rewordings import reword
from consultations.finalising import finalise
from consultations.publishing import publish_draft
from consultations.vocabulary import Role

_WORDED, _SECOND, _FINAL = -126, -115, -98


async def publish_second_version(consultation: UUID, accounts: dict[Role, UUID]) -> None:
    """Put the approved wording into a second version; what was rejected stays on record."""
    facts = told("rewordings")
    by = accounts[Role.DRAFTER]
    await _reword(consultation, facts["waiting"], accounts, since=_WORDED)
    taken = await _reword(consultation, facts["published"], accounts, since=_WORDED)
    with on_day(_SECOND):
        draft = await assemble(consultation=consultation, edition=0, take=taken, by=by)
        await publish_draft(version=draft.id, change_summary=facts["summary"], by=by)


async def publish_final_version(consultation: UUID, accounts: dict[Role, UUID]) -> None:
    """A last editorial change; then the version is final, as every condition is met."""
    facts = told("rewordings")
    by = accounts[Role.DRAFTER]
    taken = await _reword(consultation, facts["final"], accounts, since=_FINAL - 2)
    with on_day(_FINAL):
        draft = await assemble(consultation=consultation, edition=0, take=taken, by=by)
        await finalise(
            consultation=consultation,
            version=draft.number,
            change_summary=facts["final_summary"],
            by=by,
        )


async def _reword(
    consultation: UUID, listed: list[dict[str, object]], accounts: dict[Role, UUID], *, since: int
) -> list[UUID]:
    """One after the other, two a day."""
    changes = []
    for place, one in enumerate(listed):
        with on_day(since + place // 2, ("10:10", "15:25")[place % 2]):
            changes.append(
                await reword(
                    consultation,
                    one,
                    by=accounts[Role.DRAFTER],
                    decider=accounts[Role.ADMINISTRATOR],
                )
            )
    return changes
