"""What an analysis finds in a corpus: its languages and space, proposals, layers and a map."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.clustering import Proposal, propose_themes
from analysis.communities import Labels
from analysis.continuing import Earlier
from analysis.corpus import Corpus, blocks
from analysis.embedding import Vectors
from analysis.holding import Before
from analysis.keys import Keys
from analysis.labelling import Labeller, ThemeLabel
from analysis.layout import lay_out
from analysis.normalising import text_hash
from analysis.paging import pages
from analysis.sampling import MOST_GROUPED, part_of
from analysis.scratch import mapped, scratch_file
from analysis.space import Space, learn_space
from consultations.tables import OffTopic, Theme, ThemeMember


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
            "distinct": self.free.distinct,
            "placed": placed,
            "unthemed": len(self.free) - placed,
            "campaigns": [len(group) for group in self.proposal.campaigns] if self.proposal else [],
            "languages": dict(sorted(Counter(self.languages).items())),
            "seconds": round(seconds, 1),
        }


def analyse(corpus: Corpus, themed: Keys, seed: int, earlier: Earlier) -> Finding:
    """Learn the space of a corpus and group what is in no accepted theme.

    What nobody has decided on stays with what it was proposed with ``earlier``, where it fits.
    """
    if not len(corpus):
        return Finding(corpus, [], corpus, None, None, [], (), [], np.empty((0, 2), np.uint16))
    space, languages = _learn(corpus, seed)
    rows = np.flatnonzero(themed.find(corpus.ids) < 0)
    free = corpus.at(rows)
    spoken = [languages[row] for row in rows.tolist()]
    before = earlier.of(free.ids)
    whole = propose_themes(
        locate(space, corpus, languages),
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


def locate(space: Space, corpus: Corpus, languages: list[str]) -> Vectors:
    """Where the texts of a corpus lie in a space: (n, p), unit rows; of very many on disk."""
    if len(corpus) <= MOST_GROUPED:
        found = np.empty((len(corpus), space.axes.shape[1]), np.float32)
        for rows in blocks(len(corpus)):
            found[rows] = space.locate(corpus.vectors(rows), languages[rows])
        return found
    with scratch_file(corpus.folder) as file:
        for rows in blocks(len(corpus)):
            file.write(space.locate(corpus.vectors(rows), languages[rows]).tobytes())
        return mapped(file, np.float32, (len(corpus), space.axes.shape[1]))


def _learn(corpus: Corpus, seed: int) -> tuple[Space, list[str]]:
    """The space, learned of very many texts from as many as are grouped, and all languages."""
    given = _spoken_before(corpus)
    part = part_of(np.arange(len(corpus)), MOST_GROUPED, seed)
    if len(part) == len(corpus):
        return learn_space(corpus.texts, corpus.vectors(), given)
    read = corpus.at(part)
    space, _ = learn_space(read.texts, read.vectors(), [given[row] for row in part.tolist()])
    languages: list[str] = []
    for rows in blocks(len(corpus)):
        guessed = space.guesser.guess(corpus.texts[rows], corpus.vectors(rows))
        languages += [own or guess for own, guess in zip(given[rows], guessed, strict=True)]
    return space, languages


def _spoken_before(corpus: Corpus) -> list[str]:
    """The languages of texts with words hidden since they were embedded: those must not move."""
    return [
        language if text_hash(text) != corpus.hash_of(row) else ""
        for row, (text, language) in enumerate(zip(corpus.texts, corpus.languages, strict=True))
    ]


def _propose(
    free: Corpus, languages: list[str], space: Space, seed: int, before: Before
) -> Proposal | None:
    if not len(free):
        return None
    places = locate(space, free, languages)
    return propose_themes(places, free.texts, seed=seed, layered=False, before=before)


def _label(free: Corpus, languages: list[str], proposal: Proposal | None) -> list[ThemeLabel]:
    if proposal is None:
        return []
    reader = Labeller(free.texts, languages, proposal.campaigns)
    return reader.label(proposal.labels, proposal.places)


def _layers(whole: Proposal) -> tuple[Labels, ...]:
    """Broad, middle and fine; a corpus too small for layers has the middle one only."""
    return (whole.layers[0], whole.labels, *whole.layers[1:]) if whole.layers else (whole.labels,)


async def themed_inputs(consultation: UUID) -> Keys:
    """The inputs that a run proposes nothing for: in an accepted theme, or set aside."""
    themes = await Theme.select(Theme.id).where(Theme.consultation == consultation)
    wanted = [(ThemeMember.input, ThemeMember.theme == theme["id"]) for theme in themes]
    wanted.append((OffTopic.input, OffTopic.input.consultation == consultation))
    found = bytearray()
    for column, where in wanted:
        async for rows in pages(column, where=where):
            found += b"".join(row["input"].bytes for row in rows)
    return Keys(found)
