"""A scorer's own sheets: values for every option, and criteria compared in pairs."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.assessments import (
    ScorerFacts,
    Sheet,
    find_sheet,
    judgments_of,
    matrix_for,
    values_of,
)
from consultations.rules import Permission
from consultations.scoring.assessing import StillScoring
from consultations.scoring.giving import compare_criteria, finish_scoring, score_options
from consultations.scoring.pairwise import pairwise_weights
from consultations.transactions import reading
from consultations.vocabulary import Weighting
from server.forms.scoring import read_judgments, read_scores
from server.pages.drafting.assessments import ASSESSMENT
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SCORE = needs(Permission.SCORE)


@get(ASSESSMENT + "/nilai", name="score.show", opt=SCORE)
async def show_scores(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """The visitor's own sheet; nobody sees another's before the end."""
    return await _scores_page(request, assessment)


@post(ASSESSMENT + "/nilai", name="score.save", opt=SCORE, status_code=303)
async def save_scores(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Keep what was filled in; finish when asked to and nothing is missing."""
    sheet, scorer = await _require(request, assessment)
    posted = await request.form()
    finishing = posted.get("tindakan") == "selesai"
    try:
        await score_options(
            assessment=assessment, account=scorer.account, values=read_scores(posted, sheet)
        )
        if finishing:
            await finish_scoring(assessment=assessment, account=scorer.account)
    except StillScoring as refusal:
        return await _scores_page(request, assessment, refusal)
    back = f"/kerja/{request.consultation.slug}/penilaian/{assessment}"
    return request.lead_to(back if finishing else f"{back}/nilai")


@get(ASSESSMENT + "/pasangan", name="pair.show", opt=SCORE)
async def show_pairs(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Every pair of criteria; once all are compared, the weights and how consistent they are."""
    sheet, scorer = await _require_pairs(request, assessment)
    async with reading():
        given = await judgments_of(scorer.id)
        matrix = await matrix_for(sheet, scorer.id)
    missing = sheet.pairs - len(given)
    return page(
        request,
        "drafting/pairs.html",
        sheet=sheet,
        scorer=scorer,
        given={pair: round(v) if v >= 1 else -round(1 / v) for pair, v in given.items()},
        missing=missing,
        found=None if missing else pairwise_weights(matrix),
    )


@post(ASSESSMENT + "/pasangan", name="pair.save", opt=SCORE, status_code=303)
async def save_pairs(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Keep the comparisons and show what weights they make."""
    sheet, scorer = await _require_pairs(request, assessment)
    await compare_criteria(
        assessment=assessment,
        account=scorer.account,
        judgments=read_judgments(await request.form(), sheet),
    )
    return request.lead_to(request.url.path)


async def _scores_page(
    visit: Visit, assessment: UUID, refusal: StillScoring | None = None
) -> Response[Any]:
    sheet, scorer = await _require(visit, assessment)
    async with reading():
        values = await values_of(scorer.id)
        compared = len(await judgments_of(scorer.id))
    return page(
        visit,
        "drafting/scores.html",
        status_code=422 if refusal else 200,
        sheet=sheet,
        scorer=scorer,
        values=values,
        compared=compared,
        refusal=refusal.message if refusal else "",
    )


async def _require_pairs(visit: Visit, assessment: UUID) -> tuple[Sheet, ScorerFacts]:
    sheet, scorer = await _require(visit, assessment)
    if sheet.assessment.weighting is not Weighting.PAIRWISE:
        raise NotFound
    return sheet, scorer


async def _require(visit: Visit, assessment: UUID) -> tuple[Sheet, ScorerFacts]:
    sheet = await find_sheet(visit.consultation.id, assessment)
    scorer = sheet.scorer_of(visit.visitor.account) if sheet else None
    if sheet is None or scorer is None:
        raise NotFound
    return sheet, scorer
