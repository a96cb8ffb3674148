"""Keeps campaigns as groups that grow with what arrives and keep who they are.

Every analysed text leaves a signature once; grouping compares signatures and proves the few that
meet by their words, so that a hundred thousand inputs stay a matter of seconds.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from analysis.campaigns import (
    SMALLEST,
    Grams,
    Places,
    alike,
    bands_of,
    candidate_pairs,
    grams_of,
    join,
)
from analysis.normalising import analysed_text
from analysis.tables import TextSignature
from analysis.translations import suggest_translations
from consultations.campaigning import put_into_campaign
from consultations.tables import CampaignSuggestion, Input
from consultations.transactions import transaction

BATCH = 500
_PENDING = """
SELECT a.input, a.text_hash, i.consultation, i.text, i.proposed_wording
FROM analysed_input a JOIN input i ON i.id = a.input
LEFT JOIN text_signature s ON s.input = a.input
WHERE s.input IS NULL OR s.text_hash <> a.text_hash
ORDER BY i.received_at, i.number LIMIT {}
"""


async def group_arrivals(model: str | None = None) -> int:
    """Sign what the analysis has read since the last call and group it; returns how many.

    With the name of the model whose vectors are kept, translations are suggested as well.
    """
    signed, consultations = 0, dict[UUID, None]()
    while True:
        rows = await Input.raw(_PENDING, BATCH)
        if not rows:
            break
        bands = await asyncio.to_thread(_sign, rows)
        async with transaction():
            ids = [row["input"] for row in rows]
            await TextSignature.delete().where(TextSignature.input.is_in(ids))
            await TextSignature.insert(
                *(
                    TextSignature(input=row["input"], text_hash=row["text_hash"], bands=own)
                    for row, own in zip(rows, bands, strict=True)
                )
            )
        signed += len(rows)
        consultations |= dict.fromkeys(row["consultation"] for row in rows)
    for consultation in consultations:
        await group_consultation(consultation)
        if model:
            await suggest_translations(consultation, model)
    return signed


async def group_consultation(consultation: UUID) -> None:
    """Bring the campaigns of a consultation up to its signatures and to what people decided."""
    signed = await _signed(consultation)
    if not signed.ids:
        return
    pairs = await asyncio.to_thread(candidate_pairs, signed.bands)
    known = list(signed.known_pairs())
    pairs = pairs[[not signed.together(first, second) for first, second in pairs.tolist()]]
    asked = np.unique(pairs)
    grams = await _grams([signed.ids[place] for place in asked.tolist()])

    def proven(first: Places, second: Places) -> NDArray[np.bool_]:
        return alike(grams, np.searchsorted(asked, first), np.searchsorted(asked, second))

    groups = join(len(signed.ids), pairs, proven, known)
    refused = await _decided(consultation, accepted=False)
    for group in groups:
        await _keep(consultation, signed, group, refused)


@dataclass(slots=True)
class _Signed:
    """Inputs with a signature, by number: ids, the campaigns they are in, their bands."""

    ids: list[UUID]
    campaigns: list[UUID | None]
    bands: Any
    members: dict[UUID, list[int]] = field(default_factory=lambda: defaultdict(list))

    def together(self, first: int, second: int) -> bool:
        own = self.campaigns[first]
        return own is not None and own == self.campaigns[second]

    def known_pairs(self) -> Iterable[tuple[int, int]]:
        for places in self.members.values():
            yield from ((places[0], place) for place in places[1:])


async def _signed(consultation: UUID) -> _Signed:
    said: Any = TextSignature.input
    rows = (
        await TextSignature.select(said.id, said.campaign, TextSignature.bands)
        .where(said.consultation == consultation)
        .order_by(said.number)
    )
    rows = [row for row in rows if row["bands"]]
    signed = _Signed(
        [row["input.id"] for row in rows],
        [row["input.campaign"] for row in rows],
        np.stack([np.frombuffer(row["bands"], "<u4") for row in rows]) if rows else None,
    )
    for place, campaign in enumerate(signed.campaigns):
        if campaign is not None:
            signed.members[campaign].append(place)
    return signed


async def _keep(
    consultation: UUID, signed: _Signed, group: list[int], refused: set[tuple[UUID, UUID]]
) -> None:
    """Write a group down: under the campaign most of it is in already, or as a new one."""
    before = Counter(own for place in group if (own := signed.campaigns[place]) is not None)
    if not before and len(group) < SMALLEST:
        return
    campaign = before.most_common(1)[0][0] if before else uuid4()
    joining = [
        signed.ids[place]
        for place in group
        if signed.campaigns[place] != campaign and (signed.ids[place], campaign) not in refused
    ]
    if joining:
        await put_into_campaign(consultation=consultation, campaign=campaign, entries=joining)


async def _decided(consultation: UUID, *, accepted: bool) -> set[tuple[UUID, UUID]]:
    rows = await CampaignSuggestion.select(
        CampaignSuggestion.input, CampaignSuggestion.campaign
    ).where(
        (CampaignSuggestion.input.consultation == consultation)
        & CampaignSuggestion.accepted.eq(value=accepted)
    )
    return {(row["input"], row["campaign"]) for row in rows}


async def _grams(entries: list[UUID]) -> Grams:
    """The runs of characters of inputs, in their order."""
    texts: list[str] = []
    for start in range(0, len(entries), BATCH):
        asked = entries[start : start + BATCH]
        rows = await Input.select(Input.id, Input.text, Input.proposed_wording).where(
            Input.id.is_in(asked)
        )
        said = {row["id"]: analysed_text(row["text"], row["proposed_wording"]) for row in rows}
        texts += [said[entry] for entry in asked]
    return await asyncio.to_thread(grams_of, texts)


def _sign(rows: list[dict[str, Any]]) -> list[bytes]:
    grams = grams_of([analysed_text(row["text"], row["proposed_wording"]) for row in rows])
    return [
        own.astype("<u4").tobytes() if size else b""
        for own, size in zip(bands_of(grams), grams.sizes.tolist(), strict=True)
    ]
