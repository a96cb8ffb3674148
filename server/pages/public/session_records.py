"""The Berita Acara of a closed session for everyone."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.session_dossiers import dossier_of
from consultations.rules import Permission
from consultations.session_documents.public_record import compose_public_record, is_public
from consultations.session_documents.typesetting import typeset
from server.reuse import reusable_file
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/konsultasi/{slug:str}/sesi/{session:uuid}/berita-acara.pdf",
    name="session.record",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_record(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The record, once it is signed and the session closed, without personal data."""
    dossier = await dossier_of(request.consultation.id, session)
    if dossier is None or not is_public(dossier):
        raise NotFound
    made = await reusable_file(request, lambda: typeset(compose_public_record(dossier), "pdf"))
    name = f"berita-acara-{dossier.kind.value}-{dossier.starts_at:%Y-%m-%d}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
