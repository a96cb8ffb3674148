"""The register of innovations: the directory everyone reads, and what a team keeps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Count

from consultations.queries.paging import Page, offset_of
from consultations.tables import (
    Innovation,
    InnovationAward,
    Replication,
    ReplicationDefinition,
    ReplicationFile,
)
from consultations.vocabulary import (
    USUAL_DEFINITIONS,
    ReplicationDocumentKind,
    ReplicationForm,
    ReplicationScope,
    ReplicationStatus,
)

DIRECTORY_PAGE = 20
# SQLite has no ILIKE, so both engines compare small letters.
_HOLDS = (
    "LOWER(innovation.title || ' ' || innovation.nri || ' ' || innovation.owner_agency || ' ' || "
    "innovation.owner_unit || ' ' || innovation.summary) LIKE {} ESCAPE '!'"
)

_USED_BY = (
    "LOWER(replication.title || ' ' || replication.agency || ' ' || replication.unit) "
    "LIKE {} ESCAPE '!'"
)


class InnovationOrder(StrEnum):
    """How the directory is sorted."""

    TITLE = "judul"
    NEWEST = "terbaru"
    OWNER = "pemilik"


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationFilter:
    """What the directory is narrowed to; empty values narrow nothing."""

    words: str = ""
    form: str = ""
    status: str = ""
    year: int | None = None
    consultation: UUID | None = None
    public_only: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """A document of a replication."""

    id: UUID
    kind: ReplicationDocumentKind
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class ReplicationRow:
    """A replication with its documents."""

    id: UUID
    innovation: UUID
    title: str
    agency: str
    unit: str
    form: ReplicationForm
    scope: ReplicationScope
    status: ReplicationStatus
    proposed_on: date | None
    decided_on: date | None
    implemented_on: date | None
    verified_on: date | None
    verification: str
    plan: str
    indicator: str
    before: str
    after: str
    impact: str
    cost: str
    sustainability: str
    version: int
    files: list[DocumentFacts] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class InnovationRow:
    """An innovation with its awards and replications."""

    id: UUID
    consultation: UUID
    nri: str
    title: str
    summary: str
    owner_agency: str
    owner_unit: str
    is_public: bool
    version: int
    awards: list[tuple[str, int]] = field(default_factory=list)
    replications: list[ReplicationRow] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The register's code with its name, which some write into the code itself."""
        return self.nri if self.nri.upper().startswith("NRI") else f"NRI {self.nri}"

    @property
    def forms(self) -> list[ReplicationForm]:
        """The forms it was replicated in."""
        return [form for form in ReplicationForm if any(r.form is form for r in self.replications)]


async def innovations_like(
    only: InnovationFilter, page: int = 1, order: InnovationOrder = InnovationOrder.TITLE
) -> Page[InnovationRow]:
    """A page of the directory, narrowed and sorted: four statements whatever its length."""
    where = _narrowed(only)
    query = Innovation.select().where(where)
    if order is InnovationOrder.NEWEST:
        query = query.order_by(Innovation.created_at, ascending=False)
    elif order is InnovationOrder.OWNER:
        query = query.order_by(Innovation.owner_agency)
    rows = (
        await query.order_by(Innovation.title)
        .order_by(Innovation.id)
        .limit(DIRECTORY_PAGE)
        .offset(offset_of(page, DIRECTORY_PAGE))
    )
    items = await _whole(rows)
    total = await Innovation.count().where(where)
    return Page(items, max(1, page), total, DIRECTORY_PAGE)


async def find_innovation(
    innovation: UUID, *, consultation: UUID | None = None
) -> InnovationRow | None:
    """A public innovation, or any of this consultation; with its replications and documents."""
    where: Any = Innovation.id == innovation
    where = where & (
        _public() if consultation is None else (Innovation.consultation == consultation)
    )
    rows = await Innovation.select().where(where)
    found = await _whole(rows)
    if not found:
        return None
    await _give_files(found[0].replications)
    return found[0]


async def award_years(consultation: UUID | None = None) -> list[int]:
    """The years of awards, newest first: of public innovations, or of all of a consultation."""
    owner: Any = InnovationAward.innovation
    public = (owner.is_public == True) & owner.consultation.announced_at.is_not_null()  # noqa: E712 - a column
    rows = (
        await InnovationAward.select(InnovationAward.year, Count())
        .where(public if consultation is None else owner.consultation == consultation)
        .group_by(InnovationAward.year)
    )
    return sorted((row["year"] for row in rows), reverse=True)


async def definitions_in(consultation: UUID) -> dict[ReplicationForm, tuple[str, str]]:
    """What each form means here, in both languages; empty English where the usual words hold."""
    rows = await ReplicationDefinition.select().where(
        ReplicationDefinition.consultation == consultation
    )
    own = {ReplicationForm(row["form"]): (row["text"], row["text_en"]) for row in rows}
    return {form: own.get(form, (usual, "")) for form, usual in USUAL_DEFINITIONS.items()}


async def find_document(
    document: UUID, *, consultation: UUID | None = None
) -> DocumentFacts | None:
    """A document of this consultation; without one, only what everyone may have."""
    owner: Any = ReplicationFile.replication.innovation
    where: Any = ReplicationFile.id == document
    where = where & ReplicationFile.removed_at.is_null()
    if consultation is None:
        where = (
            where & (owner.is_public == True) & owner.consultation.announced_at.is_not_null()  # noqa: E712 - a column
        )
    else:
        where = where & (owner.consultation == consultation)
    row = await ReplicationFile.select().where(where).first()
    return _document(row) if row else None


def _public() -> Any:
    owner: Any = Innovation.consultation
    return (Innovation.is_public == True) & owner.announced_at.is_not_null()  # noqa: E712 - a column


def _literal(word: str) -> str:
    """A word as LIKE finds it: its own signs stand for nothing else."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _narrowed(only: InnovationFilter) -> Any:
    where: Any = _public() if only.public_only else (Innovation.consultation == only.consultation)
    for word in only.words.casefold().split():
        like = f"%{_literal(word)}%"
        users = Replication.select(Replication.innovation).where(WhereRaw(_USED_BY, like))
        where = where & (WhereRaw(_HOLDS, like) | Innovation.id.is_in(users))
    if only.form or only.status:
        used: Any = Replication.id.is_not_null()
        if only.form:
            used = used & (Replication.form == only.form)
        if only.status:
            used = used & (Replication.status == only.status)
        where = where & Innovation.id.is_in(Replication.select(Replication.innovation).where(used))
    if only.year is not None:
        awarded = InnovationAward.select(InnovationAward.innovation).where(
            InnovationAward.year == only.year
        )
        where = where & Innovation.id.is_in(awarded)
    return where


async def _whole(rows: Sequence[dict[str, Any]]) -> list[InnovationRow]:
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    awards: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for row in (
        await InnovationAward.select()
        .where(InnovationAward.innovation.is_in(ids))
        .order_by(InnovationAward.year, ascending=False)
    ):
        awards[row["innovation"]].append((row["kind"], row["year"]))
    uses: dict[UUID, list[ReplicationRow]] = defaultdict(list)
    for row in (
        await Replication.select()
        .where(Replication.innovation.is_in(ids))
        .order_by(Replication.agency)
    ):
        uses[row["innovation"]].append(_replication(row))
    names = ("id", "consultation", "nri", "title", "summary", "owner_agency", "owner_unit")
    return [
        InnovationRow(
            **{name: row[name] for name in (*names, "is_public", "version")},
            awards=awards[row["id"]],
            replications=uses[row["id"]],
        )
        for row in rows
    ]


async def _give_files(replications: Sequence[ReplicationRow]) -> None:
    by_id = {one.id: one for one in replications}
    if not by_id:
        return
    for row in (
        await ReplicationFile.select()
        .where(ReplicationFile.replication.is_in(list(by_id)))
        .where(ReplicationFile.removed_at.is_null())
        .order_by(ReplicationFile.stored_at)
    ):
        by_id[row["replication"]].files.append(_document(row))


def _document(row: dict[str, Any]) -> DocumentFacts:
    facts = {name: row[name] for name in DocumentFacts.__slots__}
    return DocumentFacts(**{**facts, "kind": ReplicationDocumentKind(row["kind"])})


def _replication(row: dict[str, Any]) -> ReplicationRow:
    facts = {
        **row,
        "form": ReplicationForm(row["form"]),
        "scope": ReplicationScope(row["scope"]),
        "status": ReplicationStatus(row["status"]),
    }
    return ReplicationRow(**facts)
