"""Texts and vectors that were made, in any number, and what working on them takes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np

from analysis.embedding import Vectors
from tests.benchmarks.scale import chance_texts, peak_kilobytes

MATTERS = 60


class Meter:
    """Processor seconds of what is done inside, and how many megabytes it needs at the most.

    ``added`` are those it takes above what the process had before.
    """

    seconds = peak = added = 0.0

    def __enter__(self) -> Self:
        # Of 5 the kernel makes: forget how much it was at the most.
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._before = peak_kilobytes()
        self._began = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._began
        self.peak = peak_kilobytes() / 1024
        self.added = self.peak - self._before / 1024


def measured(work: Callable[[], object]) -> Meter:
    """What this work takes."""
    with Meter() as meter:
        work()
    return meter


def made_vectors(size: int) -> Vectors:
    """``size`` unit vectors in crowds around directions of their own."""
    random = np.random.default_rng(0)
    middles = random.standard_normal((MATTERS, 384), dtype=np.float32)
    made = random.standard_normal((size, 384), dtype=np.float32)
    made += middles[np.arange(size) % MATTERS]
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def made_texts(size: int) -> list[str]:
    """A text for each of these vectors, some of its words its crowd's."""
    return chance_texts(np.arange(size) % MATTERS, np.random.default_rng(1))
