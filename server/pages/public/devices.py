"""Tells one guest's browser from another by a mark it gets when it first takes part."""

from typing import Any

from litestar import Response

from consultations.supporting import Supporter
from server.security.device import device_cookie, new_mark
from server.visit import Visit


def marked(visit: Visit) -> tuple[Supporter, str | None]:
    """Who takes part, and the mark that a guest's browser has to get for it."""
    if visit.supporter is not None:
        return visit.supporter, None
    mark = new_mark(visit.app.state.settings.device_key)
    return Supporter(mark), mark


def with_mark(visit: Visit, response: Response[Any], mark: str | None) -> Response[Any]:
    """The answer that brings a new mark, if there is one."""
    if mark:
        response.set_cookie(device_cookie(mark, secure=visit.is_secure))
    return response
