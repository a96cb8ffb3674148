import time

import numpy as np
import pytest

from analysis import layout
from analysis.layout import SIDE, lay_out
from tests.analysis.clouds import clouds

SIZES = [60, 50, 40, 30]


def _same_theme_nearby(points: np.ndarray, sizes: list[int], near: int = 8) -> float:
    which = np.repeat(np.arange(len(sizes)), sizes)
    flat = points.astype(float)
    apart = ((flat[:, None] - flat[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    nearest = np.argsort(apart, axis=1)[:, :near]
    return float((which[nearest] == which[:, None]).mean())


def test_what_is_alike_lies_together() -> None:
    vectors, _ = clouds(SIZES, spread=0.6)
    points = lay_out(vectors, [], seed=0)
    assert points.dtype == np.uint16
    assert points.shape == (180, 2)
    assert _same_theme_nearby(points, SIZES) > 0.95
    assert points.max() > 0.6 * SIDE


def test_equal_seeds_make_equal_maps() -> None:
    vectors, _ = clouds(SIZES)
    assert np.array_equal(lay_out(vectors, [], 3), lay_out(vectors, [], 3))
    assert not np.array_equal(lay_out(vectors, [], 3), lay_out(vectors, [], 4))


def test_a_campaigns_copies_lie_around_its_first() -> None:
    vectors, _ = clouds(SIZES)
    points = lay_out(vectors, [[0, 5, 90, 170]], seed=0).astype(int)
    reach = np.abs(points[[5, 90, 170]] - points[0]).max()
    assert 0 < reach < 0.08 * SIDE


def test_the_whole_square_is_used_beside_an_island_and_no_text_lies_on_another() -> None:
    vectors, _ = clouds([*SIZES, 2], spread=1.5)
    points = lay_out(vectors, [list(range(150, 182))], seed=0).astype(float)
    cells = {(int(x * 4 // (SIDE + 1)), int(y * 4 // (SIDE + 1))) for x, y in points}
    assert len(cells) >= 14
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.008 * SIDE


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9])
def test_few_texts_have_a_map_too(count: int) -> None:
    vectors, _ = clouds([count]) if count else (np.empty((0, 32), np.float32), [])
    assert lay_out(vectors, [], seed=0).shape == (count, 2)


def test_equal_texts_are_no_trouble() -> None:
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (30, 1))
    assert np.isfinite(lay_out(vectors, [], seed=0).astype(float)).all()


def test_beyond_the_largest_size_texts_lie_among_landmarks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "MOST_SETTLED", 100)
    monkeypatch.setattr(layout, "LANDMARKS", 80)
    vectors, _ = clouds(SIZES, spread=0.6)
    points = lay_out(vectors, [], seed=0)
    assert _same_theme_nearby(points, SIZES) > 0.9


def test_thousands_take_seconds() -> None:
    vectors, _ = clouds([250] * 8, spread=0.6)
    started = time.process_time()
    lay_out(vectors, [], seed=0)
    assert time.process_time() - started < 20
