"""What a million inputs would take, part by part: ``python -m tests.benchmarks.million``.

Each part is measured at several sizes in a process of its own, in processor seconds and peak
memory; a power of the number of texts is fitted to the seconds and carried on to a million. A
part whose largest size is a million was run with as many. Texts and vectors are made from the
demonstration's, as in ``scale``; only the parts of the database work on rows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.embedding import Embedder
from analysis.space import learn_space
from tests.benchmarks.made import Meter, made_texts, made_vectors, measured
from tests.benchmarks.million_rows import THEMES, open_board, read, run_whole, store

MILLION = 1_000_000
INTRODUCTION = """# A million inputs, in measured parts

Written by `python -m tests.benchmarks.million`: processor seconds of one core, each part and size
in a process of its own; memory is that of the largest size, mapped files included: the peak while
the part is done, and how much of it the part has added to what the process had before. "Fitted" is
a power of the number of texts, carried on from the sizes measured.
"""
PLAN = """
What the table says:

- Embedding is the day's work, whatever else is done: workers share it, each text is embedded once.
- Exact neighbours of all would take hours, so of more than 100,000 distinct texts (`MOST_GROUPED`
  in `analysis/sampling.py`) so many are grouped, and the others join what draws them most. From
  so many on the space too is learned of 100,000, and where the texts lie is kept on disk. What
  grouping a part costs in agreement is measured by
  `python -m tests.benchmarks.analysis --parts sampling`.
- A run reads its corpus in pages: 16 bytes an id, each different text once, and each different
  text's vector in half precision in a file without a name, which is mapped into memory and gone
  with the process, killed or not.
- It keeps what it proposes in parts of 2,000, each a transaction of its own between which others
  write; its last short one shows all of it at once.
- Still to change before a real million: suggesting translations of campaigns and searching for
  like inputs hold a consultation's vectors in single precision, 1.5 GB.
"""
DIRECTIONS = 128
WHOLE = "a whole run, embedded before"
_PROGRAM = "from tests.benchmarks.million import measure_one; measure_one()"
_ASKED = "REMBUK_MILLION"


def normalise_and_hash(size: int) -> Meter:
    from analysis.normalising import text_hash  # noqa: PLC0415 - counted in the memory

    texts = made_texts(size)
    return measured(lambda: [text_hash(text) for text in texts])


def sign(size: int) -> Meter:
    """MinHash of every text: what campaigns are found by."""
    from analysis.campaigns import bands_of, grams_of  # noqa: PLC0415 - likewise

    texts = made_texts(size)
    return measured(lambda: bands_of(grams_of(texts)))


def meet(size: int) -> Meter:
    """Pairs of signatures that share a band."""
    from analysis.campaigns import candidate_pairs  # noqa: PLC0415 - likewise

    bands = np.random.default_rng(0).integers(0, 1 << 32, (size, 42), dtype=np.uint32)
    return measured(lambda: candidate_pairs(bands))


def embed(size: int) -> Meter:
    """With the bundled model, texts of about 14 words."""
    with tempfile.TemporaryDirectory() as folder:
        embedder = Embedder(Path(os.environ.get("REMBUK_CACHE", folder)) / "model")
        embedder.embed(["pemanasan"])
        texts = made_texts(size)
        return measured(lambda: embedder.embed(texts))


def map_vectors(size: int) -> Meter:
    """Vectors in half precision in a file that is mapped into memory, read through once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors"
        kept = np.memmap(path, np.float16, "w+", shape=(size, 384))
        for start in range(0, size, 20_000):
            kept[start : start + 20_000] = made_vectors(min(20_000, size - start))
        kept.flush()
        read = np.memmap(path, np.float16, "r", shape=(size, 384))
        blocks = range(0, size, 20_000)
        return measured(
            lambda: [read[start : start + 20_000].astype(np.float32).sum() for start in blocks]
        )


def learn(size: int) -> Meter:
    """Languages, centring, the damped axes, and where every text lies."""
    texts, vectors = made_texts(size), made_vectors(size)

    def both() -> None:
        space, languages = learn_space(texts, vectors)
        space.locate(vectors, languages)

    return measured(both)


def neighbours(size: int) -> Meter:
    """Exact nearest neighbours, block by block."""
    from analysis.graph import neighbour_graph  # noqa: PLC0415 - likewise

    vectors = made_vectors(size)[:, :DIRECTIONS]
    neighbour_graph(vectors[:100])
    return measured(lambda: neighbour_graph(vectors))


def split(size: int) -> Meter:
    """Leiden, fine and joined, as a large corpus is grouped; on a graph of chance neighbours."""
    from analysis.communities import MOST_THEMES, Splitter  # noqa: PLC0415 - likewise
    from analysis.graph import NeighbourGraph  # noqa: PLC0415 - likewise

    random = np.random.default_rng(0)
    sources = np.repeat(np.arange(size), 15)
    # Nine of ten neighbours are of the same three hundred texts, as in a corpus with themes.
    near = (sources // 300 * 300 + random.integers(0, 300, sources.size)) % size
    far = random.integers(0, size, sources.size)
    targets = np.where(random.random(sources.size) < 0.9, near, far)
    graph = NeighbourGraph(sources, targets, random.random(sources.size))
    return measured(lambda: Splitter(graph, size, 0, large=True, trials=1).split_into(MOST_THEMES))


def join(size: int) -> Meter:
    """So many texts that were not grouped join the themes of a hundred thousand that were."""
    from analysis.graph import nearest_among  # noqa: PLC0415 - likewise
    from analysis.sampling import ASKED  # noqa: PLC0415 - likewise
    from analysis.settling import join_drawn  # noqa: PLC0415 - likewise

    grouped = made_vectors(100_000)[:, :DIRECTIONS]
    labels = np.arange(len(grouped)) % THEMES
    asked = np.arange(ASKED)
    others = made_vectors(2_000)[:, :DIRECTIONS]

    def some() -> None:
        join_drawn(labels, grouped, others, nearest_among(grouped[asked], others), asked)

    some()
    return measured(lambda: [some() for _ in range(0, size, len(others))])


def label(size: int) -> Meter:
    from analysis.labelling import Labeller  # noqa: PLC0415 - likewise

    texts, vectors = made_texts(size), made_vectors(size)[:, :DIRECTIONS]
    labels = np.arange(size) % THEMES
    return measured(lambda: Labeller(texts, ["ind"] * size, []).label(labels, vectors))


# Each part with the sizes it is measured at.
PARTS: dict[str, tuple[Callable[[int], Meter], tuple[int, ...]]] = {
    "normalise and hash": (normalise_and_hash, (10_000, 100_000, MILLION)),
    "sign for campaigns (MinHash)": (sign, (10_000, 30_000, 100_000)),
    "find signatures that meet": (meet, (10_000, 100_000, MILLION)),
    "embed (bundled model)": (embed, (1_000,)),
    "go through mapped vectors": (map_vectors, (10_000, 100_000, MILLION)),
    "learn languages and space": (learn, (10_000, 30_000, 100_000)),
    "exact neighbours": (neighbours, (10_000, 30_000, 100_000)),
    "Leiden": (split, (10_000, 30_000, 100_000)),
    "join the rest to 100,000 grouped": (join, (10_000, 30_000, 100_000)),
    "labels": (label, (10_000, 30_000, 100_000)),
    "read the corpus": (read, (10_000, 100_000, 300_000)),
    "store assignments": (store, (10_000, 30_000, 100_000)),
    "board, first read": (open_board, (10_000, 30_000, 100_000)),
    WHOLE: (run_whole, (10_000, 30_000, 100_000)),
}

# Every text is compared with every other, or with the same ones: what a block costs at the start
# would hide it.
KNOWN_POWERS = {"exact neighbours": 2.0, "join the rest to 100,000 grouped": 1.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="*", help="only parts whose names begin so")
    parser.add_argument("--most", type=int, default=MILLION, help="no size above this")
    given = parser.parse_args()
    print(INTRODUCTION)
    print("| part | texts | processor s | peak memory | added by it | grows as | at 1,000,000 |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for name, (_, sizes) in PARTS.items():
        if given.parts and not any(name.startswith(start) for start in given.parts):
            continue
        found = [_measured(name, size) for size in sizes if size <= given.most]
        if found:
            print(_row(name, found), flush=True)
    print(PLAN)


def measure_one() -> None:
    """Measure one part at one size and print it (in a process of its own)."""
    name, size = json.loads(os.environ[_ASKED])
    meter = PARTS[name][0](size)
    print(json.dumps([size, meter.seconds, meter.peak, meter.added]))


class Found(NamedTuple):
    """What one part took at one size."""

    size: int
    seconds: float
    peak: float
    added: float


def fitted(name: str, found: list[Found]) -> tuple[float, float]:
    """The power of the number of texts that the seconds grow as, and the seconds of a million.

    What was measured at one size only costs each text the same.
    """
    last = found[-1]
    power = KNOWN_POWERS.get(name, 1.0)
    if name not in KNOWN_POWERS and len(found) > 1:
        sizes = np.log([own.size for own in found])
        seconds = np.log([max(own.seconds, 1e-3) for own in found])
        power = float(np.polyfit(sizes, seconds, 1)[0])
    return power, last.seconds * (MILLION / last.size) ** power


def _measured(name: str, size: int) -> Found:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {_ASKED: json.dumps([name, size])},
    )
    return Found(*json.loads(done.stdout.splitlines()[-1]))


def _row(name: str, found: list[Found]) -> str:
    last = found[-1]
    power, million = fitted(name, found)
    grows = f"n^{power:.2f}"
    then = f"{_duration(million)}, {'measured' if last.size == MILLION else 'fitted'}"
    if name == WHOLE:
        # From 100,000 on its parts grow otherwise than below.
        grows, then = "", "see its parts"
    sizes = " / ".join(f"{own.size:,}" for own in found)
    seconds = " / ".join(f"{own.seconds:.3g}" for own in found)
    memory = f"{last.peak:.0f} MB | {last.added:.0f} MB"
    return f"| {name} | {sizes} | {seconds} | {memory} | {grows} | {then} |"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.3g} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


if __name__ == "__main__":
    main()
