"""Surveys whose results are public, one row a choice; what is too few to tell stays empty."""

from collections.abc import AsyncIterator
from uuid import UUID

from consultations.queries.survey_results import results_of
from consultations.queries.surveys import SurveyRow, questions_of, surveys_of
from consultations.surveys.outcomes import ChoiceLine, QuestionResult
from consultations.vocabulary import Instrument

Row = list[str | int | float | bool | None]


async def survey_rows(consultation: UUID) -> AsyncIterator[list[Row]]:
    """Everyone's answers together, survey by survey."""
    for instrument in Instrument:
        for survey in await surveys_of(consultation, instrument):
            if survey.results_published_at is not None:
                found = await results_of(survey.id, await questions_of(survey.id), public=True)
                yield [row for result in found.questions for row in _rows(survey, result)]


def _rows(survey: SurveyRow, result: QuestionResult) -> list[Row]:
    def row(of: str | None, line: ChoiceLine | None, mean: float | None = None) -> Row:
        return [
            survey.title,
            survey.instrument.value,
            result.question.text,
            of,
            line.words if line else None,
            result.answers,
            line.share.count if line and line.share else None,
            mean,
        ]

    rows = [row(None, line) for line in result.choices]
    rows += [row(one.words, line) for one in result.matrix for line in one.choices]
    rows += [row(one.words, None, one.mean_rank) for one in result.ranks]
    return rows if rows and result.mean is None else [*rows, row(None, None, result.mean)]
