"""The private page behind a receipt: what was sent, and what became of it."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.receipts import find_receipt
from consultations.rules import Permission, may_see
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get("/tanda-terima/{token:str}", name="receipt.show", opt=needs(Permission.READ_OWN_RECEIPT))
async def show_receipt(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Readable by whoever has the link; not listed, not cached, not indexed."""
    async with reading():
        receipt = await find_receipt(token)
        if receipt is None:
            raise NotFound
        consultation = await find_consultation_by_id(receipt.consultation, request.locale)
        if consultation is None or not may_see(
            request.visitor, consultation=consultation.id, announced=consultation.is_announced
        ):
            raise NotFound
    response = page(
        request,
        "public/receipt.html",
        receipt=receipt,
        consultation=consultation,
        address=request.app.state.settings.address + request.url.path,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
