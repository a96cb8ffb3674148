"""Filled questionnaires: what a receipt shows, and which sheets of paper were typed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.consultations import localised
from consultations.queries.paging import Page, offset_of
from consultations.tables import SurveyAnswer, SurveyReturn
from consultations.tokens import token_hash

SHEETS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledText:
    """An open answer as it stands in the register."""

    question: str
    question_id: UUID
    registration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """A filled questionnaire, as its receipt shows it."""

    survey: UUID
    consultation_slug: str
    title: str
    received_at: datetime
    zone: str
    texts: list[FiledText]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredSheet:
    """A sheet of paper that was typed in, and by whom."""

    id: UUID
    number: str
    received_at: datetime
    entered_by: UUID
    name: str


async def find_sheet_by_token(token: str, locale: str = "id") -> SheetFacts | None:
    """The filled questionnaire with this receipt, with its texts' numbers."""
    owner: Any = SurveyReturn.survey
    row = (
        await SurveyReturn.select(
            SurveyReturn.id,
            SurveyReturn.received_at,
            owner.id,
            owner.title,
            owner.title_en,
            owner.consultation.slug,
            owner.consultation.zone,
        )
        .where(SurveyReturn.receipt_hash == token_hash(token))
        .first()
    )
    if row is None:
        return None
    question: Any = SurveyAnswer.question
    texts = (
        await SurveyAnswer.select(
            question.id, question.text, question.text_en, SurveyAnswer.input.registration
        )
        .where((SurveyAnswer.sheet == row["id"]) & SurveyAnswer.input.is_not_null())
        .order_by(question.position)
    )
    return SheetFacts(
        survey=row["survey.id"],
        consultation_slug=row["survey.consultation.slug"],
        title=localised(row, "survey.title", locale),
        received_at=row["received_at"],
        zone=row["survey.consultation.zone"],
        texts=[
            FiledText(
                question=localised(text, "question.text", locale),
                question_id=text["question.id"],
                registration=text["input.registration"],
            )
            for text in texts
        ],
    )


async def entered_sheets(survey: UUID, page: int = 1) -> Page[EnteredSheet]:
    """The sheets that were typed in, the newest first."""
    where = (SurveyReturn.survey == survey) & SurveyReturn.entered_by.is_not_null()
    rows = (
        await SurveyReturn.select(
            SurveyReturn.id,
            SurveyReturn.sheet_number,
            SurveyReturn.received_at,
            SurveyReturn.entered_by,
            SurveyReturn.entered_by.name,
        )
        .where(where)
        .order_by(SurveyReturn.received_at, ascending=False)
        .order_by(SurveyReturn.id)
        .limit(SHEETS)
        .offset(offset_of(page, SHEETS))
    )
    sheets = [
        EnteredSheet(
            id=row["id"],
            number=row["sheet_number"] or "",
            received_at=row["received_at"],
            entered_by=row["entered_by"],
            name=row["entered_by.name"],
        )
        for row in rows
    ]
    return Page(sheets, max(1, page), await SurveyReturn.count().where(where), SHEETS)


async def answered_between(survey: UUID) -> tuple[datetime, datetime] | None:
    """When the first and the last answer came in; ``None`` before the first."""
    ends = [
        await SurveyReturn.select(SurveyReturn.received_at)
        .where(SurveyReturn.survey == survey)
        .order_by(SurveyReturn.received_at, ascending=ascending)
        .first()
        for ascending in (True, False)
    ]
    first, last = ends
    return (first["received_at"], last["received_at"]) if first and last else None
