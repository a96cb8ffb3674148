"""Write the questions of a survey, put them in order, and let some depend on earlier answers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from consultations import audit
from consultations.errors import NotFound, Refusal
from consultations.revisions import touch
from consultations.surveys.preparing import is_answered, require_survey
from consultations.surveys.questionnaire import CHOSEN
from consultations.tables import Survey, SurveyQuestion
from consultations.transactions import transaction
from consultations.vocabulary import N_, Instrument, QuestionKind, SatisfactionElement


class QuestionsFixed(Refusal):
    """Somebody has answered already."""

    message = N_(
        "Survei ini sudah dijawab, jadi pertanyaannya tidak dapat diubah. "
        "Salin menjadi edisi baru untuk mengubahnya."
    )


class InstrumentFixed(Refusal):
    """The nine elements of an SKM are as the regulation has them."""

    message = N_("Sembilan unsur SKM sudah baku; buat survei opini untuk pertanyaan lain.")


class DependsOnLater(Refusal):
    """A condition looks at an answer that is given before."""

    message = N_("Syarat hanya boleh melihat jawaban atas pertanyaan pilihan yang lebih dahulu.")


class DependedUpon(Refusal):
    """Another question's condition looks at this one."""

    message = N_(
        "Pertanyaan lain hanya ditanyakan menurut jawaban ini. Ubah dahulu syarat pertanyaan itu."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """What a question says; options and rows one a line, in both languages alike."""

    kind: QuestionKind
    text: str
    text_en: str = ""
    hint: str = ""
    hint_en: str = ""
    options: str = ""
    options_en: str = ""
    matrix_rows: str = ""
    matrix_rows_en: str = ""
    required: bool = False
    least: float | None = None
    most: float | None = None
    depends_on: UUID | None = None
    depends_choices: str = ""


async def ask(
    *, survey: UUID, facts: QuestionFacts, by: UUID | None, place: int | None = None
) -> SurveyQuestion:
    """Add a question so many places from the start, or at the end.

    Raises ``QuestionsFixed``, ``InstrumentFixed`` or ``DependsOnLater``.
    """
    async with transaction():
        owner = await _require_changeable(survey)
        if owner.instrument == Instrument.SATISFACTION.value:
            raise InstrumentFixed
        rows = await _rows_of(survey)
        row = SurveyQuestion(survey=survey, position=0, **_columns(facts))
        rows.insert(len(rows) if place is None else place, row)
        _require_order(rows)
        await SurveyQuestion.insert(row)
        await _renumber(rows)
        await audit.record("survey.asked", row, by=by, consultation=owner.consultation)
    return row


async def reword(
    *,
    survey: UUID,
    question: UUID,
    facts: QuestionFacts,
    by: UUID | None,
    place: int | None = None,
) -> None:
    """Change a question, and move it where a place among the others is given.

    Raises ``QuestionsFixed``, ``InstrumentFixed``, ``DependsOnLater`` or ``DependedUpon``.
    """
    async with transaction():
        owner = await _require_changeable(survey)
        rows = await _rows_of(survey)
        stood = _place(rows, question)
        row = rows.pop(stood)
        if row.slug in set(SatisfactionElement):
            raise InstrumentFixed
        if _keys(facts.kind, facts.options) < _keys(row.kind, row.options) and any(
            other.depends_on == question for other in rows
        ):
            raise DependedUpon
        for name, value in _columns(facts).items():
            setattr(row, name, value)
        rows.insert(stood if place is None else place, row)
        _require_order(rows)
        await row.save()
        await _renumber(rows)
        await audit.record("survey.reworded", row, by=by, consultation=owner.consultation)


async def copy_question(*, survey: UUID, question: UUID, by: UUID | None) -> SurveyQuestion:
    """Put the same question again below it. Raises ``QuestionsFixed``, ``InstrumentFixed``."""
    async with transaction():
        owner = await _require_changeable(survey)
        if owner.instrument == Instrument.SATISFACTION.value:
            raise InstrumentFixed
        rows = await _rows_of(survey)
        place = _place(rows, question)
        copy = SurveyQuestion(**rows[place].to_dict() | {"id": uuid4(), "position": 0})
        rows.insert(place + 1, copy)
        await SurveyQuestion.insert(copy)
        await _renumber(rows)
        await audit.record("survey.asked", copy, by=by, consultation=owner.consultation)
    return copy


async def move_question(*, survey: UUID, question: UUID, down: bool, by: UUID | None) -> None:
    """Let a question change places with its neighbour. Raises ``DependsOnLater``."""
    async with transaction():
        owner = await _require_changeable(survey)
        rows = await _rows_of(survey)
        place = _place(rows, question)
        other = place + 1 if down else place - 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        _require_order(rows)
        await _renumber(rows)
        await audit.record("survey.reordered", rows[other], by=by, consultation=owner.consultation)


async def drop_question(*, survey: UUID, question: UUID, by: UUID | None) -> None:
    """Take a question out. Raises ``QuestionsFixed``, ``InstrumentFixed``, ``DependedUpon``."""
    async with transaction():
        owner = await _require_changeable(survey)
        rows = await _rows_of(survey)
        row = rows.pop(_place(rows, question))
        if row.slug in set(SatisfactionElement):
            raise InstrumentFixed
        if any(other.depends_on == question for other in rows):
            raise DependedUpon
        await SurveyQuestion.delete().where(SurveyQuestion.id == question)
        await _renumber(rows)
        await audit.record("survey.dropped", row, by=by, consultation=owner.consultation)


async def _require_changeable(survey: UUID) -> Survey:
    row = await require_survey(survey)
    # First, so that on every engine nobody's answers are stored meanwhile.
    await touch(row.consultation)
    if await is_answered(survey):
        raise QuestionsFixed
    return row


async def _rows_of(survey: UUID) -> list[SurveyQuestion]:
    return (
        await SurveyQuestion.objects()
        .where(SurveyQuestion.survey == survey)
        .order_by(SurveyQuestion.position)
    )


def _place(rows: Sequence[SurveyQuestion], question: UUID) -> int:
    for place, row in enumerate(rows):
        if row.id == question:
            return place
    raise NotFound


def _require_order(rows: Sequence[SurveyQuestion]) -> None:
    """Every condition looks at a choice that is made before."""
    earlier: set[UUID] = set()
    for row in rows:
        if row.depends_on is not None and row.depends_on not in earlier:
            raise DependsOnLater
        if QuestionKind(row.kind) in CHOSEN:
            earlier.add(row.id)


def _keys(kind: str, options: str) -> int:
    """How many choices a condition could look at; a scale's steps stand for one."""
    return len(options.splitlines()) or (kind in CHOSEN)


async def _renumber(rows: Sequence[SurveyQuestion]) -> None:
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            await row.save([SurveyQuestion.position])


def _columns(facts: QuestionFacts) -> dict[str, Any]:
    return asdict(facts) | {"kind": facts.kind.value}
