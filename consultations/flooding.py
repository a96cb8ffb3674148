"""Buckets that let a crowd through and a flood not; kept in the database, so processes agree."""

import random
from dataclasses import dataclass
from uuid import UUID

from consultations.clock import now
from consultations.errors import Refusal
from consultations.tables import FloodBucket
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import N_

_SWEEP_ONE_IN = 200
_SPARE_SECONDS = 60.0


class Flooded(Refusal):
    """More comes from one place than it may send just now; ``seconds`` later it may go on."""

    message = N_(
        "Terlalu banyak kiriman dari jaringan Anda dalam waktu singkat. "
        "Yang Anda tulis masih ada di halaman ini; tunggu sebentar lalu kirim lagi."
    )

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__()


@dataclass(frozen=True, slots=True)
class Allowance:
    """``burst`` tokens at once, ``per_minute`` more as time goes by."""

    burst: int
    per_minute: float

    @property
    def seconds_each(self) -> float:
        return 60 / self.per_minute


async def take_tokens(subject: str, count: float, allowance: Allowance) -> float:
    """Take tokens from the subject's bucket: 0.0 when they were there, else the seconds to wait.

    One statement decides, so that two processes never hand out the same token. A bucket is the
    moment at which it is full again; taking a token moves it further away.
    """
    moment, key = now().timestamp(), token_hash(subject)
    cost = count * allowance.seconds_each
    latest = moment + allowance.burst * allowance.seconds_each
    later = "(CASE WHEN flood_bucket.full_at > {} THEN flood_bucket.full_at ELSE {} END) + {}"
    async with transaction():
        if random.randrange(_SWEEP_ONE_IN) == 0:  # noqa: S311 - housekeeping, no secret
            await FloodBucket.delete().where(FloodBucket.full_at < moment - _SPARE_SECONDS)
        taken = await FloodBucket.raw(
            "INSERT INTO flood_bucket (subject_hash, full_at) VALUES ({}, {}) "
            f"ON CONFLICT (subject_hash) DO UPDATE SET full_at = {later} "
            f"WHERE {later} <= {{}} RETURNING full_at",
            key,
            moment + cost,
            *(moment, moment, cost),
            *(moment, moment, cost),
            latest,
        )
        if taken:
            return 0.0
        row = await FloodBucket.select(FloodBucket.full_at).where(FloodBucket.subject_hash == key)
    return max(1.0, float(row[0]["full_at"]) + cost - latest)


def place_of(account: UUID | None, address: str) -> str:
    """Whose bucket it is: a signed-in person's own, else that of the address."""
    return f"akun:{account}" if account else f"alamat:{address}"
