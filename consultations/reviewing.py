"""A second person looks at a decision before it can be published (tinjauan orang kedua)."""

from uuid import UUID

from consultations import audit
from consultations.deciding import advance
from consultations.errors import Malformed, NotFound, Refusal, Stale
from consultations.tables import Deliberation
from consultations.transactions import transaction
from consultations.vocabulary import N_, DeliberationAct, DeliberationState

LONGEST_REMARK = 2000


class OwnWork(Refusal):
    """Nobody approves what they wrote themselves."""

    message = N_("Keputusan yang Anda tulis sendiri harus ditinjau orang lain.")


async def approve(*, deliberation: UUID, version: int, by: UUID | None) -> Deliberation:
    """Let a decision be published. Raises ``OwnWork`` to its writer, ``Stale`` unless it waits."""
    async with transaction():
        await _require_waiting(deliberation, version, by)
        row = await advance(
            deliberation,
            version,
            {Deliberation.state: DeliberationState.APPROVED.value, Deliberation.remark: ""},
            act=DeliberationAct.APPROVE,
            by=by,
        )
        await audit.record("disposition.approved", row, by=by, consultation=row.consultation)
    return row


async def send_back(
    *, deliberation: UUID, version: int, remark: str, by: UUID | None
) -> Deliberation:
    """Give a decision back to whoever wrote it, with what is to be changed."""
    remark = remark.strip()
    if not remark:
        raise Malformed(N_("Tulis apa yang perlu diperbaiki."))
    if len(remark) > LONGEST_REMARK:
        raise Malformed(N_("Catatannya terlalu panjang."))
    async with transaction():
        await _require_waiting(deliberation, version, by)
        row = await advance(
            deliberation,
            version,
            {Deliberation.state: DeliberationState.RETURNED.value, Deliberation.remark: remark},
            act=DeliberationAct.RETURN,
            by=by,
        )
        await audit.record("disposition.returned", row, by=by, consultation=row.consultation)
    return row


async def _require_waiting(deliberation: UUID, version: int, by: UUID | None) -> None:
    row = await Deliberation.objects().get(Deliberation.id == deliberation)
    if row is None:
        raise NotFound
    if row.version != version or row.state != DeliberationState.WAITING.value:
        raise Stale
    if by is None or row.written_by == by:
        raise OwnWork
