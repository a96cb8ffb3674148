"""Sign-in links by mail: for whoever asks with their address, and for the invited."""

from datetime import timedelta
from uuid import UUID

from consultations import audit
from consultations.accounts import normalise_email
from consultations.errors import NotFound
from consultations.mail_limits import Asked, may_write_to
from consultations.mailing import LetterKind, queue_letter
from consultations.tables import Account
from consultations.transactions import transaction

# A letter that comes later than this surprises more than it helps.
ASKED_LASTS = timedelta(minutes=30)
INVITED_LASTS = timedelta(days=3)


async def ask_for_link(*, email: str, locale: str, source: str) -> None:
    """Ask for a sign-in link by mail.

    The letter is queued for known and unknown addresses alike, and dropped by the worker where
    there is no account: neither the answer nor its time tells which. Raises ``TooManyLetters``.
    """
    async with transaction():
        if await may_write_to(Asked.LINK, email=email, source=source):
            await queue_letter(
                kind=LetterKind.SIGN_IN,
                recipient=normalise_email(email),
                locale=locale,
                lasts=ASKED_LASTS,
            )


async def invite_by_mail(*, account: UUID, locale: str, by: UUID | None) -> None:
    """Send an account's owner a link to sign in with, and say who invites."""
    async with transaction():
        row = await Account.objects().get(Account.id == account)
        if row is None or not row.active:
            raise NotFound
        await queue_letter(
            kind=LetterKind.INVITATION,
            recipient=row.email,
            locale=locale,
            about=row.id,
            lasts=INVITED_LASTS,
        )
        await audit.record("account.invited", row, by=by)
