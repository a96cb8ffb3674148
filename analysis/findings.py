"""What an analysis finds in a corpus, and how it is kept: proposals, languages and layers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.artefacts import keep_artefact
from analysis.clustering import Proposal, propose_themes
from analysis.communities import Labels
from analysis.continuing import Earlier
from analysis.holding import Before
from analysis.labelling import Labeller, ThemeLabel
from analysis.layout import lay_out
from analysis.normalising import text_hash
from analysis.placement import place, worth_placing
from analysis.settling import SMALLEST_THEME
from analysis.space import Space, learn_space
from analysis.tables import AnalysedInput, CandidateMember, CandidateTheme
from analysis.vectors import Corpus
from consultations.tables import OffTopic, ThemeMember

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """The space and layers of all texts, and proposals for the ``free`` ones without a theme."""

    corpus: Corpus
    languages: list[str]
    free: Corpus
    space: Space | None
    proposal: Proposal | None
    labels: list[ThemeLabel]
    layers: tuple[Labels, ...]
    layer_labels: list[list[str]]
    layout: NDArray[np.uint16]

    def metrics(self, placed: int, seconds: float) -> dict[str, Any]:
        """What people want to know of a run."""
        return {
            "inputs": len(self.free),
            "distinct": len(set(self.free.hashes)),
            "placed": placed,
            "unthemed": len(self.free) - placed,
            "campaigns": [len(group) for group in self.proposal.campaigns] if self.proposal else [],
            "languages": {name: self.languages.count(name) for name in sorted(set(self.languages))},
            "seconds": round(seconds, 1),
        }


def analyse(corpus: Corpus, themed: set[UUID], seed: int, earlier: Earlier) -> Finding:
    """Learn the space of a corpus and group what is in no accepted theme.

    What nobody has decided on stays with what it was proposed with ``earlier``, where it fits.
    """
    if not len(corpus):
        return Finding(corpus, [], corpus, None, None, [], (), [], np.empty((0, 2), np.uint16))
    space, languages = learn_space(corpus.texts, corpus.vectors, _spoken_before(corpus))
    places = [place for place, key in enumerate(corpus.ids) if key not in themed]
    free = corpus.only(places)
    spoken = [languages[place] for place in places]
    before = earlier.of(free.ids)
    whole = propose_themes(
        space.locate(corpus.vectors, languages),
        corpus.texts,
        seed=seed,
        before=before if len(free) == len(corpus) else None,
    )
    proposal = whole if len(free) == len(corpus) else _propose(free, spoken, space, seed, before)
    reader = Labeller(corpus.texts, languages, whole.campaigns)
    layers = _layers(whole)
    return Finding(
        corpus=corpus,
        languages=languages,
        free=free,
        space=space,
        proposal=proposal,
        labels=_label(free, spoken, proposal),
        layers=layers,
        layer_labels=[
            [label.text for label in reader.label(layer, whole.places)] for layer in layers
        ],
        layout=lay_out(whole.places, whole.campaigns, seed),
    )


def _spoken_before(corpus: Corpus) -> list[str]:
    """The languages of texts with words hidden since they were embedded: those must not move."""
    return [
        language if text_hash(text) != own else ""
        for text, own, language in zip(corpus.texts, corpus.hashes, corpus.languages, strict=True)
    ]


def _propose(
    free: Corpus, languages: list[str], space: Space, seed: int, before: Before
) -> Proposal | None:
    if not len(free):
        return None
    places = space.locate(free.vectors, languages)
    return propose_themes(places, free.texts, seed=seed, layered=False, before=before)


def _label(free: Corpus, languages: list[str], proposal: Proposal | None) -> list[ThemeLabel]:
    if proposal is None:
        return []
    reader = Labeller(free.texts, languages, proposal.campaigns)
    return reader.label(proposal.labels, proposal.places)


def _layers(whole: Proposal) -> tuple[Labels, ...]:
    """Broad, middle and fine; a corpus too small for layers has the middle one only."""
    return (whole.layers[0], whole.labels, *whole.layers[1:]) if whole.layers else (whole.labels,)


async def themed_inputs(consultation: UUID) -> set[UUID]:
    """The inputs that a run proposes nothing for: in an accepted theme, or set aside."""
    rows = await ThemeMember.select(ThemeMember.input).where(
        ThemeMember.theme.consultation == consultation
    )
    rows += await OffTopic.select(OffTopic.input).where(OffTopic.input.consultation == consultation)
    return {row["input"] for row in rows}


async def keep_finding(run: UUID, found: Finding) -> int:
    """Keep a run's proposals in the caller's transaction; returns how many inputs they hold.

    A run that is worked off a second time, after a kill, starts from nothing.
    """
    old = await CandidateTheme.select(CandidateTheme.id).where(CandidateTheme.run == run)
    await CandidateMember.delete().where(
        CandidateMember.candidate.is_in([row["id"] for row in old] or [run])
    )
    await CandidateTheme.delete().where(CandidateTheme.run == run)
    if found.space is None:
        return 0
    await _keep_languages(found)
    await keep_artefact(
        run=run,
        space=found.space,
        inputs=found.corpus.ids,
        layers=found.layers,
        labels=found.layer_labels,
        layout=found.layout,
    )
    return await _keep_proposals(run, found.free, found.proposal, found.labels)


async def _keep_languages(found: Finding) -> None:
    changed: dict[str, list[UUID]] = defaultdict(list)
    for key, old, new in zip(
        found.corpus.ids, found.corpus.languages, found.languages, strict=True
    ):
        if old != new:
            changed[new].append(key)
    for language, keys in changed.items():
        for start in range(0, len(keys), _ROWS_AT_ONCE):
            await AnalysedInput.update({AnalysedInput.language: language}).where(
                AnalysedInput.input.is_in(keys[start : start + _ROWS_AT_ONCE])
            )


async def _keep_proposals(
    run: UUID, corpus: Corpus, proposal: Proposal | None, labels: Sequence[ThemeLabel]
) -> int:
    if proposal is None:
        return 0
    members: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for entry, themes in enumerate(place(proposal.places, proposal.centres, proposal.labels)):
        for theme, score in themes if worth_placing(corpus.texts[entry]) else []:
            members[theme].append((entry, score))
    placed: set[int] = set()
    for theme, label in enumerate(labels):
        if len(members[theme]) < SMALLEST_THEME:
            continue
        candidate = CandidateTheme(
            run=run,
            position=theme,
            label=label.text[:200],
            prototype=proposal.centres[theme].astype("<f4").tobytes(),
            stability=float(proposal.stability[theme]),
        )
        await CandidateTheme.insert(candidate)
        await _keep_members(candidate.id, corpus, members[theme], label)
        placed |= {entry for entry, _ in members[theme]}
    return len(placed)


async def _keep_members(
    candidate: UUID, corpus: Corpus, members: list[tuple[int, float]], label: ThemeLabel
) -> None:
    central = {entry: rank for rank, entry in enumerate(label.central)}
    rows = [
        CandidateMember(
            candidate=candidate,
            input=corpus.ids[entry],
            score=score,
            central=central.get(entry),
        )
        for entry, score in members
    ]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await CandidateMember.insert(*rows[start : start + _ROWS_AT_ONCE])
