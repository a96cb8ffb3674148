"""The private page behind a receipt: what was sent, what became of it, and what one may still do.

It is reached by the private link, or from the list of an account's own inputs.
"""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.clock import today_in
from consultations.errors import NotFound, Refusal
from consultations.queries.carried_actions import actions_carrying
from consultations.queries.consultations import ConsultationFacts, find_consultation_by_id
from consultations.queries.evidence import evidence_of
from consultations.queries.receipts import (
    ReceiptFacts,
    find_own_input,
    find_receipt,
    inputs_of,
)
from consultations.queries.threads import is_registration
from consultations.queries.word_traces import changes_from
from consultations.redacting import original_words
from consultations.revising import claim_input, edit_input, withdraw_input
from consultations.rules import Permission, may_see
from consultations.transactions import reading
from server.forms.thread import WordsForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

RECEIPT = "/tanda-terima/{token:str}"
OWN = "/akun/masukan/{registration:str}"


@dataclass(frozen=True, slots=True)
class Held:
    """An input in its author's hand; ``here`` is the address it was reached by."""

    receipt: ReceiptFacts
    consultation: ConsultationFacts
    here: str
    by_link: bool


@get(RECEIPT, name="receipt.show", opt=needs(Permission.READ_OWN_RECEIPT))
async def show_receipt(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Readable by whoever has the link; not listed, not cached, not indexed."""
    return await _show(request, await _by_link(request, token))


@get(RECEIPT + "/ubah", name="receipt.edit", opt=needs(Permission.CHANGE_OWN_INPUT))
async def show_edit(request: Visit, token: FromPath[str]) -> Response[Any]:
    """The form with which the holder of the link changes the words."""
    return await _show_words(request, await _by_link(request, token))


@post(
    RECEIPT + "/ubah",
    name="receipt.edit.post",
    opt=needs(Permission.CHANGE_OWN_INPUT),
    status_code=303,
)
async def edit(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Change the words."""
    return await _edit(request, await _by_link(request, token))


@get(RECEIPT + "/tarik", name="receipt.withdraw", opt=needs(Permission.CHANGE_OWN_INPUT))
async def show_withdraw(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Ask before an input is taken back."""
    return await _show_withdrawal(request, await _by_link(request, token))


@post(
    RECEIPT + "/tarik",
    name="receipt.withdraw.post",
    opt=needs(Permission.CHANGE_OWN_INPUT),
    status_code=303,
)
async def withdraw(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Take the input back."""
    return await _withdraw(request, await _by_link(request, token))


@post(
    RECEIPT + "/simpan",
    name="receipt.claim",
    opt=needs(Permission.READ_OWN_INPUTS),
    status_code=303,
)
async def claim(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Keep the input in the account of whoever holds its link."""
    held = await _by_link(request, token)
    if request.visitor.account is None:
        raise NotFound
    await claim_input(entry=held.receipt.entry.id, by=request.visitor.account)
    return request.lead_to("/akun/masukan")


@get("/akun/masukan", name="own.index", opt=needs(Permission.READ_OWN_INPUTS))
async def list_own(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Everything the account has said, newest first."""
    if request.visitor.account is None:
        raise NotFound
    async with reading():
        found = await inputs_of(request.visitor.account, halaman)
    return page(request, "account/inputs.html", found=found)


@get(OWN, name="own.show", opt=needs(Permission.READ_OWN_INPUTS))
async def show_own(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """The receipt of an input that is in the account."""
    return await _show(request, await _own(request, registration))


@get(OWN + "/ubah", name="own.edit", opt=needs(Permission.READ_OWN_INPUTS))
async def show_edit_own(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """The form with which the signed-in author changes the words."""
    return await _show_words(request, await _own(request, registration))


@post(OWN + "/ubah", name="own.edit.post", opt=needs(Permission.READ_OWN_INPUTS), status_code=303)
async def edit_own(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Change the words."""
    return await _edit(request, await _own(request, registration))


@get(OWN + "/tarik", name="own.withdraw", opt=needs(Permission.READ_OWN_INPUTS))
async def show_withdraw_own(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Ask before an input is taken back."""
    return await _show_withdrawal(request, await _own(request, registration))


@post(
    OWN + "/tarik",
    name="own.withdraw.post",
    opt=needs(Permission.READ_OWN_INPUTS),
    status_code=303,
)
async def withdraw_own(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Take the input back."""
    return await _withdraw(request, await _own(request, registration))


async def _by_link(visit: Visit, token: str) -> Held:
    async with reading():
        receipt = await find_receipt(token)
        return await _held(visit, receipt, f"/tanda-terima/{token}", by_link=True)


async def _own(visit: Visit, registration: str) -> Held:
    if visit.visitor.account is None or not is_registration(registration):
        raise NotFound
    async with reading():
        receipt = await find_own_input(visit.visitor.account, registration)
        return await _held(visit, receipt, f"/akun/masukan/{registration}", by_link=False)


async def _held(visit: Visit, receipt: ReceiptFacts | None, here: str, *, by_link: bool) -> Held:
    if receipt is None:
        raise NotFound
    consultation = await find_consultation_by_id(receipt.consultation, visit.locale)
    if consultation is None or not may_see(
        visit.visitor, consultation=consultation.id, announced=consultation.is_announced
    ):
        raise NotFound
    return Held(receipt, consultation, here, by_link)


async def _show(visit: Visit, held: Held) -> Response[Any]:
    entry = held.receipt.entry.id
    changed = await changes_from(entry)
    return await _page(
        visit,
        held,
        "public/receipt.html",
        changed=changed,
        actions=await actions_carrying(entry, changed, public=True),
        today=today_in(held.consultation.zone.value),
    )


async def _show_words(visit: Visit, held: Held) -> Response[Any]:
    if not held.receipt.may_edit:
        return visit.lead_to(held.here)
    # The author's own words, also where others see a mark in their place.
    said = await original_words(held.receipt.entry.id)
    form = WordsForm(
        locale=visit.locale,
        edition=str(held.receipt.edition),
        text=said.get("text"),
        proposed_wording=said.get("proposed_wording"),
        reason=said.get("reason"),
    )
    return await _page(visit, held, "public/edit_input.html", form=form)


async def _edit(visit: Visit, held: Held) -> Response[Any]:
    form = WordsForm(await visit.form(), locale=visit.locale)
    form.kind = held.receipt.entry.kind
    if form.validate():
        try:
            await edit_input(
                entry=held.receipt.entry.id,
                words=form.words(),
                edition=form.edition_read,
                by=visit.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return visit.lead_to(held.here)
    return await _page(visit, held, "public/edit_input.html", status_code=422, form=form)


async def _show_withdrawal(visit: Visit, held: Held) -> Response[Any]:
    if not held.receipt.may_withdraw:
        return visit.lead_to(held.here)
    return await _page(visit, held, "public/withdraw_input.html")


async def _withdraw(visit: Visit, held: Held) -> Response[Any]:
    await withdraw_input(entry=held.receipt.entry.id, by=visit.visitor.account)
    return visit.lead_to(held.here)


async def _page(visit: Visit, held: Held, template: str, **facts: Any) -> Response[Any]:
    evidence = await evidence_of([held.receipt.entry.id])
    response = page(
        visit,
        template,
        receipt=held.receipt,
        here=held.here,
        by_link=held.by_link,
        consultation=held.consultation,
        evidence=evidence.get(held.receipt.entry.id, []),
        address=visit.app.state.settings.address + held.here,
        **facts,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
