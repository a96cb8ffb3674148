import asyncio
import threading
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from analysis import finishing
from analysis.arrivals import place_arrivals
from analysis.artefacts import load_space
from analysis.asking import request_run
from analysis.findings import Finding
from analysis.proposals import accept_proposal, open_proposals
from analysis.prototypes import theme_prototypes
from analysis.run_claims import claim_run
from analysis.runs import perform_run
from analysis.tables import AnalysedInput, AnalysisRun, CandidateMember, ThemePrototype
from analysis.unthemed import count_unthemed
from analysis.vectors import Fresh, keep
from consultations.tables import Consultation, Theme, ThemeMember
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_runs import analysed, consultation_with, members_of
from tests.analysis.test_vectors import another_consultation
from tests.factories import make_account, make_input, move_input

ABOUT_QUEUES = "Antrean loket terlalu panjang, tolong tambah loket antrean."
ABOUT_ROADS = "Jalan rusak dan berlubang menuju kantor kecamatan, perbaiki jalan."


async def test_arrival_like_an_accepted_theme_joins_it(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    theme = await accept_about(consultation, "antrean")
    arrived = await make_input(consultation, text=ABOUT_QUEUES)

    assert await place_arrivals(remembering) == 1

    row = await ThemeMember.objects().get(ThemeMember.input == arrived.input)
    assert row is not None
    assert row.theme == theme.id
    assert row.assigned_by is None
    assert row.score > 0.2
    assert row.run is not None
    assert not await CandidateMember.exists().where(CandidateMember.input == arrived.input)


async def test_arrival_like_no_theme_joins_a_proposal(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    await accept_about(consultation, "antrean")
    arrived = await make_input(consultation, text=ABOUT_ROADS)

    await place_arrivals(remembering)

    row = await CandidateMember.objects(CandidateMember.candidate).get(
        CandidateMember.input == arrived.input
    )
    assert row is not None
    assert "jalan" in row.candidate.label.lower()
    assert not await ThemeMember.exists().where(ThemeMember.input == arrived.input)


@pytest.mark.parametrize(
    "text", ["Mantap pak, lanjutkan!", "Resep rendang nenek memakai santan kental dan serai."]
)
async def test_arrival_like_nothing_waits_to_be_read(
    database: Engine, remembering: RememberingEmbedder, text: str
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    await make_input(consultation, text=text)
    before = await count_unthemed(consultation.id)

    await place_arrivals(remembering)

    assert await count_unthemed(consultation.id) == before == 1


async def test_arrival_before_any_run_is_embedded_and_waits(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS[:3])

    assert await place_arrivals(remembering) == 3
    assert await place_arrivals(remembering) == 0
    assert await AnalysedInput.count() == 3
    assert await count_unthemed(consultation.id) == 3


async def test_arrival_whose_placing_fails_is_placed_the_next_time(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    theme = await accept_about(consultation, "antrean")
    arrived = await make_input(consultation, text=ABOUT_QUEUES)

    async def die(**_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as dying:
        dying.setattr("analysis.arrivals.place_inputs", die)
        with pytest.raises(OSError, match="disk full"):
            await place_arrivals(remembering)
    assert not await AnalysedInput.exists().where(AnalysedInput.input == arrived.input)

    assert await place_arrivals(remembering) == 1
    assert arrived.input in await members_of(theme.id)


async def test_arrival_proposal_accepted_in_the_meantime_joins_the_theme(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    arrived = await make_input(consultation, text=ABOUT_QUEUES)
    accepted: list[Theme] = []

    async def keep_after_accepting(fresh: Fresh, languages: list[str]) -> None:
        accepted.append(await accept_about(consultation, "antrean"))
        await keep(fresh, languages)

    monkeypatch.setattr("analysis.arrivals.keep", keep_after_accepting)
    await place_arrivals(remembering)

    assert arrived.input in await members_of(accepted[0].id)


async def test_prototype_is_kept_until_a_person_changes_the_theme(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    run = await analysed(consultation, remembering)
    theme = await accept_about(consultation, "antrean")
    await make_input(consultation, text=ABOUT_QUEUES)
    await place_arrivals(remembering)
    kept = await prototype_of(theme)

    # The machine's own placements leave it as it was.
    await make_input(consultation, text="Antrean loket panjang sekali hari ini.")
    await place_arrivals(remembering)
    assert await prototype_of(theme) == kept

    moved = await make_input(consultation, text="Jalan desa rusak, perbaiki jalan.")
    person = await make_account()
    await move_input(entry=moved.input, to=theme.id, away_from=None, by=person.id)
    await place_arrivals(remembering)
    space = await load_space(run.id, remembering.name)
    assert space is not None
    found = await theme_prototypes(consultation.id, run.id, space, remembering.name)
    assert await prototype_of(theme) != kept
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


# SQLite has one writer, so that one ends before the other begins.
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_arrival_beside_a_run_that_ends_joins_the_proposals_it_shows(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    await request_run(consultation=consultation.id, by=None)
    run = await claim_run()
    assert run is not None
    kept, let_go, packed = asyncio.Event(), asyncio.Event(), asyncio.Event()
    show = threading.Event()
    loop = asyncio.get_running_loop()

    async def hesitate(_: UUID) -> None:
        kept.set()
        await let_go.wait()

    def pause_before_showing(run: AnalysisRun, found: Finding) -> Any:
        loop.call_soon_threadsafe(packed.set)
        show.wait()
        return pack(run, found)

    pack = finishing._pack
    monkeypatch.setattr(finishing, "_pack", pause_before_showing)
    monkeypatch.setattr("analysis.arrivals.touch", hesitate)
    ending = asyncio.create_task(perform_run(run, remembering))
    await packed.wait()
    arrived = await make_input(consultation, text=ABOUT_QUEUES)
    arriving = asyncio.create_task(place_arrivals(remembering))
    await kept.wait()
    show.set()
    # Long enough for a run that does not wait for the arrival.
    await asyncio.wait({ending}, timeout=10)
    let_go.set()
    await asyncio.gather(arriving, ending)

    rows = await CandidateMember.select(CandidateMember.candidate.run).where(
        CandidateMember.input == arrived.input
    )
    assert run.id in {row["candidate.run"] for row in rows}


async def test_arrival_costs_the_same_however_many_are_there(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    few = await consultation_with(MATTERS)
    few_cost = await cost_of_arrival(database, few, remembering)
    many = await another_consultation()
    for place in range(20 * len(MATTERS)):
        text = f"{MATTERS[place % len(MATTERS)]} {place}"
        # A vector of its own for each is not what is counted here.
        remembering.seen[text] = remembering.embed(MATTERS)[place % len(MATTERS)]
        await make_input(many, text=text)

    assert await cost_of_arrival(database, many, remembering) == few_cost


async def cost_of_arrival(
    database: Engine, consultation: Consultation, embedder: RememberingEmbedder
) -> int:
    await analysed(consultation, embedder)
    await accept_about(consultation, "antrean")
    await make_input(consultation, text=ABOUT_QUEUES)
    await place_arrivals(embedder)
    await make_input(consultation, text=ABOUT_QUEUES)
    before = database.statements
    await place_arrivals(embedder)
    return database.statements - before


async def accept_about(consultation: Consultation, word: str) -> Theme:
    for fact in await open_proposals(consultation.id):
        if word in fact.label.lower():
            return await accept_proposal(
                consultation=consultation.id,
                candidate=fact.id,
                name=word.capitalize(),
                description="",
                by=None,
            )
    raise AssertionError(word)


async def prototype_of(theme: Theme) -> bytes:
    row = await ThemePrototype.objects().get(ThemePrototype.theme == theme.id)
    assert row is not None
    return row.vector
