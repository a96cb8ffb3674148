"""Takes a matrix that was edited offline over: as drafts, all of it or nothing, undone together."""

import uuid
from collections.abc import Mapping, Sequence
from uuid import UUID

from consultations import audit
from consultations.deciding import Subject, write_disposition
from consultations.errors import Malformed, Stale
from consultations.response_matrix.reading import Edited
from consultations.tables import Consultation, PendingImport
from consultations.transactions import transaction
from consultations.vocabulary import N_

# Each is a few writes, and meanwhile other writers wait.
MOST_CHANGES = 2000
TOO_MANY = N_("Paling banyak 2.000 keputusan sekaligus. Bagi berkasnya menjadi beberapa.")
NOTHING = N_("Tidak ada baris yang dipilih untuk diambil.")


async def take_over(
    *,
    consultation: UUID,
    pending: UUID,
    changes: Sequence[Edited],
    ticked: Mapping[UUID, int],
    by: UUID | None,
) -> UUID:
    """Write the file's decisions as drafts and forget the file; returns what undoes them together.

    Of inputs that somebody decided on meanwhile only the ``ticked`` ones, at the version that was
    seen. Raises ``Stale`` when one was decided on after the look.
    """
    batch = uuid.uuid4()
    chosen = [change for change in changes if not change.conflict or change.entry in ticked]
    if not chosen:
        raise Malformed(NOTHING)
    if len(chosen) > MOST_CHANGES:
        raise Malformed(TOO_MANY)
    async with transaction():
        for change in chosen:
            seen = ticked.get(change.entry, change.version) if change.conflict else change.version
            if seen != change.version:
                raise Stale
            await write_disposition(
                subject=Subject(consultation, input=change.entry),
                answer=change.answer,
                version=seen,
                ready=False,
                by=by,
                batch=batch,
            )
        await PendingImport.delete().where(
            (PendingImport.id == pending) & (PendingImport.consultation == consultation)
        )
        about = await Consultation.objects().get(Consultation.id == consultation)
        if about is not None:
            await audit.record(
                "matrix.taken_over", about, by=by, consultation=consultation, rows=len(chosen)
            )
    return batch
