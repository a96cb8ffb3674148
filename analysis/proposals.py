"""Proposed themes: read them, and accept one as a theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from analysis.run_records import latest_run
from analysis.tables import CandidateMember, CandidateTheme
from consultations.errors import NotFound, Refusal
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.voices import NO_VOICES, Voices, voices_in
from consultations.tables import OffTopic, Theme
from consultations.theming import Placement, accept_theme
from consultations.transactions import transaction
from consultations.vocabulary import N_, Element, RunStatus

_PROPOSED = """
FROM candidate_member m JOIN candidate_theme t ON t.id = m.candidate
JOIN input i ON i.id = m.input
WHERE t.run = {} AND t.accepted_as IS NULL AND i.withdrawn_at IS NULL
AND NOT EXISTS (SELECT 1 FROM off_topic o WHERE o.input = i.id)
"""
# Piccolo resolves columns over a foreign key; its types don't.
_MEMBER: Any = CandidateMember.input


class ProposalTaken(Refusal):
    """Somebody else has made a theme of the proposal."""

    message = N_("Orang lain sudah menerima usulan ini sebagai tema.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFacts:
    """A proposed theme: who speaks in it, how firmly it holds together, its most central words."""

    id: UUID
    label: str
    quotation: str
    voices: Voices
    stability: float | None

    @property
    def by_element(self) -> Mapping[Element, int]:
        return self.voices.by_element

    @property
    def inputs(self) -> int:
        return self.voices.inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMember:
    """An input in a proposal; ``central`` ranks the three nearest its centre."""

    entry: InputFacts
    score: float
    central: int | None


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
    voices = await voices_in(_PROPOSED, run, key="m.candidate", reviewed="1 = 0")
    central = await CandidateMember.select(
        CandidateMember.candidate, CandidateMember.input.text
    ).where((CandidateMember.candidate.run == run) & (CandidateMember.central == 0) & _standing())
    quotations = {row["candidate"]: row["input.text"] for row in central}
    facts = [
        ProposalFacts(
            id=row["id"],
            label=row["label"],
            quotation=quotations.get(row["id"], ""),
            voices=voices.get(row["id"], NO_VOICES),
            stability=row["stability"],
        )
        for row in rows
    ]
    return sorted(facts, key=lambda fact: (-len(fact.by_element), -fact.inputs, fact.label))


async def stability_of_themes(consultation: UUID) -> dict[UUID, float]:
    """How firmly the accepted themes held together when they were proposed."""
    rows = await CandidateTheme.select(CandidateTheme.accepted_as, CandidateTheme.stability).where(
        (CandidateTheme.run.consultation == consultation)
        & CandidateTheme.accepted_as.is_not_null()
        & CandidateTheme.stability.is_not_null()
    )
    return {row["accepted_as"]: row["stability"] for row in rows}


async def find_proposal(consultation: UUID, candidate: UUID) -> ProposalFacts | None:
    """One open proposal of this consultation, or ``None``."""
    return next((fact for fact in await open_proposals(consultation) if fact.id == candidate), None)


async def accepted_as(consultation: UUID, candidate: UUID) -> UUID | None:
    """The theme that a proposal has become; ``None`` where a newer run has replaced it.

    Raises ``NotFound`` where this consultation never had the proposal.
    """
    row = (
        await CandidateTheme.select(CandidateTheme.accepted_as)
        .where(
            (CandidateTheme.id == candidate)
            & (CandidateTheme.run.consultation == consultation)
            & (CandidateTheme.run.status == RunStatus.DONE.value)
        )
        .first()
    )
    if row is None:
        raise NotFound
    theme: UUID | None = row["accepted_as"]
    return theme


async def proposed_members(candidate: UUID, page: int = 1) -> Page[ProposedMember]:
    """The inputs of a proposal, nearest its centre first."""
    standing = (CandidateMember.candidate == candidate) & _standing()
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
    """Make a theme of a proposal, with all its members; ``ProposalTaken`` when one is already."""
    async with transaction():
        row = await CandidateTheme.objects(CandidateTheme.run).get(CandidateTheme.id == candidate)
        if row is None or row.run.consultation != consultation:
            raise NotFound
        # Of an unfinished run nothing is shown yet, and nothing may stay of a failed one.
        if row.run.status != RunStatus.DONE.value:
            raise NotFound
        if row.accepted_as is not None:
            raise ProposalTaken
        members = await CandidateMember.select(CandidateMember.input, CandidateMember.score).where(
            (CandidateMember.candidate == candidate) & _standing()
        )
        theme = await accept_theme(
            consultation=consultation,
            name=name,
            description=description,
            placements=[Placement(member["input"], member["score"]) for member in members],
            run=row.run.id,
            by=by,
        )
        taken = (
            await CandidateTheme.update({CandidateTheme.accepted_as: theme.id})
            .where((CandidateTheme.id == candidate) & CandidateTheme.accepted_as.is_null())
            .returning(CandidateTheme.id)
        )
        if not taken:
            raise ProposalTaken
    return theme


def _standing() -> Any:
    """Proposed inputs that were neither withdrawn nor set aside since."""
    return _MEMBER.withdrawn_at.is_null() & CandidateMember.input.not_in(
        OffTopic.select(OffTopic.input)
    )
