"""Sign people in and out: sessions and single-use links, kept only as hashes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from consultations import audit
from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.errors import LinkSpent, NotFound, SignInRefused, TooManyAttempts
from consultations.rules import Grant, Visitor
from consultations.tables import (
    Account,
    RoleGrant,
    SignInFailure,
    SignInLink,
    SignInSession,
)
from consultations.tokens import new_token, token_hash
from consultations.transactions import transaction
from consultations.vocabulary import Role

SESSION_LASTS = timedelta(days=14)
LINK_LASTS = timedelta(hours=24)
ATTEMPTS = 10
ATTEMPT_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fresh sign-in: the token goes into the cookie and is never stored."""

    token: str
    expires_at: datetime


async def password_hash_for(*, email: str) -> tuple[UUID | None, str | None]:
    """The account and password hash to verify against; raises ``TooManyAttempts``.

    Both are ``None`` for an unknown address: the caller verifies against a dummy then, so that
    the answer takes as long.
    """
    subject = token_hash(normalise_email(email))
    failures = await SignInFailure.count().where(
        (SignInFailure.subject_hash == subject) & (SignInFailure.at > now() - ATTEMPT_WINDOW)
    )
    if failures >= ATTEMPTS:
        raise TooManyAttempts
    row = (
        await Account.select(Account.id, Account.password_hash)
        .where((Account.email == normalise_email(email)) & Account.active.eq(value=True))
        .first()
    )
    return (row["id"], row["password_hash"]) if row else (None, None)


async def refuse_sign_in(*, email: str) -> NoReturn:
    """Remember a failed attempt and raise ``SignInRefused``."""
    async with transaction():
        await SignInFailure.delete().where(SignInFailure.at < now() - ATTEMPT_WINDOW)
        await SignInFailure.insert(SignInFailure(subject_hash=token_hash(normalise_email(email))))
    raise SignInRefused


async def start_sign_in(*, account: UUID, browser: str = "") -> SignIn:
    """Mint a session: always a new token, so none can be planted beforehand (fixation)."""
    async with transaction():
        return await _mint(account, browser)


async def end_sign_in(*, token: str) -> None:
    """Sign out: the token is dead from the next request on."""
    async with transaction():
        await SignInSession.delete().where(SignInSession.token_hash == token_hash(token))


async def end_other_sign_ins(*, account: UUID, token: str) -> int:
    """Sign an account out everywhere but here; returns how many sign-ins ended."""
    async with transaction():
        row = await Account.objects().get(Account.id == account)
        if row is None:
            raise NotFound
        ended = (
            await SignInSession.delete()
            .where(
                (SignInSession.account == account) & (SignInSession.token_hash != token_hash(token))
            )
            .returning(SignInSession.id)
        )
        await audit.record("account.signed_out_elsewhere", row, by=account, sign_ins=len(ended))
    return len(ended)


async def make_link(*, account: UUID, by: UUID | None = None, lasts: timedelta = LINK_LASTS) -> str:
    """A single-use sign-in link's token, good for a day unless said otherwise."""
    token = new_token()
    async with transaction():
        if not await Account.exists().where(Account.id == account):
            raise NotFound
        link = SignInLink(token_hash=token_hash(token), account=account, expires_at=now() + lasts)
        await SignInLink.insert(link)
        await audit.record("sign_in_link.made", link, by=by, account=account)
    return token


async def use_link(*, token: str, browser: str = "") -> SignIn:
    """Spend a link and sign its account in. Raises ``LinkSpent``."""
    async with transaction():
        rows = (
            await SignInLink.update({SignInLink.used_at: now()})
            .where(
                (SignInLink.token_hash == token_hash(token))
                & SignInLink.used_at.is_null()
                & (SignInLink.expires_at > now())
            )
            .returning(SignInLink.account)
        )
        if not rows:
            raise LinkSpent
        return await _mint(rows[0]["account"], browser)


async def visitor_for(*, token: str) -> Visitor | None:
    """Who holds this token, with all their roles; ``None`` when it is dead or the account shut."""
    row = (
        await SignInSession.select(
            SignInSession.account, SignInSession.account.name, SignInSession.account.active
        )
        .where((SignInSession.token_hash == token_hash(token)) & (SignInSession.expires_at > now()))
        .first()
    )
    if row is None or not row["account.active"]:
        return None
    grants = await RoleGrant.select(
        RoleGrant.role, RoleGrant.consultation, RoleGrant.session
    ).where(RoleGrant.account == row["account"])
    return Visitor(
        account=row["account"],
        name=row["account.name"],
        grants=tuple(
            Grant(Role(grant["role"]), grant["consultation"], grant["session"]) for grant in grants
        ),
    )


async def _mint(account: UUID, browser: str) -> SignIn:
    row = await Account.objects().get(Account.id == account)
    if row is None or not row.active:
        raise NotFound
    token = new_token()
    session = SignInSession(
        token_hash=token_hash(token),
        account=account,
        expires_at=now() + SESSION_LASTS,
        browser=browser or None,
    )
    await SignInSession.insert(session)
    await audit.record("signed_in", session, by=account)
    return SignIn(token=token, expires_at=session.expires_at)
