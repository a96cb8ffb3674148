"""How a consultation decides: the list of decisions, ready-made replies, a second person's look."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.decision_options import OptionWords, add_option, reword_option, set_review
from consultations.errors import NotFound, Refusal
from consultations.queries.decision_options import options_of, templates_of
from consultations.reply_templates import delete_template, save_template
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Decision
from server.forms.deciding import number, words_for
from server.forms.decision_settings import NewOptionForm, OptionForm, TemplateForm
from server.forms.localised import LocalisedForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SETTINGS = "/kerja/{slug:str}/pengaturan/keputusan"
TEMPLATE = SETTINGS + "/templat/{template:uuid}"
NEW = "baru"

Typed = dict[str, LocalisedForm]


@get(SETTINGS, name="decision.settings", opt=needs(Permission.EDIT_CONSULTATION))
async def show_settings(request: Visit) -> Response[Any]:
    """The decisions on offer, the ready-made replies, and whether a second person approves."""
    return await _settings_page(request, {})


@post(
    SETTINGS, name="decision.review.set", opt=needs(Permission.EDIT_CONSULTATION), status_code=303
)
async def choose_review(request: Visit) -> Response[Any]:
    """Say whether a second person approves decisions."""
    posted = await request.form()
    await set_review(
        consultation=request.consultation.id,
        reviewed=posted.get("tinjauan") == "ya",
        by=request.visitor.account,
    )
    return _back(request)


@post(
    SETTINGS + "/pilihan",
    name="decision.option.add",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def add(request: Visit) -> Response[Any]:
    """Add a decision of the consultation's own."""
    form = NewOptionForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await add_option(
                consultation=request.consultation.id,
                decision=Decision(form.decision.data),
                words=OptionWords(
                    label=form.label.data.strip(), label_en=(form.label_en.data or "").strip()
                ),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return _back(request)
    return await _settings_page(request, {"adding": form})


@post(
    SETTINGS + "/pilihan/{code:str}",
    name="decision.option.reword",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def reword(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Word a decision otherwise, move it, or offer it no more."""
    form = OptionForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await reword_option(
                consultation=request.consultation.id,
                code=code,
                words=form.words(),
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return _back(request)
    return await _settings_page(request, {code: form})


@post(
    SETTINGS + "/templat",
    name="reply_template.add",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def add_template(request: Visit) -> Response[Any]:
    """Add a ready-made reply."""
    return await _save_template(request, None)


@post(
    TEMPLATE,
    name="reply_template.change",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def change_template(request: Visit, template: FromPath[UUID]) -> Response[Any]:
    """Change a ready-made reply."""
    return await _save_template(request, template)


@post(
    TEMPLATE + "/hapus",
    name="reply_template.delete",
    opt=needs(Permission.EDIT_CONSULTATION),
    status_code=303,
)
async def remove_template(request: Visit, template: FromPath[UUID]) -> Response[Any]:
    """Offer a ready-made reply no more."""
    await delete_template(
        consultation=request.consultation.id, template=template, by=request.visitor.account
    )
    return _back(request)


async def _save_template(visit: Visit, template: UUID | None) -> Response[Any]:
    form = TemplateForm(await visit.form(), locale=visit.locale)
    if form.validate_known():
        try:
            await save_template(
                consultation=visit.consultation.id,
                template=template,
                name=form.name.data.strip(),
                text=form.text.data.strip().replace("\r\n", "\n"),
                version=number(form.version.data),
                by=visit.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return _back(visit)
    return await _settings_page(visit, {str(template) if template else NEW: form})


async def _settings_page(visit: Visit, typed: Typed) -> Response[Any]:
    here, locale = visit.consultation, visit.locale
    async with reading():
        options, templates = await options_of(here.id), await templates_of(here.id)
    plain = LocalisedForm(locale=locale)
    option_forms = [
        (
            option,
            (
                typed.get(option.code)
                or OptionForm(
                    locale=locale,
                    label=option.label.text if option.label else option.decision.label,
                    label_en=option.label.text_en if option.label else "",
                    position=str(option.position),
                    offered="ya" if option.offered else "tidak",
                )
            ).marked(option.code),
            words_for(option, plain),
        )
        for option in options
    ]
    template_forms = [
        (
            template,
            (
                typed.get(str(template.id))
                or TemplateForm(
                    locale=locale,
                    version=str(template.version),
                    name=template.name,
                    text=template.text,
                )
            ).marked(str(template.id)),
        )
        for template in templates
    ]
    return page(
        visit,
        "drafting/decision_settings.html",
        status_code=422 if typed else 200,
        option_forms=option_forms,
        template_forms=template_forms,
        adding=(typed.get("adding") or NewOptionForm(locale=locale)).marked("baru"),
        new_template=(typed.get(NEW) or TemplateForm(locale=locale)).marked("templat-baru"),
        reviewed=here.replies_reviewed,
    )


def _back(visit: Visit) -> Response[Any]:
    return visit.lead_to(f"/kerja/{visit.consultation.slug}/pengaturan/keputusan")
