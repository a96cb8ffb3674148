import uuid
from typing import Any

import pytest

from consultations.surveys.questionnaire import (
    EVERY_ROW,
    NO_NUMBER,
    NOT_BETWEEN,
    NOT_OFFERED,
    OUT_OF_REACH,
    RANKED_TWICE,
    TOO_HIGH,
    TOO_LONG,
    TOO_LOW,
    UNANSWERED,
    Given,
    Option,
    Question,
    asked,
    problem_with,
    problems_in,
    read_number,
)
from consultations.vocabulary import QuestionKind

THREE = tuple(Option(str(number), f"Pilihan {number}") for number in (1, 2, 3))


def make_question(kind: QuestionKind, **facts: Any) -> Question:
    given = {"options": THREE, "rows": THREE[:2], "required": True, **facts}
    return Question(id=uuid.uuid4(), kind=kind, code="1", text="Apa?", **given)


def chosen(*keys: str) -> Given:
    return Given({"": keys})


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        (QuestionKind.SINGLE, chosen("2"), ""),
        (QuestionKind.SINGLE, chosen("9"), NOT_OFFERED),
        (QuestionKind.SINGLE, chosen("1", "2"), NOT_OFFERED),
        (QuestionKind.SINGLE, Given(), UNANSWERED),
        (QuestionKind.MULTIPLE, chosen("1", "3"), ""),
        (QuestionKind.MULTIPLE, chosen("1", "4"), NOT_OFFERED),
        (QuestionKind.MATRIX, Given({"1": ("2",), "2": ("1",)}), ""),
        (QuestionKind.MATRIX, Given({"1": ("2",)}), EVERY_ROW),
        (QuestionKind.MATRIX, Given({"1": ("7",), "2": ("1",)}), NOT_OFFERED),
        (QuestionKind.RANKING, Given({"1": ("2",), "2": ("1",), "3": ("3",)}), ""),
        (QuestionKind.RANKING, Given({"1": ("2",), "2": ("2",), "3": ("3",)}), RANKED_TWICE),
        (QuestionKind.RANKING, Given({"1": ("2",), "2": ("1",)}), RANKED_TWICE),
        (QuestionKind.SCALE, chosen("5"), ""),
        (QuestionKind.SCALE, chosen("6"), NOT_OFFERED),
        (QuestionKind.NUMBER, Given(words="2,5"), ""),
        (QuestionKind.NUMBER, Given(words="dua"), NO_NUMBER),
        (QuestionKind.NUMBER, Given(words="nan"), NO_NUMBER),
        (QuestionKind.NUMBER, Given(words="6"), NOT_BETWEEN),
        (QuestionKind.NUMBER, Given(words="9" * 30), OUT_OF_REACH),
        (QuestionKind.OPEN, Given(words="Antre."), ""),
        (QuestionKind.OPEN, Given(words="   "), UNANSWERED),
        (QuestionKind.OPEN, Given(words="a" * 8001), TOO_LONG),
    ],
)
def test_answer_is_checked_by_the_kind_of_its_question(
    kind: QuestionKind, given: Given, problem: str
) -> None:
    assert problem_with(make_question(kind, least=1, most=5), given) == problem


def test_number_may_be_as_large_as_the_budget_of_the_state() -> None:
    question = make_question(QuestionKind.NUMBER)
    assert problem_with(question, Given(words="3842700000000000")) == ""
    assert problem_with(question, Given(words="-1e17")) == OUT_OF_REACH


def test_matrix_that_is_not_required_may_have_empty_rows() -> None:
    question = make_question(QuestionKind.MATRIX, required=False)
    assert problem_with(question, Given({"1": ("2",)})) == ""


def test_question_is_put_only_where_its_condition_holds() -> None:
    first = make_question(QuestionKind.SINGLE)
    second = make_question(
        QuestionKind.OPEN, depends_on=first.id, depends_choices=frozenset({"1", "3"})
    )
    assert asked([first, second], {first.id: chosen("2")}) == [first]
    assert asked([first, second], {first.id: chosen("3")}) == [first, second]
    assert problems_in([first, second], {first.id: chosen("2")}) == {}
    assert problems_in([first, second], {first.id: chosen("1")}) == {second.id: UNANSWERED}


def test_condition_on_a_question_that_is_not_put_does_not_hold() -> None:
    first = make_question(QuestionKind.SINGLE)
    second = make_question(
        QuestionKind.SINGLE, depends_on=first.id, depends_choices=frozenset({"1"})
    )
    third = make_question(QuestionKind.OPEN, depends_on=second.id, depends_choices=frozenset({"1"}))
    answers = {first.id: chosen("2"), second.id: chosen("1")}
    assert asked([first, second, third], answers) == [first]


def test_section_that_is_not_put_takes_its_questions_with_it() -> None:
    first = make_question(QuestionKind.SINGLE)
    section = make_question(
        QuestionKind.SECTION, depends_on=first.id, depends_choices=frozenset({"1"})
    )
    inside = make_question(QuestionKind.OPEN)
    after = make_question(QuestionKind.SECTION)
    last = make_question(QuestionKind.NUMBER)
    every = [first, section, inside, after, last]
    assert asked(every, {first.id: chosen("2")}) == [first, after, last]
    assert asked(every, {first.id: chosen("1")}) == every


def test_paper_may_leave_out_what_had_to_be_answered_but_not_answer_it_wrongly() -> None:
    question = make_question(QuestionKind.MATRIX)
    half = {question.id: Given({"1": ("2",)})}
    assert problems_in([question], half) == {question.id: EVERY_ROW}
    assert problems_in([question], half, complete=False) == {}
    assert problems_in([question], {}, complete=False) == {}
    wrong = {question.id: Given({"1": ("9",)})}
    assert problems_in([question], wrong, complete=False) == {question.id: NOT_OFFERED}


def test_number_with_one_bound_says_which() -> None:
    assert problem_with(make_question(QuestionKind.NUMBER, least=1), Given(words="0")) == TOO_LOW
    assert problem_with(make_question(QuestionKind.NUMBER, most=5), Given(words="6")) == TOO_HIGH


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2,5", 2.5),
        ("2.5", 2.5),
        (" 12 ", 12),
        ("1.500", 1500),
        ("1.500.000", 1_500_000),
        ("1,500", 1500),
        ("0,125", 0.125),
        ("-3", -3),
        ("1.50.000", None),
        ("sekali", None),
        ("inf", None),
    ],
)
def test_number_is_read_as_people_write_it(words: str, number: float | None) -> None:
    assert read_number(words) == number
