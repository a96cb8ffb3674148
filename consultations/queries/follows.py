"""A following of a consultation as its owner sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.tables import Follow
from consultations.vocabulary import Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowFacts:
    """Who follows what, and how often they are told."""

    id: UUID
    consultation: UUID
    email: str
    locale: str
    frequency: Frequency
    count_inputs: bool
    confirmed_at: datetime | None
    by_account: bool


async def find_follow(follow: UUID) -> FollowFacts | None:
    """The following with this id, or ``None`` when it has stopped."""
    row = await Follow.objects().get(Follow.id == follow)
    return follow_facts(row) if row else None


def follow_facts(row: Follow) -> FollowFacts:
    """The row as pages and letters need it."""
    return FollowFacts(
        id=row.id,
        consultation=row.consultation,
        email=row.email,
        locale=row.locale,
        frequency=Frequency(row.frequency),
        count_inputs=row.count_inputs,
        confirmed_at=row.confirmed_at,
        by_account=row.account is not None,
    )
