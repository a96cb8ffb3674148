"""A round of drafting ends with a final version; another begins only for a stated reason."""

from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Malformed, NotFound, Refusal
from consultations.revisions import touch
from consultations.tables import DraftVersion, Finalisation
from consultations.transactions import transaction
from consultations.vocabulary import N_

LONGEST_REASON = 2000


class Finalised(Refusal):
    """There is a final version, and no new round was opened."""

    message = N_("Versi final sudah ditetapkan. Buka putaran baru dengan alasan lebih dahulu.")


async def require_open_round(consultation: UUID) -> None:
    """Raise ``Finalised`` where a final version stands."""
    if await Finalisation.exists().where(_standing(consultation)):
        raise Finalised


async def open_round(*, consultation: UUID, reason: str, by: UUID | None) -> None:
    """Let drafting go on after a final version; the reason is public on that version's page."""
    reason = checked_reason(reason)
    async with transaction():
        rows = (
            await Finalisation.update(
                {
                    Finalisation.reopened_at: now(),
                    Finalisation.reopened_reason: reason,
                    Finalisation.reopened_by: by,
                }
            )
            .where(_standing(consultation))
            .returning(Finalisation.version)
        )
        if not rows:
            raise NotFound
        version = await DraftVersion.objects().get(DraftVersion.id == rows[0]["version"])
        if version is not None:
            await audit.record("round.opened", version, by=by, consultation=consultation)
        await touch(consultation)


def checked_reason(reason: str) -> str:
    """A reason that says something and is not endless; raises ``Malformed``."""
    reason = reason.strip()
    if not reason:
        raise Malformed(N_("Tulis alasannya; alasan ini dibaca publik."))
    if len(reason) > LONGEST_REASON:
        raise Malformed(N_("Alasannya terlalu panjang."))
    return reason


def _standing(consultation: UUID) -> Any:
    return (Finalisation.consultation == consultation) & Finalisation.reopened_at.is_null()
