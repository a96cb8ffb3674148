"""The site's own styles, scripts, fonts and pictures: read once, squeezed once, kept in memory."""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import HttpMethod, Response, route
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.rules import Permission
from server.compressing import squeezed, takes_gzip
from server.security.permissions import needs
from server.visit import Visit

STATIC = Path(__file__).parent / "static"
DESIGN = "css/designsystemet.css"
_VENDORED_DESIGN = STATIC / "vendor" / "designsystemet-1.22.0.css"
# Of the design system's components, the ones that our pages use; the others, half of its bytes,
# are not sent. A test tells when a page uses one that is missing here.
COMPONENTS = frozenset(
    {
        "ds-alert",
        "ds-breadcrumbs",
        "ds-button",
        "ds-details",
        "ds-error-summary",
        "ds-field",
        "ds-fieldset",
        "ds-input",
        "ds-label",
        "ds-pagination",
        "ds-skip-link",
        "ds-table",
        "ds-tag",
        "ds-validation-message",
    }
)
_COMPONENT_LAYER = "@layer ds.components{"
_CLASS = re.compile(r"\.(ds-[a-z]+(?:-[a-z]+)*)")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent; ``squeezed`` is empty for what is packed already."""

    media_type: str
    plain: bytes
    squeezed: bytes | None


@route(
    "/static/{path:path}",
    name="static",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=needs(Permission.READ_PUBLISHED),
)
async def send_static(request: Visit, path: FromPath[Path]) -> Response[Any]:
    """One file; its address changes with its content, so browsers need never ask again."""
    found = static_files().get(str(path).lstrip("/"))
    if found is None:
        raise NotFound
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    body = found.plain
    if found.squeezed is not None:
        headers["Vary"] = "Accept-Encoding"
        if takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            body = found.squeezed
    return Response(body, media_type=found.media_type, headers=headers)


@cache
def static_files() -> dict[str, StaticFile]:
    """Every file under ``static``, by its path there, and the cut style sheet."""
    paths = (path for path in STATIC.rglob("*") if path.is_file())
    contents = {str(path.relative_to(STATIC)): path.read_bytes() for path in paths}
    contents[DESIGN] = design_system().encode()
    return {name: _as_sent(name, content) for name, content in contents.items()}


@cache
def static_url(path: str) -> str:
    """The address of a static file; it changes when the file does."""
    digest = hashlib.sha256(static_files()[path].plain).hexdigest()[:10]
    return f"/static/{path}?v={digest}"


def design_system() -> str:
    """The vendored style sheet without the components that no page of ours uses."""
    return "".join(
        block
        for block in top_blocks(_VENDORED_DESIGN.read_text(encoding="utf-8"))
        if not block.startswith(_COMPONENT_LAYER) or COMPONENTS & set(_CLASS.findall(block))
    )


def top_blocks(sheet: str) -> list[str]:
    """A style sheet's top-level statements, each with all that is nested in it."""
    blocks, start, depth = [], 0, 0
    for mark in re.finditer(r"[{};]", sheet):
        depth += {"{": 1, "}": -1, ";": 0}[mark[0]]
        if depth == 0:
            blocks.append(sheet[start : mark.end()])
            start = mark.end()
    return blocks


def _as_sent(name: str, content: bytes) -> StaticFile:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not media_type.startswith(("text/", "image/svg")):
        return StaticFile(media_type, content, None)
    return StaticFile(f"{media_type}; charset=utf-8", content, squeezed(content, padded=False))
