"""How fast similar inputs are found among 100,000: ``python -m tests.benchmarks.likeness``.

The vectors are random; only the question is embedded for real, as while somebody writes. Loading
them from the database is not measured: the worker does it once.
"""

import asyncio
import statistics
import tempfile
import time
import uuid
from pathlib import Path

import numpy as np

from analysis.embedding import Embedder, unit
from analysis.likeness import Likeness, _Memory
from analysis.space import learn_space

INPUTS = 100_000
ROUNDS = 40
ASKED = "Kuota antrean daring habis sebelum subuh, kami yang bekerja tidak sempat mengambil nomor."


async def measure() -> list[float]:
    """Milliseconds of each of the rounds."""
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        embedder = Embedder(Path(folder))
        vectors = unit(random.standard_normal((INPUTS, embedder.dimension), dtype=np.float32))
        space, languages = learn_space([ASKED] * INPUTS, vectors, ["ind"] * INPUTS)
        located = space.locate(vectors, languages)
        memory = _Memory([uuid.uuid4() for _ in range(INPUTS)], located, space, (0, 0))
        likeness = Likeness(embedder)
        times = []
        for number in range(ROUNDS + 3):
            began = time.perf_counter()
            await asyncio.to_thread(likeness._nearest, memory, space, f"{ASKED} {number}", 6, -1.0)
            times.append((time.perf_counter() - began) * 1000)
        return times[3:]


if __name__ == "__main__":
    found = asyncio.run(measure())
    ordered = sorted(found)
    print(f"{INPUTS:,} inputs, {ROUNDS} questions of {len(ASKED.split())} words")
    print(f"median {statistics.median(found):.0f} ms, 95th percentile {ordered[-3]:.0f} ms")
