"""Who is missing: the matrix of targets against who comes, live, and the gaps as a list."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import Refusal, Stale
from consultations.queries.target_matrix import Matrix, target_matrix, targets_of
from consultations.rules import Permission
from consultations.targeting import set_targets
from consultations.transactions import reading
from consultations.vocabulary import N_, Element, VulnerableGroup
from server.forms.rows import RowsForm
from server.forms.session_lines import TargetRow
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.sheets import csv_response, workbook_response
from server.translations import translator
from server.visit import Visit

MATRIX = SESSION + "/keterwakilan"
HEADINGS = (
    N_("Unsur"),
    N_("Provinsi"),
    N_("Kelompok rentan"),
    N_("Sasaran"),
    N_("Terdaftar"),
    N_("Hadir"),
    N_("Sudah bersuara daring"),
    N_("Kurang"),
)


@get(MATRIX, name="matrix.show", opt=needs(Permission.CHECK_IN))
async def show_matrix(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The matrix as it is now; with htmx it is asked for again every few seconds."""
    return await _page(request, session)


@post(MATRIX, name="matrix.save", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def save_targets(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Set whom the session wants to hear."""
    await plan_at_hand(request, session)
    form = RowsForm(TargetRow, await request.form(), locale=request.locale)
    if form.validate():
        try:
            await set_targets(
                session=session,
                version=form.version,
                targets=[row.target() for row in form.filled],
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            if isinstance(refusal, Stale):
                form.version = (await plan_at_hand(request, session)).version
        else:
            return request.lead_to(f"{session_path(request, session)}/keterwakilan")
    return await _page(request, session, form)


@get(MATRIX + "/kosong.csv", name="matrix.csv", opt=needs(Permission.CHECK_IN))
async def download_gaps_csv(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Who is still to be invited, as CSV."""
    return csv_response(await _gaps(request, session), name="belum-terwakili")


@get(MATRIX + "/kosong.xlsx", name="matrix.xlsx", opt=needs(Permission.CHECK_IN))
async def download_gaps_workbook(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Who is still to be invited, as XLSX."""
    rows = await _gaps(request, session)
    return await workbook_response(rows, sheet="Belum terwakili", name="belum-terwakili")


async def _page(
    visit: Visit, session: UUID, form: RowsForm[TargetRow] | None = None
) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        matrix = await target_matrix(plan)
        targets = await targets_of(session) if form is None else []
    values = [
        {
            "element": target.element.value,
            "region": target.region or "",
            "group": target.vulnerable_group.value if target.vulnerable_group else "",
            "wanted": str(target.wanted),
        }
        for target in targets
    ]
    return page(
        visit,
        "facilitator/target_matrix.html",
        fragment="matrix",
        status_code=422 if form else 200,
        session=plan,
        matrix=matrix,
        elements=list(Element),
        groups=[group for group in VulnerableGroup if not matrix.groups[group].is_blank],
        here=f"{session_path(visit, session)}/keterwakilan",
        form=form or RowsForm(TargetRow, locale=visit.locale, values=values, version=plan.version),
    )


async def _gaps(visit: Visit, session: UUID) -> list[list[str]]:
    async with reading():
        matrix: Matrix = await target_matrix(await plan_at_hand(visit, session))
    say = translator(visit.locale).gettext
    rows = [[say(heading) for heading in HEADINGS]]
    for gap in matrix.gaps:
        group = gap.vulnerable_group
        cell = gap.cell
        rows.append(
            [
                say(gap.element.label),
                gap.region or "",
                say(group.label) if group else "",
                *(str(n) for n in (cell.wanted, cell.registered, cell.present, cell.heard)),
                str(gap.missing),
            ]
        )
    return rows
