"""Brings a run to its end: what it found is kept in parts, and the last one shows all of it."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

from piccolo.columns import Column

from analysis.artefacts import pack_artefact
from analysis.continuing import Earlier
from analysis.corpus import Corpus, blocks
from analysis.corpus_reading import load_corpus
from analysis.embedding import Embedder
from analysis.findings import Finding
from analysis.proposing import (
    PART,
    Proposals,
    Proposed,
    insert_members,
    keep_members,
    keep_proposals,
    propose_for,
)
from analysis.run_claims import Progress, do_part
from analysis.tables import (
    AnalysedInput,
    AnalysisRun,
    CandidateMember,
    RunArtefact,
    RunLayout,
)
from consultations.clock import now
from consultations.vocabulary import RunStatus

# From the theme's members on: of them few are new, of the proposals' none is left out.
_DECIDED = f"""
SELECT c.id FROM theme h CROSS JOIN theme_member m CROSS JOIN candidate_member c
CROSS JOIN candidate_theme t
WHERE h.consultation = {{}} AND m.theme = h.id AND m.assigned_at >= {{}} AND c.input = m.input
AND t.id = c.candidate AND t.run = {{}} LIMIT {PART}
"""
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
# Machines that share a database may differ by so much.
_CLOCKS_APART = timedelta(minutes=5)


async def finish_run(
    run: AnalysisRun,
    embedder: Embedder,
    found: Finding,
    before: Earlier,
    *,
    clock: Callable[[], float],
    report: Progress,
) -> None:
    """Keep what a run found; raises ``RunLost`` where another worker has taken it up.

    What people decide and what arrives meanwhile counts: nobody's theme is proposed for again, and
    an input that others have embedded since is placed in these proposals too.
    """
    proposals = await keep_proposals(run, found, report)
    last, rows = await _later(run, embedder, found, proposals, found.corpus.last)
    await keep_members(run, rows, report, len(rows))
    await _keep_languages(run, found)
    looked = now() - _CLOCKS_APART
    while await do_part(run, partial(_leave_out_decided, run, _ALWAYS)) == PART:
        pass
    facts = await asyncio.to_thread(_facts, embedder, found, before)
    left = await asyncio.to_thread(_pack, run, found)

    async def show() -> None:
        _, few = await _later(run, embedder, found, proposals, last)
        await insert_members([CandidateMember(**row._asdict()) for row in few])
        await _leave_out_decided(run, looked)
        if left:
            await RunArtefact.insert(left[0])
            await RunLayout.insert(left[1])
        metrics = json.dumps(found.metrics(proposals.placed, clock()))
        await AnalysisRun.update(
            {
                **facts,
                AnalysisRun.status: RunStatus.DONE.value,
                AnalysisRun.step: "",
                AnalysisRun.metrics: metrics,
                AnalysisRun.finished_at: now(),
            }
        ).where(AnalysisRun.id == run.id)

    await do_part(run, show)


async def _later(
    run: AnalysisRun, embedder: Embedder, found: Finding, proposals: Proposals, after: int
) -> tuple[int, list[Proposed]]:
    """Proposals for inputs that came after the one of this number, and the last one's number."""
    later = await load_corpus(run.consultation, embedder.name, embedder.cache, after)
    return later.last, await asyncio.to_thread(propose_for, later, found, proposals)


async def _leave_out_decided(run: AnalysisRun, since: datetime) -> int:
    """Propose nothing for some inputs that people have put in a theme; returns for how many."""
    rows = await CandidateMember.raw(_DECIDED, run.consultation, since, run.id)
    if rows:
        await CandidateMember.delete().where(CandidateMember.id.is_in([row["id"] for row in rows]))
    return len(rows)


async def _keep_languages(run: AnalysisRun, found: Finding) -> None:
    """Keep what the whole corpus told of its languages, of texts that are still the same."""
    changed: dict[str, list[int]] = defaultdict(list)
    spoken = zip(found.corpus.languages, found.languages, strict=True)
    for row, (old, new) in enumerate(spoken):
        if old != new:
            changed[new].append(row)
    for language, rows in changed.items():
        for block in blocks(len(rows), PART):
            await do_part(run, partial(_set_language, found.corpus, rows[block], language))


async def _set_language(corpus: Corpus, rows: list[int], language: str) -> None:
    await AnalysedInput.update({AnalysedInput.language: language}).where(
        AnalysedInput.input.is_in([corpus.ids[row] for row in rows])
        & AnalysedInput.text_hash.is_in(list({corpus.hash_of(row) for row in rows}))
    )


def _facts(embedder: Embedder, found: Finding, before: Earlier) -> dict[Column | str, Any]:
    parameters = {"embedder": embedder.version}
    if found.proposal:
        parameters |= found.proposal.parameters
    if before.run:
        parameters["continues"] = str(before.run)
    return {
        AnalysisRun.model: embedder.name,
        AnalysisRun.parameters: json.dumps(parameters),
        AnalysisRun.input_hash: found.corpus.fingerprint(),
        AnalysisRun.code_version: version("rembuk"),
    }


def _pack(run: AnalysisRun, found: Finding) -> tuple[RunArtefact, RunLayout] | None:
    if found.space is None:
        return None
    return pack_artefact(
        run=run.id,
        space=found.space,
        inputs=found.corpus.ids,
        layers=found.layers,
        labels=found.layer_labels,
        layout=found.layout,
    )
