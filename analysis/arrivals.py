"""Places inputs as they arrive: into an accepted theme, a proposal, or the reading queue."""

from collections import defaultdict
from uuid import UUID

import numpy as np

from analysis.embedding import Embedder, Vectors, unit
from analysis.languages import learn_centring
from analysis.proposals import latest_run
from analysis.runs import FEWEST_TELLING_WORDS, telling_words
from analysis.tables import CandidateMember, CandidateTheme
from analysis.vectors import Corpus, embed_new, load_corpus
from consultations.revisions import touch
from consultations.tables import Input, ThemeMember
from consultations.theming import Placement, place_inputs
from consultations.transactions import transaction

# Calibrated on the demonstration's answer key: see tests/analysis/test_demonstration.py.
LIKE_A_THEME_FROM = 0.30


async def place_arrivals(embedder: Embedder) -> int:
    """Embed and place everything that has arrived since the last call; returns how many."""
    arrived = await embed_new(embedder)
    by_consultation: dict[UUID, list[UUID]] = defaultdict(list)
    if arrived:
        rows = await Input.select(Input.id, Input.consultation).where(
            # An edited input keeps the place it has until the next run or a person moves it.
            Input.id.is_in(arrived) & (Input.edition == 1)
        )
        for row in rows:
            by_consultation[row["consultation"]].append(row["id"])
    for consultation, entries in by_consultation.items():
        await _place(consultation, entries, embedder.name)
    return len(arrived)


async def _place(consultation: UUID, entries: list[UUID], model: str) -> None:
    run = await latest_run(consultation)
    if run is None:
        return
    corpus = await load_corpus(consultation, model)
    centred = learn_centring(corpus.vectors, corpus.languages).apply(
        corpus.vectors, corpus.languages
    )
    themes = await _theme_prototypes(consultation, corpus, centred, set(entries))
    candidates = await _candidate_prototypes(run)
    places = {key: place for place, key in enumerate(corpus.ids)}
    async with transaction():
        for entry in entries:
            if telling_words(corpus.texts[places[entry]]) < FEWEST_TELLING_WORDS:
                continue
            vector = centred[places[entry]]
            theme, score = _nearest(vector, themes)
            if theme is not None:
                await place_inputs(
                    theme=theme, placements=[Placement(entry, score)], run=run, by=None
                )
                continue
            candidate, score = _nearest(vector, candidates)
            if candidate is not None:
                await CandidateMember.insert(
                    CandidateMember(candidate=candidate, input=entry, score=score)
                )
        await touch(consultation)


async def _theme_prototypes(
    consultation: UUID, corpus: Corpus, centred: Vectors, arrived: set[UUID]
) -> dict[UUID, Vectors]:
    rows = await ThemeMember.select(ThemeMember.theme, ThemeMember.input).where(
        ThemeMember.theme.consultation == consultation
    )
    members: dict[UUID, list[int]] = defaultdict(list)
    places = {key: place for place, key in enumerate(corpus.ids) if key not in arrived}
    for row in rows:
        if row["input"] in places:
            members[row["theme"]].append(places[row["input"]])
    return {
        theme: unit(centred[own].mean(axis=0, keepdims=True))[0] for theme, own in members.items()
    }


async def _candidate_prototypes(run: UUID) -> dict[UUID, Vectors]:
    rows = await CandidateTheme.select(CandidateTheme.id, CandidateTheme.prototype).where(
        (CandidateTheme.run == run) & CandidateTheme.accepted_as.is_null()
    )
    return {row["id"]: np.frombuffer(row["prototype"], "<f4") for row in rows}


def _nearest(vector: Vectors, prototypes: dict[UUID, Vectors]) -> tuple[UUID | None, float]:
    if not prototypes:
        return None, 0.0
    scores = {key: float(vector @ prototype) for key, prototype in prototypes.items()}
    best = max(scores, key=lambda key: scores[key])
    return (best, scores[best]) if scores[best] >= LIKE_A_THEME_FROM else (None, scores[best])
