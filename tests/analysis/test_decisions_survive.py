"""Any sequence of accepts, renames, moves, arrivals and re-runs keeps every human decision."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.arrivals import place_arrivals
from analysis.proposals import accept_proposal, count_unthemed, open_proposals
from analysis.tables import CandidateMember
from consultations.tables import Consultation, Input, Theme, ThemeMember
from consultations.theming import move_input, rename_theme
from server.database import opened
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_runs import analysed, consultation_with, members_of
from tests.databases import SQLiteSource
from tests.factories import make_account, make_input

ACTS = ("arrive", "accept", "rename", "add", "take away", "re-run")
SPEECH = [f"{text} {ending}" for ending in ("Segera.", "Terima kasih.") for text in MATTERS]


@dataclass
class Decided:
    """What people have decided so far."""

    names: dict[UUID, str] = field(default_factory=dict)
    inside: set[tuple[UUID, UUID]] = field(default_factory=set)
    outside: set[tuple[UUID, UUID]] = field(default_factory=set)


@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1_000)), min_size=1, max_size=12)
)
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_decisions_survive_whatever_follows(
    acts: list[tuple[str, int]],
    sqlite_source: SQLiteSource,
    shared_embedder: RememberingEmbedder,
) -> None:
    asyncio.run(_play([("accept", 0), *acts, ("re-run", 0)], sqlite_source, shared_embedder))


async def _play(
    acts: list[tuple[str, int]], source: SQLiteSource, embedder: RememberingEmbedder
) -> None:
    with source.fresh() as engine:
        async with opened(engine):
            consultation = await consultation_with(MATTERS)
            await analysed(consultation, embedder)
            person = (await make_account()).id
            decided = Decided()
            for act, number in acts:
                await _act(act, number, consultation, embedder, decided, person)
                await _check(consultation, decided)


async def _act(
    act: str,
    number: int,
    consultation: Consultation,
    embedder: RememberingEmbedder,
    decided: Decided,
    person: UUID,
) -> None:
    if act == "arrive":
        await make_input(consultation, text=SPEECH[number % len(SPEECH)])
        await place_arrivals(embedder)
    elif act == "re-run":
        await analysed(consultation, embedder, seed=number)
    elif act == "accept":
        await _accept(number, consultation, decided, person)
    elif decided.names:
        theme = list(decided.names)[number % len(decided.names)]
        await _edit(act, number, theme, decided, person)


async def _accept(number: int, consultation: Consultation, decided: Decided, person: UUID) -> None:
    proposals = await open_proposals(consultation.id)
    if not proposals:
        return
    theme = await accept_proposal(
        consultation=consultation.id,
        candidate=proposals[number % len(proposals)].id,
        name=f"Tema {number}",
        description="",
        by=person,
    )
    decided.names[theme.id] = theme.name
    decided.inside |= {(theme.id, entry) for entry in await members_of(theme.id)}


async def _edit(act: str, number: int, theme: UUID, decided: Decided, person: UUID) -> None:
    if act == "rename":
        row = await Theme.objects().get(Theme.id == theme)
        assert row is not None
        decided.names[theme] = f"Nama {number}"
        await rename_theme(
            theme=theme,
            name=decided.names[theme],
            description="",
            version=row.version,
            by=person,
        )
        return
    inside = await members_of(theme)
    everyone = [row["id"] for row in await Input.select(Input.id).order_by(Input.number)]
    choice = [key for key in everyone if (key in inside) == (act == "take away")]
    if not choice:
        return
    entry = choice[number % len(choice)]
    adds = act == "add"
    await move_input(
        entry=entry,
        to=theme if adds else None,
        away_from=None if adds else theme,
        by=person,
    )
    (decided.inside if adds else decided.outside).add((theme, entry))
    (decided.outside if adds else decided.inside).discard((theme, entry))


async def _check(consultation: Consultation, decided: Decided) -> None:
    themes = await Theme.select(Theme.id, Theme.name)
    assert {row["id"]: row["name"] for row in themes} == decided.names
    members = {
        (row["theme"], row["input"])
        for row in await ThemeMember.select(ThemeMember.theme, ThemeMember.input)
    }
    assert decided.inside <= members
    assert members.isdisjoint(decided.outside)
    # And everyone is in a theme, in an open proposal, or in the queue.
    proposed = {row["input"] for row in await CandidateMember.select(CandidateMember.input)}
    placed = {entry for _, entry in members} | proposed
    unplaced = await Input.count() - len(placed)
    assert await count_unthemed(consultation.id) >= unplaced
