"""What a joint publication would do, what it has done, and what is still missing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.publishing_decisions import is_ready
from consultations.queries.disposition_overview import undecided
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Deliberation, Input, Publication, ThemeMember
from consultations.vocabulary import DeliberationState, RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """How far the decisions of a consultation are from being public, in numbers of decisions."""

    themes_ready: int
    inputs_ready: int
    drafts: int
    waiting: int
    returned: int
    inputs: int
    undecided: int

    @property
    def ready(self) -> int:
        return self.themes_ready + self.inputs_ready


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFacts:
    """One joint publication and how far it is."""

    id: UUID
    status: RunStatus
    themes: int
    inputs: int
    done: int
    total: int
    asked_at: datetime
    asked_by: str
    published_at: datetime | None
    told_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.status in (RunStatus.DONE, RunStatus.FAILED)


async def readiness_of(consultation: UUID) -> Readiness:
    """What is ready, and what is not."""
    here = Deliberation.consultation == consultation
    pending = here & Deliberation.pending.eq(value=True)
    states = {
        state: await Deliberation.count().where(pending & (Deliberation.state == state.value))
        for state in (
            DeliberationState.DRAFT,
            DeliberationState.WAITING,
            DeliberationState.RETURNED,
        )
    }
    ready = here & is_ready()
    return Readiness(
        themes_ready=await Deliberation.count().where(
            ready & Deliberation.disposition.is_not_null()
        ),
        inputs_ready=await Deliberation.count().where(ready & Deliberation.input.is_not_null()),
        drafts=states[DeliberationState.DRAFT],
        waiting=states[DeliberationState.WAITING],
        returned=states[DeliberationState.RETURNED],
        inputs=await Input.count().where(
            (Input.consultation == consultation) & Input.withdrawn_at.is_null()
        ),
        undecided=await Input.count().where(undecided(consultation)),
    )


async def undecided_inputs(consultation: UUID, page: int = 1) -> Page[InputFacts]:
    """The inputs on which nothing is decided."""
    where = undecided(consultation)
    rows = (
        await Input.select(*input_columns())
        .where(where)
        .order_by(Input.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return Page([team_facts(row) for row in rows], max(1, page), await Input.count().where(where))


async def publications_of(consultation: UUID) -> list[PublicationFacts]:
    """The joint publications, the latest first."""
    rows = (
        await Publication.select(*Publication.all_columns(), Publication.asked_by.name)
        .where((Publication.consultation == consultation) & (Publication.single.eq(value=False)))
        .order_by(Publication.asked_at, ascending=False)
        .limit(PAGE_SIZE)
    )
    return [
        PublicationFacts(
            id=row["id"],
            status=RunStatus(row["status"]),
            themes=row["themes"],
            inputs=row["inputs"],
            done=row["done"],
            total=row["total"],
            asked_at=row["asked_at"],
            asked_by=row["asked_by.name"] or "",
            published_at=row["published_at"],
            told_at=row["told_at"],
        )
        for row in rows
    ]


async def sample_of_ready(consultation: UUID) -> list[UUID]:
    """Some inputs of one author that a publication would answer, for a letter to be shown."""
    ready = (Deliberation.consultation == consultation) & is_ready()
    own = (
        await Deliberation.select(Deliberation.input)
        .where(ready & Deliberation.input.is_not_null())
        .first()
    )
    if own is not None:
        return [own["input"]]
    theme = (
        await Deliberation.select(Deliberation.disposition.theme)
        .where(ready & Deliberation.disposition.is_not_null())
        .first()
    )
    if theme is None:
        return []
    member = (
        await ThemeMember.select(ThemeMember.input)
        .where(
            (ThemeMember.theme == theme["disposition.theme"])
            & ThemeMember.input.withdrawn_at.is_null()
        )
        .order_by(ThemeMember.assigned_at)
        .first()
    )
    return [member["input"]] if member else []
