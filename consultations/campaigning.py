"""Campaigns: inputs of nearly the same words, folded into one group; nothing is discarded."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.revisions import touch
from consultations.tables import Campaign, CampaignSuggestion, Input
from consultations.transactions import transaction
from consultations.vocabulary import Visibility

_BATCH = 500


async def put_into_campaign(*, consultation: UUID, campaign: UUID, entries: Sequence[UUID]) -> None:
    """Add inputs to a campaign, which is made if it is not there; counts and folds anew."""
    async with transaction():
        left: set[UUID] = set()
        for start in range(0, len(entries), _BATCH):
            some = entries[start : start + _BATCH]
            rows = await Input.select(Input.campaign).where(
                Input.id.is_in(list(some)) & Input.campaign.is_not_null()
            )
            left |= {row["campaign"] for row in rows}
        if not await Campaign.exists().where(Campaign.id == campaign):
            await Campaign.insert(
                Campaign(id=campaign, consultation=consultation, found_at=now(), changed_at=now())
            )
        for start in range(0, len(entries), _BATCH):
            await Input.update({Input.campaign: campaign}).where(
                Input.id.is_in(list(entries[start : start + _BATCH]))
            )
        for each in {campaign, *left}:
            await _count(each)
        await touch(consultation)


async def take_out_of_campaign(
    *, consultation: UUID, campaign: UUID, entry: UUID, by: UUID | None
) -> None:
    """An input is no part of this campaign, and no later grouping puts it back."""
    async with transaction():
        taken = (
            await Input.update({Input.campaign: None, Input.folded: False})
            .where(
                (Input.id == entry)
                & (Input.campaign == campaign)
                & (Input.consultation == consultation)
            )
            .returning(Input.id)
        )
        if not taken:
            raise NotFound
        await _decide(campaign, entry, accepted=False, by=by)
        await _count(campaign)
        await _record("campaign.input_taken_out", campaign, consultation, entry, by)


async def decide_suggestion(
    *, consultation: UUID, suggestion: UUID, accepted: bool, by: UUID | None
) -> None:
    """A person says whether a suggested input, a translation mostly, belongs to the campaign."""
    async with transaction():
        row = await CampaignSuggestion.objects().get(
            (CampaignSuggestion.id == suggestion)
            & (CampaignSuggestion.campaign.consultation == consultation)
        )
        if row is None or row.accepted is not None:
            raise NotFound
        await _decide(row.campaign, row.input, accepted=accepted, by=by)
        if accepted:
            await put_into_campaign(
                consultation=consultation, campaign=row.campaign, entries=[row.input]
            )
        await _record("campaign.suggestion_decided", row.campaign, consultation, row.input, by)


async def _decide(campaign: UUID, entry: UUID, *, accepted: bool, by: UUID | None) -> None:
    decided: dict[Any, Any] = {
        CampaignSuggestion.accepted: accepted,
        CampaignSuggestion.decided_by: by,
        CampaignSuggestion.decided_at: now(),
    }
    known = (
        await CampaignSuggestion.update(decided)
        .where((CampaignSuggestion.campaign == campaign) & (CampaignSuggestion.input == entry))
        .returning(CampaignSuggestion.id)
    )
    if not known:
        await CampaignSuggestion.insert(
            CampaignSuggestion(
                campaign=campaign, input=entry, accepted=accepted, decided_by=by, decided_at=now()
            )
        )


async def _record(
    action: str, campaign: UUID, consultation: UUID, entry: UUID, by: UUID | None
) -> None:
    await audit.record(
        action,
        Campaign(id=campaign, consultation=consultation),
        by=by,
        consultation=consultation,
        input=entry,
    )
    await touch(consultation)


async def _count(campaign: UUID) -> None:
    """Count a campaign's inputs and senders, and fold them unit by unit under the first."""
    rows = (
        await Input.select(Input.version, Input.unit, Input.visibility, Input.folded, *_SENDER)
        .where(Input.campaign == campaign)
        .order_by(Input.number)
    )
    await Campaign.update(
        {
            Campaign.inputs: len(rows),
            Campaign.senders: len({_sender(row) for row in rows}),
            Campaign.changed_at: now(),
        }
    ).where(Campaign.id == campaign)
    first: set[tuple[UUID | None, UUID | None]] = set()
    turn: dict[bool, list[UUID]] = defaultdict(list)
    for row in rows:
        place = (row["version"], row["unit"])
        listed = row["visibility"] != Visibility.CONFIDENTIAL.value
        fold = listed and place in first
        if listed:
            first.add(place)
        if bool(row["folded"]) != fold:
            turn[fold].append(row["id"])
    for fold, entries in turn.items():
        for start in range(0, len(entries), _BATCH):
            await Input.update({Input.folded: fold}).where(
                Input.id.is_in(entries[start : start + _BATCH])
            )


async def senders_of(inputs: Any) -> int:
    """How many different people sent the inputs of this condition, as far as can be told."""
    return len({_sender(row) for row in await Input.select(*_SENDER).where(inputs)})


# What tells who sent an input.
_SENDER = (
    Input.id,
    Input.account,
    Input.author_email,
    Input.author_name,
    Input.organisation,
    Input.region,
)


def _sender(row: dict[str, Any]) -> tuple[str, str]:
    """Who sent an input, as far as can be told; where nothing tells, every input is another's."""
    if row["account"]:
        return "account", str(row["account"])
    if row["author_email"]:
        return "email", row["author_email"].strip().casefold()
    name = row["organisation"] or row["author_name"]
    if name:
        return "name", f"{' '.join(name.casefold().split())}|{row['region'] or ''}"
    return "input", str(row["id"])
