"""From an input to the actions that carry it: named behind them, or through words it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consultations.queries.follow_ups import FINISHED
from consultations.queries.word_traces import ChangedWords
from consultations.tables import FollowUpInput, FollowUpItem, FollowUpUnit
from consultations.vocabulary import FollowUpStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingAction:
    """An action that carries an input; ``through`` are the changed units that it carries out."""

    id: UUID
    number: int
    activity: str
    owner: str
    due_on: date | None
    status: FollowUpStatus
    through: tuple[ChangedWords, ...]

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not finished."""
        return self.due_on is not None and self.due_on < today and self.status not in FINISHED


async def actions_carrying(
    entry: UUID, changed: Sequence[ChangedWords], *, public: bool
) -> list[CarryingAction]:
    """The actions behind which the input stands, and those that carry out what it changed.

    ``changed`` are the input's ``changes_from``. With ``public`` only what everyone may read.
    """
    ties = await FollowUpInput.select(FollowUpInput.item).where(FollowUpInput.input == entry)
    through = await _through([one for one in changed if one.number])
    items = {row["item"] for row in ties} | through.keys()
    if not items:
        return []
    where: Any = FollowUpItem.id.is_in(list(items))
    if public:
        where = where & FollowUpItem.public.eq(value=True)
    rows = await FollowUpItem.select().where(where).order_by(FollowUpItem.number)
    return [
        CarryingAction(
            id=row["id"],
            number=row["number"],
            activity=row["activity"],
            owner=row["owner"],
            due_on=row["due_on"],
            status=FollowUpStatus(row["status"]),
            through=tuple(through.get(row["id"], ())),
        )
        for row in rows
    ]


async def _through(changed: Sequence[ChangedWords]) -> dict[UUID, list[ChangedWords]]:
    """By action, the changed units that it carries out, each as it was changed last."""
    if not changed:
        return {}
    by_identity = {one.identity: one for one in changed}
    rows = await FollowUpUnit.select(FollowUpUnit.item, FollowUpUnit.identity).where(
        FollowUpUnit.identity.is_in(list(by_identity))
    )
    found: dict[UUID, list[ChangedWords]] = {}
    for row in rows:
        found.setdefault(row["item"], []).append(by_identity[row["identity"]])
    return found
