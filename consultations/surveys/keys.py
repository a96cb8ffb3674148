"""Keys that let their holders answer a survey once: made, told once, used up."""

import secrets
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Refusal
from consultations.surveys.preparing import require_survey
from consultations.tables import SurveyKey
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import N_

MOST_KEYS = 5000
# Nothing that is read wrongly from paper: no I, O, 0 or 1.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 3, 4


class KeyRefused(Refusal):
    """The key is none of this survey's, or was used."""

    message = N_("Kunci ini tidak dikenal atau sudah dipakai.")


async def make_keys(*, survey: UUID, count: int, by: UUID | None) -> list[str]:
    """New keys, told this once only: what is kept of each is its hash."""
    keys = [_new_key() for _ in range(count)]
    async with transaction():
        row = await require_survey(survey)
        await SurveyKey.insert(*(SurveyKey(survey=survey, key_hash=_hash(key)) for key in keys))
        await audit.record(
            "survey.keys_made", row, by=by, consultation=row.consultation, count=count
        )
    return keys


async def spend_key(survey: UUID, key: str) -> None:
    """Use a key up, however it is typed. Raises ``KeyRefused``; call inside a transaction."""
    spent = (
        await SurveyKey.update({SurveyKey.used_at: now()})
        .where(
            (SurveyKey.survey == survey)
            & (SurveyKey.key_hash == _hash(key))
            & SurveyKey.used_at.is_null()
        )
        .returning(SurveyKey.id)
    )
    if not spent:
        raise KeyRefused


def _new_key() -> str:
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def _hash(key: str) -> str:
    return token_hash("".join(letter for letter in key.upper() if letter.isalnum()))
