"""Sign-in links by mail: asked for on the sign-in page, or sent by the administrator."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.mailed_links import ask_for_link, invite_by_mail
from consultations.rules import Permission
from server.forms.account import SignInForm
from server.forms.follow import LinkForm
from server.responses import page
from server.security.flooding import address_of
from server.security.permissions import needs
from server.visit import Visit


@post(
    "/masuk/kirim-tautan", name="account.mail_link", opt=needs(Permission.SIGN_IN), status_code=303
)
async def send_link(request: Visit) -> Response[Any]:
    """Send a single-use link if the address has an account; the answer never tells."""
    _require_mail(request)
    form = LinkForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await ask_for_link(
                email=form.email.data, locale=request.locale, source=address_of(request)
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to("/masuk/tautan-terkirim")
    return page(
        request,
        "account/sign_in.html",
        status_code=422,
        form=SignInForm(locale=request.locale),
        asking=form,
        onward="/",
    )


@get("/masuk/tautan-terkirim", name="account.link_mailed", opt=needs(Permission.SIGN_IN))
async def show_link_sent(request: Visit) -> Response[Any]:
    """What to do next."""
    return page(request, "account/link_sent.html")


@post(
    "/admin/akun/{account:uuid}/undang",
    name="admin.invite",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def invite(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Mail a sign-in link to an account's owner."""
    _require_mail(request)
    await invite_by_mail(account=account, locale=request.locale, by=request.visitor.account)
    return request.lead_to(f"/admin/akun/{account}?terkirim=ya")


def _require_mail(visit: Visit) -> None:
    if not visit.app.state.settings.mail_is_on:
        raise NotFound
