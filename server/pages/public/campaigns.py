"""A campaign's public page: how many sent it, who and from where, and what varies in it."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound
from consultations.queries.campaigns import find_campaign, inputs_in
from consultations.rules import Permission
from consultations.wording import varying_wording
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/konsultasi/{slug:str}/serupa/{campaign:uuid}",
    name="campaign.show",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_campaign(
    request: Visit, campaign: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """Every input of the group stays readable here, as it was sent."""

    async def facts() -> dict[str, Any]:
        found = await find_campaign(request.consultation.id, campaign)
        if found is None:
            raise NotFound
        return {
            "campaign": found,
            "pieces": await asyncio.to_thread(varying_wording, found.texts),
            "inputs": await inputs_in(campaign, halaman),
        }

    return await reusable_page(request, "public/campaign.html", facts, fragment="inputs")
