"""Every consultation, announced or not, and the form that sets up a new one."""

from typing import Any

from litestar import Response, get, post

from consultations.convening import create_consultation
from consultations.errors import CodeTaken, SlugTaken
from consultations.queries.consultations import all_consultations
from consultations.queries.convening import free_slug
from consultations.rules import Permission
from server.forms.consultation import NewConsultationForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

CONSULTATIONS = "/admin/konsultasi"


@get(
    CONSULTATIONS,
    name="admin.consultations",
    opt=needs(Permission.MANAGE_CONSULTATION),
)
async def list_all(request: Visit) -> Response[Any]:
    """The consultations, newest first, with their state."""
    found = await all_consultations(request.locale)
    return page(request, "admin/consultations.html", consultations=found)


@get(
    CONSULTATIONS + "/baru",
    name="admin.consultation.new",
    opt=needs(Permission.MANAGE_CONSULTATION),
)
async def show_new(request: Visit) -> Response[Any]:
    """The form of a new consultation."""
    return _form_page(request, NewConsultationForm(locale=request.locale))


@post(
    CONSULTATIONS + "/baru",
    name="admin.consultation.create",
    opt=needs(Permission.MANAGE_CONSULTATION),
    status_code=303,
)
async def create(request: Visit) -> Response[Any]:
    """Set it up and lead to its dates; the public sees nothing of it yet."""
    form = NewConsultationForm(await request.form(), locale=request.locale)
    if not form.validate():
        return _form_page(request, form)
    outline = form.outline()
    try:
        made = await create_consultation(
            slug=form.slug.data or await free_slug(outline.title),
            code=form.code.data.strip(),
            outline=outline,
            by=request.visitor.account,
        )
    except SlugTaken as refusal:
        form.slug.errors = [form.say(refusal.message)]
    except CodeTaken as refusal:
        form.code.errors = [form.say(refusal.message)]
    else:
        return request.lead_to(f"/kerja/{made.slug}/pengaturan/jadwal")
    return _form_page(request, form)


def _form_page(visit: Visit, form: NewConsultationForm) -> Response[Any]:
    return page(
        visit,
        "admin/new_consultation.html",
        status_code=422 if form.errors else 200,
        form=form,
    )
