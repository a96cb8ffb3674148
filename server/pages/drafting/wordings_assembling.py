"""Approved wording becomes the next version: a preview, and one act."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from consultations.assembling import assemble
from consultations.fitting import assembly_of
from consultations.rules import Permission
from server.forms.deciding import number as whole
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

ASSEMBLY = "/kerja/{slug:str}/perubahan/susun"


@get(ASSEMBLY, name="wording.assembly", opt=needs(Permission.EDIT_DRAFT))
async def show_assembly(request: Visit) -> Response[Any]:
    """What would be taken over, what is already, and what hands have changed."""
    assembly = await assembly_of(request.consultation.id)
    return page(request, "drafting/wording_assembly.html", assembly=assembly)


@post(ASSEMBLY, name="wording.assemble", opt=needs(Permission.EDIT_DRAFT), status_code=303)
async def assemble_changes(request: Visit) -> Response[Any]:
    """Take the chosen ones over and lead to the working copy."""
    posted = await request.form()
    draft = await assemble(
        consultation=request.consultation.id,
        edition=whole(posted.get("edition")),
        take=_ids(posted.getall("pilih", [])),
        link=_ids(posted.getall("kaitkan", [])),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{draft.number}")


def _ids(values: list[Any]) -> set[UUID]:
    found = set()
    for value in values:
        try:
            found.add(UUID(str(value)))
        except ValueError:
            continue
    return found
