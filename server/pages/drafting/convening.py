"""A consultation's own settings: its texts, its dates, and its announcement."""

from typing import Any

from litestar import Response, get, post

from consultations.convening import announce_consultation, edit_consultation, schedule_phases
from consultations.errors import NotFound, Stale
from consultations.queries.consultations import phases_of
from consultations.queries.convening import Setup, setup_of
from consultations.queries.drafts import versions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.consultation import OutlineForm, outline_values
from server.forms.phases import PhasesForm, phase_values
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SETTINGS = "/kerja/{slug:str}/pengaturan"


@get(SETTINGS, name="consultation.settings", opt=needs(Permission.EDIT_CONSULTATION))
async def show_texts(request: Visit) -> Response[Any]:
    """The texts and how the consultation is held."""
    setup = await _setup(request)
    form = OutlineForm(
        locale=request.locale, version=str(setup.version), **outline_values(setup.outline)
    )
    return _texts_page(request, form)


@post(
    SETTINGS,
    name="consultation.edit",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def edit_texts(request: Visit) -> Response[Any]:
    """Save the texts; an edit made on an older reading is shown again, not lost."""
    form = OutlineForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await edit_consultation(
                consultation=request.consultation.id,
                version=form.read_version(),
                outline=form.outline(),
                by=request.visitor.account,
            )
        except Stale as refusal:
            form.refuse(refusal.message)
            form.version.data = str((await _setup(request)).version)
        else:
            return request.lead_to(_settings(request))
    return _texts_page(request, form)


@get(
    SETTINGS + "/jadwal",
    name="consultation.schedule",
    opt=needs(Permission.EDIT_CONSULTATION),
)
async def show_schedule(request: Visit) -> Response[Any]:
    """The four stages with their dates, in the consultation's own time."""
    setup = await _setup(request)
    form = PhasesForm(
        locale=request.locale,
        version=str(setup.version),
        **phase_values(setup.phases, request.consultation.zone.value),
    )
    return _schedule_page(request, form)


@post(
    SETTINGS + "/jadwal",
    name="consultation.reschedule",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def reschedule(request: Visit) -> Response[Any]:
    """Save the dates of all stages together."""
    form = PhasesForm(await request.form(), locale=request.locale)
    zone = request.consultation.zone.value
    if form.validate_in(zone):
        try:
            await schedule_phases(
                consultation=request.consultation.id,
                version=form.read_version(),
                phases=form.planned(zone),
                by=request.visitor.account,
            )
        except Stale as refusal:
            form.refuse(refusal.message)
            form.version.data = str((await _setup(request)).version)
        else:
            return request.lead_to(_settings(request) + "/jadwal")
    return _schedule_page(request, form)


@get(
    SETTINGS + "/umumkan",
    name="consultation.announcement",
    opt=needs(Permission.ANNOUNCE_CONSULTATION),
)
async def show_announcement(request: Visit) -> Response[Any]:
    """What the public would see, and what is still missing, before it can't be taken back."""
    here = request.consultation.id
    async with reading():
        phases = await phases_of(here, request.locale)
        versions = await versions_of(here)
    return page(request, "drafting/announcement.html", phases=phases, versions=versions)


@post(
    SETTINGS + "/umumkan",
    name="consultation.announce",
    opt=needs(Permission.ANNOUNCE_CONSULTATION),
    status_code=303,
)
async def announce(request: Visit) -> Response[Any]:
    """Open the consultation to the public."""
    await announce_consultation(consultation=request.consultation.id, by=request.visitor.account)
    return request.lead_to(f"/konsultasi/{request.consultation.slug}")


async def _setup(visit: Visit) -> Setup:
    setup = await setup_of(visit.consultation.id)
    if setup is None:
        raise NotFound
    return setup


def _settings(visit: Visit) -> str:
    return f"/kerja/{visit.consultation.slug}/pengaturan"


def _texts_page(visit: Visit, form: OutlineForm) -> Response[Any]:
    return page(
        visit,
        "drafting/settings.html",
        status_code=422 if form.errors else 200,
        form=form,
    )


def _schedule_page(visit: Visit, form: PhasesForm) -> Response[Any]:
    return page(
        visit,
        "drafting/schedule.html",
        status_code=422 if form.errors else 200,
        form=form,
    )
