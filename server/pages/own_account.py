"""One's own account: name, password, roles and sign-ins."""

from typing import Any

from litestar import Response, get, post

from consultations.accounts import rename_account, set_password_hash
from consultations.errors import NotFound, SignInRefused, TooManyAttempts
from consultations.queries.accounts import AccountFacts, find_account, sign_ins_of
from consultations.rules import Permission
from consultations.signing_in import end_other_sign_ins
from consultations.transactions import reading, transaction
from consultations.vocabulary import N_
from server.forms.account import NameForm, PasswordForm
from server.responses import page
from server.security.passwords import check_own_password, hash_password
from server.security.permissions import needs
from server.visit import Visit

OWN = "/akun"


@get(OWN, name="account.own", opt=needs(Permission.KEEP_OWN_ACCOUNT))
async def show_own(request: Visit) -> Response[Any]:
    """Everything one's account is."""
    return await _own_page(request)


@post(
    OWN + "/nama",
    name="account.own.rename",
    opt=needs(Permission.KEEP_OWN_ACCOUNT),
    status_code=303,
)
async def rename(request: Visit) -> Response[Any]:
    """Change the name one is shown by."""
    form = NameForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _own_page(request, naming=form)
    account = await _own(request)
    await rename_account(account=account.id, name=form.name.data.strip(), by=account.id)
    return request.lead_to(OWN)


@post(
    OWN + "/kata-sandi",
    name="account.own.password",
    opt=needs(Permission.KEEP_OWN_ACCOUNT),
    status_code=303,
)
async def change_password(request: Visit) -> Response[Any]:
    """Set a new password; whoever was signed in with the old one elsewhere is signed out."""
    form = PasswordForm(await request.form(), locale=request.locale)
    account = await _own(request)
    if not form.validate_for(account):
        return await _own_page(request, securing=form)
    if account.has_password:
        try:
            await check_own_password(
                account=account.id, email=account.email, password=form.present.data
            )
        except SignInRefused:
            form.present.errors = [form.say(N_("Kata sandi sekarang tidak cocok."))]
            return await _own_page(request, securing=form)
        except TooManyAttempts as refusal:
            form.present.errors = [form.say(refusal.message)]
            return await _own_page(request, securing=form)
    fresh = await hash_password(form.password.data)
    async with transaction():
        await set_password_hash(account=account.id, password_hash=fresh, by=account.id)
        await end_other_sign_ins(account=account.id, token=request.auth or "")
    return request.lead_to(OWN)


@post(
    OWN + "/keluar-lainnya",
    name="account.own.sign_out_elsewhere",
    opt=needs(Permission.KEEP_OWN_ACCOUNT),
    status_code=303,
)
async def sign_out_elsewhere(request: Visit) -> Response[Any]:
    """End every sign-in of this account but the present one."""
    account = await _own(request)
    await end_other_sign_ins(account=account.id, token=request.auth or "")
    return request.lead_to(OWN)


async def _own_page(
    visit: Visit, *, naming: NameForm | None = None, securing: PasswordForm | None = None
) -> Response[Any]:
    async with reading():
        account = await _own(visit)
        sign_ins = await sign_ins_of(account.id, visit.auth or "")
    return page(
        visit,
        "account/own.html",
        status_code=422 if naming or securing else 200,
        account=account,
        sign_ins=sign_ins,
        naming=naming or NameForm(locale=visit.locale, name=account.name),
        securing=securing or PasswordForm(locale=visit.locale),
    )


async def _own(visit: Visit) -> AccountFacts:
    account = await find_account(visit.visitor.account) if visit.visitor.account else None
    if account is None:
        raise NotFound
    return account
