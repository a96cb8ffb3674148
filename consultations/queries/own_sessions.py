"""The sessions that somebody has a role for, and no other in their consultation."""

from dataclasses import dataclass
from typing import Any

from consultations.queries.session_plans import PlanFacts, plan_facts
from consultations.rules import Visitor
from consultations.tables import Session
from consultations.vocabulary import Role

_SLUG: Any = Session.consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """A session with one's roles for it."""

    plan: PlanFacts
    roles: list[Role]
    slug: str
    consultation: str
    zone: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more is taken down in it."""
        return bool(self.plan.closed_at or self.plan.cancelled_at)


async def own_sessions(visitor: Visitor) -> list[OwnSession]:
    """Those ahead by their date, then those that are over, the latest first."""
    roles: dict[Any, list[Role]] = {}
    for grant in visitor.grants:
        if grant.session is not None:
            roles.setdefault(grant.session, []).append(grant.role)
    if not roles:
        return []
    rows = (
        await Session.select(*Session.all_columns(), _SLUG.slug, _SLUG.title, _SLUG.zone)
        .where(Session.id.is_in(list(roles)))
        .order_by(Session.starts_at)
    )
    found = [
        OwnSession(
            plan=plan_facts(row),
            roles=sorted(roles[row["id"]]),
            slug=row["consultation.slug"],
            consultation=row["consultation.title"],
            zone=row["consultation.zone"],
        )
        for row in rows
    ]
    ahead = [one for one in found if not one.is_over]
    return ahead + [one for one in reversed(found) if one.is_over]
