"""Turns what went wrong into a page in the reader's words; a stack trace never reaches one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Response
from litestar.connection import Request
from litestar.exceptions import HTTPException, NotAuthorizedException

from consultations.errors import NotFound, Refusal
from consultations.flooding import Flooded
from consultations.transactions import StorageBusy, StorageFull
from server.responses import page
from server.security.origin import CrossOriginRefusal
from server.turning import PastTheEnd, turn_back
from server.visit import Visit

logger = structlog.get_logger()

KNOWN = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 503, 507})


def show_not_found(request: Request[Any, Any, Any], _: NotFound) -> Response[Any]:
    """The thing asked for does not exist, or not for this reader."""
    return _error_page(request, 404)


def show_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """A refusal that no form could show next to a field."""
    return _error_page(request, 409, refusal.message)


def show_flooded(request: Request[Any, Any, Any], flood: Flooded) -> Response[Any]:
    """Too much from one place: say when it may go on."""
    response = _error_page(request, 429)
    response.headers["Retry-After"] = str(flood.seconds)
    return response


def ask_to_sign_in(request: Request[Any, Any, Any], _: NotAuthorizedException) -> Response[Any]:
    """Send a guest to the sign-in page and remember where they wanted to go."""
    target = f"/masuk?lanjut={quote(request.url.path)}"
    return _visit(request).lead_to(target)


def show_storage_trouble(
    request: Request[Any, Any, Any], trouble: StorageBusy | StorageFull
) -> Response[Any]:
    """Nothing was stored: say so, and when to try again."""
    full = isinstance(trouble, StorageFull)
    logger.error("storage_trouble", trouble=type(trouble).__name__)
    response = _error_page(request, 507 if full else 503)
    response.headers["Retry-After"] = "60" if full else "2"
    return response


def show_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Framework errors: unknown addresses, wrong methods, too large bodies, bad parameters."""
    status = error.status_code
    if isinstance(error, CrossOriginRefusal):
        logger.warning("cross_origin_refused", path=request.url.path)
    return _error_page(request, status if status in KNOWN else 500)


def show_failure(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Something broke: log it whole, tell the reader only that it did."""
    logger.error("request_failed", path=request.url.path, exc_info=error)
    return _error_page(request, 500)


def _error_page(
    request: Request[Any, Any, Any], status: int, message: str | None = None
) -> Response[Any]:
    return page(
        _visit(request),
        "errors/error.html",
        status_code=status,
        status=status,
        message=message,
    )


def _visit(request: Request[Any, Any, Any]) -> Visit:
    # Errors raised outside a route arrive with the framework's plain request.
    request.scope.setdefault("state", {})
    return Visit(request.scope)


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {
    NotFound: show_not_found,
    Flooded: show_flooded,
    Refusal: show_refusal,
    PastTheEnd: turn_back,
    NotAuthorizedException: ask_to_sign_in,
    StorageBusy: show_storage_trouble,
    StorageFull: show_storage_trouble,
    HTTPException: show_http_error,
    Exception: show_failure,
}
