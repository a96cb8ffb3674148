"""A questionnaire as it is put to somebody: what is asked given the answers, and what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from consultations.vocabulary import N_, QuestionKind

LONGEST_ANSWER = 8000
# The state's budget in rupiah fits; one slip or joke beyond it would spoil every mean.
LARGEST_NUMBER = 1e16
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")
CHOSEN = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE})

UNANSWERED = N_("Jawab pertanyaan ini.")
NOT_OFFERED = N_("Pilih salah satu yang tersedia.")
EVERY_ROW = N_("Pilih satu jawaban pada setiap baris.")
RANKED_TWICE = N_("Setiap urutan hanya boleh dipakai sekali, dan semua pilihan diberi urutan.")
NO_NUMBER = N_("Tulis angka, misalnya 3 atau 2,5.")
NOT_BETWEEN = N_("Tulis angka antara %(least)s dan %(most)s.")
TOO_LOW = N_("Tulis angka, paling kecil %(least)s.")
TOO_HIGH = N_("Tulis angka, paling besar %(most)s.")
OUT_OF_REACH = N_("Angka ini terlalu besar atau terlalu kecil; periksa lagi.")
TOO_LONG = N_("Jawaban ini terlalu panjang.")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or to rank, or a row of a matrix."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in the reader's language; ``code`` names it on paper and in exports."""

    id: UUID
    kind: QuestionKind
    code: str
    text: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    required: bool = False
    least: float | None = None
    most: float | None = None
    depends_on: UUID | None = None
    depends_choices: frozenset[str] = frozenset()
    slug: str = ""
    # In which language the words are where it isn't the reader's, and whether all are in English.
    lang: str = ""
    has_english: bool = True

    @property
    def is_section(self) -> bool:
        return self.kind is QuestionKind.SECTION

    def option(self, key: str) -> str:
        """The words of an option, or its key where it has none (a scale's step)."""
        return next((one.text for one in self.options if one.key == key), key)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered: choices (by matrix row or ranked option), and words as typed.

    ``choices`` has ``""`` as its only key where the question has no rows.
    """

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and not any(self.choices.values())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The choices of a question without rows."""
        return self.choices.get("", ())


Answers = Mapping[UUID, Given]
NOTHING = Given()


def asked(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions and sections that these answers leave; a section's condition holds for all
    that stands below it.
    """
    put: list[Question] = []
    reached: set[UUID] = set()
    section_is_put = True
    for question in questions:
        own = question.depends_on is None or (
            question.depends_on in reached
            and bool(question.depends_choices & _chosen(answers, question.depends_on))
        )
        if question.is_section:
            section_is_put = own
        if own and section_is_put:
            put.append(question)
            reached.add(question.id)
    return put


def problems_in(
    questions: Sequence[Question], answers: Answers, *, complete: bool = True
) -> dict[UUID, str]:
    """What is wrong with the answers to the questions that are put, by question.

    A message may name the question's bounds, ``least`` and ``most``. Without ``complete`` nothing
    has to be answered.
    """
    found = {
        question.id: problem_with(question, answers.get(question.id, NOTHING), complete=complete)
        for question in asked(questions, answers)
        if not question.is_section
    }
    return {question: problem for question, problem in found.items() if problem}


def problem_with(question: Question, given: Given, *, complete: bool = True) -> str:
    """What is wrong with one answer, or nothing."""
    if given.is_empty:
        return UNANSWERED if question.required and complete else ""
    problem = _CHECKS[question.kind](question, given)
    return problem if complete or problem != EVERY_ROW else ""


def read_number(words: str) -> float | None:
    """A number as people write it here: 2,5 or 2.5, and 1.500.000 or 1,500,000.

    Three digits after a point or a comma are thousands: nobody is asked for thousandths.
    """
    plain = words.strip()
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def scale_steps(question: Question) -> tuple[str, ...]:
    """The steps of a scale, both ends included."""
    return tuple(str(step) for step in range(int(question.least or 1), int(question.most or 5) + 1))


def choices_in(question: Question) -> tuple[Option, ...]:
    """What can be chosen: the options, or the steps of a scale."""
    if question.kind is QuestionKind.SCALE:
        return tuple(Option(step, step) for step in scale_steps(question))
    return question.options


def _chosen(answers: Answers, question: UUID) -> frozenset[str]:
    return frozenset(answers.get(question, NOTHING).chosen)


def _check_single(question: Question, given: Given) -> str:
    return "" if len(given.chosen) == 1 and _offers(question, given.chosen) else NOT_OFFERED


def _check_multiple(question: Question, given: Given) -> str:
    return "" if _offers(question, given.chosen) else NOT_OFFERED


def _check_scale(question: Question, given: Given) -> str:
    fine = len(given.chosen) == 1 and given.chosen[0] in scale_steps(question)
    return "" if fine else NOT_OFFERED


def _check_matrix(question: Question, given: Given) -> str:
    for row in question.rows:
        chosen = given.choices.get(row.key, ())
        if not chosen and question.required:
            return EVERY_ROW
        if chosen and (len(chosen) != 1 or not _offers(question, chosen)):
            return NOT_OFFERED
    return ""


def _check_ranking(question: Question, given: Given) -> str:
    ranks = [given.choices.get(option.key, ("",))[0] for option in question.options]
    wanted = {str(rank) for rank in range(1, len(question.options) + 1)}
    return "" if set(ranks) == wanted and len(ranks) == len(wanted) else RANKED_TWICE


def _check_number(question: Question, given: Given) -> str:
    number = read_number(given.words)
    if number is None:
        return NO_NUMBER
    if abs(number) > LARGEST_NUMBER:
        return OUT_OF_REACH
    low = question.least is not None and number < question.least
    high = question.most is not None and number > question.most
    if not low and not high:
        return ""
    if question.least is not None and question.most is not None:
        return NOT_BETWEEN
    return TOO_LOW if low else TOO_HIGH


def _check_open(_: Question, given: Given) -> str:
    return TOO_LONG if len(given.words) > LONGEST_ANSWER else ""


def _offers(question: Question, chosen: Sequence[str]) -> bool:
    return set(chosen) <= {option.key for option in question.options}


_CHECKS = {
    QuestionKind.SINGLE: _check_single,
    QuestionKind.MULTIPLE: _check_multiple,
    QuestionKind.MATRIX: _check_matrix,
    QuestionKind.RANKING: _check_ranking,
    QuestionKind.SCALE: _check_scale,
    QuestionKind.NUMBER: _check_number,
    QuestionKind.OPEN: _check_open,
}
