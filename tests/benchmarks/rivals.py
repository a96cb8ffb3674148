"""How much processor time and memory each way to group takes for 10,000 real texts."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from tests.benchmarks.datasets import DataSet, KeptVectors
from tests.benchmarks.scale import peak_kilobytes

SIZE = 10_000
WARM = 2_000
_PROGRAM = "from tests.benchmarks.rivals import measure_one; measure_one()"
_FOLDER, _METHOD = "REMBUK_RIVALS_FOLDER", "REMBUK_RIVALS_METHOD"


def together(sets: Sequence[DataSet]) -> DataSet:
    """All different texts of the sets, each with its set's name before its theme."""
    themes: dict[str, str] = {}
    for known in sets:
        for text, theme in zip(known.texts, known.themes, strict=True):
            themes.setdefault(text, f"{known.name.split()[0]} {theme}" if theme else "")
    return DataSet(name="together", texts=[*themes], themes=[*themes.values()])


def measure_rivals(known: DataSet, kept: KeptVectors, say: Callable[[str], None]) -> None:
    """Say a row a method, each in a process of its own, warmed up before the clock starts."""
    from tests.benchmarks.methods import METHODS, missing  # noqa: PLC0415 - loads the rivals

    chosen = np.random.default_rng(0).permutation(len(known.texts))[:SIZE].tolist()
    texts = [known.texts[place] for place in chosen]
    say("\n| 10,000 texts | processor s | peak memory | themes | left out | AMI |")
    say("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "vectors.npy", kept.of(texts))
        themes = [known.themes[place] for place in chosen]
        (Path(folder) / "texts.json").write_text(json.dumps([texts, themes]))
        for name, (_, needed) in METHODS.items():
            if missing(needed):
                continue
            done = subprocess.run(
                [sys.executable, "-c", _PROGRAM],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {_FOLDER: folder, _METHOD: name},
            )
            say(done.stdout.strip().splitlines()[-1])


def measure_one() -> None:
    """Measure one method and print its row."""
    from tests.benchmarks.methods import METHODS  # noqa: PLC0415 - counted in the memory

    folder, name = Path(os.environ[_FOLDER]), os.environ[_METHOD]
    vectors = np.load(folder / "vectors.npy")
    texts, themes = json.loads((folder / "texts.json").read_text())
    method = METHODS[name][0]
    count = len(set(themes) - {""})
    # Compiling is no part of grouping.
    method(vectors[:WARM], texts[:WARM], 0, count)
    began = time.process_time()
    found = method(vectors, texts, 0, count)
    seconds = time.process_time() - began
    marked = np.array([bool(theme) for theme in themes])
    ami = adjusted_mutual_info_score(np.array(themes)[marked], found.labels[marked])
    print(
        f"| {name} | {seconds:.1f} | {peak_kilobytes() / 1024:.0f} MB | {found.labels.max() + 1} "
        f"| {(found.labels < 0).mean():.0%} | {ami:.3f} |"
    )
