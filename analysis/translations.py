"""Suggests which inputs in another language may say the same as a campaign; a person decides."""

from collections import Counter, defaultdict
from uuid import UUID

import numpy as np

from analysis.corpus_reading import load_corpus
from analysis.embedding import unit
from analysis.languages import leading, learn_centring
from consultations.tables import CampaignSuggestion, Input
from consultations.transactions import transaction

# Centred cosine with the campaign's mean. Among the demonstration's inputs a campaign's Javanese
# and English translations have 0.39 and 0.26, the nearest of 29 other texts not in Indonesian
# 0.17. Two examples are few: a person reads every suggestion.
ALIKE_FROM = 0.22
MOST_EACH = 20


async def suggest_translations(consultation: UUID, model: str) -> int:
    """Suggest inputs for the consultation's campaigns; returns how many are new.

    What somebody has decided once is not suggested again.
    """
    grouped = await Input.select(Input.id, Input.campaign).where(
        (Input.consultation == consultation) & Input.campaign.is_not_null()
    )
    if not grouped:
        return 0
    corpus = await load_corpus(consultation, model)
    if not len(corpus):
        return 0
    places = {key: place for place, key in enumerate(corpus.ids)}
    members: dict[UUID, list[int]] = defaultdict(list)
    for row in grouped:
        if row["id"] in places:
            members[row["campaign"]].append(places[row["id"]])
    taken = {place for own in members.values() for place in own}
    free = [place for place in range(len(corpus)) if place not in taken]
    # A campaign would pull the mean of its language to itself: each has one voice in it.
    heard = [*free, *(own[0] for own in members.values())]
    languages = [leading(name) for name in corpus.languages]
    vectors = corpus.vectors()
    centring = learn_centring(vectors[heard], [languages[place] for place in heard])
    centred = centring.apply(vectors, languages)
    found = []
    for campaign, own in members.items():
        spoken = Counter(languages[place] for place in own).most_common(1)[0][0]
        prototype = unit(centred[own].mean(axis=0, keepdims=True))[0]
        other = np.array([place for place in free if languages[place] != spoken], int)
        scores = centred[other] @ prototype
        found += [
            CampaignSuggestion(
                campaign=campaign, input=corpus.ids[int(other[place])], score=float(scores[place])
            )
            for place in np.argsort(-scores, kind="stable")[:MOST_EACH]
            if scores[place] >= ALIKE_FROM
        ]
    return await _store(found)


async def _store(found: list[CampaignSuggestion]) -> int:
    if not found:
        return 0
    async with transaction():
        stored = (
            await CampaignSuggestion.insert(*found)
            .on_conflict(
                target=(CampaignSuggestion.input, CampaignSuggestion.campaign), action="DO NOTHING"
            )
            .returning(CampaignSuggestion.id)
        )
    return len(stored)
