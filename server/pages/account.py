"""Signing in and out, and choosing the language."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.accounts import keep_language
from consultations.errors import Refusal
from consultations.rules import Permission
from consultations.signing_in import end_sign_in, use_link, visitor_for
from server.forms.account import SignInForm
from server.forms.follow import LinkForm
from server.pages.own_sessions import OWN_SESSIONS
from server.responses import page
from server.security.browsers import browser_named
from server.security.flooding import admit_sign_in, slowed_down
from server.security.identity import sign_in_cookie, spent_cookie
from server.security.passwords import sign_in_with_password
from server.security.permissions import needs
from server.visit import LANGUAGE_COOKIE, LOCALES, Visit


@get("/masuk", name="account.sign_in", opt=needs(Permission.SIGN_IN))
async def show_sign_in(request: Visit, lanjut: FromQuery[str] = "/") -> Response[Any]:
    """The sign-in form."""
    form = SignInForm(locale=request.locale)
    return page(
        request,
        "account/sign_in.html",
        form=form,
        onward=own_path(lanjut),
        asking=LinkForm(locale=request.locale),
    )


@post("/masuk", name="account.sign_in.post", opt=needs(Permission.SIGN_IN), status_code=303)
async def sign_in(request: Visit) -> Response[Any]:
    """Sign in with e-mail and password, then go on to where the visitor wanted to be."""
    posted = await request.form()
    form = SignInForm(posted, locale=request.locale)
    onward = own_path(posted.get("lanjut", "/"))
    refused = None
    if form.validate():
        try:
            await admit_sign_in(request)
            fresh = await sign_in_with_password(
                email=form.email.data, password=form.password.data, browser=_browser(request)
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            response = request.lead_to(await _landing(fresh.token, onward, "/"))
            response.set_cookie(sign_in_cookie(fresh, secure=request.is_secure))
            return response
    response = page(
        request,
        "account/sign_in.html",
        status_code=422,
        form=form,
        onward=onward,
        asking=LinkForm(locale=request.locale),
    )
    return slowed_down(response, refused)


@get("/masuk/{token:str}", name="account.link", opt=needs(Permission.SIGN_IN))
async def show_link(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Ask before spending a sign-in link: mail programs open links by themselves."""
    return page(request, "account/link.html", token=token, error=None)


@post(
    "/masuk/{token:str}", name="account.link.post", opt=needs(Permission.SIGN_IN), status_code=303
)
async def sign_in_by_link(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Spend a sign-in link."""
    try:
        await admit_sign_in(request)
        fresh = await use_link(token=token, browser=_browser(request))
    except Refusal as refusal:
        response = page(
            request, "account/link.html", status_code=422, token=token, error=refusal.message
        )
        return slowed_down(response, refusal)
    # Their account page is where the invited find their work, and set a password.
    response = request.lead_to(await _landing(fresh.token, "/akun", "/akun"))
    response.set_cookie(sign_in_cookie(fresh, secure=request.is_secure))
    return response


@post("/keluar", name="account.sign_out", opt=needs(Permission.SIGN_OUT), status_code=303)
async def sign_out(request: Visit) -> Response[Any]:
    """End this browser's session."""
    if request.auth:
        await end_sign_in(token=request.auth)
    response = request.lead_to("/")
    response.set_cookie(spent_cookie(secure=request.is_secure))
    return response


@post("/bahasa", name="language.choose", opt=needs(Permission.READ_PUBLISHED), status_code=303)
async def choose_language(request: Visit) -> Response[Any]:
    """Remember the language and go back to the page."""
    posted = await request.form()
    chosen = posted.get("bahasa", "")
    response = request.lead_to(own_path(posted.get("kembali", "/")))
    if chosen in LOCALES:
        response.set_cookie(
            key=LANGUAGE_COOKIE, value=chosen, max_age=31_536_000, path="/", samesite="lax"
        )
        if request.visitor.account is not None:
            await keep_language(account=request.visitor.account, locale=chosen)
    return response


async def _landing(token: str, onward: str, usual: str) -> str:
    """Where to go on to: whoever only helps in sessions starts there, not on the ``usual`` page."""
    visitor = await visitor_for(token=token) if onward == usual else None
    return OWN_SESSIONS if visitor and visitor.only_helps_in_sessions else onward


def _browser(visit: Visit) -> str:
    return browser_named(visit.headers.get("user-agent", ""))


def own_path(path: str) -> str:
    """The path if it lies on this site, else the front page: never a way to another site."""
    if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"
