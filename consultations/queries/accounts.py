"""Accounts with their roles, for the administrator."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.tables import Account, RoleGrant
from consultations.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFacts:
    """A role and the title of the consultation it holds in; empty for everywhere."""

    id: UUID
    role: Role
    consultation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account as the administrator sees it."""

    id: UUID
    email: str
    name: str
    active: bool
    grants: list[GrantFacts]


async def all_accounts() -> list[AccountFacts]:
    """Every account by name."""
    grants = await RoleGrant.select(
        RoleGrant.id, RoleGrant.account, RoleGrant.role, RoleGrant.consultation.title
    )
    held: dict[UUID, list[GrantFacts]] = {}
    for row in grants:
        held.setdefault(row["account"], []).append(
            GrantFacts(
                id=row["id"],
                role=Role(row["role"]),
                consultation=row["consultation.title"] or "",
            )
        )
    rows = await Account.select().order_by(Account.name)
    return [
        AccountFacts(
            id=row["id"],
            email=row["email"],
            name=row["name"],
            active=row["active"],
            grants=held.get(row["id"], []),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody with a role here, by name."""

    id: UUID
    name: str


async def accounts_in(consultation: UUID) -> list[PersonFacts]:
    """Everyone with a role in the consultation whose account is open, by name."""
    holder: Any = RoleGrant.account
    rows = (
        await RoleGrant.select(RoleGrant.account, RoleGrant.account.name)
        .where((RoleGrant.consultation == consultation) & holder.active.eq(value=True))
        .order_by(RoleGrant.account.name)
    )
    return list(dict.fromkeys(PersonFacts(row["account"], row["account.name"]) for row in rows))
