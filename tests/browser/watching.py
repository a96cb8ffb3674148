"""A browser page that is watched: what it complains of, and whom it talks to."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
GRAVE = ("serious", "critical")
PARTS = """() => {
  const around = document.body.cloneNode(true);
  around.querySelector("main").replaceChildren();
  return [document.querySelector("main").outerHTML, around.outerHTML];
}"""
CHANGING = re.compile(r'(name="(?:key|kembali)" value=)"[^"]*"')
# Chromium writes every failed document load to the console; error pages are meant to fail.
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Watched:
    """Wraps a page; ``complaints`` are console errors (policy violations among them), script
    errors and requests that left the site."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._follow)

    def visit(self, path: str) -> Response | None:
        """Go to a path and wait until the page has settled."""
        return self.page.goto(path, wait_until="load")

    def parts(self) -> tuple[str, str]:
        """The markup of ``main`` and of what is around it, but for what differs each time."""
        main, around = self.page.evaluate(PARTS)
        return CHANGING.sub(r"\1", main), CHANGING.sub(r"\1", around)

    def axe(self, *, without_main: bool = False) -> list[str]:
        """What axe finds serious or critical on the page as it stands."""
        # Evaluated through the debugger, which the page's own policy does not bind.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate(
            "context => axe.run(context, {resultTypes: ['violations']}).then(r => r.violations)",
            {"exclude": ["main"]} if without_main else {"include": ["html"]},
        )
        return [
            f"{rule['id']}: {node['html'][:120]} ({node.get('failureSummary', '')[:200]})"
            for rule in found
            if rule["impact"] in GRAVE
            for node in rule["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.complaints.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:")):
            self.complaints.append(f"request: {request.url}")
