"""Accounts and roles, for the administrator."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.accounts import create_account, grant_role, set_active, withdraw_role
from consultations.errors import NotFound, Refusal
from consultations.queries.accounts import all_accounts
from consultations.queries.consultations import all_consultations
from consultations.rules import Permission
from consultations.signing_in import make_link
from consultations.transactions import reading
from consultations.vocabulary import Role
from server.forms.account import AccountForm, RoleForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get("/admin", name="admin.accounts", opt=needs(Permission.MANAGE_ACCOUNTS))
async def list_accounts(request: Visit) -> Response[Any]:
    """Everyone with an account, their roles, and the forms to change them."""
    return await _accounts_page(request)


@post(
    "/admin/akun",
    name="admin.account.create",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def create(request: Visit) -> Response[Any]:
    """Make an account; a sign-in link for it is made next."""
    form = AccountForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await create_account(
                email=form.email.data, name=form.name.data.strip(), by=request.visitor.account
            )
        except Refusal as refusal:
            form.email.errors = [form.say(refusal.message)]
        else:
            return request.lead_to("/admin")
    return await _accounts_page(request, form)


@post(
    "/admin/akun/{account:uuid}/peran",
    name="admin.role.grant",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def grant(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Give a role in one consultation; administrators get theirs everywhere."""
    posted = await request.form()
    role = posted.get("role", "")
    if role not in set(Role):
        raise NotFound
    chosen = posted.get("consultation") or None
    await grant_role(
        account=account,
        role=Role(role),
        consultation=None if role == Role.ADMINISTRATOR else _id(chosen),
        by=request.visitor.account,
    )
    return request.lead_to("/admin")


@post(
    "/admin/peran/{grant_id:uuid}/cabut",
    name="admin.role.withdraw",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=303,
)
async def withdraw(request: Visit, grant_id: FromPath[UUID]) -> Response[Any]:
    """Take a role back."""
    await withdraw_role(grant=grant_id, by=request.visitor.account)
    return request.lead_to("/admin")


@post(
    "/admin/akun/{account:uuid}/keadaan",
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
    return request.lead_to("/admin")


@post(
    "/admin/akun/{account:uuid}/tautan",
    name="admin.link.make",
    opt=needs(Permission.MANAGE_ACCOUNTS),
    status_code=200,
)
async def make_sign_in_link(request: Visit, account: FromPath[UUID]) -> Response[Any]:
    """Make a single-use sign-in link, shown once."""
    token = await make_link(account=account, by=request.visitor.account)
    return await _accounts_page(request, link=f"{request.app.state.settings.address}/masuk/{token}")


async def _accounts_page(
    visit: Visit, form: AccountForm | None = None, link: str = ""
) -> Response[Any]:
    async with reading():
        accounts = await all_accounts()
        consultations = await all_consultations(visit.locale)
    roles = RoleForm(locale=visit.locale)
    roles.consultation.choices = {str(item.id): item.title for item in consultations}
    return page(
        visit,
        "admin/accounts.html",
        status_code=422 if form else 200,
        accounts=accounts,
        roles=roles,
        form=form or AccountForm(locale=visit.locale),
        link=link,
    )


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise NotFound from error
