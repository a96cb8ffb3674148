"""Support an input, or say that one does not: once a person, to be changed or taken back."""

from dataclasses import dataclass
from uuid import UUID

from consultations.clock import now
from consultations.commenting import require_open
from consultations.errors import NotFound
from consultations.queries.listed import is_readable
from consultations.revisions import touch
from consultations.tables import Input, Support
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import N_, Term


class Side(Term):
    """Where a reader stands on somebody's input."""

    SUPPORT = "mendukung", N_("Mendukung")
    NO_SUPPORT = "tidak_mendukung", N_("Tidak mendukung")


@dataclass(frozen=True, slots=True)
class Supporter:
    """A person as told from others: an account, or the random mark of a guest's browser."""

    mark: str
    account: UUID | None = None

    @property
    def hash(self) -> str:
        return token_hash(f"account:{self.account}" if self.account else f"device:{self.mark}")


async def take_side(*, entry: UUID, side: Side | None, supporter: Supporter) -> None:
    """Note where a person stands on a public input; ``None`` takes an earlier word back.

    Raises ``NotFound``, and what ``require_open`` raises.
    """
    async with transaction():
        consultation = await _lock_public(entry)
        await require_open(consultation, supporter.account)
        if side is None:
            await Support.delete().where(
                (Support.input == entry) & (Support.supporter_hash == supporter.hash)
            )
        else:
            await Support.insert(
                Support(
                    input=entry,
                    supporter_hash=supporter.hash,
                    account=supporter.account,
                    side=side.value,
                    at=now(),
                )
            ).on_conflict(
                target=(Support.input, Support.supporter_hash),
                action="DO UPDATE",
                values=[Support.side, Support.at],
            )
        await _recount(entry)
        await touch(consultation)


async def _lock_public(entry: UUID) -> UUID:
    # The update takes the input's row, so that no two counts of it run side by side.
    rows = (
        await Input.update({Input.supports: Input.supports + 0})
        .where((Input.id == entry) & is_readable())
        .returning(Input.consultation)
    )
    if not rows:
        raise NotFound
    return UUID(str(rows[0]["consultation"]))


async def _recount(entry: UUID) -> None:
    counts = {
        side: await Support.count().where((Support.input == entry) & (Support.side == side.value))
        for side in Side
    }
    await Input.update(
        {Input.supports: counts[Side.SUPPORT], Input.opposes: counts[Side.NO_SUPPORT]}
    ).where(Input.id == entry)
