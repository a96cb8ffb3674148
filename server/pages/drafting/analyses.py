"""Analysis runs: ask for one, watch it, and see what it did."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.asking import request_run
from analysis.reviews import CompareRun, Group, ReadGroup, ReadLayers, RunComparison
from analysis.run_records import find_run, runs_of
from consultations.errors import NotFound, Refusal
from consultations.placing import open_theme, take_over_all
from consultations.queries.theme_members import inputs_by_id
from consultations.queries.themes import themes_of
from consultations.rules import Permission
from consultations.vocabulary import N_
from server.likeness import ask
from server.pages.drafting.themes import number_in
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

RUNS = "/kerja/{slug:str}/analisis"
RUN = RUNS + "/{run:uuid}"
# The comparison of a hundred thousand inputs takes a second or two.
PATIENCE_SECONDS = 6.0
JOIN, LEAVE = "masuk", "keluar"


@get(RUNS, name="analysis.index", opt=needs(Permission.RUN_ANALYSIS))
async def list_runs(request: Visit) -> Response[Any]:
    """The runs, newest first; while one is open the list renews itself."""
    runs = await runs_of(request.consultation.id)
    return page(request, "drafting/analyses.html", fragment="runs", runs=runs)


@post(RUNS, name="analysis.request", opt=needs(Permission.RUN_ANALYSIS), status_code=303)
async def ask_for_run(request: Visit) -> Response[Any]:
    """Queue a run; the worker takes it."""
    await request_run(consultation=request.consultation.id, by=request.visitor.account)
    return request.lead_to(request.url.path)


@get(RUN, name="analysis.show", opt=needs(Permission.REVIEW_THEMES))
async def show_run(
    request: Visit, run: FromPath[UUID], lapis: FromQuery[int | None] = None
) -> Response[Any]:
    """What the run would change about accepted themes, and which groups it found."""
    return await _run_page(request, run, lapis)


@post(RUN, name="analysis.take_over", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def take_changes_over(request: Visit, run: FromPath[UUID]) -> Response[Any]:
    """Let the ticked inputs join or leave their themes: a person has decided so."""
    here = request.consultation
    if await find_run(here.id, run) is None:
        raise NotFound
    posted = await request.form()
    joins = _ticked(posted.getall(JOIN, []))
    leaves = _ticked(posted.getall(LEAVE, []))
    if not joins and not leaves:
        return await _run_page(request, run, None, N_("Centang paling sedikit satu perubahan."))
    try:
        await take_over_all(
            consultation=here.id, joins=joins, leaves=leaves, by=request.visitor.account
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _run_page(request, run, None, refusal.message)
    return request.lead_to(request.url.path)


@post(
    RUN + "/kelompok",
    name="analysis.open_theme",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def open_group(request: Visit, run: FromPath[UUID]) -> Response[Any]:
    """Make a theme of a group that the run found."""
    here = request.consultation
    if await find_run(here.id, run) is None:
        raise NotFound
    posted = await request.form()
    name = str(posted.get("name") or "").strip()
    if not name or len(name) > 200:  # noqa: PLR2004 - as long as a theme's name may be
        return await _run_page(request, run, None, N_("Beri tema ini nama, sampai 200 huruf."))
    question = ReadGroup(run, number_in(posted.get("lapis")), number_in(posted.get("kelompok")))
    entries = await ask(request.app.state.settings, question, list[UUID], patience=PATIENCE_SECONDS)
    standing = list(await inputs_by_id(entries or []))
    if not standing:
        return await _run_page(request, run, None, N_("Kelompok ini sedang tidak dapat dibaca."))
    theme = await open_theme(
        consultation=here.id, name=name, entries=standing, by=request.visitor.account
    )
    return request.lead_to(f"/kerja/{here.slug}/tema/{theme.id}")


async def _run_page(visit: Visit, run: UUID, layer: int | None, refused: str = "") -> Response[Any]:
    here = visit.consultation.id
    facts = await find_run(here, run)
    if facts is None:
        raise NotFound
    settings = visit.app.state.settings
    compared = await ask(settings, CompareRun(run), RunComparison, patience=PATIENCE_SECONDS)
    layers = await ask(settings, ReadLayers(run), list[list[Group]], patience=PATIENCE_SECONDS)
    known = {theme.id: theme for theme in await themes_of(here)}
    shifts = [shift for shift in (compared.shifts if compared else []) if shift.theme in known]
    middle = len(layers or []) // 2
    place = layer if layer is not None and 0 <= layer < len(layers or []) else middle
    groups = layers[place] if layers else []
    named = [entry for shift in shifts for entry in (*shift.leaves[:20], *shift.joins[:20])]
    shown = [*groups, *(compared.new if compared else [])]
    named += [entry for group in shown for entry in group.examples]
    return page(
        visit,
        "drafting/analysis.html",
        status_code=422 if refused else 200,
        run=facts,
        compared=compared,
        shifts=sorted(shifts, key=lambda shift: shift.agreement),
        themes=known,
        layers=layers or [],
        place=place,
        groups=groups,
        entries=await inputs_by_id(list(dict.fromkeys(named))),
        refused=refused,
    )


def _ticked(values: list[str]) -> dict[UUID, list[UUID]]:
    """Ticks of the form theme:input, by theme."""
    found: dict[UUID, list[UUID]] = {}
    for value in values:
        theme, _, entry = str(value).partition(":")
        try:
            found.setdefault(UUID(theme), []).append(UUID(entry))
        except ValueError:
            continue
    return found
