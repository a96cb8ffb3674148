"""A visitor of the real application, over ASGI, whose every page is policed."""

from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from httpx import AsyncClient

from consultations.signing_in import start_sign_in
from server.security.identity import COOKIE
from tests.page import Page

ORIGIN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Visitor:
    """Reads pages and posts forms as one person."""

    client: AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)

    async def read(self, path: str, *, status: int = 200, htmx: bool = False) -> Page:
        headers = {"HX-Request": "true"} if htmx else {}
        response = await self._send("GET", path, headers=headers)
        assert response.status_code == status, (response.status_code, response.text[:400])
        return Page(response.text, fragment=htmx)

    async def post(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        return await self._send("POST", path, data=data, headers={**ORIGIN, **headers})

    async def send(self, path: str, data: dict[str, Any]) -> str:
        """Post a form that succeeds; returns where it leads."""
        response = await self.post(path, data)
        assert response.status_code == 303, (response.status_code, response.text[:600])
        return str(response.headers["location"])

    async def refused(self, path: str, data: dict[str, Any]) -> Page:
        """Post a form that comes back with errors."""
        response = await self.post(path, data)
        assert response.status_code == 422, (response.status_code, response.text[:400])
        return Page(response.text)

    async def send_files(
        self, path: str, data: dict[str, Any], files: list[tuple[str, tuple[str, bytes, str]]]
    ) -> Any:
        """Post a form with files, as a browser does."""
        return await self._send("POST", path, data=data, files=files, headers=ORIGIN)

    async def sign_in(self, account: UUID) -> Self:
        self.cookies[COOKIE] = (await start_sign_in(account=account)).token
        return self

    async def _send(self, method: str, path: str, **more: Any) -> Any:
        headers = more.pop("headers", {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        self.client.cookies.clear()
        return await self.client.request(
            method, path, headers=headers, follow_redirects=False, **more
        )
