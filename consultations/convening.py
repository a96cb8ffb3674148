"""Convene a consultation: set it up, word it, date its stages, and announce it to the public."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import CodeTaken, Malformed, NotFound, SlugTaken, Stale
from consultations.revisions import touch
from consultations.tables import Consultation, Phase
from consultations.transactions import transaction
from consultations.vocabulary import N_, DataLicence, Stage, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a consultation says of itself and how it is held; English may be left empty."""

    title: str
    title_en: str
    summary: str
    summary_en: str
    how_to_take_part: str
    how_to_take_part_en: str
    organiser: str
    zone: Zone
    guests_may_comment: bool
    grace_minutes: int
    edit_minutes: int
    responses_allowed: bool
    replies_due_on: date | None
    licence: DataLicence = DataLicence.CC_BY


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPhase:
    """A stage with its dates."""

    stage: Stage
    starts_at: datetime
    ends_at: datetime
    description: str = ""
    description_en: str = ""
    accepts_input: bool = False


async def create_consultation(
    *, slug: str, code: str, outline: Outline, by: UUID | None
) -> Consultation:
    """Set up a consultation that only its own people see. Raises ``SlugTaken``, ``CodeTaken``.

    Slug and code stay: the one is in every link given out, the other in every registration number.
    """
    consultation = Consultation(slug=slug, code=code, created_at=now(), **asdict(outline))
    async with transaction():
        if await Consultation.exists().where(Consultation.slug == slug):
            raise SlugTaken
        if await Consultation.exists().where(Consultation.code == code):
            raise CodeTaken
        await Consultation.insert(consultation)
        await audit.record(
            "consultation.created", consultation, by=by, consultation=consultation.id
        )
    return consultation


async def edit_consultation(
    *, consultation: UUID, version: int, outline: Outline, by: UUID | None
) -> None:
    """Word the consultation anew. Raises ``Stale`` when ``version`` is not the present one."""
    changes: dict[Any, Any] = {
        getattr(Consultation, name): value for name, value in asdict(outline).items()
    }
    async with transaction():
        row = await _edit(consultation, version, changes)
        await audit.record("consultation.edited", row, by=by, consultation=consultation)
        await touch(consultation)


async def schedule_phases(
    *, consultation: UUID, version: int, phases: Sequence[PlannedPhase], by: UUID | None
) -> None:
    """Date the stages anew; a stage that is not given has no dates any more.

    Raises ``Stale``, or ``Malformed`` when a phase ends before it starts or two overlap.
    """
    problems = overlaps(phases)
    if problems or any(phase.ends_at <= phase.starts_at for phase in phases):
        raise Malformed(N_("Tahap-tahap tidak boleh bertumpuk, dan selesai setelah mulai."))
    async with transaction():
        row = await _edit(consultation, version, {})
        kept = await Phase.select(Phase.stage, Phase.title, Phase.title_en).where(
            Phase.consultation == consultation
        )
        titles = {title.pop("stage"): title for title in kept}
        await Phase.delete().where(Phase.consultation == consultation)
        rows = [
            Phase(
                consultation=consultation,
                **titles.get(phase.stage.value, {}),
                **asdict(phase) | {"stage": phase.stage.value},
            )
            for phase in phases
        ]
        if rows:
            await Phase.insert(*rows)
        await audit.record(
            "consultation.scheduled", row, by=by, consultation=consultation, phases=len(rows)
        )
        await touch(consultation)


async def announce_consultation(*, consultation: UUID, by: UUID | None) -> None:
    """Open the consultation to the public, for good. Announcing twice changes nothing."""
    async with transaction():
        row = await Consultation.objects().get(Consultation.id == consultation)
        if row is None:
            raise NotFound
        if row.announced_at is not None:
            return
        row.announced_at = now()
        await row.save([Consultation.announced_at])
        await audit.record("consultation.announced", row, by=by, consultation=consultation)
        await touch(consultation)


def overlaps(phases: Iterable[PlannedPhase]) -> list[tuple[Stage, Stage]]:
    """The pairs of stages that overlap or stand in the wrong order; touching is fine."""
    order = list(Stage)
    placed = sorted(phases, key=lambda phase: order.index(phase.stage))
    return [
        (earlier.stage, later.stage)
        for earlier, later in combinations(placed, 2)
        if later.starts_at < earlier.ends_at
    ]


async def _edit(consultation: UUID, version: int, changes: dict[Any, Any]) -> Consultation:
    rows = (
        await Consultation.update({**changes, Consultation.version: Consultation.version + 1})
        .where((Consultation.id == consultation) & (Consultation.version == version))
        .returning(Consultation.id)
    )
    if rows:
        return Consultation(id=consultation)
    if not await Consultation.exists().where(Consultation.id == consultation):
        raise NotFound
    raise Stale
