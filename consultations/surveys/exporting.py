"""All answers of a survey as rows of a table: one filled questionnaire each, no personal data."""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from consultations.surveys.questionnaire import Question
from consultations.tables import SurveyAnswer, SurveyReturn
from consultations.vocabulary import QuestionKind

AT_ONCE = 500


async def survey_rows(
    survey: UUID, questions: list[Question], zone: str
) -> AsyncIterator[list[list[str]]]:
    """The headings, then every return in the order of its arrival, in batches.

    Open answers are as the register shows them, masked, and lead there by their number; who
    answered is not told beyond the element, the region and the day (in the zone's time).
    """
    columns = [column for question in questions for column in _columns(question)]
    yield [["tanggal", "kanal", "unsur", "wilayah", "nomor_lembar", *(name for name, _ in columns)]]
    start = 0
    while sheets := await _sheets(survey, start):
        start += AT_ONCE
        cells = await _cells([sheet["id"] for sheet in sheets])
        yield [
            [
                f"{sheet['received_at'].astimezone(ZoneInfo(zone)):%Y-%m-%d}",
                sheet["channel"],
                sheet["element"],
                sheet["region"] or "",
                sheet["sheet_number"] or "",
                *(cells[sheet["id"]].get(key, "") for _, key in columns),
            ]
            for sheet in sheets
        ]


def _columns(question: Question) -> list[tuple[str, tuple[UUID, str]]]:
    """The columns of a question: one, or one for each row, ranked option or ticked box."""
    if question.is_section:
        return []
    head = f"{question.code} {question.text}"
    if question.kind is QuestionKind.MATRIX:
        return [(f"{head}: {row.text}", (question.id, row.key)) for row in question.rows]
    if question.kind is QuestionKind.RANKING:
        return [(f"{head}: {one.text}", (question.id, one.key)) for one in question.options]
    return [(head, (question.id, ""))]


async def _sheets(survey: UUID, start: int) -> list[dict[str, Any]]:
    return (
        await SurveyReturn.select()
        .where(SurveyReturn.survey == survey)
        .order_by(SurveyReturn.received_at)
        .order_by(SurveyReturn.id)
        .limit(AT_ONCE)
        .offset(start)
    )


async def _cells(sheets: list[UUID]) -> dict[UUID, dict[tuple[UUID, str], str]]:
    rows = (
        await SurveyAnswer.select(
            *SurveyAnswer.all_columns(),
            SurveyAnswer.question.kind,
            SurveyAnswer.question.options,
            SurveyAnswer.input.registration,
            SurveyAnswer.input.text,
            SurveyAnswer.input.withdrawn_at,
        )
        .where(SurveyAnswer.sheet.is_in(sheets))
        .order_by(SurveyAnswer.choice)
    )
    found: dict[UUID, dict[tuple[UUID, str], str]] = defaultdict(dict)
    for row in rows:
        key = (row["question"], row["item"])
        earlier = found[row["sheet"]].get(key)
        words = _words(row)
        found[row["sheet"]][key] = f"{earlier}; {words}" if earlier else words
    return found


def _words(row: dict[str, Any]) -> str:
    kind, choice = QuestionKind(row["question.kind"]), row["choice"]
    if kind is QuestionKind.OPEN:
        if row["input"] is None or row["input.withdrawn_at"] is not None:
            return ""
        return f"[{row['input.registration']}] {row['input.text']}"
    if kind is QuestionKind.NUMBER:
        return "" if row["number"] is None else f"{row['number']:g}"
    if kind in {QuestionKind.RANKING, QuestionKind.SCALE} or not choice:
        return str(choice)
    options = row["question.options"].splitlines()
    place = int(choice) - 1
    return str(options[place]) if place < len(options) else str(choice)
