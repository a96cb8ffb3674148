"""Follow a consultation by e-mail: ask, confirm, choose how often, stop."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.errors import NotFound
from consultations.mail_limits import Asked, may_write_to
from consultations.mailing import LetterKind, queue_letter
from consultations.tables import Account, Consultation, Follow
from consultations.transactions import transaction
from consultations.vocabulary import Frequency

# The hour at which digests are written, in the consultation's own time.
DIGEST_HOUR = 7
MONDAY = 0
# An address that does not confirm in this time is forgotten.
CONFIRM_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to be told, and in which language."""

    frequency: Frequency
    locale: str
    count_inputs: bool = False


async def ask_to_follow(*, consultation: UUID, email: str, wish: Wish, source: str) -> None:
    """Send a confirmation link to an address; until it is used nothing else is sent.

    The answer is the same whether or not the address follows already or has had too many such
    letters. Raises ``TooManyLetters`` for a source that asks too often.
    """
    email = normalise_email(email)
    async with transaction():
        if not await may_write_to(Asked.FOLLOW, email=email, source=source):
            return
        row = await _find(consultation, email)
        if row is None:
            row = await _make(consultation, email, wish)
        elif row.confirmed_at is None:
            # Only the owner of the address changes what is confirmed.
            row.frequency, row.locale = wish.frequency.value, wish.locale
            row.requested_at = now()
            await row.save([Follow.frequency, Follow.locale, Follow.requested_at])
        await queue_letter(
            kind=LetterKind.CONFIRM_FOLLOW,
            recipient=email,
            locale=wish.locale,
            about=row.id,
            lasts=CONFIRM_WITHIN,
        )


async def confirm_follow(*, follow: UUID) -> None:
    """The owner of the address wants it. Confirming twice changes nothing."""
    async with transaction():
        row = await _require(follow)
        if row.confirmed_at is None:
            row.confirmed_at = now()
            await _restart(row)


async def follow_with_account(*, consultation: UUID, account: UUID, wish: Wish) -> None:
    """Follow with the account's address, or change how; the address needs no confirmation."""
    async with transaction():
        person = await Account.objects().get(Account.id == account)
        if person is None:
            raise NotFound
        row = await find_follow_of(consultation=consultation, account=account)
        row = row or await _find(consultation, person.email)
        row = row or await _make(consultation, person.email, wish)
        row.account, row.email = account, person.email
        row.confirmed_at = row.confirmed_at or now()
        await _apply(row, wish)


async def change_follow(*, follow: UUID, wish: Wish) -> None:
    """Choose anew how often; what happened before is not told any more."""
    async with transaction():
        row = await _require(follow)
        row.confirmed_at = row.confirmed_at or now()
        await _apply(row, wish)


async def stop_following(*, follow: UUID) -> None:
    """Forget the address. Stopping twice changes nothing."""
    async with transaction():
        await Follow.delete().where(Follow.id == follow)


async def forget_unconfirmed() -> None:
    """Delete addresses whose owners never confirmed. Call in a transaction."""
    await Follow.delete().where(
        Follow.confirmed_at.is_null() & (Follow.requested_at < now() - CONFIRM_WITHIN)
    )


async def find_follow_of(*, consultation: UUID, account: UUID) -> Follow | None:
    """The account's own following of this consultation, if any."""
    return await Follow.objects().get(
        (Follow.consultation == consultation) & (Follow.account == account)
    )


def next_digest(frequency: Frequency, zone: str, after: datetime) -> datetime | None:
    """When the next digest is due: at a set hour of the consultation's own day or week."""
    if frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        return None
    local = after.astimezone(ZoneInfo(zone))
    due = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    while due <= local or (frequency is Frequency.WEEKLY and due.weekday() != MONDAY):
        due += timedelta(days=1)
    return due.astimezone(after.tzinfo)


async def _apply(row: Follow, wish: Wish) -> None:
    row.frequency, row.locale = wish.frequency.value, wish.locale
    row.count_inputs = wish.count_inputs
    await _restart(row)


async def _restart(row: Follow) -> None:
    moment = now()
    here = (
        await Consultation.select(Consultation.zone)
        .where(Consultation.id == row.consultation)
        .first()
    )
    row.told_until = moment
    row.next_at = next_digest(Frequency(row.frequency), here["zone"], moment) if here else None
    await row.save()


async def _make(consultation: UUID, email: str, wish: Wish) -> Follow:
    moment = now()
    row = Follow(
        consultation=consultation,
        email=email,
        locale=wish.locale,
        frequency=wish.frequency.value,
        requested_at=moment,
        told_until=moment,
    )
    await Follow.insert(row)
    return row


async def _find(consultation: UUID, email: str) -> Follow | None:
    return await Follow.objects().get(
        (Follow.consultation == consultation) & (Follow.email == email)
    )


async def _require(follow: UUID) -> Follow:
    row = await Follow.objects().get(Follow.id == follow)
    if row is None:
        raise NotFound
    return row
