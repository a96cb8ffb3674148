"""The action plan as a sheet: downloaded, handed in, looked at, taken over."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.clock import now
from consultations.errors import Malformed, NotFound, Stale
from consultations.follow_up_rows import TEAM_HEADINGS, follow_up_rows
from consultations.follow_up_sheets import (
    MOST_ROWS,
    FollowUpPreview,
    check_follow_ups,
    import_follow_ups,
    require_columns,
)
from consultations.pending_imports import find_sheet, forget_sheet
from consultations.queries.follow_ups import FollowUpFacts, every_follow_up, owners_in
from consultations.queries.sessions import sessions_of
from consultations.transactions import reading
from consultations.undoing_follow_ups import ChangedSince, undo_follow_up_import
from consultations.vocabulary import FollowUpStatus
from server.forms.follow_up import FollowUpFilterForm
from server.forms.importing import LARGEST_FILE, ActionPlanForm
from server.pages.facilitator.follow_up import ITEMS, KEEP, items_page
from server.responses import page
from server.sheets import hand_in, workbook_response
from server.visit import Visit

IMPORT = ITEMS + "/impor"
PENDING = IMPORT + "/{pending:uuid}"
SHOWN_ERRORS = 100
SHOWN_LINES = 50
WIDTHS = (7, 24, 36, 30, 36, 14, 20, 30, 12, 11, 11, 11, 12, 24, 12, 12, 30, 26, 11, 20)
CHOICES = {
    TEAM_HEADINGS.index("status"): [status.value for status in FollowUpStatus],
    TEAM_HEADINGS.index("tampil_publik"): ["ya", "tidak"],
}
# The sheet is a document of the team's, and these are always Indonesian.
INSTRUCTIONS = (
    "Satu baris tiap tindak lanjut. Lembar pertama saja yang dibaca.",
    "nomor: biarkan seperti adanya untuk mengubah tindak lanjut; kosongkan untuk yang baru.",
    "isu, kegiatan, penanggung_jawab, target_waktu: wajib diisi.",
    "sesi: judul sesi seperti pada daftar sesi; kosong untuk rencana aksi peta jalan.",
    "butir: nomor butir versi terakhir, dipisahkan titik koma, misalnya 3.1.2; 3.1.4.",
    "masukan: nomor registrasi masukan yang mendasari, dipisahkan titik koma.",
    "nilai_awal, nilai_sasaran, nilai_terakhir: angka dalam satuan pada kolom satuan.",
    "target_waktu, keadaan_per: tanggal seperti 2026-11-24.",
    "status: belum, proses, selesai, terkendala, atau dibatalkan.",
    "status, nilai_terakhir, keadaan_per, catatan: yang diubah dicatat sebagai laporan baru.",
    "Laporan sebelumnya tidak terhapus oleh sel yang dikosongkan.",
    "surel_penanggung_jawab: untuk pengingat; tidak ditampilkan kepada publik.",
    "tampil_publik: ya atau tidak.",
    "diubah: jangan diubah; dengan kolom ini perubahan orang lain tidak tertimpa.",
    "Kolom yang dihapus dari berkas tidak mengubah apa pun.",
)


@get(IMPORT, name="follow_up.import", opt=KEEP)
async def show_import(request: Visit) -> Response[Any]:
    """The form to hand in a sheet, and where to get one."""
    return _upload_page(request, ActionPlanForm(locale=request.locale))


@post(
    IMPORT,
    name="follow_up.upload",
    opt=KEEP,
    status_code=303,
    request_max_body_size=LARGEST_FILE + 10_000,
)
async def upload(request: Visit) -> Response[Any]:
    """Read the sheet and keep it for a look; nothing is changed."""
    form = ActionPlanForm(await request.form(), locale=request.locale)
    pending = await hand_in(request, form, require_columns, most_rows=MOST_ROWS)
    if pending is None:
        return _upload_page(request, form, status_code=422)
    return request.lead_to(f"{_items(request)}/impor/{pending}")


@get(PENDING, name="follow_up.import.preview", opt=KEEP)
async def show_preview(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """What taking the sheet over would do, and what is wrong with it."""
    return _preview_page(request, *await _preview(request, pending))


@post(PENDING, name="follow_up.import.confirm", opt=KEEP, status_code=303)
async def confirm(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Take over what was looked at, all of it or nothing."""
    preview, name = await _preview(request, pending)
    error = ""
    if (await request.form()).get("state") == preview.state:
        try:
            await import_follow_ups(
                consultation=request.consultation.id,
                preview=preview,
                file_name=name,
                by=request.visitor.account,
            )
        except (Malformed, Stale) as refusal:
            error = refusal.message
    else:
        error = Stale.message
    if error:
        return _preview_page(request, preview, name, error)
    await forget_sheet(consultation=request.consultation.id, pending=pending, by=_person(request))
    return request.lead_to(f"{_items(request)}?order=terbaru")


@post(PENDING + "/buang", name="follow_up.import.forget", opt=KEEP, status_code=303)
async def forget(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Throw the sheet away."""
    await forget_sheet(consultation=request.consultation.id, pending=pending, by=_person(request))
    return request.lead_to(f"{_items(request)}/impor")


@post(IMPORT + "/{made:uuid}/batalkan", name="follow_up.import.undo", opt=KEEP, status_code=303)
async def undo(request: Visit, made: FromPath[UUID]) -> Response[Any]:
    """Take an import back as a whole; where something was changed since, say what."""
    try:
        await undo_follow_up_import(
            consultation=request.consultation.id, made=made, by=request.visitor.account
        )
    except ChangedSince as refusal:
        return await items_page(request, 1, refusal.message, refusal.numbers)
    except Stale as refusal:
        return await items_page(request, 1, refusal.message)
    return request.lead_to(f"{_items(request)}?order=terbaru")


@get(ITEMS + "/unduh.xlsx", name="follow_up.xlsx", opt=KEEP)
async def download_workbook(request: Visit) -> Response[Any]:
    """The list as it is narrowed, in the columns that the import reads."""
    here = request.consultation.id
    async with reading():
        form = FollowUpFilterForm(request.query_params, locale=request.locale)
        sessions = {str(one.id): one.title for one in await sessions_of(here)}
        form.offer(sessions, await owners_in(here, public_only=False))
        items = await every_follow_up(here, form.chosen(_today(request)), form.chosen_order())
    return await _workbook(items, f"rencana-aksi-{request.consultation.slug}-{now():%Y-%m-%d}")


@get(ITEMS + "/templat.xlsx", name="follow_up.template", opt=KEEP)
async def download_template(request: Visit) -> Response[Any]:
    """The same sheet without an item."""
    return await _workbook([], f"templat-rencana-aksi-{request.consultation.slug}")


async def _workbook(items: list[FollowUpFacts], name: str) -> Response[Any]:
    return await workbook_response(
        follow_up_rows(items, TEAM_HEADINGS),
        sheet="Rencana aksi",
        name=name,
        widths=WIDTHS,
        choices=CHOICES,
        notes=INSTRUCTIONS,
    )


async def _preview(visit: Visit, pending: UUID) -> tuple[FollowUpPreview, str]:
    here = visit.consultation.id
    async with reading():
        sheet, _, name = await find_sheet(consultation=here, pending=pending, by=_person(visit))
        preview = await check_follow_ups(consultation=here, sheet=sheet, today=_today(visit))
    return preview, name


def _upload_page(visit: Visit, form: ActionPlanForm, status_code: int = 200) -> Response[Any]:
    return page(visit, "facilitator/follow_up_import.html", status_code=status_code, form=form)


def _preview_page(
    visit: Visit, preview: FollowUpPreview, name: str, error: str = ""
) -> Response[Any]:
    return page(
        visit,
        "facilitator/follow_up_preview.html",
        status_code=422 if error else 200,
        preview=preview,
        file_name=name,
        error=error,
        shown_errors=SHOWN_ERRORS,
        shown_lines=SHOWN_LINES,
    )


def _items(visit: Visit) -> str:
    return f"/kerja/{visit.consultation.slug}/tindak-lanjut"


def _person(visit: Visit) -> UUID:
    if visit.visitor.account is None:
        raise NotFound
    return visit.visitor.account


def _today(visit: Visit) -> date:
    return now().astimezone(ZoneInfo(visit.consultation.zone)).date()
