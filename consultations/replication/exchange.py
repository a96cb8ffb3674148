"""The register of innovations as a sheet: registered at once, all or nothing, and written out."""

from collections.abc import Iterator
from uuid import UUID

from consultations import audit
from consultations.errors import Malformed
from consultations.queries.innovations import InnovationRow
from consultations.replication.checking import (
    COLUMNS,
    DATES,
    WORDS,
    Identity,
    InnovationPreview,
    identity_of,
)
from consultations.replication.keeping import ReplicationFacts, add_innovation, add_replication
from consultations.tables import Innovation, Replication
from consultations.transactions import transaction
from consultations.vocabulary import N_

Use = tuple[UUID, str, str, str]


async def new_in(consultation: UUID, preview: InnovationPreview) -> tuple[int, int]:
    """How many innovations and replications registering the sheet would add."""
    known, uses = await _known(consultation)
    innovations = {line.identity for line in preview.lines} - set(known)
    replications = {
        (line.identity, *_use_of(line.replication)) for line in preview.lines if line.replication
    }
    owned = {owner: identity for identity, owner in known.items()}
    return len(innovations), len(replications - {(owned[use[0]], *use[1:]) for use in uses})


async def import_innovations(
    *, consultation: UUID, preview: InnovationPreview, by: UUID | None
) -> tuple[int, int]:
    """Register what is not known yet; returns how many innovations and replications are new."""
    if preview.errors:
        raise Malformed(N_("Perbaiki baris yang salah lebih dahulu; belum ada yang disimpan."))
    innovations = replications = 0
    async with transaction():
        known, uses = await _known(consultation)
        for line in preview.lines:
            if line.identity not in known:
                row = await add_innovation(consultation=consultation, facts=line.innovation, by=by)
                known[line.identity] = row.id
                innovations += 1
            owner = known[line.identity]
            if line.replication and _use(owner, line.replication) not in uses:
                await add_replication(innovation=owner, facts=line.replication, by=by)
                uses.add(_use(owner, line.replication))
                replications += 1
        if innovations or replications:
            first = await Innovation.objects().get(Innovation.consultation == consultation)
            if first is not None:
                await audit.record(
                    "innovations.imported",
                    first,
                    by=by,
                    consultation=consultation,
                    rows=innovations + replications,
                )
    return innovations, replications


def innovation_rows(innovations: list[InnovationRow]) -> Iterator[list[str]]:
    """The headings and a row for each replication; an innovation without one has a row too."""
    yield list(COLUMNS)
    for innovation in innovations:
        awards = "; ".join(f"{kind} ({year})" for kind, year in innovation.awards)
        head = [
            innovation.nri,
            innovation.title,
            innovation.owner_agency,
            innovation.owner_unit,
            innovation.summary,
            awards,
        ]
        shown = "ya" if innovation.is_public else "tidak"
        if not innovation.replications:
            yield [*head, *[""] * (len(COLUMNS) - len(head) - 1), shown]
        for use in innovation.replications:
            dates = [getattr(use, name) for name in DATES]
            yield [
                *head,
                *(use.title, use.agency, use.unit),
                *(use.form.value, use.scope.value, use.status.value),
                *("" if day is None else day.isoformat() for day in dates),
                *(getattr(use, name) for name in WORDS),
                shown,
            ]


async def _known(consultation: UUID) -> tuple[dict[Identity, UUID], set[Use]]:
    rows = await Innovation.select().where(Innovation.consultation == consultation)
    known = {identity_of(r["nri"], r["title"], r["owner_agency"]): r["id"] for r in rows}
    used = await Replication.select().where(
        Replication.innovation.is_in(
            Innovation.select(Innovation.id).where(Innovation.consultation == consultation)
        )
    )
    uses = {
        (r["innovation"], r["agency"].casefold(), r["unit"].casefold(), r["form"]) for r in used
    }
    return known, uses


def _use(innovation: UUID, facts: ReplicationFacts) -> Use:
    return (innovation, *_use_of(facts))


def _use_of(facts: ReplicationFacts) -> tuple[str, str, str]:
    return facts.agency.casefold(), facts.unit.casefold(), facts.form.value
