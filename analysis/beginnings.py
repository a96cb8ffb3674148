"""How far a consultation is: whether anything was said in it, and whether that was analysed."""

from dataclasses import dataclass
from uuid import UUID

from analysis.run_records import latest_run
from consultations.tables import Input


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a page that is still empty has to explain."""

    has_inputs: bool
    is_analysed: bool


async def beginning_of(consultation: UUID) -> Beginning:
    """Whether there are inputs, and whether an analysis of them has finished."""
    heard = await Input.exists().where(
        (Input.consultation == consultation) & Input.withdrawn_at.is_null()
    )
    return Beginning(bool(heard), await latest_run(consultation) is not None)
