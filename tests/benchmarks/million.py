"""What a million inputs would take, part by part: ``python -m tests.benchmarks.million``.

Each part is measured at several sizes in a process of its own, in processor seconds and peak
memory; a power of the number of texts is fitted to the seconds and carried on to a million. A
part whose largest size is a million was run with as many. Texts and vectors are made from the
demonstration's, as in ``scale``; only the parts of the database work on rows.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import numpy as np

from analysis.clustering import Proposal
from analysis.embedding import Embedder, Vectors, unit
from analysis.findings import Finding, keep_finding
from analysis.labelling import ThemeLabel
from analysis.proposals import open_proposals
from analysis.space import learn_space
from analysis.tables import AnalysisRun
from analysis.vectors import Corpus
from consultations.clock import now
from consultations.tables import Input
from consultations.transactions import transaction
from consultations.vocabulary import (
    Channel,
    Element,
    InputKind,
    OnBehalfOf,
    RunStatus,
    Scope,
    Visibility,
)
from server.database import opened
from tests.benchmarks.scale import chance_texts, peak_kilobytes
from tests.databases import SQLiteSource
from tests.factories import make_consultation

MILLION = 1_000_000
INTRODUCTION = """# A million inputs, in measured parts

Written by `python -m tests.benchmarks.million`: processor seconds of one core, each part and size
in a process of its own; peak memory is that of the largest size. "Fitted" is a power of the number
of texts, carried on from the sizes measured.
"""
PLAN = """
What the table says:

- Embedding is the day's work, whatever else is done: workers share it, each text is embedded once.
- Exact neighbours of all would take hours, so of more than 100,000 distinct texts (`MOST_GROUPED`
  in `analysis/sampling.py`) so many are grouped, and the others join what draws them most. This is
  built; what it costs in agreement is measured by
  `python -m tests.benchmarks.analysis --parts sampling`.
- Still to change before a real million: a run reads its corpus into memory as rows, some kilobytes
  each, where mapped vectors in half precision would take 0.8 GB; and it stores all assignments in
  one transaction, in which nobody else writes to an embedded database: PostgreSQL, or parts.
"""
DIRECTIONS = 128
THEMES = 40
_PROGRAM = "from tests.benchmarks.million import measure_one; measure_one()"
_ASKED = "REMBUK_MILLION"


def normalise_and_hash(size: int) -> float:
    from analysis.normalising import text_hash  # noqa: PLC0415 - counted in the memory

    texts = _texts(size)
    return _timed(lambda: [text_hash(text) for text in texts])


def sign(size: int) -> float:
    """MinHash of every text: what campaigns are found by."""
    from analysis.campaigns import bands_of, grams_of  # noqa: PLC0415 - likewise

    texts = _texts(size)
    return _timed(lambda: bands_of(grams_of(texts)))


def meet(size: int) -> float:
    """Pairs of signatures that share a band."""
    from analysis.campaigns import candidate_pairs  # noqa: PLC0415 - likewise

    bands = np.random.default_rng(0).integers(0, 1 << 32, (size, 42), dtype=np.uint32)
    return _timed(lambda: candidate_pairs(bands))


def embed(size: int) -> float:
    """With the bundled model, texts of about 14 words."""
    with tempfile.TemporaryDirectory() as folder:
        embedder = Embedder(Path(os.environ.get("REMBUK_CACHE", folder)) / "model")
        embedder.embed(["pemanasan"])
        texts = _texts(size)
        return _timed(lambda: embedder.embed(texts))


def map_vectors(size: int) -> float:
    """Vectors in half precision in a file that is mapped into memory, read through once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors"
        kept = np.memmap(path, np.float16, "w+", shape=(size, 384))
        for start in range(0, size, 20_000):
            kept[start : start + 20_000] = _vectors(min(20_000, size - start))
        kept.flush()
        read = np.memmap(path, np.float16, "r", shape=(size, 384))
        blocks = range(0, size, 20_000)
        return _timed(
            lambda: [read[start : start + 20_000].astype(np.float32).sum() for start in blocks]
        )


def learn(size: int) -> float:
    """Languages, centring, the damped axes, and where every text lies."""
    texts, vectors = _texts(size), _vectors(size)

    def both() -> None:
        space, languages = learn_space(texts, vectors)
        space.locate(vectors, languages)

    return _timed(both)


def neighbours(size: int) -> float:
    """Exact nearest neighbours, block by block."""
    from analysis.graph import neighbour_graph  # noqa: PLC0415 - likewise

    vectors = _vectors(size)[:, :DIRECTIONS]
    neighbour_graph(vectors[:100])
    return _timed(lambda: neighbour_graph(vectors))


def split(size: int) -> float:
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
    return _timed(lambda: Splitter(graph, size, 0, large=True, trials=1).split_into(MOST_THEMES))


def join(size: int) -> float:
    """So many texts that were not grouped join the themes of a hundred thousand that were."""
    from analysis.graph import nearest_among  # noqa: PLC0415 - likewise
    from analysis.sampling import ASKED  # noqa: PLC0415 - likewise
    from analysis.settling import join_drawn  # noqa: PLC0415 - likewise

    grouped = _vectors(100_000)[:, :DIRECTIONS]
    labels = np.arange(len(grouped)) % THEMES
    asked = np.arange(ASKED)
    others = _vectors(2_000)[:, :DIRECTIONS]

    def some() -> None:
        join_drawn(labels, grouped, others, nearest_among(grouped[asked], others), asked)

    some()
    return _timed(lambda: [some() for _ in range(0, size, len(others))])


def label(size: int) -> float:
    from analysis.labelling import Labeller  # noqa: PLC0415 - likewise

    texts, vectors = _texts(size), _vectors(size)[:, :DIRECTIONS]
    labels = np.arange(size) % THEMES
    return _timed(lambda: Labeller(texts, ["ind"] * size, []).label(labels, vectors))


def store(size: int) -> float:
    """Assignments into the embedded database, as a run keeps them."""
    return _in_database(size, read=False)


def open_board(size: int) -> float:
    """The board's proposals, read for the first time."""
    return _in_database(size, read=True)


# Each part with the sizes it is measured at.
PARTS: dict[str, tuple[Callable[[int], float], tuple[int, ...]]] = {
    "normalise and hash": (normalise_and_hash, (10_000, 100_000, MILLION)),
    "sign for campaigns (MinHash)": (sign, (10_000, 30_000, 100_000)),
    "find signatures that meet": (meet, (10_000, 100_000, MILLION)),
    "embed (bundled model)": (embed, (1_000,)),
    "read mapped vectors": (map_vectors, (10_000, 100_000, MILLION)),
    "learn languages and space": (learn, (10_000, 30_000, 100_000)),
    "exact neighbours": (neighbours, (10_000, 30_000, 100_000)),
    "Leiden": (split, (10_000, 30_000, 100_000)),
    "join the rest to 100,000 grouped": (join, (10_000, 30_000, 100_000)),
    "labels": (label, (10_000, 30_000, 100_000)),
    "store assignments": (store, (1_000, 3_000, 10_000)),
    "board, first read": (open_board, (1_000, 3_000, 10_000)),
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
    print("| part | texts | processor s | peak memory | grows as | at 1,000,000 |")
    print("|---|---|---|---|---|---|", flush=True)
    for name, (_, sizes) in PARTS.items():
        if given.parts and not any(name.startswith(start) for start in given.parts):
            continue
        found = [_measured(name, size) for size in sizes if size <= given.most]
        print(_row(name, found), flush=True)
    print(PLAN)


def measure_one() -> None:
    """Measure one part at one size and print it (in a process of its own)."""
    name, size = json.loads(os.environ[_ASKED])
    seconds = PARTS[name][0](size)
    print(json.dumps([size, seconds, peak_kilobytes() / 1024]))


def fitted(name: str, found: list[tuple[int, float, float]]) -> tuple[float, float]:
    """The power of the number of texts that the seconds grow as, and the seconds of a million.

    What was measured at one size only costs each text the same.
    """
    if name in KNOWN_POWERS:
        power = KNOWN_POWERS[name]
        return power, found[-1][1] * (MILLION / found[-1][0]) ** power
    sizes = np.log([size for size, *_ in found])
    seconds = np.log([max(own, 1e-3) for _, own, _ in found])
    power = float(np.polyfit(sizes, seconds, 1)[0]) if len(found) > 1 else 1.0
    return power, found[-1][1] * (MILLION / found[-1][0]) ** power


def _measured(name: str, size: int) -> tuple[int, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {_ASKED: json.dumps([name, size])},
    )
    size, seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return size, seconds, megabytes


def _row(name: str, found: list[tuple[int, float, float]]) -> str:
    power, million = fitted(name, found)
    sizes = " / ".join(f"{size:,}" for size, *_ in found)
    seconds = " / ".join(f"{own:.3g}" for _, own, _ in found)
    measured = "measured" if found[-1][0] == MILLION else "fitted"
    return (
        f"| {name} | {sizes} | {seconds} | {found[-1][2]:.0f} MB | n^{power:.2f} "
        f"| {_duration(million)}, {measured} |"
    )


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.3g} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _in_database(size: int, *, read: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        stored, opened_in = asyncio.run(_stored(size, SQLiteSource(Path(folder))))
    return opened_in if read else stored


async def _stored(size: int, source: SQLiteSource) -> tuple[float, float]:
    """Seconds to store the assignments of so many inputs, and to read the board they are on."""
    with source.fresh() as engine:
        async with opened(engine):
            consultation = await make_consultation()
            found = await _finding(consultation.id, size)
            run = AnalysisRun(consultation=consultation.id, step="", finished_at=now())
            run.status = RunStatus.DONE.value
            await AnalysisRun.insert(run)
            began = time.process_time()
            async with transaction():
                await keep_finding(run.id, found)
            stored = time.process_time()
            await open_proposals(consultation.id)
            return stored - began, time.process_time() - stored


async def _finding(consultation: UUID, size: int) -> Finding:
    """Inputs in the database, and forty themes that they were found to be in."""
    texts, vectors = _texts(size), _vectors(size)
    numbers = range(size)
    rows = [
        Input(
            consultation=consultation,
            number=number,
            registration=f"N-{number}",
            kind=InputKind.OBJECTION.value,
            scope=Scope.APPLICATION.value,
            element=list(Element)[number % 6].value,
            on_behalf_of=OnBehalfOf.SELF.value,
            text=text,
            channel=Channel.ONLINE.value,
            visibility=Visibility.ANONYMOUS.value,
            received_at=now(),
            receipt_hash=str(number),
            idempotency_key=str(number),
            body_hash="",
        )
        for number, text in zip(numbers, texts, strict=True)
    ]
    for start in range(0, size, 500):
        async with transaction():
            await Input.insert(*rows[start : start + 500])
    ids = [row.id for row in rows]
    labels = np.arange(size) % THEMES
    space, languages = learn_space(texts[:200], vectors[:200])
    languages = ["ind"] * size
    places = space.locate(vectors, languages)
    centres = unit(np.stack([places[labels == k].mean(axis=0) for k in range(THEMES)]))
    proposal = Proposal(labels, places, centres, [], (), np.ones(THEMES))
    corpus = Corpus(ids, texts, languages, [""] * size, vectors)
    named = [ThemeLabel((f"tema {k}",), ()) for k in range(THEMES)]
    points = np.zeros((size, 2), np.uint16)
    return Finding(corpus, languages, corpus, space, proposal, named, (labels,), [[]], points)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _vectors(size: int) -> Vectors:
    random = np.random.default_rng(0)
    middles = random.standard_normal((60, 384), dtype=np.float32)
    made = random.standard_normal((size, 384), dtype=np.float32)
    made += middles[np.arange(size) % 60]
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def _texts(size: int) -> list[str]:
    random = np.random.default_rng(1)
    return chance_texts(random.integers(0, 10_000, size), random)


if __name__ == "__main__":
    main()
