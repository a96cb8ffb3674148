"""What a survey's answers come to, question by question, for everyone or for a group."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.figures.hiding import FEWEST_SHOWN, hidden_cells
from consultations.surveys.outcomes import NOBODY, Heard, QuestionResult, Teller, result_of
from consultations.surveys.questionnaire import Question
from consultations.surveys.skm import Index, index_of
from consultations.tables import SurveyAnswer, SurveyReturn
from consultations.vocabulary import SatisfactionElement


class Dimension(StrEnum):
    """By what answers are told apart; the value is the address's."""

    ELEMENT = "unsur"
    REGION = "wilayah"


@dataclass(frozen=True, slots=True)
class Group:
    """Whose answers are looked at; without a dimension everyone's."""

    dimension: Dimension | None = None
    value: str = ""

    @property
    def is_everyone(self) -> bool:
        return self.dimension is None


EVERYONE = Group()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResults:
    """All questions' results; ``hidden`` where the group is too small to tell of it."""

    group: Group
    returns: int
    hidden: bool
    questions: list[QuestionResult]
    index: Index | None = None


async def results_of(
    survey: UUID, questions: list[Question], group: Group = EVERYONE, *, public: bool = False
) -> SurveyResults:
    """The results of a survey, read with three statements however many questions there are.

    Of a group the numbers of a few are hidden, and to the ``public`` no question is told that only
    a few answered.
    """
    sizes = await _sizes(survey, group)
    returns = sizes.get(group.value, 0)
    if not _may_be_told(group, sizes, public=public):
        return SurveyResults(group=group, returns=returns, hidden=True, questions=[])
    heard = await _heard(survey, group)
    told = [
        result_of(question, _teller(heard[question.id], group), public=public)
        for question in questions
        if not question.is_section
    ]
    own = {question.id: heard[question.id].get(group.value, NOBODY) for question in questions}
    return SurveyResults(
        group=group,
        returns=returns,
        hidden=False,
        questions=told,
        index=_index(questions, own),
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


async def _sizes(survey: UUID, group: Group) -> dict[str, int]:
    """How many answered, by group; under an empty name those of none, or everyone."""
    where = SurveyReturn.survey == survey
    if group.dimension is None:
        return {"": await SurveyReturn.count().where(where)}
    column = _column(SurveyReturn, group.dimension)
    rows = await SurveyReturn.select(column, Count()).where(where).group_by(column)
    return {row[_NAMES[group.dimension]] or "": row["count"] for row in rows}


def _may_be_told(group: Group, sizes: dict[str, int], *, public: bool) -> bool:
    """Neither a small group, nor one that would give a small group away."""
    if group.is_everyone:
        return not public or not 0 < sizes[""] < FEWEST_SHOWN
    if group.value not in sizes:
        return False
    names = list(sizes)
    return (0, names.index(group.value)) not in hidden_cells([list(sizes.values())])


async def _heard(survey: UUID, group: Group) -> dict[UUID, dict[str, Heard]]:
    """By question and group, what was answered."""
    sheet: Any = SurveyAnswer.sheet
    by = [] if group.dimension is None else [_column(sheet, group.dimension)]
    name = "" if group.dimension is None else f"sheet.{_NAMES[group.dimension]}"
    columns = (SurveyAnswer.question, SurveyAnswer.item, SurveyAnswer.choice, SurveyAnswer.number)
    where = sheet.survey == survey
    rows = await SurveyAnswer.select(*columns, *by, Count()).where(where).group_by(*columns, *by)
    shown = (
        await SurveyAnswer.select(SurveyAnswer.question, *by, Count(distinct=[SurveyAnswer.sheet]))
        .where(where)
        .group_by(SurveyAnswer.question, *by)
    )
    heard: dict[UUID, dict[str, Heard]] = defaultdict(dict)
    for row in shown:
        heard[row["question"]][row.get(name) or ""] = Heard({}, row["count"])
    for row in rows:
        cells: Any = heard[row["question"]][row.get(name) or ""].cells
        cells[row["item"], row["choice"], row["number"]] = row["count"]
    return heard


def _teller(heard: dict[str, Heard], group: Group) -> Teller:
    own = heard.get(group.value, NOBODY)
    if group.is_everyone:
        return Teller(own)
    return Teller(own, tuple(one for value, one in heard.items() if value != group.value))


def _index(questions: list[Question], heard: dict[UUID, Heard]) -> Index | None:
    scores = {
        SatisfactionElement(question.slug): {
            int(option.key): heard[question.id].count(option.key) for option in question.options
        }
        for question in questions
        if question.slug in set(SatisfactionElement)
    }
    return index_of(scores) if scores else None


_NAMES = {Dimension.ELEMENT: "element", Dimension.REGION: "region"}


def _column(of: Any, dimension: Dimension) -> Any:
    return getattr(of, _NAMES[dimension])
