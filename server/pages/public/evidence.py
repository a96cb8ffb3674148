"""Hands out evidence files: always as downloads, from addresses that run nothing."""

from typing import Any, Protocol
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import File

from consultations.errors import NotFound
from consultations.evidence import EvidenceStore
from consultations.queries.evidence import find_evidence_in, find_public_evidence
from consultations.rules import Permission
from server.security.permissions import needs
from server.visit import Visit

SANDBOX = "default-src 'none'; sandbox"


class KeptFile(Protocol):
    """A file that lies in the evidence store."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def sha256(self) -> str: ...


@get("/bukti/{evidence:uuid}", name="evidence.show", opt=needs(Permission.READ_PUBLISHED))
async def show_evidence(request: Visit, evidence: FromPath[UUID]) -> Response[Any]:
    """A public input's file. Nobody is recognised here: the address reads no cookie."""
    return download(request, await find_public_evidence(evidence))


@get(
    "/kerja/{slug:str}/bukti/{evidence:uuid}",
    name="evidence.show_team",
    opt=needs(Permission.READ_REGISTER),
)
async def show_evidence_to_team(request: Visit, evidence: FromPath[UUID]) -> Response[Any]:
    """Any input's file, for the drafting team."""
    return download(request, await find_evidence_in(request.consultation.id, evidence))


def download(visit: Visit, found: KeptFile | None) -> Response[Any]:
    """A kept file, always as a download, from an address that runs nothing."""
    if found is None:
        raise NotFound
    path = EvidenceStore(visit.app.state.settings.evidence).path_of(found.sha256)
    if not path.is_file():
        raise NotFound
    return File(
        path,
        filename=found.name,
        media_type=found.media_type,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": SANDBOX, "X-Robots-Tag": "noindex"},
    )
