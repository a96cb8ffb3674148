"""Undo an act on themes; a proposal whose acceptance is undone is open again."""

from uuid import UUID

from analysis.tables import CandidateTheme
from consultations.transactions import transaction
from consultations.undoing_themes import undo_theme_act


async def undo_act(*, consultation: UUID, event: UUID, by: UUID | None) -> None:
    """Put back what the act changed. Raises what ``undo_theme_act`` raises."""
    async with transaction():
        changes = await undo_theme_act(consultation=consultation, event=event, by=by)
        if changes.opened:
            await CandidateTheme.update({CandidateTheme.accepted_as: None}).where(
                CandidateTheme.accepted_as.is_in(changes.opened)
            )
