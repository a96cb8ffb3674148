"""Campaigns as the public and the team read them: who, from where, in which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.campaigning import senders_of
from consultations.figures.hiding import shown_counts
from consultations.queries.inputs import InputFacts, input_columns, public_facts, team_facts
from consultations.queries.listed import is_listed, is_readable
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Campaign, CampaignSuggestion, Input
from consultations.vocabulary import Element

MOST_COMPARED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """A group of near-identical inputs, as far as everyone may read them.

    ``hidden`` are the others that stand. ``texts`` is the sample whose words are compared. Numbers
    of people that are ``None`` stay hidden.
    """

    id: UUID
    inputs: int
    hidden: int
    senders: int
    found_at: datetime
    by_element: dict[Element, int | None]
    by_region: dict[str | None, int | None]
    texts: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign in the team's list, with one of its texts."""

    id: UUID
    inputs: int
    senders: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionFacts:
    """An input that may belong to a campaign; a person decides."""

    id: UUID
    campaign: UUID
    score: float | None
    entry: InputFacts


async def find_campaign(consultation: UUID, campaign: UUID) -> CampaignFacts | None:
    """One campaign with its spread, or ``None``."""
    row = (
        await Campaign.select()
        .where((Campaign.id == campaign) & (Campaign.consultation == consultation))
        .first()
    )
    if row is None:
        return None
    standing = (Input.campaign == campaign) & Input.withdrawn_at.is_null()
    own = standing & is_readable()
    elements = await Input.select(Input.element, Count()).where(own).group_by(Input.element)
    regions = await Input.select(Input.region, Count()).where(own).group_by(Input.region)
    texts = await Input.select(Input.text).where(own).order_by(Input.number).limit(MOST_COMPARED)
    inputs = sum(each["count"] for each in elements)
    by_region = sorted(
        ((each["region"], each["count"]) for each in regions),
        key=lambda pair: (-pair[1], pair[0] or ""),
    )
    return CampaignFacts(
        id=row["id"],
        inputs=inputs,
        hidden=await Input.count().where(standing) - inputs,
        senders=row["senders"] if inputs == row["inputs"] else await senders_of(own),
        found_at=row["found_at"],
        by_element=shown_counts({Element(each["element"]): each["count"] for each in elements}),
        by_region=shown_counts(dict(by_region)),
        texts=[each["text"] for each in texts],
    )


async def inputs_in(campaign: UUID, page: int = 1) -> Page[InputFacts]:
    """The public inputs of a campaign, each as it was sent, the first first."""
    where = (Input.campaign == campaign) & is_listed()
    rows = (
        await Input.select(*input_columns())
        .where(where)
        .order_by(Input.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await Input.count().where(where)
    return Page([public_facts(row) for row in rows], max(1, page), total)


async def campaigns_of(consultation: UUID, page: int = 1) -> Page[CampaignLine]:
    """The campaigns of a consultation, the largest first."""
    where = (Campaign.consultation == consultation) & (Campaign.inputs > 0)
    rows = (
        await Campaign.select()
        .where(where)
        .order_by(Campaign.inputs, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    firsts = await Input.raw(
        "SELECT campaign, text FROM input WHERE number IN "
        "(SELECT MIN(number) FROM input WHERE campaign IS NOT NULL AND consultation = {} "
        "GROUP BY campaign) AND campaign IS NOT NULL AND consultation = {}",
        consultation,
        consultation,
    )
    texts = {each["campaign"]: each["text"] for each in firsts}
    lines = [
        CampaignLine(
            id=row["id"],
            inputs=row["inputs"],
            senders=row["senders"],
            text=texts.get(row["id"], ""),
        )
        for row in rows
    ]
    return Page(lines, max(1, page), await Campaign.count().where(where))


async def open_suggestions(consultation: UUID) -> list[SuggestionFacts]:
    """What waits for a person to say whether it belongs, the likeliest first."""
    rows = (
        await CampaignSuggestion.select(
            CampaignSuggestion.id,
            CampaignSuggestion.campaign,
            CampaignSuggestion.score,
            *input_columns(CampaignSuggestion.input),
        )
        .where(
            (CampaignSuggestion.campaign.consultation == consultation)
            & CampaignSuggestion.accepted.is_null()
        )
        .order_by(CampaignSuggestion.score, ascending=False)
        .limit(PAGE_SIZE)
    )
    return [
        SuggestionFacts(
            id=row["id"], campaign=row["campaign"], score=row["score"], entry=_entry(row)
        )
        for row in rows
    ]


def _entry(row: dict[str, Any]) -> InputFacts:
    return team_facts({k.removeprefix("input."): v for k, v in row.items() if "input." in k})
