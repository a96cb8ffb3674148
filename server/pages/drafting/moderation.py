"""The moderation queue and single cases: withhold, bring back, redact, decide, undo.

The ``entry`` of an address is an input or a response to one.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations import moderation
from consultations.errors import NotFound, Refusal
from consultations.moderated import subject_in
from consultations.moderation_cases import Marked, Ruling
from consultations.queries.moderation import (
    case_of,
    hidden_in,
    is_sealed,
    queue,
    reasons_of,
    reports_of,
    waiting_by_cause,
)
from consultations.queries.moderation_log import acts_of, readings_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_, Cause, ModerationAction, SpanState
from server.forms.moderation import FIELD_NAMES, RedactionForm, RulingForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

QUEUE = "/kerja/{slug:str}/moderasi"
CASE = QUEUE + "/{entry:uuid}"
MOST_AT_ONCE = 200

VERBS: dict[ModerationAction, Callable[[Sequence[Marked], Ruling], Awaitable[None]]] = {
    ModerationAction.WITHHOLD: moderation.withhold,
    ModerationAction.RESTORE: moderation.restore,
    ModerationAction.DECIDE_SPANS: moderation.keep_hidden,
    ModerationAction.CLEAR: moderation.clear,
    ModerationAction.FLAG: moderation.flag,
}
REASONED = frozenset({ModerationAction.WITHHOLD, ModerationAction.DECIDE_SPANS})


@get(QUEUE, name="moderation.index", opt=needs(Permission.MODERATE))
async def show_queue(
    request: Visit,
    sebab: FromQuery[str] = "",
    keadaan: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """What waits to be looked at, narrowed by cause; or what was looked at already."""
    return await _queue_page(request, sebab, keadaan, halaman)


@post(QUEUE, name="moderation.bulk", opt=needs(Permission.MODERATE), status_code=303)
async def moderate_many(request: Visit) -> Response[Any]:
    """Do the same to every entry chosen, with one reason."""
    posted = await request.form()
    cause, state = str(posted.get("sebab") or ""), str(posted.get("keadaan") or "")
    form = await _ruling_form(request, posted)
    action = _action(posted.get("tindakan"))
    chosen = [_marked(value) for value in posted.getall("pilih", [])][:MOST_AT_ONCE]
    if not chosen:
        form.refuse(N_("Pilih paling sedikit satu masukan."))
    elif form.validate() and (action not in REASONED or form.require_reason()):
        try:
            await VERBS[action](chosen, _ruling(request, form))
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(_queue_address(request, cause, state))
    return await _queue_page(request, cause, state, 1, form)


@get(CASE, name="moderation.case", opt=needs(Permission.MODERATE))
async def show_case(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """One entry with what was found in it, what was reported and what was done."""
    return await _case_page(request, entry)


@post(CASE, name="moderation.moderate", opt=needs(Permission.MODERATE), status_code=303)
async def moderate_one(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """Withhold, bring back, clear or flag one entry."""
    posted = await request.form()
    form = await _ruling_form(request, posted)
    action = _action(posted.get("tindakan"))
    if form.validate() and (action not in REASONED or form.require_reason()):
        marked = Marked(entry, _number(posted.get("version")))
        return await _done_or_refused(
            request, entry, VERBS[action]([marked], _ruling(request, form)), ruling=form
        )
    return await _case_page(request, entry, ruling=form)


@post(
    CASE + "/bagian",
    name="moderation.decide_spans",
    opt=needs(Permission.MODERATE),
    status_code=303,
)
async def decide_spans(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """Decide on what was found, span by span."""
    posted = await request.form()
    form = await _ruling_form(request, posted, prefix="bagian-")
    states = {
        span.id: SpanState(value)
        for span in await hidden_in(entry)
        if (value := posted.get(f"bagian-{span.id}")) in (SpanState.HIDDEN, SpanState.SHOWN)
    }
    if not states:
        form.refuse(N_("Pilih keputusan untuk paling sedikit satu bagian."))
    elif form.validate() and (SpanState.HIDDEN not in states.values() or form.require_reason()):
        marked = Marked(entry, _number(posted.get("version")))
        verb = moderation.decide_spans(marked, states, _ruling(request, form))
        return await _done_or_refused(request, entry, verb, deciding=form)
    return await _case_page(request, entry, deciding=form)


@post(CASE + "/samarkan", name="moderation.redact", opt=needs(Permission.MODERATE), status_code=303)
async def redact(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """Hide words that a moderator quotes."""
    posted = await request.form()
    form = RedactionForm(
        posted,
        locale=request.locale,
        reasons=await reasons_of(request.consultation.id),
        prefix="samarkan-",
    )
    if form.validate() and form.require_reason():
        verb = moderation.redact(
            Marked(entry, _number(posted.get("version"))),
            field=form.part.data,
            quote=form.quote.data.replace("\r\n", "\n"),
            ruling=_ruling(request, form),
        )
        return await _done_or_refused(request, entry, verb, redacting=form)
    return await _case_page(request, entry, redacting=form)


@post(CASE + "/asli", name="moderation.original", opt=needs(Permission.READ_ORIGINAL))
async def show_original(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """The words as they came, with what is hidden marked; the reading is written down."""
    words = await moderation.read_original(
        entry=entry, consultation=request.consultation.id, by=request.visitor.account
    )
    return await _case_page(request, entry, original=words, status_code=200)


@post(
    QUEUE + "/tindakan/{act:uuid}/batal",
    name="moderation.undo",
    opt=needs(Permission.MODERATE),
    status_code=303,
)
async def undo(request: Visit, act: FromPath[UUID]) -> Response[Any]:
    """Take an act back, with all that was done at once with it."""
    here = request.consultation
    posted = await request.form()
    await moderation.undo(act=act, consultation=here.id, by=request.visitor.account)
    entry = posted.get("entry") or ""
    return request.lead_to(f"/kerja/{here.slug}/moderasi/{entry}".rstrip("/"))


async def _done_or_refused(
    visit: Visit, entry: UUID, verb: Awaitable[None], **forms: Any
) -> Response[Any]:
    try:
        await verb
    except NotFound:
        raise
    except Refusal as refusal:
        next(iter(forms.values())).refuse(refusal.message)
        return await _case_page(visit, entry, **forms)
    return visit.lead_to(f"/kerja/{visit.consultation.slug}/moderasi/{entry}")


async def _queue_page(
    visit: Visit, cause: str, state: str, number: int, form: RulingForm | None = None
) -> Response[Any]:
    here = visit.consultation.id
    only = Cause(cause) if cause in set(Cause) else None
    done = state == "selesai"
    async with reading():
        found = await queue(here, cause=only, waiting=not done, page=number)
        waiting = await waiting_by_cause(here)
        last = await acts_of(here, size=1)
        form = form or await _ruling_form(visit)
    return page(
        visit,
        "drafting/moderation.html",
        fragment="cases",
        status_code=422 if form.errors else 200,
        found=found,
        waiting=waiting,
        cause=only,
        done=done,
        last=last.items[0] if last.items else None,
        form=form,
        address=_queue_address(visit, cause, state),
    )


async def _case_page(
    visit: Visit,
    entry: UUID,
    *,
    original: dict[str, str] | None = None,
    status_code: int = 422,
    **forms: RulingForm,
) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        subject = await subject_in(here, entry)
        spans = await hidden_in(entry)
        facts: dict[str, Any] = {
            "case": await case_of(here, subject),
            "spans": spans,
            "sealed": await is_sealed(entry),
            "reports": await reports_of(subject),
            "acts": (await acts_of(here, of=subject)).items,
            "readings": await readings_of(entry),
        }
        reasons = await reasons_of(here)
    made: dict[str, Any] = {
        "ruling": RulingForm(locale=visit.locale, reasons=reasons),
        "deciding": RulingForm(locale=visit.locale, reasons=reasons, prefix="bagian-"),
        "redacting": RedactionForm(locale=visit.locale, reasons=reasons, prefix="samarkan-"),
    }
    return page(
        visit,
        "drafting/moderation_case.html",
        status_code=status_code if forms else 200,
        original=_in_pieces(original, spans) if original else None,
        field_names=FIELD_NAMES,
        **facts,
        **{**made, **forms},
    )


def _in_pieces(
    words: dict[str, str], spans: Sequence[Any]
) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Each field's words cut at its spans: (field, [(words, span or None), …])."""
    fields = []
    for field, text in words.items():
        pieces: list[tuple[str, Any]] = []
        place = 0
        for span in (s for s in spans if s.field == field):
            pieces += [(text[place : span.starts], None), (text[span.starts : span.ends], span)]
            place = span.ends
        fields.append((field, [*pieces, (text[place:], None)]))
    return fields


async def _ruling_form(visit: Visit, posted: Any = None, prefix: str = "") -> RulingForm:
    reasons = await reasons_of(visit.consultation.id)
    return RulingForm(posted, locale=visit.locale, reasons=reasons, prefix=prefix)


def _ruling(visit: Visit, form: RulingForm) -> Ruling:
    return Ruling(
        consultation=visit.consultation.id,
        by=visit.visitor.account,
        reason=form.chosen_reason,
        note=(form.note.data or "").strip(),
    )


def _queue_address(visit: Visit, cause: str, state: str) -> str:
    kept = urlencode({n: v for n, v in (("sebab", cause), ("keadaan", state)) if v})
    base = f"/kerja/{visit.consultation.slug}/moderasi"
    return f"{base}?{kept}" if kept else base


def _action(text: Any) -> ModerationAction:
    if text not in VERBS:
        raise NotFound
    return ModerationAction(text)


def _marked(text: str) -> Marked:
    entry, _, version = text.partition(":")
    try:
        return Marked(UUID(entry), _number(version))
    except ValueError as error:
        raise NotFound from error


def _number(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() else 0
