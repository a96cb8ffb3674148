"""Accounts with their roles and sign-ins, for the administrator and for their owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from consultations.clock import now
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Account, Consultation, RoleGrant, Session, SignInSession
from consultations.tokens import token_hash
from consultations.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFacts:
    """A role with the place it holds in; empty for everywhere."""

    id: UUID
    role: Role
    consultation: str = ""
    slug: str = ""
    session: UUID | None = None
    session_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account as the administrator and its owner see it."""

    id: UUID
    email: str
    name: str
    active: bool
    has_password: bool
    grants: list[GrantFacts]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody with a role here, by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    """One of an account's sign-ins that still hold."""

    started_at: datetime
    expires_at: datetime
    browser: str
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role can hold: a consultation, or one open session of it."""

    consultation: UUID
    title: str
    session: UUID | None = None
    session_title: str = ""


async def find_accounts(words: str = "", role: str = "", page: int = 1) -> Page[AccountFacts]:
    """Accounts whose name or e-mail holds the words and who hold the role, by name."""
    where: Any = Account.id.is_not_null()
    if words:
        wanted = words.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
        where = where & (
            WhereRaw("LOWER({}) LIKE {} ESCAPE '!'", Account.name, f"%{wanted}%")
            | WhereRaw("{} LIKE {} ESCAPE '!'", Account.email, f"%{wanted}%")
        )
    if role:
        holders = RoleGrant.select(RoleGrant.account).where(RoleGrant.role == role)
        where = where & Account.id.is_in(holders)
    rows = (
        await Account.select()
        .where(where)
        .order_by(Account.name)
        .order_by(Account.email)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    grants = await _grants([row["id"] for row in rows])
    total = await Account.count().where(where)
    return Page([_account(row, grants) for row in rows], max(1, page), total)


async def find_account(account: UUID) -> AccountFacts | None:
    """One account, or ``None``."""
    row = await Account.select().where(Account.id == account).first()
    return _account(row, await _grants([account])) if row else None


async def accounts_in(consultation: UUID) -> list[PersonFacts]:
    """Everyone with a role in the whole consultation whose account is open, by name."""
    holder: Any = RoleGrant.account
    rows = (
        await RoleGrant.select(RoleGrant.account, RoleGrant.account.name)
        .where(
            (RoleGrant.consultation == consultation)
            & RoleGrant.session.is_null()
            & holder.active.eq(value=True)
        )
        .order_by(RoleGrant.account.name)
    )
    return list(dict.fromkeys(PersonFacts(row["account"], row["account.name"]) for row in rows))


async def sign_ins_of(account: UUID, token: str) -> list[SignInFacts]:
    """The account's sign-ins that hold, newest first; ``token`` is the one that asks."""
    rows = (
        await SignInSession.select()
        .where((SignInSession.account == account) & (SignInSession.expires_at > now()))
        .order_by(SignInSession.created_at, ascending=False)
        .limit(PAGE_SIZE)
    )
    return [
        SignInFacts(
            started_at=row["created_at"],
            expires_at=row["expires_at"],
            browser=row["browser"] or "",
            is_this_one=row["token_hash"] == token_hash(token),
        )
        for row in rows
    ]


async def places_for_roles() -> list[Place]:
    """Every consultation, each followed by its sessions that are not closed."""
    consultations = await Consultation.select(Consultation.id, Consultation.title).order_by(
        Consultation.created_at, ascending=False
    )
    sessions = (
        await Session.select(Session.id, Session.title, Session.consultation)
        .where(Session.closed_at.is_null())
        .order_by(Session.starts_at)
    )
    places: list[Place] = []
    for row in consultations:
        places.append(Place(row["id"], row["title"]))
        places += [
            Place(row["id"], row["title"], session["id"], session["title"])
            for session in sessions
            if session["consultation"] == row["id"]
        ]
    return places


async def _grants(accounts: list[UUID]) -> dict[UUID, list[GrantFacts]]:
    held: dict[UUID, list[GrantFacts]] = {}
    if not accounts:
        return held
    rows = (
        await RoleGrant.select(
            RoleGrant.id,
            RoleGrant.account,
            RoleGrant.role,
            RoleGrant.session,
            RoleGrant.session.title,
            RoleGrant.consultation.title,
            RoleGrant.consultation.slug,
        )
        .where(RoleGrant.account.is_in(accounts))
        .order_by(RoleGrant.granted_at)
    )
    for row in rows:
        held.setdefault(row["account"], []).append(
            GrantFacts(
                id=row["id"],
                role=Role(row["role"]),
                consultation=row["consultation.title"] or "",
                slug=row["consultation.slug"] or "",
                session=row["session"],
                session_title=row["session.title"] or "",
            )
        )
    return held


def _account(row: dict[str, Any], grants: dict[UUID, list[GrantFacts]]) -> AccountFacts:
    return AccountFacts(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        active=row["active"],
        has_password=row["password_hash"] is not None,
        grants=grants.get(row["id"], []),
    )
