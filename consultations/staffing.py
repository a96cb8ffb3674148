"""The team of a session: who runs it, as what, and with which leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.accounts import grant_role, normalise_email
from consultations.errors import Refusal
from consultations.preparing import take_turn
from consultations.tables import Account, RoleGrant, Session, TeamMember
from consultations.transactions import transaction
from consultations.vocabulary import N_, Duty, Role

# By rule: whoever leads or notes a session with an account may do so in this session only.
GRANTED = {
    Duty.FACILITATOR: Role.FACILITATOR,
    Duty.ASSISTANT: Role.NOTE_TAKER,
    Duty.NOTE_TAKER: Role.NOTE_TAKER,
}


class AccountUnknown(Refusal):
    """Nobody signs in with this address."""

    message = N_("Belum ada akun aktif dengan surel ini. Kosongkan surelnya, atau minta akun.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the team; ``email`` names the account of those who have one."""

    duty: Duty
    name: str
    email: str = ""


async def set_team(
    *, session: UUID, version: int, members: Sequence[Member], by: UUID | None
) -> None:
    """Make these people the session's team.

    Facilitators, assistants and note-takers with an account get that role for this session, and
    whoever leaves the team loses what it gave. Raises ``Stale``, ``SessionClosed`` or
    ``AccountUnknown``.
    """
    async with transaction():
        row = await take_turn(session, version)
        accounts = await _accounts(members)
        await TeamMember.delete().where(TeamMember.session == session)
        team = [
            TeamMember(
                session=session,
                duty=member.duty.value,
                name=member.name or accounts[normalise_email(member.email)]["name"],
                account=accounts[normalise_email(member.email)]["id"] if member.email else None,
            )
            for member in members
        ]
        if team:
            await TeamMember.insert(*team)
        await _grant(row, team, by)
        await audit.record("session.team_set", row, by=by, consultation=row.consultation)


async def accounts_of(members: Sequence[Member]) -> set[str]:
    """Which of the members' addresses are those of active accounts."""
    return set(await _known(members))


async def _accounts(members: Sequence[Member]) -> dict[str, dict[str, Any]]:
    known = await _known(members)
    if any(member.email and normalise_email(member.email) not in known for member in members):
        raise AccountUnknown
    return known


async def _known(members: Sequence[Member]) -> dict[str, dict[str, Any]]:
    emails = [normalise_email(member.email) for member in members if member.email]
    if not emails:
        return {}
    rows = await Account.select(Account.id, Account.email, Account.name).where(
        Account.email.is_in(emails) & Account.active.eq(value=True)
    )
    return {row["email"]: row for row in rows}


async def _grant(session: Session, team: Sequence[TeamMember], by: UUID | None) -> None:
    wanted = {
        (member.account, GRANTED[Duty(member.duty)])
        for member in team
        if member.account and Duty(member.duty) in GRANTED
    }
    held = await RoleGrant.objects().where(RoleGrant.session == session.id)
    for grant in held:
        if (grant.account, Role(grant.role)) not in wanted:
            await audit.record(
                "role.withdrawn", grant, by=by, consultation=grant.consultation, role=grant.role
            )
            await grant.remove()
    for account, role in wanted:
        await grant_role(
            account=account,
            role=role,
            consultation=session.consultation,
            session=session.id,
            by=by,
        )
