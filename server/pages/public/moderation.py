"""What the public sees of moderation: its tally, and the way to report an input."""

import secrets
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.inputs import InputFacts, find_public_input
from consultations.queries.moderation import reasons_of
from consultations.queries.moderation_tally import moderation_tally
from consultations.reporting import report_input
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.moderation import ReportForm
from server.responses import page
from server.reuse import reusable_page
from server.security.flooding import address_of, admit_report, slowed_down
from server.security.permissions import needs
from server.visit import Visit

REPORT = "/konsultasi/{slug:str}/masukan/{registration:str}/laporkan"
DEVICE_COOKIE = "rembuk_perangkat"


@get(
    "/konsultasi/{slug:str}/moderasi", name="moderation.tally", opt=needs(Permission.READ_PUBLISHED)
)
async def show_tally(request: Visit) -> Response[Any]:
    """How many inputs are withheld or have words hidden, and why; not a word of any."""
    here = request.consultation

    async def facts() -> dict[str, Any]:
        return {"tally": await moderation_tally(here.id), "reasons": await reasons_of(here.id)}

    return await reusable_page(request, "public/moderation.html", facts)


@get(REPORT, name="input.report", opt=needs(Permission.REPORT_INPUT))
async def show_report(
    request: Visit, registration: FromPath[str], selesai: FromQuery[str] = ""
) -> Response[Any]:
    """The form to report an input, and the thanks after it."""
    response = await _report_page(request, await _find(request, registration), done=bool(selesai))
    if request.visitor.is_guest and DEVICE_COOKIE not in request.cookies:
        # Set here and nowhere else: who never reports never gets one.
        response.set_cookie(
            key=DEVICE_COOKIE,
            value=secrets.token_urlsafe(16),
            max_age=31_536_000,
            path="/konsultasi",
            httponly=True,
            samesite="lax",
            secure=request.is_secure,
        )
    return response


@post(REPORT, name="input.report.post", opt=needs(Permission.REPORT_INPUT), status_code=303)
async def report(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Register a report; a second one of the same person or device changes nothing."""
    here = request.consultation
    entry = await _find(request, registration)
    form = ReportForm(
        await request.form(), locale=request.locale, reasons=await reasons_of(here.id)
    )
    refused: Refusal | None = None
    if form.validate() and form.chosen_reason is not None:
        try:
            await admit_report(request)
            await report_input(
                consultation=here.id,
                entry=entry.id,
                reason=form.chosen_reason,
                note=(form.note.data or "").strip(),
                reporter=_reporter(request),
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            return request.lead_to(f"{request.url.path}?selesai=ya")
    return slowed_down(await _report_page(request, entry, form), refused)


async def _find(visit: Visit, registration: str) -> InputFacts:
    entry = await find_public_input(visit.consultation.id, registration)
    if entry is None:
        raise NotFound
    return entry


async def _report_page(
    visit: Visit, entry: InputFacts, form: ReportForm | None = None, *, done: bool = False
) -> Response[Any]:
    async with reading():
        reasons = await reasons_of(visit.consultation.id)
    return page(
        visit,
        "public/report.html",
        status_code=422 if form else 200,
        input=entry,
        done=done,
        form=form or ReportForm(locale=visit.locale, reasons=reasons),
    )


def _reporter(visit: Visit) -> str:
    """Whatever tells this reader from another; the address is the last resort."""
    if visit.visitor.account:
        return f"akun:{visit.visitor.account}"
    device = visit.cookies.get(DEVICE_COOKIE)
    if device:
        return f"perangkat:{device}"
    return f"alamat:{address_of(visit)}:{visit.headers.get('user-agent', '')}"
