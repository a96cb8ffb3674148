"""Groups of opinion on real conversations, from votes to what is kept, beside Polis's own groups.

Run: python -m tests.benchmarks.opinions FOLDER, with a folder for each conversation as in Polis's
open data (comments.csv, participants-votes.csv).
"""

import asyncio
import csv
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from analysis.opinion_keeping import ballots_of, keep_opinions
from analysis.opinions import Opinions, Votes, find_opinions
from server.database import opened
from tests.analysis.conversations import load_conversation
from tests.databases import SQLiteSource
from tests.factories import make_consultation, make_draft

SEEDS = 5


def read_votes(folder: Path) -> tuple[Votes, np.ndarray]:
    """The votes (n, m) on what was not moderated away, and each person's group there, or -1."""
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        shown = [row["comment-id"] for row in csv.DictReader(file) if row["moderated"] != "-1"]
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in shown if name in rows[0]]
    votes = [[float(row[name]) if row[name] else np.nan for name in columns] for row in rows]
    groups = [int(float(row["group-id"])) if row["group-id"] else -1 for row in rows]
    return np.array(votes), np.array(groups)


def describe(folder: Path) -> str:
    """One row: what is found, whether it may be shown, how it agrees, and how long it takes."""
    votes, theirs = read_votes(folder)
    start = time.perf_counter()
    found = find_opinions(votes)
    seconds = time.perf_counter() - start
    again = [agreement(found.groups, find_opinions(votes, seed).groups) for seed in range(1, SEEDS)]
    with tempfile.TemporaryDirectory() as place:
        stored = asyncio.run(_stored(folder, SQLiteSource(Path(place))))
    return (
        f"| {folder.name} | {votes.shape[0]} × {votes.shape[1]} | {_sizes(found)} "
        f"| {'yes' if found.may_be_shown else 'no'} | {found.silhouette:.2f} "
        f"| {found.stability:.2f} | {min(again):.2f} | {_counts(theirs)} "
        f"| {agreement(found.groups, theirs):.2f} | {seconds:.1f} | {stored} |"
    )


def agreement(ours: np.ndarray, theirs: np.ndarray) -> float:
    """ARI over those whom both have in a group."""
    both = (ours >= 0) & (theirs >= 0)
    return float(adjusted_rand_score(ours[both], theirs[both]))


async def _stored(folder: Path, source: SQLiteSource) -> str:
    """Votes read from the database as the worker does it: how many, and seconds to keep them."""
    with source.fresh() as engine:
        async with opened(engine):
            consultation = await make_consultation()
            await make_draft(consultation)
            cast = await load_conversation(consultation, folder)
            start = time.perf_counter()
            await keep_opinions(consultation)
            seconds = time.perf_counter() - start
            ballots = await ballots_of(consultation)
    sizes = _sizes(await asyncio.to_thread(find_opinions, ballots.votes))
    return f"{cast} votes, {sizes}, {seconds:.1f} s"


def _sizes(found: Opinions) -> str:
    return " + ".join(map(str, found.sizes))


def _counts(groups: np.ndarray) -> str:
    return " + ".join(map(str, sorted(np.bincount(groups[groups >= 0]), reverse=True)))


def main() -> None:
    print("| conversation | people × statements | groups | shown | silhouette | stability ", end="")
    print("| seeds, lowest ARI | Polis's groups | ARI with them | seconds | from the database |")
    print(f"|{'---|' * 11}")
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        if (folder / "participants-votes.csv").is_file():
            print(describe(folder), flush=True)


if __name__ == "__main__":
    main()
