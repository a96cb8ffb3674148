"""Groups of opinion for everybody, once the team shows them."""

from typing import Any

from litestar import Response, get

from analysis.opinion_records import opinions_of
from consultations.errors import NotFound
from consultations.queries.statements import terms_of
from consultations.rules import Permission
from server.pages.public.statements import STATEMENTS
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit


@get(STATEMENTS + "/hasil", name="opinion.public", opt=needs(Permission.READ_PUBLISHED))
async def show_groups(request: Visit) -> Response[Any]:
    """The groups as they are now; where votes have undone them, the page says so."""
    here = request.consultation.id
    if (await terms_of(here)).groups_shown_at is None:
        raise NotFound

    async def facts() -> dict[str, Any]:
        return {"opinions": await opinions_of(here)}

    return await reusable_page(request, "public/opinions.html", facts)
