"""Sheets of paper that somebody of the team types in, and takes back when they were mistyped."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations import audit
from consultations.errors import NotFound, Refusal
from consultations.revising import withdraw_input
from consultations.revisions import touch
from consultations.surveys.preparing import require_survey
from consultations.tables import SurveyAnswer, SurveyReturn
from consultations.transactions import transaction
from consultations.vocabulary import N_


class SheetKnown(Refusal):
    """A sheet with this number was typed in already."""

    message = N_("Lembar dengan nomor ini sudah dicatat.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An answer that somebody of the team types in from a sheet of paper."""

    by: UUID
    sheet_number: str | None = None
    received_at: datetime | None = None


async def require_unused(survey: UUID, sheet_number: str | None) -> None:
    """Raise ``SheetKnown`` where the survey has a sheet with this number."""
    if sheet_number and await SurveyReturn.exists().where(
        (SurveyReturn.survey == survey) & (SurveyReturn.sheet_number == sheet_number)
    ):
        raise SheetKnown


async def discard_sheet(*, survey: UUID, sheet: UUID, by: UUID, anyones: bool) -> None:
    """Take a sheet back with its answers; its texts are withdrawn from the register.

    Only what was typed in from paper, and without ``anyones`` only one's own. Raises ``NotFound``,
    or ``AlreadyAnswered`` where somebody was answered because of it.
    """
    async with transaction():
        owner = await require_survey(survey)
        await touch(owner.consultation)
        row = (
            await SurveyReturn.objects()
            .where((SurveyReturn.id == sheet) & (SurveyReturn.survey == survey))
            .first()
        )
        if row is None or row.entered_by is None or not (anyones or row.entered_by == by):
            raise NotFound
        texts = await SurveyAnswer.select(SurveyAnswer.input).where(
            (SurveyAnswer.sheet == sheet) & SurveyAnswer.input.is_not_null()
        )
        for text in texts:
            await withdraw_input(entry=text["input"], by=by)
        await SurveyAnswer.delete().where(SurveyAnswer.sheet == sheet)
        await SurveyReturn.delete().where(SurveyReturn.id == sheet)
        await audit.record(
            "survey.discarded",
            owner,
            by=by,
            consultation=owner.consultation,
            sheet=row.sheet_number,
        )
