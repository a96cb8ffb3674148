"""Consultations, their phases and their counts, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.clock import now
from consultations.figures.hiding import shown_counts
from consultations.queries.listed import is_readable
from consultations.tables import Consultation, Finalisation, Input, Phase, Reply
from consultations.vocabulary import DataLicence, Element, Stage, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFacts:
    """A consultation as pages need it. ``revision`` goes up with every public change."""

    id: UUID
    slug: str
    code: str
    title: str
    summary: str
    how_to_take_part: str
    organiser: str
    zone: Zone
    guests_may_comment: bool
    edit_minutes: int
    responses_allowed: bool
    is_demonstration: bool
    grace_minutes: int
    replies_due_on: date | None
    replies_reviewed: bool
    licence: DataLicence
    revision: int
    announced_at: datetime | None

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation on the list: until when it takes input now, and whether it has come to an end.

    The end is a final version that stands.
    """

    facts: ConsultationFacts
    open_until: datetime | None
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """A dated stage; ``is_running`` and ``is_over`` hold at the moment it was read."""

    stage: Stage
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    accepts_input: bool
    is_running: bool
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What has come in so far, and what has been answered; ``None`` stays hidden."""

    inputs: int
    published_replies: int
    elements_heard: int
    by_element: dict[Element, int | None]


async def all_consultations(locale: str = "id") -> list[ConsultationFacts]:
    """Every consultation, those still being prepared included, newest first."""
    rows = await Consultation.select().order_by(Consultation.created_at, ascending=False)
    return [_facts(row, locale) for row in rows]


async def announced_consultations(locale: str = "id") -> list[ConsultationFacts]:
    """The consultations that the public may see, newest first."""
    rows = (
        await Consultation.select()
        .where(Consultation.announced_at.is_not_null())
        .order_by(Consultation.announced_at, ascending=False)
    )
    return [_facts(row, locale) for row in rows]


async def listed_consultations(locale: str = "id") -> list[Listed]:
    """The same as the home page lists them: open ones first, finished ones last."""
    announced = await announced_consultations(locale)
    moment = now()
    windows = await Phase.select(Phase.consultation, Phase.ends_at).where(
        Phase.accepts_input.eq(value=True) & (Phase.starts_at <= moment) & (Phase.ends_at > moment)
    )
    finals = await Finalisation.select(Finalisation.consultation).where(
        Finalisation.reopened_at.is_null()
    )
    until = {row["consultation"]: row["ends_at"] for row in windows}
    finished = {row["consultation"] for row in finals}
    listed = [Listed(each, until.get(each.id), each.id in finished) for each in announced]
    return sorted(listed, key=lambda one: (one.open_until is None, one.is_finished))


async def find_consultation(slug: str, locale: str = "id") -> ConsultationFacts | None:
    """The consultation at this address, or ``None``."""
    row = await Consultation.select().where(Consultation.slug == slug).first()
    return _facts(row, locale) if row else None


async def find_consultation_by_id(
    consultation: UUID, locale: str = "id"
) -> ConsultationFacts | None:
    """The consultation with this id, or ``None``."""
    row = await Consultation.select().where(Consultation.id == consultation).first()
    return _facts(row, locale) if row else None


async def phases_of(consultation: UUID, locale: str = "id") -> list[PhaseFacts]:
    """The stages in their order."""
    moment = now()
    rows = await Phase.select().where(Phase.consultation == consultation)
    order = list(Stage)
    return sorted(
        (
            PhaseFacts(
                stage=Stage(row["stage"]),
                title=localised(row, "title", locale),
                description=localised(row, "description", locale),
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                accepts_input=row["accepts_input"],
                is_running=row["starts_at"] <= moment < row["ends_at"],
                is_over=row["ends_at"] <= moment,
            )
            for row in rows
        ),
        key=lambda phase: order.index(phase.stage),
    )


def input_window(phases: list[PhaseFacts]) -> PhaseFacts | None:
    """The running phase that accepts input, if any."""
    return next((phase for phase in phases if phase.accepts_input and phase.is_running), None)


def next_window(phases: list[PhaseFacts]) -> PhaseFacts | None:
    """The phase that accepts input next, when none does now."""
    if input_window(phases) is not None:
        return None
    ahead = [p for p in phases if p.accepts_input and not p.is_running and not p.is_over]
    return min(ahead, key=lambda phase: phase.starts_at, default=None)


def last_window(phases: list[PhaseFacts]) -> PhaseFacts | None:
    """The phase that accepted input last, when none does now."""
    if input_window(phases) is not None:
        return None
    behind = [phase for phase in phases if phase.accepts_input and phase.is_over]
    return max(behind, key=lambda phase: phase.ends_at, default=None)


async def participation_in(consultation: UUID, *, public: bool = False) -> Participation:
    """Counts over the whole register; for the public over what everyone may read."""
    rows = (
        await Input.select(Input.element, Count())
        .where(
            (Input.consultation == consultation)
            & (is_readable() if public else Input.withdrawn_at.is_null())
        )
        .group_by(Input.element)
    )
    counts = dict.fromkeys(Element, 0) | {Element(r["element"]): r["count"] for r in rows}
    theme: Any = Reply.disposition.theme
    replies = await Reply.count().where(
        (theme.consultation == consultation) & Reply.published_at.is_not_null()
    )
    return Participation(
        inputs=sum(counts.values()),
        published_replies=replies,
        elements_heard=sum(1 for count in counts.values() if count),
        by_element=shown_counts(counts) if public else {**counts},
    )


def localised(row: dict[str, Any], field: str, locale: str) -> str:
    """The text in the reader's language, or in Indonesian where no other was written."""
    text = row[f"{field}_{locale}"] if locale != "id" else ""
    return str(text or row[field])


def _facts(row: dict[str, Any], locale: str) -> ConsultationFacts:
    return ConsultationFacts(
        id=row["id"],
        slug=row["slug"],
        code=row["code"],
        title=localised(row, "title", locale),
        summary=localised(row, "summary", locale),
        how_to_take_part=localised(row, "how_to_take_part", locale),
        organiser=row["organiser"],
        zone=Zone(row["zone"]),
        guests_may_comment=row["guests_may_comment"],
        edit_minutes=row["edit_minutes"],
        responses_allowed=row["responses_allowed"],
        is_demonstration=row["is_demonstration"],
        grace_minutes=row["grace_minutes"],
        replies_due_on=row["replies_due_on"],
        replies_reviewed=row["replies_reviewed"],
        licence=DataLicence(row["licence"]),
        revision=row["revision"],
        announced_at=row["announced_at"],
    )
