"""Accounts and the roles they hold."""

from typing import Any
from uuid import UUID

from consultations import audit
from consultations.errors import NotFound, Refusal
from consultations.tables import Account, Consultation, RoleGrant, Session
from consultations.transactions import transaction
from consultations.vocabulary import N_, Role

SESSION_ROLES = frozenset({Role.FACILITATOR, Role.NOTE_TAKER})


class EmailTaken(Refusal):
    """Another account has this address."""

    message = N_("Sudah ada akun dengan alamat surel ini.")


def normalise_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


async def create_account(
    *, email: str, name: str, password_hash: str | None = None, by: UUID | None = None
) -> Account:
    """Make an account. Raises ``EmailTaken``."""
    account = Account(email=normalise_email(email), name=name, password_hash=password_hash)
    async with transaction():
        if await Account.exists().where(Account.email == account.email):
            raise EmailTaken
        await Account.insert(account)
        await audit.record("account.created", account, by=by)
    return account


async def set_password_hash(*, account: UUID, password_hash: str, by: UUID | None) -> None:
    """Store a new password's hash; signing in afresh elsewhere is up to the caller."""
    async with transaction():
        row = await _require(account)
        row.password_hash = password_hash
        await row.save([Account.password_hash])
        await audit.record("account.password_set", row, by=by)


async def rename_account(*, account: UUID, name: str, by: UUID | None) -> None:
    """Give an account another name to be shown by."""
    async with transaction():
        row = await _require(account)
        row.name = name
        await row.save([Account.name])
        await audit.record("account.renamed", row, by=by)


async def keep_language(*, account: UUID, locale: str) -> None:
    """Remember the language the owner reads in, for letters; costs nothing where it is known."""
    async with transaction():
        await Account.update({Account.locale: locale}).where(
            (Account.id == account) & (Account.locale != locale)
        )


async def set_active(*, account: UUID, active: bool, by: UUID | None) -> None:
    """Open or shut an account. A shut account is signed out at its next request."""
    async with transaction():
        row = await _require(account)
        row.active = active
        await row.save([Account.active])
        await audit.record("account.opened" if active else "account.shut", row, by=by)


async def grant_role(
    *,
    account: UUID,
    role: Role,
    consultation: UUID | None = None,
    session: UUID | None = None,
    by: UUID | None = None,
) -> None:
    """Give a role; giving it twice changes nothing. Only administrators hold one everywhere.

    A role for one session is for those who hold it: facilitator or note-taker.
    """
    if (consultation is None) != (role is Role.ADMINISTRATOR):
        raise Refusal(N_("Peran ini harus diberikan untuk satu konsultasi."))
    if session is not None and role not in SESSION_ROLES:
        raise Refusal(N_("Untuk satu sesi hanya ada peran fasilitator dan notulis."))
    async with transaction():
        await _require(account)
        await _require_place(consultation, session)
        held = await RoleGrant.select(RoleGrant.consultation, RoleGrant.session).where(
            (RoleGrant.account == account) & (RoleGrant.role == role.value)
        )
        if any(h["consultation"] == consultation and h["session"] == session for h in held):
            return
        grant = RoleGrant(
            account=account,
            role=role.value,
            consultation=consultation,
            session=session,
            granted_by=by,
        )
        await RoleGrant.insert(grant)
        await audit.record("role.granted", grant, by=by, consultation=consultation, role=role.value)


async def withdraw_role(*, grant: UUID, by: UUID | None) -> None:
    """Take a role back."""
    async with transaction():
        row = await RoleGrant.objects().get(RoleGrant.id == grant)
        if row is None:
            raise NotFound
        if row.role == Role.ADMINISTRATOR.value and await _administrators() == 1:
            raise Refusal(N_("Administrator terakhir tidak dapat dicabut perannya."))
        await audit.record(
            "role.withdrawn", row, by=by, consultation=row.consultation, role=row.role
        )
        await row.remove()


async def _administrators() -> int:
    holder: Any = RoleGrant.account
    held: int = await RoleGrant.count().where(
        (RoleGrant.role == Role.ADMINISTRATOR.value) & holder.active.eq(value=True)
    )
    return held


async def _require_place(consultation: UUID | None, session: UUID | None) -> None:
    if consultation and not await Consultation.exists().where(Consultation.id == consultation):
        raise NotFound
    if session and not await Session.exists().where(
        (Session.id == session) & (Session.consultation == consultation)
    ):
        raise NotFound


async def _require(account: UUID) -> Account:
    row = await Account.objects().get(Account.id == account)
    if row is None:
        raise NotFound
    return row
