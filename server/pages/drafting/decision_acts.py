"""What can be done with a decision on its page: each act answers whether it was done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar.datastructures import FormMultiDict

from consultations.assigning import add_note, assign
from consultations.deciding import Subject, undo_writing, write_disposition
from consultations.errors import NotFound, Refusal
from consultations.publishing_decisions import publish_decision
from consultations.queries.decision_options import options_of, templates_of
from consultations.queries.deliberations import DeliberationFacts, colleagues_in, deliberation_on
from consultations.queries.inputs import InputFacts
from consultations.queries.theme_members import central_members
from consultations.queries.themes import ThemeFacts
from consultations.reply_templates import EVERYBODY, fill, input_fields, known_fields
from consultations.reviewing import approve, send_back
from server.forms.deciding import AssignForm, DecisionForm, NoteForm, ReturnForm, number
from server.forms.localised import LocalisedForm
from server.visit import Visit


@dataclass(slots=True)
class Place:
    """What is decided on, and what was typed about it."""

    subject: Subject
    path: str
    theme: ThemeFacts | None = None
    entry: InputFacts | None = None
    forms: dict[str, LocalisedForm] = field(default_factory=dict)
    preview: str | None = None


async def deciding_form(
    visit: Visit, posted: FormMultiDict | None, facts: DeliberationFacts | None = None
) -> DecisionForm:
    values = {} if facts is None else _values(facts)
    form = DecisionForm(posted, locale=visit.locale, **values)
    here = visit.consultation.id
    form.offer(await options_of(here), await templates_of(here))
    return form


def _values(facts: DeliberationFacts) -> dict[str, str]:
    usual = facts.decision.value if facts.decision else ""
    return {
        "version": str(facts.version),
        "option": facts.option or usual,
        "reason": facts.reason,
        "reply": facts.reply,
    }


async def _write(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["deciding"] = await deciding_form(visit, posted)
    if not form.validate():
        return False
    return await _tried(
        form,
        write_disposition(
            subject=place.subject,
            answer=form.answer(),
            version=form.read_version(),
            ready=posted.get("tindakan") == "siap",
            by=visit.visitor.account,
        ),
    )


async def _use_template(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["deciding"] = await deciding_form(visit, posted)
    texts = {str(each.id): each.text for each in await templates_of(visit.consultation.id)}
    form.reply.data = texts.get(form.template.data or "", form.reply.data)
    await _preview_filled(place, form)
    return False


async def _show_preview(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["deciding"] = await deciding_form(visit, posted)
    await _preview_filled(place, form)
    return False


async def _preview_filled(place: Place, form: DecisionForm) -> None:
    """The reply as one author will read it."""
    fields = (await known_fields([place.subject], form.chosen_words())).get(place.subject, {})
    if place.theme is not None:
        for member in (await central_members(place.theme.id))[:1]:
            fields |= (await input_fields([member.entry.id]))[member.entry.id]
    place.preview = fill(form.reply.data or "", {**EVERYBODY, **fields})


async def _assign(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = AssignForm(posted, locale=visit.locale)
    form.offer(await colleagues_in(visit.consultation.id))
    place.forms["assigning"] = form
    if not form.validate_here():
        return False
    return await _tried(
        form,
        assign(
            subject=place.subject,
            assignee=form.given_to(),
            due_on=form.due(),
            by=visit.visitor.account,
        ),
    )


async def _note(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["noting"] = NoteForm(posted, locale=visit.locale)
    if not form.validate():
        return False
    return await _tried(
        form,
        add_note(subject=place.subject, text=form.note.data, by=visit.visitor.account),
    )


async def _approve(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["returning"] = ReturnForm(posted, locale=visit.locale)
    found = await _deliberation(place)
    return await _tried(
        form,
        approve(deliberation=found, version=_read(posted), by=visit.visitor.account),
    )


async def _send_back(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["returning"] = ReturnForm(posted, locale=visit.locale)
    if not form.validate():
        return False
    return await _tried(
        form,
        send_back(
            deliberation=await _deliberation(place),
            version=_read(posted),
            remark=form.remark.data,
            by=visit.visitor.account,
        ),
    )


async def _undo(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["publishing"] = LocalisedForm(posted, locale=visit.locale)
    found = await _deliberation(place)
    return await _tried(
        form,
        undo_writing(deliberation=found, version=_read(posted), by=visit.visitor.account),
    )


async def _publish(visit: Visit, place: Place, posted: FormMultiDict) -> bool:
    form = place.forms["publishing"] = LocalisedForm(posted, locale=visit.locale)
    return await _tried(
        form,
        publish_decision(
            deliberation=await _deliberation(place),
            version=_read(posted),
            tell=posted.get("kabari") == "ya",
            by=visit.visitor.account,
        ),
    )


async def _tried(form: LocalisedForm, verb: Awaitable[Any]) -> bool:
    try:
        await verb
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(refusal.message)
        return False
    return True


Act = Callable[[Visit, Place, FormMultiDict], Awaitable[bool]]
ACTS: dict[str, Act] = {
    "simpan": _write,
    "siap": _write,
    "templat": _use_template,
    "pratinjau": _show_preview,
    "tugaskan": _assign,
    "catat": _note,
    "setujui": _approve,
    "kembalikan": _send_back,
    "batalkan": _undo,
    "terbitkan": _publish,
}


async def _deliberation(place: Place) -> UUID:
    facts = await deliberation_on(place.subject)
    if facts.id is None:
        raise NotFound
    return facts.id


def _read(posted: FormMultiDict) -> int:
    return number(posted.get("version"))
