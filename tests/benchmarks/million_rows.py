"""The parts of a run that work on rows, on the embedded database, with vectors that were made."""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from analysis.asking import request_run
from analysis.clustering import Proposal
from analysis.continuing import Earlier
from analysis.corpus_reading import load_corpus
from analysis.embedding import unit
from analysis.findings import Finding, locate
from analysis.finishing import finish_run
from analysis.labelling import ThemeLabel
from analysis.normalising import text_hash
from analysis.proposals import open_proposals
from analysis.run_claims import claim_run
from analysis.runs import perform_run
from analysis.space import learn_space
from analysis.tables import AnalysisRun
from analysis.vectors import STORED
from consultations.tables import Consultation
from server.database import Engine, opened
from server.engines.sqlite import GroupCommitSQLiteEngine
from server.migrating import migrate
from tests.analysis.planting import Planted
from tests.benchmarks.made import Meter, made_texts, made_vectors
from tests.factories import make_consultation, make_input

THEMES = 40
MODEL = "tanam"
_FILL = "from tests.benchmarks.million_rows import fill; fill()"


def read(size: int) -> Meter:
    """The corpus of a run, from its rows to what is held in memory and mapped."""
    return _in_database(size, _read)


def store(size: int) -> Meter:
    """What a run found, in parts, from the placing of inputs to the end of the run."""
    return _in_database(size, _store)


def open_board(size: int) -> Meter:
    """The board's proposals, read for the first time."""
    return _in_database(size, _open_board)


def run_whole(size: int) -> Meter:
    """A whole run of texts that are embedded already."""
    return _in_database(size, _run_whole)


async def _read(folder: Path, consultation: UUID) -> Meter:
    with Meter() as meter:
        await load_corpus(consultation, MODEL, folder)
    return meter


async def _store(folder: Path, consultation: UUID) -> Meter:
    run, found = await _found(folder, consultation)
    with Meter() as meter:
        await _finish(run, found, folder)
    return meter


async def _open_board(folder: Path, consultation: UUID) -> Meter:
    await _finish(*await _found(folder, consultation), folder)
    with Meter() as meter:
        await open_proposals(consultation)
    return meter


async def _run_whole(folder: Path, consultation: UUID) -> Meter:
    run = await _claimed(consultation)
    with Meter() as meter:
        await perform_run(run, Planted(folder))
    return meter


async def _claimed(consultation: UUID) -> AnalysisRun:
    await request_run(consultation=consultation, by=None)
    run = await claim_run()
    assert run is not None
    return run


async def _found(folder: Path, consultation: UUID) -> tuple[AnalysisRun, Finding]:
    """A run that found its inputs to be in forty themes."""
    run = await _claimed(consultation)
    corpus = await load_corpus(consultation, MODEL, folder)
    size = len(corpus)
    languages = ["ind"] * size
    some = corpus.at(np.arange(min(size, 1_000)))
    space, _ = learn_space(some.texts, some.vectors())
    places = locate(space, corpus, languages)
    labels = np.arange(size) % THEMES
    centres = unit(np.stack([places[labels == k].mean(axis=0) for k in range(THEMES)]))
    return run, Finding(
        corpus=corpus,
        languages=languages,
        free=corpus,
        space=space,
        proposal=Proposal(labels, places, centres, [], (), np.ones(THEMES)),
        labels=[ThemeLabel((f"tema {k}",), ()) for k in range(THEMES)],
        layers=(labels,),
        layer_labels=[[f"tema {k}" for k in range(THEMES)]],
        layout=np.zeros((size, 2), np.uint16),
    )


async def _finish(run: AnalysisRun, found: Finding, folder: Path) -> None:
    await finish_run(
        run, Planted(folder), found, Earlier(), clock=lambda: 0.0, report=lambda *_: None
    )


def _in_database(size: int, measure: Callable[[Path, UUID], Awaitable[Meter]]) -> Meter:
    async def work(folder: Path) -> Meter:
        async with _database(folder):
            row = await Consultation.select(Consultation.id).first()
            assert row is not None
            return await measure(folder, row["id"])

    with tempfile.TemporaryDirectory() as name:
        # In a process of its own: what filling takes is no part of the figures.
        subprocess.run([sys.executable, "-c", _FILL, name, str(size)], check=True)
        return asyncio.run(work(Path(name)))


def _database(folder: Path) -> AbstractAsyncContextManager[Engine]:
    return opened(GroupCommitSQLiteEngine(str(folder / "rembuk.sqlite")))


def fill() -> None:
    """Fill a new database with so many inputs that count as embedded."""
    folder, size = Path(sys.argv[1]), int(sys.argv[2])

    async def begin() -> None:
        async with _database(folder):
            await migrate()
            await make_input(await make_consultation(), text="Masukan pertama ditarik.")

    asyncio.run(begin())
    with closing(sqlite3.connect(folder / "rembuk.sqlite")) as database:
        _multiply(database, size)
        database.commit()


def _multiply(database: sqlite3.Connection, size: int) -> None:
    cursor = database.execute("SELECT * FROM input")
    names = [column[0] for column in cursor.description]
    pattern = dict(zip(names, cursor.fetchone(), strict=True))
    texts, vectors = made_texts(size), made_vectors(size)
    ids = [str(uuid4()) for _ in texts]
    hashes = [text_hash(text) for text in texts]

    def inputs() -> Iterator[tuple[object, ...]]:
        for number, (key, text) in enumerate(zip(ids, texts, strict=True), start=2):
            own = {"id": key, "number": number, "text": text}
            own |= dict.fromkeys(("registration", "receipt_hash", "idempotency_key"), f"{number}")
            yield tuple((pattern | own).values())

    database.executemany(f"INSERT INTO input VALUES ({', '.join('?' * len(names))})", inputs())
    database.execute("UPDATE input SET withdrawn_at = received_at WHERE number = 1")
    database.executemany(
        "INSERT INTO analysed_input (input, text_hash, language, edition) VALUES (?, ?, 'ind', 1)",
        zip(ids, hashes, strict=True),
    )
    database.executemany(
        "INSERT OR IGNORE INTO embedding (id, text_hash, model, vector) VALUES (?, ?, ?, ?)",
        (
            (str(uuid4()), key, MODEL, vector.astype(STORED).tobytes())
            for key, vector in zip(hashes, vectors, strict=True)
        ),
    )
