"""What there is to write new words from: the inputs on a unit, those that name it, a theme's."""

from typing import Any
from uuid import UUID

from piccolo.query import OrderByRaw

from consultations.mentioning import MentionState
from consultations.queries.drafts import UnitFacts, unit_facts
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.tables import Input, ThemeMember, Unit, UnitMention

MOST_READ = 60


async def inputs_to_read(identity: UUID, theme: UUID | None) -> tuple[list[InputFacts], int]:
    """The inputs behind a unit, or those of a theme, and how many there are of them.

    Those that propose wording come first, then the most supported.
    """
    unit: Any = UnitMention.unit
    if theme is not None:
        members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme == theme)
        behind: Any = Input.id.is_in(members)
    else:
        naming = UnitMention.select(UnitMention.input).where(
            (unit.identity == identity) & (UnitMention.state == MentionState.CONFIRMED.value)
        )
        behind = (Input.unit.identity == identity) | Input.id.is_in(naming)
    where = behind & Input.withdrawn_at.is_null()
    proposing = "CASE WHEN COALESCE(input.proposed_wording, '') = '' THEN 1 ELSE 0 END"
    rows = (
        await Input.select(*input_columns())
        .where(where)
        .order_by(OrderByRaw(proposing))
        .order_by(Input.supports, ascending=False)
        .order_by(Input.number)
        .limit(MOST_READ)
    )
    return [team_facts(row) for row in rows], await Input.count().where(where)


async def find_standing_unit(consultation: UUID, identity: UUID) -> UnitFacts | None:
    """The unit as its latest published version has it, or ``None``."""
    version: Any = Unit.version
    row = (
        await Unit.select()
        .where(
            (Unit.identity == identity)
            & (version.consultation == consultation)
            & version.published_at.is_not_null()
        )
        .order_by(version.number, ascending=False)
        .first()
    )
    return unit_facts(row) if row else None


async def inputs_numbered(consultation: UUID, numbers: list[str]) -> dict[str, UUID]:
    """The inputs of these registration numbers, by number."""
    rows = await Input.select(Input.id, Input.registration).where(
        (Input.consultation == consultation) & Input.registration.is_in(numbers or [""])
    )
    return {row["registration"]: row["id"] for row in rows}
