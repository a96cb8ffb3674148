"""Enter input that came on paper, by letter or by WhatsApp, on behalf of whoever gave it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from consultations.commenting import (
    Receipt,
    Statement,
    body_hash,
    earlier_receipt,
    register_input,
)
from consultations.errors import NotFound, Refusal
from consultations.evidence import StoredFile
from consultations.importing import newest_clauses
from consultations.tables import Session
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import N_, Channel

# What an operator enters; other channels have ways of their own.
CHANNELS = (Channel.PAPER, Channel.LETTER, Channel.WHATSAPP)


class UnknownClause(Refusal):
    """The newest draft has no clause with this number."""

    message = N_("Butir ini tidak ada dalam rancangan terbaru.")


@again_after_collision
async def enter_paper(
    *,
    consultation: UUID,
    statement: Statement,
    channel: Channel,
    session: UUID | None,
    clause: str,
    received_at: datetime | None,
    evidence: Sequence[StoredFile] = (),
    idempotency_key: str,
    by: UUID | None,
) -> Receipt:
    """Register what somebody wrote elsewhere; ``evidence`` is usually the scan of it.

    It may come after the window has closed: a letter is late through no fault of its writer's.
    A repeated key is the same input. Raises ``UnknownClause`` or ``NotFound``.
    """
    async with transaction():
        version, clauses = await newest_clauses(consultation)
        unit = clauses.get(clause) if clause else None
        if clause and unit is None:
            raise UnknownClause
        body = body_hash(statement, unit, [file.given_sha256 for file in evidence])
        if earlier := await earlier_receipt(idempotency_key, body):
            return earlier
        if session is not None and not await Session.exists().where(
            (Session.id == session) & (Session.consultation == consultation)
        ):
            raise NotFound
        return await register_input(
            consultation=consultation,
            statement=statement,
            channel=channel,
            version=version,
            unit=unit,
            session=session,
            evidence=evidence,
            body=body,
            idempotency_key=idempotency_key,
            received_at=received_at,
            by=by,
        )
