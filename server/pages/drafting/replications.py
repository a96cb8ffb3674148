"""A replication of an innovation: entered with its documents, and brought up to date."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.queries.innovations import InnovationRow, ReplicationRow
from consultations.replication.dating import STEPS
from consultations.replication.keeping import (
    add_replication,
    change_replication,
    remove_document,
)
from consultations.replication.twice import is_among
from consultations.vocabulary import ReplicationDocumentKind
from server.forms.innovation import TEXTS, ReplicationEntryForm
from server.pages.drafting.innovations import INNOVATION, KEEP, address_of, required
from server.responses import page
from server.uploads import LARGEST_FORM, GivenEvidence, given_evidence
from server.visit import Visit

NEW = INNOVATION + "/replikasi-baru"
REPLICATION = INNOVATION + "/replikasi/{replication:uuid}"


@get(NEW, name="replication.new", opt=KEEP)
async def show_new(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """The form for another replication."""
    found = await required(request, innovation)
    return _page(request, found, None, ReplicationEntryForm(locale=request.locale))


@post(
    NEW,
    name="replication.add",
    opt=KEEP,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def add(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """Enter a replication."""
    return await _save(request, await required(request, innovation), None)


@get(REPLICATION, name="replication.show", opt=KEEP)
async def show_replication(
    request: Visit, innovation: FromPath[UUID], replication: FromPath[UUID]
) -> Response[Any]:
    """A replication, to be brought up to date."""
    found = await required(request, innovation)
    use = _named(found, replication)
    values: dict[str, Any] = {
        name: getattr(use, name) for name in ("agency", "unit", "title", *TEXTS)
    }
    values |= {name: day.isoformat() if (day := getattr(use, name)) else "" for name in STEPS}
    values |= {"form": use.form.value, "scope": use.scope.value, "status": use.status.value}
    form = ReplicationEntryForm(locale=request.locale, version=str(use.version), **values)
    return _page(request, found, use, form)


@post(
    REPLICATION,
    name="replication.change",
    opt=KEEP,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def change(
    request: Visit, innovation: FromPath[UUID], replication: FromPath[UUID]
) -> Response[Any]:
    """Bring a replication up to date, and add documents."""
    found = await required(request, innovation)
    return await _save(request, found, _named(found, replication))


@post(
    REPLICATION + "/keluarkan/{document:uuid}",
    name="replication.document.remove",
    opt=KEEP,
    status_code=303,
)
async def take_out(
    request: Visit,
    innovation: FromPath[UUID],
    replication: FromPath[UUID],
    document: FromPath[UUID],
) -> Response[Any]:
    """Take a document out of a replication."""
    await remove_document(
        consultation=request.consultation.id, document=document, by=request.visitor.account
    )
    return request.lead_to(f"{address_of(request, innovation)}/replikasi/{replication}#dokumen")


async def _save(
    visit: Visit, innovation: InnovationRow, use: ReplicationRow | None
) -> Response[Any]:
    form = ReplicationEntryForm(await visit.form(), locale=visit.locale)
    others = [one for one in innovation.replications if use is None or one.id != use.id]
    if form.validate() and is_among(form.facts(), others):
        form.refuse_second()
    async with given_evidence(visit, form, form.documents) as documents:
        if not form.errors:
            try:
                await _store(visit, innovation, use, form, documents)
            except NotFound:
                raise
            except Refusal as refusal:
                form.refuse(refusal.message)
                if use is not None:
                    again = _named(await required(visit, innovation.id), use.id)
                    form.version.data = str(again.version)
            else:
                return visit.lead_to(address_of(visit, innovation.id))
    return _page(visit, innovation, use, form, status_code=422)


async def _store(
    visit: Visit,
    innovation: InnovationRow,
    use: ReplicationRow | None,
    form: ReplicationEntryForm,
    documents: GivenEvidence,
) -> None:
    kind = ReplicationDocumentKind(form.document_kind.data)
    kept = [(kind, file) for file in await documents.keep()]
    if use is None:
        await add_replication(
            innovation=innovation.id, facts=form.facts(), documents=kept, by=visit.visitor.account
        )
    else:
        await change_replication(
            replication=use.id,
            facts=form.facts(),
            documents=kept,
            version=int(form.version.data) if form.version.data.isdecimal() else 0,
            by=visit.visitor.account,
        )


def _named(innovation: InnovationRow, replication: UUID) -> ReplicationRow:
    for use in innovation.replications:
        if use.id == replication:
            return use
    raise NotFound


def _page(
    visit: Visit,
    innovation: InnovationRow,
    use: ReplicationRow | None,
    form: ReplicationEntryForm,
    status_code: int = 200,
) -> Response[Any]:
    return page(
        visit,
        "drafting/replication.html",
        status_code=status_code,
        innovation=innovation,
        use=use,
        form=form,
    )
