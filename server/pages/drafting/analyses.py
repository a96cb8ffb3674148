"""Analysis runs: ask for one, watch it, and see what it did."""

from typing import Any

from litestar import Response, get, post

from analysis.asking import request_run
from analysis.proposals import runs_of
from consultations.rules import Permission
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

RUNS = "/kerja/{slug:str}/analisis"


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
