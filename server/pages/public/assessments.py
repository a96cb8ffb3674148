"""The result of an assessment for everyone, once the drafting team has published it."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.assessments import find_sheet, outcome_for
from consultations.queries.wording_evidence import words_resting_on
from consultations.rules import Permission
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/konsultasi/{slug:str}/penilaian/{assessment:uuid}",
    name="assessment.public",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_result(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """What was scored on what, and what came of it; scorers are known by codes only."""

    async def facts() -> dict[str, Any]:
        sheet = await find_sheet(request.consultation.id, assessment)
        if sheet is None or sheet.assessment.published_at is None:
            raise NotFound
        words = await words_resting_on(assessment)
        return {
            "sheet": sheet,
            "outcome": await outcome_for(sheet),
            "words": [one for one in words if one.version is not None],
        }

    return await reusable_page(request, "public/assessment.html", facts)
