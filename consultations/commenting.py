"""Accept input (masukan) from anyone, once, with a receipt."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.anchoring import Anchor
from consultations.clock import now
from consultations.errors import (
    AccountNeeded,
    NotFound,
    OtherSubmission,
    UnitClosed,
    WindowClosed,
)
from consultations.evidence import StoredFile, attach_files
from consultations.redacting import cover, keep_covered
from consultations.revisions import take_number
from consultations.searching import index_new_input
from consultations.tables import Consultation, DraftVersion, Input, Phase, Unit
from consultations.telling_authors import write_receipt
from consultations.tokens import token_hash
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import (
    Channel,
    Element,
    InputKind,
    OnBehalfOf,
    Scope,
    Visibility,
    VulnerableGroup,
)

# Named once: each mention of a column across a foreign key makes a copy of the table.
_guests_may_comment = Phase.consultation.guests_may_comment
_grace_minutes = Phase.consultation.grace_minutes
_announced_at = Phase.consultation.announced_at
_published_at = Unit.version.published_at
_unit_consultation = Unit.version.consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says: the content of an input, whatever its channel."""

    text: str
    kind: InputKind
    scope: Scope
    element: Element
    on_behalf_of: OnBehalfOf = OnBehalfOf.SELF
    organisation: str | None = None
    author_name: str | None = None
    author_email: str | None = None
    region: str | None = None
    vulnerable_group: VulnerableGroup | None = None
    proposed_wording: str | None = None
    reason: str | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of an input: its public number and the token of its private status page."""

    input: UUID
    registration: str
    token: str
    repeated: bool = False


@again_after_collision
async def submit_input(
    *,
    consultation: UUID,
    unit: UUID | None,
    statement: Statement,
    idempotency_key: str,
    quote: Anchor | None = None,
    evidence: Sequence[StoredFile] = (),
    by: UUID | None = None,
    consented: bool = False,
    opened_at: datetime | None = None,
    locale: str = "id",
) -> Receipt:
    """Register an online input and return its receipt.

    ``quote`` is the words of the unit it is about, ``evidence`` files that were checked and kept.

    Whoever gives an address gets the receipt by mail too, in the language of ``locale``.

    ``opened_at`` is when the form was shown, where that is known for certain: one opened before
    the window closed is accepted for the consultation's grace period.

    The same key with the same content returns the first receipt again, so a double click or a
    retry stores once. Raises ``OtherSubmission`` for the same key with other content,
    ``WindowClosed``, ``UnitClosed``, ``AccountNeeded`` or ``NotFound``; nothing is stored then.
    """
    about = [f"{quote.start}:{quote.quote}"] if quote else []
    body = body_hash(statement, unit, [*about, *(file.given_sha256 for file in evidence)])
    async with transaction():
        if earlier := await earlier_receipt(idempotency_key, body):
            return earlier
        await require_open(consultation, by, opened_at)
        version = await _open_unit(consultation, unit)
        receipt = await register_input(
            consultation=consultation,
            statement=statement,
            channel=Channel.ONLINE,
            version=version,
            unit=unit,
            idempotency_key=idempotency_key,
            quote=quote,
            evidence=evidence,
            body=body,
            by=by,
            consent_at=now() if consented else None,
            locale=locale,
        )
        await write_receipt(entry=receipt.input, email=statement.author_email, locale=locale)
        return receipt


async def register_input(
    *,
    consultation: UUID,
    statement: Statement,
    channel: Channel,
    idempotency_key: str,
    version: UUID | None = None,
    unit: UUID | None = None,
    session: UUID | None = None,
    question: UUID | None = None,
    quote: Anchor | None = None,
    evidence: Sequence[StoredFile] = (),
    body: str | None = None,
    by: UUID | None = None,
    received_at: datetime | None = None,
    consent_at: datetime | None = None,
    locale: str | None = None,
) -> Receipt:
    """Enter a statement into the register, whatever its channel. Call inside a transaction."""
    code, number = await take_number(consultation)
    token = receipt_token(idempotency_key)
    covered = cover(asdict(statement))
    row = Input(
        consultation=consultation,
        number=number,
        registration=f"{code}-{number:05d}",
        version=version,
        unit=unit,
        session=session,
        question=question,
        account=by if channel is Channel.ONLINE else None,
        channel=channel.value,
        consent_at=consent_at,
        received_at=received_at or now(),
        receipt_hash=token_hash(token),
        idempotency_key=token_hash(idempotency_key),
        body_hash=body or body_hash(statement, unit),
        quote=quote.quote if quote else None,
        quote_prefix=quote.prefix if quote else None,
        quote_suffix=quote.suffix if quote else None,
        quote_start=quote.start if quote else None,
        **covered.facts,
        author_locale=locale,
    )
    await Input.insert(row)
    await keep_covered(row, covered)
    await index_new_input(row)
    await attach_files(row.id, evidence)
    await audit.record(
        "input.registered", row, by=by, consultation=consultation, channel=channel.value
    )
    return Receipt(input=row.id, registration=row.registration, token=token)


def body_hash(statement: Statement, unit: UUID | None, more: Sequence[str] = ()) -> str:
    """SHA-256 of everything a submission says: tells a repetition from another text."""
    body = json.dumps([asdict(statement), str(unit), *more], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def receipt_token(idempotency_key: str) -> str:
    """The private status token that belongs to a submission's key.

    It is derived, so that a retry is answered with the same receipt although the database holds
    only hashes: whoever knows the key made the submission.
    """
    return hashlib.sha256(f"receipt:{idempotency_key}".encode()).hexdigest()[:43]


async def earlier_receipt(idempotency_key: str, body: str | None) -> Receipt | None:
    """The receipt already given for this key; ``OtherSubmission`` when ``body`` differs from it."""
    row = (
        await Input.select(Input.id, Input.registration, Input.body_hash)
        .where(Input.idempotency_key == token_hash(idempotency_key))
        .first()
    )
    if row is None:
        return None
    if body is not None and row["body_hash"] != body:
        raise OtherSubmission
    return Receipt(
        input=row["id"],
        registration=row["registration"],
        token=receipt_token(idempotency_key),
        repeated=True,
    )


async def require_open(
    consultation: UUID, by: UUID | None, opened_at: datetime | None = None
) -> None:
    """Raise ``NotFound``, ``AccountNeeded`` or ``WindowClosed`` unless the person may speak.

    ``opened_at`` is when the form was shown, where that is known for certain.
    """
    phases = await Phase.select(
        Phase.accepts_input,
        Phase.starts_at,
        Phase.ends_at,
        _guests_may_comment,
        _grace_minutes,
        _announced_at,
    ).where(Phase.consultation == consultation)
    if not phases and not await Consultation.exists().where(Consultation.id == consultation):
        raise NotFound
    if by is None and not all(phase["consultation.guests_may_comment"] for phase in phases):
        raise AccountNeeded
    moment = now()
    if not any(
        phase["accepts_input"]
        and phase["consultation.announced_at"] is not None
        and phase["starts_at"] <= moment
        and (moment < phase["ends_at"] or _in_grace(phase, opened_at, moment))
        for phase in phases
    ):
        raise WindowClosed


def _in_grace(phase: dict[str, Any], opened_at: datetime | None, moment: datetime) -> bool:
    grace = timedelta(minutes=phase["consultation.grace_minutes"])
    return (
        opened_at is not None and opened_at < phase["ends_at"] and moment < phase["ends_at"] + grace
    )


async def _open_unit(consultation: UUID, unit: UUID | None) -> UUID | None:
    if unit is None:
        latest = (
            await DraftVersion.select(DraftVersion.id)
            .where(DraftVersion.consultation == consultation)
            .where(DraftVersion.published_at.is_not_null())
            .order_by(DraftVersion.number, ascending=False)
            .first()
        )
        return latest["id"] if latest else None
    row = (
        await Unit.select(Unit.version, Unit.open_to_input, _published_at)
        .where((Unit.id == unit) & (_unit_consultation == consultation))
        .first()
    )
    if row is None or row["version.published_at"] is None:
        raise NotFound
    if not row["open_to_input"]:
        raise UnitClosed
    return UUID(str(row["version"]))
