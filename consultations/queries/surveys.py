"""Surveys with their questions, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.clock import now
from consultations.queries.consultations import localised
from consultations.queries.paging import Page, offset_of
from consultations.surveys.questionnaire import Option, Question
from consultations.tables import Survey, SurveyKey, SurveyQuestion, SurveyReturn
from consultations.vocabulary import Instrument, QuestionKind, SurveyAdmission, SurveyState

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """A survey as lists and its own page show it."""

    id: UUID
    instrument: Instrument
    edition: int
    title: str
    introduction: str
    admission: SurveyAdmission
    starts_at: datetime | None
    ends_at: datetime | None
    population: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    results_published_at: datetime | None
    returns: int = 0

    @property
    def is_skm(self) -> bool:
        return self.instrument is Instrument.SATISFACTION

    @property
    def is_sampled(self) -> bool:
        """Whether those who answer were chosen, so that they may stand for others."""
        return self.is_skm or self.admission is SurveyAdmission.KEY

    @property
    def state(self) -> SurveyState:
        moment = now()
        if self.opened_at is None:
            return SurveyState.DRAFT
        if self.closed_at is not None or (self.ends_at is not None and self.ends_at <= moment):
            return SurveyState.CLOSED
        if self.starts_at is not None and moment < self.starts_at:
            return SurveyState.AHEAD
        return SurveyState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFilter:
    """What a list of surveys is narrowed to; empty values narrow nothing."""

    words: str = ""
    state: str = ""


async def surveys_of(
    consultation: UUID, instrument: Instrument, locale: str = "id"
) -> list[SurveyRow]:
    """All surveys of one kind, newest first, each with how often it was answered."""
    rows = (
        await Survey.select()
        .where((Survey.consultation == consultation) & (Survey.instrument == instrument.value))
        .order_by(Survey.created_at, ascending=False)
    )
    owner: Any = SurveyReturn.survey
    counts = (
        await SurveyReturn.select(SurveyReturn.survey, Count())
        .where(owner.consultation == consultation)
        .group_by(SurveyReturn.survey)
    )
    returns = {row["survey"]: row["count"] for row in counts}
    return [_survey(row, locale, returns.get(row["id"], 0)) for row in rows]


async def listed_surveys(
    consultation: UUID,
    instrument: Instrument,
    only: SurveyFilter,
    page: int = 1,
    locale: str = "id",
) -> Page[SurveyRow]:
    """The surveys of one kind that a filter leaves, newest first."""
    words = only.words.casefold()
    found = [
        survey
        for survey in await surveys_of(consultation, instrument, locale)
        if words in survey.title.casefold() and only.state in ("", survey.state)
    ]
    number, start = max(1, page), offset_of(page, PAGE)
    return Page(found[start : start + PAGE], number, len(found), PAGE)


async def survey_names(consultation: UUID, locale: str = "id") -> dict[str, str]:
    """The titles of the surveys that were opened, by id, newest first."""
    rows = (
        await Survey.select(Survey.id, Survey.title, Survey.title_en, Survey.edition)
        .where((Survey.consultation == consultation) & Survey.opened_at.is_not_null())
        .order_by(Survey.created_at, ascending=False)
    )
    return {
        str(row["id"]): localised(row, "title", locale)
        + (f" ({row['edition']})" if row["edition"] > 1 else "")
        for row in rows
    }


async def has_surveys(consultation: UUID) -> bool:
    """Whether the public may know of any survey here."""
    return await Survey.exists().where(
        (Survey.consultation == consultation) & Survey.opened_at.is_not_null()
    )


async def find_survey(consultation: UUID, survey: UUID, locale: str = "id") -> SurveyRow | None:
    """One survey of this consultation, or ``None``."""
    row = (
        await Survey.select()
        .where((Survey.id == survey) & (Survey.consultation == consultation))
        .first()
    )
    if row is None:
        return None
    count = await SurveyReturn.count().where(SurveyReturn.survey == survey)
    return _survey(row, locale, count)


async def raw_survey(survey: UUID) -> dict[str, Any]:
    """The survey's own words in both languages, as its form shows them."""
    return await Survey.select().where(Survey.id == survey).first() or {}


async def raw_question(survey: UUID, question: UUID) -> dict[str, Any] | None:
    """A question's own words in both languages, as its form shows them."""
    return (
        await SurveyQuestion.select()
        .where((SurveyQuestion.id == question) & (SurveyQuestion.survey == survey))
        .first()
    )


async def questions_of(survey: UUID, locale: str = "id") -> list[Question]:
    """The questions and section headings in their order."""
    rows = (
        await SurveyQuestion.select()
        .where(SurveyQuestion.survey == survey)
        .order_by(SurveyQuestion.position)
    )
    questions, number, section = [], 0, 0
    for row in rows:
        if row["kind"] == QuestionKind.SECTION.value:
            section += 1
            questions.append(_question(row, chr(64 + section) if section < 27 else "", locale))  # noqa: PLR2004 - letters
        else:
            number += 1
            questions.append(_question(row, str(number), locale))
    return questions


async def count_keys(survey: UUID) -> tuple[int, int]:
    """How many keys were made, and how many of them were used."""
    made = await SurveyKey.count().where(SurveyKey.survey == survey)
    used = await SurveyKey.count().where(
        (SurveyKey.survey == survey) & SurveyKey.used_at.is_not_null()
    )
    return made, used


def _survey(row: dict[str, Any], locale: str, returns: int) -> SurveyRow:
    plain = ("id", "edition", "starts_at", "ends_at", "population", "opened_at", "closed_at")
    return SurveyRow(
        instrument=Instrument(row["instrument"]),
        title=localised(row, "title", locale),
        introduction=localised(row, "introduction", locale),
        admission=SurveyAdmission(row["admission"]),
        results_published_at=row["results_published_at"],
        returns=returns,
        **{name: row[name] for name in plain},
    )


_WORDS = ("text", "hint", "options", "matrix_rows")


def _question(row: dict[str, Any], code: str, locale: str) -> Question:
    return Question(
        id=row["id"],
        kind=QuestionKind(row["kind"]),
        code=code,
        text=localised(row, "text", locale),
        hint=localised(row, "hint", locale),
        options=_options(localised(row, "options", locale)),
        rows=_options(localised(row, "matrix_rows", locale)),
        required=row["required"],
        least=row["least"],
        most=row["most"],
        depends_on=row["depends_on"],
        depends_choices=frozenset(filter(None, row["depends_choices"].split(","))),
        slug=row["slug"],
        lang="id" if locale != "id" and not row["text_en"] else "",
        has_english=all(row[f"{name}_en"] or not row[name] for name in _WORDS),
    )


def _options(lines: str) -> tuple[Option, ...]:
    return tuple(Option(str(number), line) for number, line in enumerate(lines.splitlines(), 1))
