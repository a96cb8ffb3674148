"""Shows pictures of drafts, from an address that reads no cookie and runs nothing."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import File

from consultations.errors import NotFound
from consultations.evidence import EvidenceStore
from consultations.picturing import CODE_LENGTH
from consultations.queries.pictures import find_picture
from consultations.rules import Permission
from server.pages.public.evidence import SANDBOX
from server.security.permissions import needs
from server.visit import Visit


@get("/gambar/{code:str}", name="picture.show", opt=needs(Permission.READ_PUBLISHED))
async def show_picture(request: Visit, code: FromPath[str]) -> Response[Any]:
    """A picture of a draft; of one that is not public yet only its readers know the code."""
    found = await find_picture(code) if len(code) == CODE_LENGTH else None
    if found is None:
        raise NotFound
    path = EvidenceStore(request.app.state.settings.evidence).path_of(found.sha256)
    if not path.is_file():
        raise NotFound
    return File(
        path,
        media_type=found.media_type,
        content_disposition_type="inline",
        headers={
            "Content-Security-Policy": SANDBOX,
            "X-Robots-Tag": "noindex",
            # The code is made of the content: another picture has another address.
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )
