"""Proposed themes: read them, accept one as a theme, and read what is in none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.errors import NotFound
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input, Theme
from consultations.theming import Placement, accept_theme
from consultations.transactions import transaction
from consultations.vocabulary import Element, RunStatus

# An input is unthemed when it is in no accepted theme and in no proposal of the latest run.
_UNTHEMED = """
FROM input i WHERE i.consultation = {} AND i.withdrawn_at IS NULL
AND NOT EXISTS (SELECT 1 FROM theme_member m WHERE m.input = i.id)
AND NOT EXISTS (
  SELECT 1 FROM candidate_member c JOIN candidate_theme t ON t.id = c.candidate
  WHERE c.input = i.id AND t.accepted_as IS NULL AND t.run = {}
)
"""
_NO_RUN = UUID(int=0)
# Piccolo resolves columns over a foreign key; its types don't.
_MEMBER: Any = CandidateMember.input


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFacts:
    """A proposed theme: its spread over the elements and its most central words."""

    id: UUID
    label: str
    quotation: str
    by_element: dict[Element, int]

    @property
    def inputs(self) -> int:
        return sum(self.by_element.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMember:
    """An input in a proposal; ``central`` ranks the three nearest its centre."""

    entry: InputFacts
    score: float
    central: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """An analysis run as people follow it."""

    id: UUID
    status: RunStatus
    step: str
    done: int
    total: int
    model: str
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    input_hash: str
    seed: int
    code_version: str
    error: str | None
    requested_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)


async def runs_of(consultation: UUID) -> list[RunFacts]:
    """The analysis runs, newest first."""
    rows = (
        await AnalysisRun.select()
        .where(AnalysisRun.consultation == consultation)
        .order_by(AnalysisRun.requested_at, ascending=False)
        .output(load_json=True)
        .limit(PAGE_SIZE)
    )
    return [
        RunFacts(
            status=RunStatus(row["status"]),
            **{name: row[name] for name in RunFacts.__slots__ if name != "status"},
        )
        for row in rows
    ]


async def open_proposals(consultation: UUID) -> list[ProposalFacts]:
    """What the latest finished run proposes and nobody has accepted yet, widest spread first."""
    run = await latest_run(consultation)
    if run is None:
        return []
    rows = (
        await CandidateTheme.select()
        .where((CandidateTheme.run == run) & CandidateTheme.accepted_as.is_null())
        .order_by(CandidateTheme.position)
    )
    counts = (
        await CandidateMember.select(
            CandidateMember.candidate, CandidateMember.input.element, Count()
        )
        .where((CandidateMember.candidate.run == run) & _MEMBER.withdrawn_at.is_null())
        .group_by(CandidateMember.candidate, CandidateMember.input.element)
    )
    central = await CandidateMember.select(
        CandidateMember.candidate, CandidateMember.input.text
    ).where(
        (CandidateMember.candidate.run == run)
        & (CandidateMember.central == 0)
        & _MEMBER.withdrawn_at.is_null()
    )
    quotations = {row["candidate"]: row["input.text"] for row in central}
    by_candidate: dict[UUID, dict[Element, int]] = {}
    for row in counts:
        own = by_candidate.setdefault(row["candidate"], {})
        own[Element(row["input.element"])] = row["count"]
    facts = [
        ProposalFacts(
            id=row["id"],
            label=row["label"],
            quotation=quotations.get(row["id"], ""),
            by_element=by_candidate.get(row["id"], {}),
        )
        for row in rows
    ]
    return sorted(facts, key=lambda fact: (-len(fact.by_element), -fact.inputs, fact.label))


async def find_proposal(consultation: UUID, candidate: UUID) -> ProposalFacts | None:
    """One open proposal of this consultation, or ``None``."""
    return next((fact for fact in await open_proposals(consultation) if fact.id == candidate), None)


async def proposed_members(candidate: UUID, page: int = 1) -> Page[ProposedMember]:
    """The inputs of a proposal, nearest its centre first."""
    standing = (CandidateMember.candidate == candidate) & _MEMBER.withdrawn_at.is_null()
    rows = (
        await CandidateMember.select(
            *input_columns(CandidateMember.input), CandidateMember.score, CandidateMember.central
        )
        .where(standing)
        .order_by(CandidateMember.score, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    members = [
        ProposedMember(
            entry=team_facts({k.removeprefix("input."): v for k, v in row.items()}),
            score=row["score"],
            central=row["central"],
        )
        for row in rows
    ]
    total = await CandidateMember.count().where(standing)
    return Page(members, max(1, page), total)


async def accept_proposal(
    *, consultation: UUID, candidate: UUID, name: str, description: str, by: UUID | None
) -> Theme:
    """Make a theme of a proposal, with all its members; ``NotFound`` when it is taken already."""
    async with transaction():
        row = await CandidateTheme.objects(CandidateTheme.run).get(CandidateTheme.id == candidate)
        if row is None or row.accepted_as is not None or row.run.consultation != consultation:
            raise NotFound
        members = await CandidateMember.select(CandidateMember.input, CandidateMember.score).where(
            (CandidateMember.candidate == candidate) & _MEMBER.withdrawn_at.is_null()
        )
        theme = await accept_theme(
            consultation=consultation,
            name=name,
            description=description,
            placements=[Placement(member["input"], member["score"]) for member in members],
            run=row.run.id,
            by=by,
        )
        row.accepted_as = theme.id
        await row.save([CandidateTheme.accepted_as])
    return theme


async def unthemed_inputs(consultation: UUID, page: int = 1) -> Page[InputFacts]:
    """Inputs in no theme and no open proposal, oldest first: to be read one by one."""
    run = await latest_run(consultation) or _NO_RUN
    ids = await Input.raw(
        f"SELECT i.id {_UNTHEMED} ORDER BY i.number LIMIT {PAGE_SIZE} OFFSET {offset_of(page)}",
        consultation,
        run,
    )
    rows = (
        await Input.select(*input_columns())
        .where(Input.id.is_in([row["id"] for row in ids] or [_NO_RUN]))
        .order_by(Input.number)
    )
    return Page([team_facts(row) for row in rows], max(1, page), await count_unthemed(consultation))


async def count_unthemed(consultation: UUID) -> int:
    """How many inputs are in no theme and no open proposal."""
    run = await latest_run(consultation) or _NO_RUN
    rows = await Input.raw(f"SELECT COUNT(*) AS total {_UNTHEMED}", consultation, run)
    return int(rows[0]["total"])


async def latest_run(consultation: UUID) -> UUID | None:
    """The newest finished run, whose proposals are the ones on the board."""
    row = (
        await AnalysisRun.select(AnalysisRun.id)
        .where(
            (AnalysisRun.consultation == consultation)
            & (AnalysisRun.status == RunStatus.DONE.value)
        )
        .order_by(AnalysisRun.finished_at, ascending=False)
        .first()
    )
    return row["id"] if row else None
