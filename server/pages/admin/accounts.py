"""Accounts and roles, for the administrator: a list to search, and a page for each account."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.accounts import create_account, grant_role, set_active, withdraw_role
from consultations.errors import NotFound, Refusal
from consultations.queries.accounts import (
    AccountFacts,
    find_account,
    find_accounts,
    places_for_roles,
)
from consultations.rules import Permission
from consultations.signing_in import make_link
from consultations.transactions import reading, transaction
from server.forms.account import AccountFilterForm, InvitationForm, RoleForm, RolesForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

ACCOUNT = "/admin/akun/{account:uuid}"


@get("/admin", name="admin.accounts", opt=needs(Permission.MANAGE_ACCOUNTS))
async def list_accounts(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Everyone with an account, narrowed by what the address says."""
    form = AccountFilterForm(request.query_params, locale=request.locale)
    chosen = form.chosen()
    async with reading():
        found = await find_accounts(**chosen, page=halaman)
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "admin/accounts.html",
        fragment="accounts",
        form=form,
        found=found,
        address=f"/admin?{kept}" if kept else "/admin",
    )


@get("/admin/akun/baru", name="admin.account.new", opt=needs(Permission.MANAGE_ACCOUNTS))
async def show_invitation(request: Visit) -> Response[Any]:
    """The form to invite somebody."""
    return await _invitation_page(request, InvitationForm(locale=request.locale))


@post(
    "/admin/akun/baru",
    name="admin.account.create",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=200,
)
async def invite(request: Visit) -> Response[Any]:
    """Make an account with its roles, and show its sign-in link, this once."""
    form = await _with_places(InvitationForm(await request.form(), locale=request.locale))
    if not form.validate():
        return await _invitation_page(request, form)
    by = request.visitor.account
    try:
        async with transaction():
            made = await create_account(email=form.email.data, name=form.name.data.strip(), by=by)
            await _grant(made.id, form, by)
            token = await make_link(account=made.id, by=by)
    except Refusal as refusal:
        form.email.errors = [form.say(refusal.message)]
        return await _invitation_page(request, form)
    return await _account_page(request, made.id, link=_link(request, token))


@get(ACCOUNT, name="admin.account.show", opt=needs(Permission.MANAGE_ACCOUNTS))
async def show_account(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """One account with its roles and what can be done with it."""
    return await _account_page(request, account)


@post(
    ACCOUNT + "/peran",
    name="admin.role.grant",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def grant(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Give one or several roles in one place; administrators get theirs everywhere."""
    await _require(account)
    form = await _with_places(RoleForm(await request.form(), locale=request.locale))
    if not form.validate():
        return await _account_page(request, account, form)
    async with transaction():
        await _grant(account, form, request.visitor.account)
    return request.lead_to(f"/admin/akun/{account}")


@post(
    ACCOUNT + "/peran/{grant_id:uuid}/cabut",
    name="admin.role.withdraw",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def withdraw(
    request: Visit, account: FromPath[UUID], grant_id: FromPath[UUID]
) -> Response[Any]:
    """Take a role back."""
    facts = await _require(account)
    if grant_id not in {held.id for held in facts.grants}:
        raise NotFound
    await withdraw_role(grant=grant_id, by=request.visitor.account)
    return request.lead_to(f"/admin/akun/{account}")


@get(ACCOUNT + "/keadaan", name="admin.account.state", opt=needs(Permission.MANAGE_ACCOUNTS))
async def ask_about_state(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """What shutting the account does, before it is done."""
    return page(request, "admin/account_state.html", account=await _require(account))


@post(
    ACCOUNT + "/keadaan",
    name="admin.account.set_active",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def change_state(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Open or shut an account; nobody shuts their own."""
    if account == request.visitor.account:
        raise Refusal
    posted = await request.form()
    await set_active(
        account=account, active=posted.get("aktif") == "ya", by=request.visitor.account
    )
    return request.lead_to(f"/admin/akun/{account}")


@post(
    ACCOUNT + "/tautan",
    name="admin.link.make",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=200,
)
async def make_sign_in_link(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Make a single-use sign-in link, shown once."""
    token = await make_link(account=account, by=request.visitor.account)
    return await _account_page(request, account, link=_link(request, token))


async def _account_page(
    visit: Visit, account: UUID, form: RolesForm | None = None, link: str = ""
) -> Response[Any]:
    async with reading():
        facts = await _require(account)
        roles = form or await _with_places(RoleForm(locale=visit.locale))
    return page(
        visit,
        "admin/account.html",
        status_code=422 if form else 200,
        account=facts,
        roles=roles,
        link=link,
        invited=visit.query_params.get("terkirim") == "ya",
    )


async def _invitation_page(visit: Visit, form: InvitationForm) -> Response[Any]:
    return page(
        visit,
        "admin/invitation.html",
        status_code=422 if form.errors else 200,
        form=await _with_places(form),
    )


async def _grant(account: UUID, form: RolesForm, by: UUID | None) -> None:
    for wanted in form.wanted():
        await grant_role(
            account=account,
            role=wanted.role,
            consultation=wanted.consultation,
            session=wanted.session,
            by=by,
        )


async def _with_places(form: Any) -> Any:
    form.offer_places(await places_for_roles())
    return form


async def _require(account: UUID) -> AccountFacts:
    facts = await find_account(account)
    if facts is None:
        raise NotFound
    return facts


def _link(visit: Visit, token: str) -> str:
    return f"{visit.app.state.settings.address}/masuk/{token}"
