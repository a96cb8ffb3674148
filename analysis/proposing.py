"""Keeps what a run proposes, in parts between which others write; nobody sees it before the end.

Proposals are read of finished runs only. What a run that did not come to its end has left is taken
away, in parts too, when it fails or before it is worked off again.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.corpus import Corpus, blocks
from analysis.embedding import Vectors
from analysis.findings import Finding
from analysis.labelling import ThemeLabel
from analysis.placement import place, worth_placing
from analysis.run_claims import Progress, do_part
from analysis.settling import SMALLEST_THEME
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.transactions import transaction
from consultations.vocabulary import RunStatus

Row = TypeVar("Row")

# So many rows are written in one transaction, and so many in one statement of it.
PART, AT_ONCE = 2_000, 500


class Proposed(NamedTuple):
    """An input in a proposal, as it will be kept."""

    candidate: UUID
    input: UUID
    score: float
    central: int | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of a run that are kept, row by row: ids and centres (k, p)."""

    ids: list[UUID]
    centres: Vectors
    placed: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """Which texts are in which themes, and their cosines: (m,) each, text by text."""

    texts: NDArray[np.int64]
    themes: NDArray[np.int64]
    scores: NDArray[np.float64]


async def keep_proposals(run: AnalysisRun, found: Finding, report: Progress) -> Proposals:
    """Keep a run's proposals, part by part; raises ``RunLost`` where another worker has it."""
    proposal = found.proposal
    if proposal is None:
        return Proposals([], np.empty((0, 0), np.float32), 0)
    placed = await asyncio.to_thread(
        _place, found.free, proposal.places, proposal.centres, proposal.labels
    )
    sizes = np.bincount(placed.themes, minlength=len(found.labels))
    kept = np.flatnonzero(sizes >= SMALLEST_THEME).tolist()
    themes = [
        CandidateTheme(
            run=run.id,
            position=theme,
            label=found.labels[theme].text[:200],
            prototype=proposal.centres[theme].astype("<f4").tobytes(),
            stability=float(proposal.stability[theme]),
        )
        for theme in kept
    ]
    if themes:
        await do_part(run, lambda: CandidateTheme.insert(*themes).run())
    ids = [theme.id for theme in themes]
    rows = _rows(found.free, placed, dict(zip(kept, ids, strict=True)), found.labels)
    await keep_members(run, rows, report, int(sizes[kept].sum()))
    inside = np.unique(placed.texts[np.isin(placed.themes, kept)])
    return Proposals(ids, proposal.centres[kept], len(inside))


def propose_for(later: Corpus, found: Finding, proposals: Proposals) -> list[Proposed]:
    """Proposals for inputs that were embedded after the run had read its own."""
    if found.space is None or not len(later):
        return []
    _, places = found.space.enter(later.texts, later.vectors())
    placed = _place(later, places, proposals.centres)
    return [
        Proposed(proposals.ids[theme], later.ids[text], score)
        for text, theme, score in zip(
            placed.texts.tolist(), placed.themes.tolist(), placed.scores.tolist(), strict=True
        )
    ]


async def keep_members(
    run: AnalysisRun, rows: Iterable[Proposed], report: Progress, total: int
) -> None:
    """Keep which inputs are in proposals, so many in a transaction."""
    done = 0
    for part in _parts(rows, PART):
        # Made before the transaction begins: others may write meanwhile.
        members = [CandidateMember(**row._asdict()) for row in part]
        await do_part(run, partial(insert_members, members))
        done += len(part)
        report(done, total)


async def insert_members(members: Sequence[CandidateMember]) -> None:
    """Insert these in the caller's transaction; those that are there already stay."""
    for some in _parts(members, AT_ONCE):
        await CandidateMember.insert(*some).on_conflict(
            target=(CandidateMember.candidate, CandidateMember.input), action="DO NOTHING"
        )


async def take_away_leftovers(run: AnalysisRun) -> None:
    """Take away what an unfinished run has kept, and what failed ones of its consultation have."""
    rows = await CandidateTheme.select(CandidateTheme.id).where(
        (CandidateTheme.run.consultation == run.consultation)
        & (CandidateTheme.run.status != RunStatus.DONE.value)
        & ((CandidateTheme.run == run.id) | (CandidateTheme.run.status == RunStatus.FAILED.value))
    )
    for left in rows:
        while await _take_away_some(left["id"]):
            pass
        async with transaction():
            await CandidateTheme.delete().where(CandidateTheme.id == left["id"])


async def _take_away_some(candidate: UUID) -> bool:
    rows = (
        await CandidateMember.select(CandidateMember.id)
        .where(CandidateMember.candidate == candidate)
        .limit(PART)
    )
    if rows:
        async with transaction():
            await CandidateMember.delete().where(
                CandidateMember.id.is_in([row["id"] for row in rows])
            )
    return len(rows) == PART


def _place(
    corpus: Corpus, places: Vectors, centres: Vectors, grouped: NDArray[np.int64] | None = None
) -> _Placed:
    texts, themes, scores = list[int](), list[int](), list[float]()
    for rows in blocks(len(corpus)):
        of_block = place(places[rows], centres, grouped[rows] if grouped is not None else None)
        for text, own in enumerate(of_block, rows.start):
            if own and worth_placing(corpus.texts[text]):
                texts += [text] * len(own)
                themes += [theme for theme, _ in own]
                scores += [score for _, score in own]
    return _Placed(np.array(texts, int), np.array(themes, int), np.array(scores, float))


def _rows(
    corpus: Corpus, placed: _Placed, ids: dict[int, UUID], labels: Sequence[ThemeLabel]
) -> Iterator[Proposed]:
    """What is in each of the proposals with an id, one after the other."""
    for theme, key in ids.items():
        central = {text: rank for rank, text in enumerate(labels[theme].central)}
        own = np.flatnonzero(placed.themes == theme)
        for text, score in zip(
            placed.texts[own].tolist(), placed.scores[own].tolist(), strict=True
        ):
            yield Proposed(key, corpus.ids[text], score, central.get(text))


def _parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part
