"""Keep the register of innovations: what they are, who replicated them, which units they inform."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.evidence import StoredFile
from consultations.revisions import touch
from consultations.tables import (
    Innovation,
    InnovationAward,
    InnovationLink,
    Replication,
    ReplicationDefinition,
    ReplicationFile,
)
from consultations.transactions import again_after_collision, transaction
from consultations.versioned import store
from consultations.vocabulary import (
    ReplicationDocumentKind,
    ReplicationForm,
    ReplicationScope,
    ReplicationStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationFacts:
    """What an innovation is; ``awards`` by kind and year."""

    title: str
    owner_agency: str
    owner_unit: str = ""
    nri: str = ""
    summary: str = ""
    is_public: bool = True
    awards: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationFacts:
    """Who replicates an innovation, how, how far it is, and what came of it."""

    agency: str
    form: ReplicationForm
    scope: ReplicationScope = ReplicationScope.WHOLE
    status: ReplicationStatus = ReplicationStatus.WAITING
    unit: str = ""
    title: str = ""
    proposed_on: date | None = None
    decided_on: date | None = None
    implemented_on: date | None = None
    verified_on: date | None = None
    verification: str = ""
    plan: str = ""
    indicator: str = ""
    before: str = ""
    after: str = ""
    impact: str = ""
    cost: str = ""
    sustainability: str = ""


async def add_innovation(
    *, consultation: UUID, facts: InnovationFacts, by: UUID | None
) -> Innovation:
    """Enter an innovation."""
    row = Innovation(consultation=consultation, created_by=by, **_plain(facts))
    async with transaction():
        await Innovation.insert(row)
        await _give_awards(row.id, facts.awards)
        await audit.record("innovation.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def change_innovation(
    *, innovation: UUID, facts: InnovationFacts, version: int, by: UUID | None
) -> None:
    """Correct an innovation. Raises ``Stale`` when it was changed after ``version`` was read."""
    async with transaction():
        row = await _require(innovation)
        await store(row, _plain(facts), version)
        await InnovationAward.delete().where(InnovationAward.innovation == innovation)
        await _give_awards(innovation, facts.awards)
        await audit.record("innovation.changed", row, by=by, consultation=row.consultation)
        await touch(row.consultation)


async def add_replication(
    *,
    innovation: UUID,
    facts: ReplicationFacts,
    documents: Sequence[tuple[ReplicationDocumentKind, StoredFile]] = (),
    by: UUID | None,
) -> Replication:
    """Enter a replication with its documents."""
    async with transaction():
        owner = await _require(innovation)
        row = Replication(innovation=innovation, **_plain(facts))
        await Replication.insert(row)
        await _attach(row.id, documents)
        await audit.record("replication.added", row, by=by, consultation=owner.consultation)
        await touch(owner.consultation)
    return row


async def change_replication(
    *,
    replication: UUID,
    facts: ReplicationFacts,
    documents: Sequence[tuple[ReplicationDocumentKind, StoredFile]] = (),
    version: int,
    by: UUID | None,
) -> None:
    """Bring a replication up to date, and add documents. Raises ``Stale``."""
    async with transaction():
        row = await Replication.objects().get(Replication.id == replication)
        if row is None:
            raise NotFound
        owner = await _require(row.innovation)
        await store(row, _plain(facts), version)
        await _attach(replication, documents)
        await audit.record("replication.changed", row, by=by, consultation=owner.consultation)
        await touch(owner.consultation)


async def remove_document(*, consultation: UUID, document: UUID, by: UUID | None) -> None:
    """Take a document out, for everyone; it stays on record."""
    async with transaction():
        owner: Any = ReplicationFile.replication.innovation
        row = await ReplicationFile.objects().get(
            (ReplicationFile.id == document) & (owner.consultation == consultation)
        )
        if row is None:
            raise NotFound
        if row.removed_at is None:
            row.removed_at = now()
            await row.save()
            await audit.record("replication.file_removed", row, by=by, consultation=consultation)
            await touch(consultation)


@again_after_collision
async def link_unit(*, innovation: UUID, unit: UUID, linked: bool, by: UUID | None) -> None:
    """Show an innovation as good practice on a unit (by identity), or no longer."""
    async with transaction():
        row = await _require(innovation)
        here = (InnovationLink.innovation == innovation) & (InnovationLink.unit_identity == unit)
        known = await InnovationLink.exists().where(here)
        if linked == known:
            return
        if linked:
            await InnovationLink.insert(
                InnovationLink(
                    innovation=innovation, consultation=row.consultation, unit_identity=unit
                )
            )
        else:
            await InnovationLink.delete().where(here)
        act = "innovation.linked" if linked else "innovation.unlinked"
        await audit.record(act, row, by=by, consultation=row.consultation)
        await touch(row.consultation)


@again_after_collision
async def define_form(
    *, consultation: UUID, form: ReplicationForm, text: str, text_en: str, by: UUID | None
) -> None:
    """Say what a form of replication means here; empty words bring back the usual ones."""
    async with transaction():
        await ReplicationDefinition.delete().where(
            (ReplicationDefinition.consultation == consultation)
            & (ReplicationDefinition.form == form.value)
        )
        row = ReplicationDefinition(
            consultation=consultation, form=form.value, text=text, text_en=text_en
        )
        if text:
            await ReplicationDefinition.insert(row)
        await audit.record("replication.defined", row, by=by, consultation=consultation)
        await touch(consultation)


async def _require(innovation: UUID) -> Innovation:
    row = await Innovation.objects().get(Innovation.id == innovation)
    if row is None:
        raise NotFound
    return row


async def _give_awards(innovation: UUID, awards: Sequence[tuple[str, int]]) -> None:
    if awards:
        await InnovationAward.insert(
            *(InnovationAward(innovation=innovation, kind=kind, year=year) for kind, year in awards)
        )


async def _attach(
    replication: UUID, documents: Sequence[tuple[ReplicationDocumentKind, StoredFile]]
) -> None:
    rows = [
        ReplicationFile(
            replication=replication,
            kind=kind.value,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            stored_at=now(),
        )
        for kind, file in documents
    ]
    if rows:
        await ReplicationFile.insert(*rows)


def _plain(facts: InnovationFacts | ReplicationFacts) -> dict[str, Any]:
    values = asdict(facts)
    values.pop("awards", None)
    return {name: str(value) if isinstance(value, str) else value for name, value in values.items()}
