"""What a survey's answers come to, question by question, for everyone or for a group."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.figures.hiding import FEWEST_SHOWN
from consultations.surveys.figures import (
    Share,
    borda_points,
    mean_of,
    mean_rank,
    median_of,
    order_of,
)
from consultations.surveys.questionnaire import Option, Question, scale_steps
from consultations.surveys.skm import Index, index_of
from consultations.tables import SurveyAnswer, SurveyReturn
from consultations.vocabulary import QuestionKind, SatisfactionElement


@dataclass(frozen=True, slots=True)
class Group:
    """Whose answers are looked at; empty values mean everyone's."""

    element: str = ""
    region: str = ""

    @property
    def is_everyone(self) -> bool:
        return not self.element and not self.region


EVERYONE = Group()


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """How often something was chosen; ``share`` is ``None`` where that is too few to tell."""

    words: str
    share: Share | None


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One row of a matrix with its choices in the options' order."""

    words: str
    choices: list[ChoiceLine]
    answers: int


@dataclass(frozen=True, slots=True)
class RankLine:
    """One ranked option: its mean rank and its points by Borda's count."""

    words: str
    mean_rank: float | None
    points: int


@dataclass(slots=True, kw_only=True)
class QuestionResult:
    """What one question got: ``asked`` were shown it, ``missing`` of them left it empty."""

    question: Question
    asked: int
    missing: int
    choices: list[ChoiceLine] = field(default_factory=list)
    matrix: list[MatrixLine] = field(default_factory=list)
    ranks: list[RankLine] = field(default_factory=list)
    mean: float | None = None
    median: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def answers(self) -> int:
        return self.asked - self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResults:
    """All questions' results; ``hidden`` where the group is too small to tell of it."""

    group: Group
    returns: int
    hidden: bool
    questions: list[QuestionResult]
    index: Index | None = None


Cells = dict[tuple[str, str, float | None], int]


async def results_of(
    survey: UUID, questions: list[Question], group: Group = EVERYONE
) -> SurveyResults:
    """The results of a survey, read with four statements however many questions there are."""
    everyone = await SurveyReturn.count().where(SurveyReturn.survey == survey)
    returns = everyone
    if not group.is_everyone:
        returns = await SurveyReturn.count().where(_narrowed(SurveyReturn, survey, group))
    if not _may_be_told(group, returns, everyone):
        return SurveyResults(group=group, returns=returns, hidden=True, questions=[])
    cells, shown = await _cells(survey, group)
    told = [
        _result(question, cells[question.id], shown.get(question.id, 0), group)
        for question in questions
        if not question.is_section
    ]
    return SurveyResults(
        group=group,
        returns=returns,
        hidden=False,
        questions=told,
        index=_index(questions, cells),
    )


async def groups_of(survey: UUID) -> tuple[list[str], list[str]]:
    """The elements and regions that answers came from."""
    rows = (
        await SurveyReturn.select(SurveyReturn.element, SurveyReturn.region)
        .where(SurveyReturn.survey == survey)
        .group_by(SurveyReturn.element, SurveyReturn.region)
    )
    elements = sorted({row["element"] for row in rows})
    return elements, sorted({row["region"] for row in rows if row["region"]})


def _may_be_told(group: Group, returns: int, everyone: int) -> bool:
    """Neither a small group, nor one whose difference to everyone is a small group."""
    if group.is_everyone:
        return True
    rest = everyone - returns
    return returns >= FEWEST_SHOWN and (rest == 0 or rest >= FEWEST_SHOWN)


def _narrowed(sheet: Any, survey: UUID, group: Group) -> Any:
    where: Any = sheet.survey == survey
    if group.element:
        where = where & (sheet.element == group.element)
    if group.region:
        where = where & (sheet.region == group.region)
    return where


async def _cells(survey: UUID, group: Group) -> tuple[dict[UUID, Cells], dict[UUID, int]]:
    where = _narrowed(SurveyAnswer.sheet, survey, group)
    columns = (SurveyAnswer.question, SurveyAnswer.item, SurveyAnswer.choice, SurveyAnswer.number)
    rows = await SurveyAnswer.select(*columns, Count()).where(where).group_by(*columns)
    cells: dict[UUID, Cells] = defaultdict(dict)
    for row in rows:
        cells[row["question"]][row["item"], row["choice"], row["number"]] = row["count"]
    shown = (
        await SurveyAnswer.select(SurveyAnswer.question, Count(distinct=[SurveyAnswer.sheet]))
        .where(where)
        .group_by(SurveyAnswer.question)
    )
    return cells, {row["question"]: row["count"] for row in shown}


def _result(question: Question, cells: Cells, asked: int, group: Group) -> QuestionResult:
    """A question's result; a ranking or a matrix is missing where all of it is."""
    unanswered: dict[str, int] = defaultdict(int)
    for (item, choice, _), count in cells.items():
        if not choice:
            unanswered[item] += count
    items = [one.key for one in (question.rows or question.options)]
    by_item = question.kind in {QuestionKind.MATRIX, QuestionKind.RANKING}
    missing = min((unanswered[item] for item in items), default=0) if by_item else unanswered[""]
    result = QuestionResult(question=question, asked=asked, missing=missing)
    _FILLERS.get(question.kind, _fill_nothing)(result, cells, group)
    return result


def _fill_nothing(_result: QuestionResult, _cells: Cells, _group: Group) -> None:
    """Of open answers only their number is told here; they are read in the register."""


def _fill_choices(result: QuestionResult, cells: Cells, group: Group) -> None:
    result.choices = [
        ChoiceLine(option.text, _share(_count(cells, "", option.key), result.answers, group))
        for option in result.question.options
    ]


def _fill_scale(result: QuestionResult, cells: Cells, group: Group) -> None:
    question = result.question
    result.choices = [
        ChoiceLine(question.option(step), _share(_count(cells, "", step), result.answers, group))
        for step in scale_steps(question)
    ]
    values = {float(step): _count(cells, "", step) for step in scale_steps(question)}
    result.mean, result.median = mean_of(values), median_of(values)


def _fill_matrix(result: QuestionResult, cells: Cells, group: Group) -> None:
    for row in result.question.rows:
        counts = [_count(cells, row.key, option.key) for option in result.question.options]
        lines = [
            ChoiceLine(option.text, _share(count, sum(counts), group))
            for option, count in zip(result.question.options, counts, strict=True)
        ]
        result.matrix.append(MatrixLine(row.text, lines, sum(counts)))


def _fill_ranking(result: QuestionResult, cells: Cells, _: Group) -> None:
    options = result.question.options
    lines = [_ranked(option, cells, len(options)) for option in options]
    result.ranks = [lines[place] for place in order_of([line.points for line in lines])]


def _fill_number(result: QuestionResult, cells: Cells, _: Group) -> None:
    values = {number: count for (_, _, number), count in cells.items() if number is not None}
    result.mean, result.median = mean_of(values), median_of(values)
    result.least, result.most = min(values, default=None), max(values, default=None)


def _ranked(option: Option, cells: Cells, options: int) -> RankLine:
    ranks = {int(c): n for (item, c, _), n in cells.items() if item == option.key and c}
    return RankLine(option.text, mean_rank(ranks), borda_points(ranks, options))


def _count(cells: Cells, item: str, choice: str) -> int:
    return cells.get((item, choice, None), 0)


def _share(count: int, whole: int, group: Group) -> Share | None:
    """``None`` where a group's count is small enough to make somebody out."""
    if not group.is_everyone and 0 < count < FEWEST_SHOWN:
        return None
    return Share(count, whole)


def _index(questions: list[Question], cells: dict[UUID, Cells]) -> Index | None:
    scores = {
        SatisfactionElement(question.slug): {
            int(option.key): _count(cells[question.id], "", option.key)
            for option in question.options
        }
        for question in questions
        if question.slug in set(SatisfactionElement)
    }
    return index_of(scores) if scores else None


_FILLERS = {
    QuestionKind.SINGLE: _fill_choices,
    QuestionKind.MULTIPLE: _fill_choices,
    QuestionKind.SCALE: _fill_scale,
    QuestionKind.MATRIX: _fill_matrix,
    QuestionKind.RANKING: _fill_ranking,
    QuestionKind.NUMBER: _fill_number,
}
