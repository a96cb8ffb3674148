"""The moderation log for the team, as a page and as a table, and the list of reasons."""

import csv
import io
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.exporting import harmless
from consultations.moderation_reasons import add_reason, change_reason
from consultations.queries.moderation import reasons_of
from consultations.queries.moderation_log import ActFacts, acts_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.moderation import ReasonForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

LOG = "/kerja/{slug:str}/moderasi/catatan"
REASONS = "/kerja/{slug:str}/moderasi/alasan"
HEADINGS = (
    "waktu",
    "nomor_registrasi",
    "yang_dimoderasi",
    "tindakan",
    "alasan",
    "oleh",
    "catatan_tim",
    "dibatalkan",
)
_CHUNK = 1000


@get(LOG, name="moderation.log", opt=needs(Permission.MODERATE))
async def show_log(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every act of moderation, newest first."""
    async with reading():
        found = await acts_of(request.consultation.id, page=halaman)
    return page(request, "drafting/moderation_log.html", fragment="acts", found=found)


@get(LOG + ".csv", name="moderation.log.csv", opt=needs(Permission.MODERATE))
async def download_log(request: Visit) -> Response[Any]:
    """The whole log as CSV; no words of any input are in it."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(HEADINGS)
    number, last = 1, 1
    async with reading():
        while number <= last:
            found = await acts_of(request.consultation.id, page=number, size=_CHUNK)
            writer.writerows(_cells(act) for act in found.items)
            number, last = number + 1, found.last
    name = f"moderasi-{request.consultation.slug}.csv"
    return Response(
        ("\ufeff" + sheet.getvalue()).encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@get(REASONS, name="moderation.reasons", opt=needs(Permission.MODERATE))
async def show_reasons(request: Visit) -> Response[Any]:
    """The reasons this consultation's moderators may give."""
    return await _reasons_page(request)


@post(REASONS, name="moderation.reason.add", opt=needs(Permission.MODERATE), status_code=303)
async def offer_reason(request: Visit) -> Response[Any]:
    """Offer one more reason."""
    form = ReasonForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _reasons_page(request, form)
    await add_reason(
        consultation=request.consultation.id,
        text=form.text.data.strip(),
        text_en=(form.text_en.data or "").strip(),
        by=request.visitor.account,
    )
    return request.lead_to(request.url.path)


@post(
    REASONS + "/{reason:uuid}",
    name="moderation.reason.change",
    opt=needs(Permission.MODERATE),
    status_code=303,
)
async def reword_reason(request: Visit, reason: FromPath[UUID]) -> Response[Any]:
    """Word a reason anew, or offer it no longer."""
    posted = await request.form()
    form = ReasonForm(posted, locale=request.locale, prefix=f"{reason}-")
    version = str(posted.get("version") or "")
    if form.validate():
        try:
            await change_reason(
                consultation=request.consultation.id,
                reason=reason,
                version=int(version) if version.isdecimal() else 0,
                text=form.text.data.strip(),
                text_en=(form.text_en.data or "").strip(),
                offered=form.offered.data,
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/moderasi/alasan")
    return await _reasons_page(request, changing=(reason, form))


async def _reasons_page(
    visit: Visit,
    adding: ReasonForm | None = None,
    *,
    changing: tuple[UUID, ReasonForm] | None = None,
) -> Response[Any]:
    forms = [
        (
            reason,
            _filled(visit, reason) if not changing or changing[0] != reason.id else changing[1],
        )
        for reason in await reasons_of(visit.consultation.id, offered=False)
    ]
    return page(
        visit,
        "drafting/moderation_reasons.html",
        status_code=422 if adding or changing else 200,
        forms=forms,
        adding=adding or ReasonForm(locale=visit.locale),
    )


def _filled(visit: Visit, reason: Any) -> ReasonForm:
    return ReasonForm(
        locale=visit.locale,
        prefix=f"{reason.id}-",
        text=reason.words.text,
        text_en=reason.words.text_en,
        offered=reason.offered,
    )


def _cells(act: ActFacts) -> list[str]:
    return [
        harmless(cell)
        for cell in (
            act.at.isoformat(timespec="seconds"),
            act.registration,
            "balasan" if act.of_response else "masukan",
            act.action.value,
            act.reason.text if act.reason else "",
            act.by,
            act.note,
            act.undone_at.isoformat(timespec="seconds") if act.undone_at else "",
        )
    ]
