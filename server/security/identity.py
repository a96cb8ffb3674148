"""Who is asking: reads the sign-in cookie; pages without one stay cookie-free."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from consultations.rules import GUEST
from consultations.signing_in import SignIn, visitor_for

COOKIE = "rembuk_masuk"


class SignInMiddleware(AbstractAuthenticationMiddleware):
    """Puts the visitor (a guest where no live session is found) on the request."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        token = connection.cookies.get(COOKIE)
        visitor = await visitor_for(token=token) if token else None
        return AuthenticationResult(user=visitor or GUEST, auth=token)


def sign_in_cookie(sign_in: SignIn, *, secure: bool) -> Cookie:
    """The cookie of a fresh sign-in: out of reach of scripts and of other sites' posts."""
    return Cookie(
        key=COOKIE,
        value=sign_in.token,
        expires=None,
        max_age=14 * 24 * 3600,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def spent_cookie(*, secure: bool) -> Cookie:
    """Takes the sign-in cookie away."""
    return Cookie(
        key=COOKIE, value="", max_age=0, path="/", secure=secure, httponly=True, samesite="lax"
    )
