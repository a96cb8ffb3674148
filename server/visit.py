"""The request as Rembuk's pages see it: who asks, in which language, about which consultation."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import ClientException
from litestar.response import Redirect

from consultations.queries.consultations import ConsultationFacts
from consultations.rules import GUEST, Permission, Visitor, may
from consultations.supporting import Supporter
from server.recent import Found, RecentReads
from server.security.device import DEVICE_COOKIE, read_mark

LANGUAGE_COOKIE = "bahasa"
DEFAULT_LOCALE = "id"
LOCALES = ("id", "en")


class Visit(Request[Visitor, str | None, State]):
    """A request with its visitor, locale and, on a consultation's pages, the consultation."""

    async def form(self) -> FormMultiDict:
        """The posted form; a part that is no UTF-8 is the sender's mistake, not ours."""
        try:
            return await super().form()
        except UnicodeDecodeError as error:
            raise ClientException from error

    @property
    def visitor(self) -> Visitor:
        return self.scope.get("user") or GUEST

    @property
    def locale(self) -> str:
        chosen = self.cookies.get(LANGUAGE_COOKIE, DEFAULT_LOCALE)
        return chosen if chosen in LOCALES else DEFAULT_LOCALE

    @property
    def is_secure(self) -> bool:
        """Whether cookies may be marked for encrypted connections only."""
        secure: bool = self.app.state.settings.is_secure
        return secure

    @property
    def device(self) -> str | None:
        """The signed mark of a guest's browser that has taken a side before."""
        return read_mark(self.app.state.settings.device_key, self.cookies.get(DEVICE_COOKIE))

    @property
    def supporter(self) -> Supporter | None:
        """The person as a supporter of inputs, if we can tell them from others."""
        if not self.visitor.is_guest:
            return Supporter("", self.visitor.account)
        return Supporter(self.device) if self.device else None

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asked: then only the changed part of the page is sent."""
        return self.headers.get("hx-request") == "true"

    @property
    def consultation(self) -> ConsultationFacts:
        """The consultation named in the address; the permission guard has looked it up."""
        found: ConsultationFacts = self.scope["state"]["consultation"]
        return found

    @property
    def consultation_or_none(self) -> ConsultationFacts | None:
        return self.scope["state"].get("consultation")

    async def recent(
        self, read: Callable[..., Coroutine[Any, Any, Found]], *arguments: object
    ) -> Found:
        """What a read returns; it is not made again while nothing was committed since."""
        reads: RecentReads = self.app.state.recent
        return await reads.find(read, *arguments)

    def may(self, permission: Permission, *, whole: bool = False) -> bool:
        """Whether the visitor may do this here: in the session or the consultation at hand.

        With ``whole``, a role for one session doesn't count: whether it is so in all of it.
        """
        consultation = self.consultation_or_none
        session = None if whole else self.path_params.get("session")
        return may(
            self.visitor,
            permission,
            consultation=consultation.id if consultation else None,
            session=session if isinstance(session, UUID) else None,
        )

    @property
    def sessions_home(self) -> str:
        """Where the list is that a session's page leads back to: whoever works in single sessions
        finds theirs on their own page.
        """
        here = self.consultation_or_none
        if here is None or not self.may(Permission.ENTER_WORKSPACE, whole=True):
            return "/sesi-saya"
        return f"/kerja/{here.slug}/sesi"

    def lead_to(self, path: str) -> Response[Any]:
        """After a successful post: the browser, or htmx, reads the next page with a GET."""
        if self.wants_fragment:
            return Response(b"", headers={"HX-Redirect": path}, status_code=200)
        return Redirect(path, status_code=303)
