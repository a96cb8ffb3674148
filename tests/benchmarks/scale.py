"""How time and memory grow with the number of texts, from kept vectors to themes.

The larger numbers are made from real vectors and texts: each copy gets noise added to its vector
and a sentence made of other texts' words, so that no two are equal and no campaign arises.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import Vectors, unit

NOISE = 0.25
WARMING = 200
_PROGRAM = "from tests.benchmarks.scale import run_one; run_one()"
_PATH, _SIZE = "REMBUK_SCALE_VECTORS", "REMBUK_SCALE_SIZE"


def measure_scale(
    vectors: Vectors, sizes: list[int], say: Callable[[str], None]
) -> list[tuple[int, float, float]]:
    """Say seconds and peak memory for each size, each in a process of its own; size, s, MB."""
    say(
        "\n| texts (synthetic) | learn space | propose, with layers and stability | labels | all "
        "| peak memory |\n|---|---|---|---|---|---|"
    )
    growth = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npy"
        np.save(path, vectors)
        for size in sizes:
            done = subprocess.run(
                [sys.executable, "-c", _PROGRAM],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {_PATH: str(path), _SIZE: str(size)},
            )
            row = done.stdout.strip()
            say(row)
            *_, seconds, megabytes, _ = (cell.split() for cell in row.split("|"))
            growth.append((size, float(seconds[0]), float(megabytes[0])))
    return growth


def synthetic(vectors: Vectors, size: int) -> tuple[Vectors, list[str]]:
    """``size`` vectors near the given ones, each with a text of a Zipfian vocabulary."""
    random = np.random.default_rng(1)
    which = random.integers(0, len(vectors), size)
    noise = random.normal(scale=NOISE / np.sqrt(vectors.shape[1]), size=(size, vectors.shape[1]))
    made = unit((vectors[which] + noise).astype(np.float32))
    return made, chance_texts(which, random)


def chance_texts(which: NDArray[np.int64], random: np.random.Generator) -> list[str]:
    """A text for each matter in ``which`` (n,): half its words are those of the matter."""
    size = len(which)
    words = random.zipf(1.3, size=(size, 14)) % 20_000
    # Words go with their matter: those of a text depend on the vector it is made from.
    words += (which[:, None] % 40) * 20_000 * (random.random((size, 14)) < 0.5)
    return [" ".join(_word(number) for number in row) for row in words.tolist()]


def run_one() -> None:
    """Measure one size and print its row (in a process of its own)."""
    import time  # noqa: PLC0415 - after the process has begun

    from analysis.clustering import propose_themes  # noqa: PLC0415 - counted in the memory
    from analysis.labelling import Labeller  # noqa: PLC0415 - likewise
    from analysis.space import learn_space  # noqa: PLC0415 - likewise

    vectors, texts = synthetic(np.load(os.environ[_PATH]), int(os.environ[_SIZE]))
    # What is imported at the first use is no part of what grows.
    propose_themes(vectors[:WARMING], texts[:WARMING])
    clock = [time.perf_counter()]
    space, languages = learn_space(texts, vectors)
    places = space.locate(vectors, languages)
    clock.append(time.perf_counter())
    proposal = propose_themes(places, texts)
    clock.append(time.perf_counter())
    labeller = Labeller(texts, languages, proposal.campaigns)
    for labels in (proposal.labels, *proposal.layers):
        labeller.label(labels, proposal.places)
    clock.append(time.perf_counter())
    learning, proposing, labelling = np.diff(clock)
    peak = peak_kilobytes() / 1024
    cells = [learning, proposing, labelling, learning + proposing + labelling]
    print(
        f"| {len(texts)} | {' | '.join(f'{cell:.1f} s' for cell in cells)} | {peak:.0f} MB |",
        flush=True,
    )


def peak_kilobytes() -> int:
    # Not getrusage's: that one starts from what the parent process had.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _word(number: int) -> str:
    letters = "aiueoknmtsrlbdgp"
    return "".join(letters[(number >> shift) % 16] for shift in (0, 4, 8, 12, 16))
