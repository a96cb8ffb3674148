import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from analysis import corpus_reading, findings
from analysis.continuing import Earlier
from analysis.corpus_reading import load_corpus
from analysis.findings import analyse, themed_inputs
from analysis.keys import Keys
from analysis.normalising import text_hash
from analysis.paging import pages
from analysis.vectors import stored
from consultations.tables import Input
from server.database import Engine
from tests.analysis.clouds import NOUNS, clouds
from tests.analysis.planting import plant
from tests.factories import make_consultation


async def test_corpus_is_the_same_however_many_pages_it_is_read_in(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await make_consultation()
    vectors, texts = clouds([6, 5])
    texts[3] = texts[7] = "Loket tutup."
    vectors[7] = vectors[3]
    ids = await plant(consultation, texts, vectors)
    await Input.update({Input.withdrawn_at: Input.received_at}).where(Input.id == ids[1])
    standing = np.array([0, *range(2, 11)])
    monkeypatch.setattr(corpus_reading, "PAGE", 3)

    corpus = await load_corpus(consultation.id, "tanam", tmp_path)

    wanted = [ids[row] for row in standing]
    assert list(corpus.ids) == wanted
    assert list(corpus.texts) == [texts[row] for row in standing]
    assert set(corpus.languages) == {"ind"}
    assert corpus.distinct == len(corpus.half) == len(standing) - 1
    assert (corpus.vectors() == np.stack([stored(vectors[row]) for row in standing])).all()
    assert (corpus.vectors(slice(2, 4)) == corpus.vectors()[2:4]).all()
    part = corpus.at(np.array([6, 0]))
    assert list(part.ids) == [wanted[6], wanted[0]]
    assert (part.vectors() == corpus.vectors()[[6, 0]]).all()
    pairs = sorted((str(key), text_hash(texts[ids.index(key)])) for key in wanted)
    assert corpus.fingerprint() == hashlib.sha256(json.dumps(pairs).encode()).hexdigest()
    # The file has no name: there is nothing to be left behind.
    assert _is_empty(tmp_path)

    later = await load_corpus(consultation.id, "tanam", tmp_path, after=corpus.last)
    assert len(later) == 0
    assert later.last == corpus.last
    [new] = await plant(consultation, ["Satu lagi."], vectors[:1])
    assert list((await load_corpus(consultation.id, "tanam", after=corpus.last)).ids) == [new]


async def test_very_large_corpus_is_learned_from_a_part_and_lies_on_disk(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await make_consultation()
    sizes = [40, 30, 30]
    vectors, _ = clouds(sizes)
    matters = np.repeat(NOUNS[: len(sizes)], sizes).tolist()
    await plant(consultation, [f"{word} desa rusak {n}" for n, word in enumerate(matters)], vectors)
    corpus = await load_corpus(consultation.id, "tanam", tmp_path)
    monkeypatch.setattr(findings, "MOST_GROUPED", 60)

    found = analyse(corpus, await themed_inputs(consultation.id), 0, Earlier())

    assert found.proposal is not None
    assert isinstance(found.proposal.places, np.memmap)
    assert len(found.languages) == len(corpus)
    # As many themes as there are matters, each about one of them.
    pairs = {*zip(matters, found.proposal.labels.tolist(), strict=True)}
    assert len(pairs) == len({label for _, label in pairs}) == len(sizes)
    assert _is_empty(tmp_path)


async def test_pages_hold_every_row_once(database: Engine) -> None:
    consultation = await make_consultation()
    vectors, texts = clouds([7])
    ids = await plant(consultation, texts, vectors)

    read = [
        page
        async for page in pages(
            Input.id, Input.number, where=Input.consultation == consultation.id, size=3
        )
    ]

    assert [len(page) for page in read] == [3, 3, 1]
    assert sorted(row["id"] for page in read for row in page) == sorted(ids)
    assert all(row["number"] for page in read for row in page)
    assert Keys.of(ids).find(Keys.of(row["id"] for page in read for row in page)).min() >= 0


def _is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())
