"""Refuses posts that another site makes in a visitor's name (cross-site request forgery).

Browsers say where a request comes from: ``Sec-Fetch-Site`` on secure origins, ``Origin`` on every
post. That needs no token in forms, so guests' pages carry no cookie and can be reused.
"""

from urllib.parse import urlsplit

from litestar.datastructures import Headers
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

# A route with this in its ``opt`` may be posted to from anywhere: its address is the proof.
FROM_ANYWHERE = "from_anywhere"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossOriginRefusal(PermissionDeniedException):
    """The request changes something and does not come from our own pages."""


class SameOriginMiddleware(ASGIMiddleware):
    """Lets a changing request through only when the browser vouches for its origin.

    ``origin`` is the public address of the site (scheme and host); without one, the request's
    own Host header is what an origin must match.
    """

    exclude_opt_key = FROM_ANYWHERE

    def __init__(self, origin: str = "") -> None:
        self.host = urlsplit(origin).netloc if origin else ""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        method = scope.get("method", "GET")
        if method not in SAFE_METHODS and not self._comes_from_us(Headers.from_scope(scope)):
            raise CrossOriginRefusal
        await next_app(scope, receive, send)

    def _comes_from_us(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        named = headers.get("origin") or headers.get("referer")
        if not named:
            return False
        return urlsplit(named).netloc == (self.host or headers.get("host", ""))
