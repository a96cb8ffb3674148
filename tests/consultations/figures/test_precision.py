from uuid import UUID, uuid4

import pytest

from consultations.figures.precision import (
    Judged,
    Verdict,
    agreement_of,
    layered_precision_of,
    precision_of,
)
from consultations.figures.proportions import wilson

A, B = uuid4(), uuid4()
YES, NO, UNSURE = Verdict.FITS, Verdict.FITS_NOT, Verdict.UNSURE


def said(
    *verdicts: Verdict | None, theme: UUID = A, among: int = 100, times: int = 1
) -> list[Judged]:
    return [Judged(theme, among, verdicts)] * times


def test_below_thirty_answers_there_is_no_figure() -> None:
    assert precision_of(said(YES, times=29)).share is None
    assert precision_of(said(YES, times=29) + said(None, times=5)).answers == 29
    assert precision_of(said(YES, times=30)).share == 1.0


def test_doubt_does_not_fit_and_two_readers_count_half_each() -> None:
    share = precision_of(
        said(YES, YES, times=20) + said(YES, NO, times=10) + said(UNSURE, NO, times=10)
    )
    assert share.share == pytest.approx(25 / 40)
    assert (share.low, share.high) == pytest.approx(wilson(25, 40))


def test_layers_weigh_by_their_placements() -> None:
    items = said(YES, among=900, times=20) + said(NO, theme=B, among=100, times=20)
    share = layered_precision_of(items)
    assert share.share == pytest.approx(0.9)
    # The effective size by Kish's formula.
    assert (share.low, share.high) == pytest.approx(wilson(0.9 * 24.390, 24.390), abs=1e-4)
    assert precision_of(items).share == pytest.approx(0.5)


def test_equal_layers_are_a_simple_sample() -> None:
    items = said(YES, times=15) + said(YES, theme=B, times=10) + said(NO, theme=B, times=5)
    assert layered_precision_of(items).share == pytest.approx(precision_of(items).share)


def test_agreement_needs_two_readers_and_thirty_pairs() -> None:
    assert agreement_of(said(YES, times=40)) is None
    few = agreement_of(said(YES, YES, times=29) + said(YES, None, times=9))
    assert few is not None
    assert (few.same.share, few.same.answers, few.alpha) == (None, 29, None)
    many = agreement_of(said(YES, YES, times=15) + said(NO, NO, times=15) + said(YES, NO, times=10))
    assert many is not None
    assert many.same.share == 0.75
    # Observed 20 of 80 differing values; expected 2 · 40 · 40 of 80 · 79.
    assert many.alpha == pytest.approx(1 - (20 / 80) / (2 * 40 * 40 / (80 * 79)))


def test_readers_who_never_differ_have_no_alpha() -> None:
    every = agreement_of(said(YES, YES, times=30))
    assert every is not None
    assert (every.same.share, every.alpha) == (1.0, None)
