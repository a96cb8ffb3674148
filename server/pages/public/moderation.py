"""What the public sees of moderation: its tally, and the way to report an input or a response."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.inputs import InputFacts, find_public_input
from consultations.queries.moderation import reasons_of
from consultations.queries.moderation_tally import moderation_tally
from consultations.queries.responses import ResponseFacts, find_response
from consultations.reporting import report_entry
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.moderation import ReportForm
from server.pages.public.devices import marked, with_mark
from server.responses import page
from server.reuse import reusable_page
from server.security.flooding import address_of, admit_report, slowed_down
from server.security.permissions import needs
from server.visit import Visit

INPUT = "/konsultasi/{slug:str}/masukan/{registration:str}"
REPORT = INPUT + "/laporkan"
REPORT_RESPONSE = INPUT + "/balasan/{response:uuid}/laporkan"


@dataclass(frozen=True, slots=True)
class Reported:
    """What a reader reports: an input, or a response to it."""

    entry: InputFacts
    response: ResponseFacts | None

    @property
    def id(self) -> UUID:
        return (self.response or self.entry).id


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
    return await _marked_page(request, await _find(request, registration), done=bool(selesai))


@post(REPORT, name="input.report.post", opt=needs(Permission.REPORT_INPUT), status_code=303)
async def report(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Register a report; a second one of the same person or device changes nothing."""
    return await _register(request, await _find(request, registration))


@get(REPORT_RESPONSE, name="response.report", opt=needs(Permission.REPORT_INPUT))
async def show_response_report(
    request: Visit,
    registration: FromPath[str],
    response: FromPath[UUID],
    selesai: FromQuery[str] = "",
) -> Response[Any]:
    """The form to report a response to an input, and the thanks after it."""
    reported = await _find(request, registration, response)
    return await _marked_page(request, reported, done=bool(selesai))


@post(
    REPORT_RESPONSE,
    name="response.report.post",
    opt=needs(Permission.REPORT_INPUT),
    status_code=303,
)
async def report_response(
    request: Visit, registration: FromPath[str], response: FromPath[UUID]
) -> Response[Any]:
    """Register a report of a response, once a person or device."""
    return await _register(request, await _find(request, registration, response))


async def _register(visit: Visit, reported: Reported) -> Response[Any]:
    here = visit.consultation
    form = ReportForm(await visit.form(), locale=visit.locale, reasons=await reasons_of(here.id))
    refused: Refusal | None = None
    if form.validate() and form.chosen_reason is not None:
        try:
            await admit_report(visit)
            await report_entry(
                consultation=here.id,
                entry=reported.id,
                reason=form.chosen_reason,
                note=(form.note.data or "").strip(),
                reporter=_reporter(visit),
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            return visit.lead_to(f"{visit.url.path}?selesai=ya")
    return slowed_down(await _report_page(visit, reported, form), refused)


async def _marked_page(visit: Visit, reported: Reported, *, done: bool) -> Response[Any]:
    # Whoever only reads never gets a mark.
    return with_mark(visit, await _report_page(visit, reported, done=done), marked(visit)[1])


async def _find(visit: Visit, registration: str, response: UUID | None = None) -> Reported:
    entry = await find_public_input(visit.consultation.id, registration)
    if entry is None:
        raise NotFound
    said = await find_response(entry.id, response) if response else None
    if response and said is None:
        raise NotFound
    return Reported(entry, said)


async def _report_page(
    visit: Visit, reported: Reported, form: ReportForm | None = None, *, done: bool = False
) -> Response[Any]:
    async with reading():
        reasons = await reasons_of(visit.consultation.id)
    return page(
        visit,
        "public/report.html",
        status_code=422 if form else 200,
        input=reported.entry,
        response=reported.response,
        done=done,
        form=form or ReportForm(locale=visit.locale, reasons=reasons),
    )


def _reporter(visit: Visit) -> str:
    """Whatever tells this reader from another; the address is the last resort."""
    if visit.visitor.account:
        return f"akun:{visit.visitor.account}"
    if visit.device:
        return f"perangkat:{visit.device}"
    return f"alamat:{address_of(visit)}:{visit.headers.get('user-agent', '')}"
