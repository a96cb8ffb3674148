"""Respond to an input, one level deep."""

from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import require_open
from consultations.errors import NotFound, ResponsesClosed
from consultations.personal_data import find_personal_data, mask
from consultations.queries.listed import is_readable
from consultations.revisions import touch
from consultations.tables import Consultation, Input, Response
from consultations.tokens import token_hash
from consultations.transactions import again_after_collision, transaction


@again_after_collision
async def respond(
    *,
    entry: UUID,
    text: str,
    author_name: str | None,
    idempotency_key: str,
    official: bool = False,
    by: UUID | None = None,
) -> None:
    """Add a response to a public input; the same key adds it once.

    ``official`` ones, from the drafting team, may come at any time. Others raise what
    ``require_open`` raises. ``ResponsesClosed`` or ``NotFound`` may be raised for anyone.
    """
    key = token_hash(f"response:{idempotency_key}")
    async with transaction():
        consultation = await _require_public(entry)
        if await Response.exists().where(Response.idempotency_key == key):
            return
        await _require_allowed(consultation)
        if not official:
            await require_open(consultation, by)
        row = Response(
            input=entry,
            account=by,
            author_name=_masked(author_name, short=True) if author_name else None,
            official=official,
            text=_masked(text),
            at=now(),
            idempotency_key=key,
        )
        await Response.insert(row)
        await Input.update({Input.responses: Input.responses + 1}).where(Input.id == entry)
        await audit.record(
            "response.added", row, by=by, consultation=consultation, official=official
        )
        await touch(consultation)


def _masked(words: str, *, short: bool = False) -> str:
    # For good: a response needs no answer, so nobody has to read what it gave away.
    return mask(words, find_personal_data(words), short=short)


async def _require_public(entry: UUID) -> UUID:
    row = await Input.select(Input.consultation).where((Input.id == entry) & is_readable()).first()
    if row is None:
        raise NotFound
    return UUID(str(row["consultation"]))


async def _require_allowed(consultation: UUID) -> None:
    if not await Consultation.exists().where(
        (Consultation.id == consultation) & Consultation.responses_allowed.eq(value=True)
    ):
        raise ResponsesClosed
