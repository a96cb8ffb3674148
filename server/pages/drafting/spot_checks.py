"""Spot checks of the machine's placements: draw, read blind, close, and see how good they are."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.figures.precision import (
    FEWEST_ANSWERS,
    Verdict,
    agreement_of,
    layered_precision_of,
    precision_of,
)
from consultations.queries.spot_checks import (
    CheckFacts,
    checks_of,
    find_check,
    judged_in,
    placed_by_machine,
    placement_for,
    possible_readers,
    theme_figures,
)
from consultations.queries.themes import theme_names_of
from consultations.rules import Permission
from consultations.spot_checking import close_spot_check, draw_spot_check, judge
from consultations.transactions import reading
from server.forms.spot_check import SpotCheckForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

CHECKS = "/kerja/{slug:str}/uji"
CHECK = CHECKS + "/{check:uuid}"
REVIEW = needs(Permission.REVIEW_THEMES)


@get(CHECKS, name="spot_check.index", opt=REVIEW)
async def list_checks(request: Visit) -> Response[Any]:
    """What is known of each theme, the spot checks so far, and the form to draw one."""
    return await _list_page(request)


@post(CHECKS, name="spot_check.draw", opt=REVIEW, status_code=303)
async def draw(request: Visit) -> Response[Any]:
    """Draw a sample."""
    form = SpotCheckForm(await request.form(), locale=request.locale)
    form.offer(await possible_readers(request.consultation.id), request.visitor.account)
    if not form.validate():
        return await _list_page(request, form)
    try:
        row = await draw_spot_check(
            consultation=request.consultation.id,
            size=form.size.data,
            layered=form.way.data == "berlapis",
            readers=form.readers(),
            by=request.visitor.account,
        )
    except Refusal as refusal:
        form.refuse(refusal.message)
        return await _list_page(request, form)
    return request.lead_to(f"{request.url.path}/{row.id}")


@get(CHECK, name="spot_check.show", opt=REVIEW)
async def show_check(request: Visit, check: FromPath[UUID]) -> Response[Any]:
    """How far the readers are; once it is closed, what they found."""
    async with reading():
        facts = await _require(request, check)
        judged = (await judged_in([facts]))[check] if facts.closed_at else []
        names = dict(await theme_names_of(request.consultation.id))
    overall = layered_precision_of(judged) if facts.layered else precision_of(judged)
    themes = {item.theme for item in judged}
    by_theme = [
        (theme, names[theme], precision_of([item for item in judged if item.theme == theme]))
        for theme in sorted(themes & set(names), key=lambda theme: names[theme])
    ]
    return page(
        request,
        "drafting/spot_check.html",
        check=facts,
        overall=overall,
        by_theme=by_theme,
        agreement=agreement_of(judged),
    )


@get(CHECK + "/baca", name="spot_check.read", opt=REVIEW)
async def read(
    request: Visit, check: FromPath[UUID], nomor: FromQuery[int | None] = None
) -> Response[Any]:
    """One placement to be judged: the theme and the input, nothing else."""
    async with reading():
        facts = await _require(request, check)
        reader = facts.reader_of(request.visitor.account)
        placement = await placement_for(facts, reader, nomor) if reader else None
    if reader is None or placement is None:
        raise NotFound
    return page(
        request,
        "drafting/spot_check_reading.html",
        check=facts,
        reader=reader,
        placement=placement,
        verdicts=list(Verdict),
    )


@post(CHECK + "/baca", name="spot_check.judge", opt=REVIEW, status_code=303)
async def give_verdict(request: Visit, check: FromPath[UUID]) -> Response[Any]:
    """Keep the answer and go on to the next placement."""
    facts = await _require(request, check)
    posted = await request.form()
    verdict, item = posted.get("verdict") or "", posted.get("item") or ""
    reader = facts.reader_of(request.visitor.account)
    if verdict not in set(Verdict) or reader is None:
        raise NotFound
    await judge(item=_uuid(item), account=reader.account, verdict=Verdict(verdict))
    here = f"/kerja/{request.consultation.slug}/uji/{check}"
    facts = await _require(request, check)
    done = facts.reader_of(reader.account)
    return request.lead_to(here if done and done.answered == facts.size else f"{here}/baca")


@post(CHECK + "/tutup", name="spot_check.close", opt=REVIEW, status_code=303)
async def close(request: Visit, check: FromPath[UUID]) -> Response[Any]:
    """Close it: the figures are shown, and no answer changes any more."""
    await _require(request, check)
    await close_spot_check(spot_check=check, by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/uji/{check}")


async def _list_page(visit: Visit, form: SpotCheckForm | None = None) -> Response[Any]:
    here = visit.consultation.id
    shown = form or SpotCheckForm(locale=visit.locale)
    async with reading():
        checks = await checks_of(here)
        figures = await theme_figures(here, checks)
        placed = await placed_by_machine(here)
        if form is None:
            shown.offer(await possible_readers(here), visit.visitor.account)
    return page(
        visit,
        "drafting/spot_checks.html",
        status_code=422 if form else 200,
        form=shown,
        checks=checks,
        placed=placed,
        # Whoever sent the form sees it again with its faults.
        enough=placed >= FEWEST_ANSWERS or form is not None,
        figures=sorted(figures.values(), key=lambda figure: figure.name),
    )


async def _require(visit: Visit, check: UUID) -> CheckFacts:
    facts = await find_check(visit.consultation.id, check)
    if facts is None:
        raise NotFound
    return facts


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
