"""The four stages as everyone sees them: what was done in each, by whom, when, on what paper."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.queries.assessments import AssessmentFacts, published_assessments
from consultations.queries.consultations import PhaseFacts, localised, phases_of
from consultations.queries.drafts import VersionFacts, versions_of
from consultations.queries.evidence_sources import SourceRow, sources_of
from consultations.queries.sessions import SessionFacts, sessions_of
from consultations.tables import StageDocument, StageSummary, Survey
from consultations.vocabulary import Stage, StageState


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document of a stage; ``removed_at`` is set while it is taken off the public page."""

    id: UUID
    stage: Stage
    title: str
    description: str
    office: str
    dated_on: date | None
    name: str
    media_type: str
    size: int
    sha256: str
    version: int
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """What the team wrote of a stage; ``version`` 0 where it wrote nothing yet."""

    summary: str = ""
    summary_en: str = ""
    done_by: str = ""
    version: int = 0

    def said(self, locale: str) -> str:
        """The summary in the reader's language, else in Indonesian."""
        return (self.summary_en if locale == "en" else "") or self.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSurvey:
    """A survey that was opened to the public."""

    id: UUID
    title: str
    opened_at: datetime


@dataclass(slots=True, kw_only=True)
class StageFacts:
    """A stage with everything that happened in it."""

    stage: Stage
    phase: PhaseFacts | None
    words: SummaryRow = field(default_factory=SummaryRow)
    documents: list[DocumentRow] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    sessions: list[SessionFacts] = field(default_factory=list)
    versions: list[VersionFacts] = field(default_factory=list)
    surveys: list[AskedSurvey] = field(default_factory=list)
    assessments: list[AssessmentFacts] = field(default_factory=list)

    @property
    def state(self) -> StageState:
        if self.phase is None:
            return StageState.UNDATED
        if self.phase.is_over:
            return StageState.OVER
        return StageState.RUNNING if self.phase.is_running else StageState.AHEAD


async def stages_of(consultation: UUID, locale: str = "id") -> list[StageFacts]:
    """The four stages in their order.

    Sessions belong to the stage of FKP and FGD, final versions to the last one; other versions,
    surveys and published results of scoring to the stage in whose time they came out.
    """
    phases = {phase.stage: phase for phase in await phases_of(consultation, locale)}
    words = await _summaries(consultation)
    found = {
        stage: StageFacts(
            stage=stage, phase=phases.get(stage), words=words.get(stage, SummaryRow())
        )
        for stage in Stage
    }
    for document in await documents_of(consultation):
        if document.removed_at is None:
            found[document.stage].documents.append(document)
    for source in await sources_of(consultation):
        if source.stage is not None:
            found[source.stage].sources.append(source)
    held = await sessions_of(consultation)
    found[Stage.CONSULTATION].sessions = [one for one in held if one.cancelled_at is None]
    for version in reversed(await versions_of(consultation)):
        at = Stage.FINALISATION if version.final else _at(phases, version.published_at)
        found[at].versions.append(version)
    for survey in await _surveys(consultation, locale):
        found[_at(phases, survey.opened_at)].surveys.append(survey)
    for assessment in await published_assessments(consultation):
        found[_at(phases, assessment.closed_at)].assessments.append(assessment)
    return list(found.values())


async def documents_of(consultation: UUID, stage: Stage | None = None) -> list[DocumentRow]:
    """Documents of one stage or of all, by date, those taken off included."""
    where: Any = StageDocument.consultation == consultation
    if stage is not None:
        where = where & (StageDocument.stage == stage.value)
    rows = await StageDocument.select().where(where).order_by(StageDocument.stored_at)
    found = [_document(row) for row in rows]
    return sorted(found, key=lambda one: one.dated_on or date.max)


async def find_stage_document(
    document: UUID, *, consultation: UUID | None = None
) -> DocumentRow | None:
    """A document of this consultation; without one, only what everyone may have."""
    where: Any = StageDocument.id == document
    if consultation is not None:
        where = where & (StageDocument.consultation == consultation)
    else:
        owner: Any = StageDocument.consultation
        where = where & StageDocument.removed_at.is_null() & owner.announced_at.is_not_null()
    row = await StageDocument.select().where(where).first()
    return _document(row) if row else None


async def summary_of(consultation: UUID, stage: Stage) -> SummaryRow:
    """What the team wrote of one stage."""
    return (await _summaries(consultation)).get(stage, SummaryRow())


async def _summaries(consultation: UUID) -> dict[Stage, SummaryRow]:
    rows = await StageSummary.select().where(StageSummary.consultation == consultation)
    return {
        Stage(row["stage"]): SummaryRow(**{name: row[name] for name in SummaryRow.__slots__})
        for row in rows
    }


async def _surveys(consultation: UUID, locale: str) -> list[AskedSurvey]:
    rows = (
        await Survey.select()
        .where((Survey.consultation == consultation) & Survey.opened_at.is_not_null())
        .order_by(Survey.opened_at)
    )
    return [
        AskedSurvey(id=row["id"], title=localised(row, "title", locale), opened_at=row["opened_at"])
        for row in rows
    ]


def _at(phases: dict[Stage, PhaseFacts], moment: datetime | None) -> Stage:
    """The last stage that had begun by then; where none is dated, that of FKP and FGD."""
    when = moment or now()
    begun = [stage for stage in Stage if stage in phases and phases[stage].starts_at <= when]
    return begun[-1] if begun else next(iter(phases), Stage.CONSULTATION)


def _document(row: dict[str, Any]) -> DocumentRow:
    facts = {name: row[name] for name in DocumentRow.__slots__ if name != "stage"}
    return DocumentRow(stage=Stage(row["stage"]), **facts)
