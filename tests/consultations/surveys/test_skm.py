from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.surveys.skm import grade_of, index_of, rounded, sample_size
from consultations.vocabulary import SatisfactionElement, SatisfactionGrade

ALL = list(SatisfactionElement)


def _same(counts: dict[int, int]) -> dict[SatisfactionElement, dict[int, int]]:
    return dict.fromkeys(ALL, counts)


@pytest.mark.parametrize(
    ("population", "sample"),
    [
        (10, 10),
        (50, 44),
        (220, 140),
        (300, 169),
        (1000, 278),
        (2000, 322),
        (100_000, 383),
        (0, 0),
        (1, 1),
    ],
)
def test_sample_follows_krejcie_and_morgan(population: int, sample: int) -> None:
    assert sample_size(population) == sample


@pytest.mark.parametrize(
    ("converted", "grade"),
    [
        ("25.00", SatisfactionGrade.D),
        ("64.99", SatisfactionGrade.D),
        ("65.00", SatisfactionGrade.C),
        ("76.60", SatisfactionGrade.C),
        ("76.61", SatisfactionGrade.B),
        ("88.30", SatisfactionGrade.B),
        ("88.31", SatisfactionGrade.A),
        ("100.00", SatisfactionGrade.A),
    ],
)
def test_grade_at_both_ends_of_every_band(converted: str, grade: SatisfactionGrade) -> None:
    assert grade_of(Decimal(converted)) is grade


@pytest.mark.parametrize(
    ("index", "converted", "grade"),
    [
        # Indexes that lie in the gaps of the table's first column: 2.5996 to 2.60, 3.064 to 3.0644.
        (Fraction("2.5997"), "64.99", SatisfactionGrade.D),
        (Fraction("2.5998"), "65.00", SatisfactionGrade.C),
        (Fraction("3.0642"), "76.61", SatisfactionGrade.B),
        (Fraction("3.0641"), "76.60", SatisfactionGrade.C),
        (Fraction("3.5322"), "88.31", SatisfactionGrade.A),
        (Fraction("3.5321"), "88.30", SatisfactionGrade.B),
    ],
)
def test_gaps_of_the_table_are_closed_by_rounding_first(
    index: Fraction, converted: str, grade: SatisfactionGrade
) -> None:
    assert rounded(index * 25, Decimal("0.01")) == Decimal(converted)
    assert grade_of(rounded(index * 25, Decimal("0.01"))) is grade


def test_best_answers_everywhere_make_exactly_one_hundred() -> None:
    found = index_of(_same({4: 7}))
    assert found is not None
    assert (found.converted, found.grade) == (Decimal("100.00"), SatisfactionGrade.A)


def test_worst_answers_everywhere_make_exactly_twenty_five() -> None:
    found = index_of(_same({1: 3}))
    assert found is not None
    assert (found.index, found.converted) == (Decimal("1.000"), Decimal("25.00"))


def test_index_is_the_mean_of_the_elements_means() -> None:
    scores = _same({3: 10})
    scores[SatisfactionElement.TIME] = {1: 1, 2: 2, 3: 3, 4: 4}
    found = index_of(scores)
    assert found is not None
    assert found.exact == 3
    scores[SatisfactionElement.COST] = {2: 10}
    found = index_of(scores)
    assert found is not None
    assert found.exact == Fraction(26, 9)
    assert (found.index, found.converted, found.grade) == (
        Decimal("2.889"),
        Decimal("72.22"),
        SatisfactionGrade.C,
    )


def test_element_that_fewer_answered_weighs_the_same() -> None:
    scores = _same({4: 100})
    scores[SatisfactionElement.COMPLAINTS] = {1: 1}
    found = index_of(scores)
    assert found is not None
    assert found.exact == Fraction(33, 9)


def test_no_index_while_an_element_has_no_answer() -> None:
    scores = _same({4: 1})
    scores[SatisfactionElement.PRODUCT] = {}
    assert index_of(scores) is None


def test_three_lowest_are_named_and_ties_with_the_third_are_kept() -> None:
    scores = _same({4: 2})
    scores[SatisfactionElement.TIME] = {1: 2}
    scores[SatisfactionElement.COST] = {2: 2}
    scores[SatisfactionElement.CONDUCT] = scores[SatisfactionElement.PRODUCT] = {3: 2}
    found = index_of(scores)
    assert found is not None
    assert [one.element for one in found.lowest] == [
        SatisfactionElement.TIME,
        SatisfactionElement.COST,
        SatisfactionElement.PRODUCT,
        SatisfactionElement.CONDUCT,
    ]


@given(st.integers(1, 400_000), st.integers(1, 999))
def test_rounding_is_half_up_without_a_float(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator)
    step = Decimal("0.01")
    difference = Fraction(rounded(value, step)) - value
    assert -Fraction(1, 200) < difference <= Fraction(1, 200)
