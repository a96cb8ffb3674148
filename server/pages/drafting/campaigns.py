"""The drafting team's campaigns: see them, say whether a translation belongs, take inputs out."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.campaigning import decide_suggestion, take_out_of_campaign
from consultations.queries.campaigns import campaigns_of, open_suggestions
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

CAMPAIGNS = "/kerja/{slug:str}/serupa"


@get(CAMPAIGNS, name="campaign.index", opt=needs(Permission.REVIEW_THEMES))
async def list_campaigns(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """The groups of near-identical inputs, and what may belong to them."""
    here = request.consultation.id
    async with reading():
        found = await campaigns_of(here, halaman)
        suggestions = await open_suggestions(here)
    return page(request, "drafting/campaigns.html", found=found, suggestions=suggestions)


@post(
    CAMPAIGNS + "/usulan/{suggestion:uuid}",
    name="campaign.suggestion.decide",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def decide(request: Visit, suggestion: FromPath[UUID]) -> Response[Any]:
    """Say whether a suggested input belongs to the campaign."""
    posted = await request.form()
    here = request.consultation
    await decide_suggestion(
        consultation=here.id,
        suggestion=suggestion,
        accepted=posted.get("tindakan") == "gabungkan",
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{here.slug}/serupa")


@post(
    CAMPAIGNS + "/{campaign:uuid}/keluarkan/{entry:uuid}",
    name="campaign.take_out",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def take_out(
    request: Visit, campaign: FromPath[UUID], entry: FromPath[UUID]
) -> Response[Any]:
    """Take an input out of the campaign for good."""
    here = request.consultation
    await take_out_of_campaign(
        consultation=here.id, campaign=campaign, entry=entry, by=request.visitor.account
    )
    return request.lead_to(f"/konsultasi/{here.slug}/serupa/{campaign}")
