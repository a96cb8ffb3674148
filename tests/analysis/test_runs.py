import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest

from analysis import runs
from analysis.artefacts import layers_of
from analysis.asking import request_run
from analysis.corpus_reading import load_corpus
from analysis.maps import map_of
from analysis.proposals import ProposalTaken, accept_proposal, open_proposals
from analysis.run_claims import STALE_AFTER, claim_run
from analysis.run_records import latest_run
from analysis.runs import perform_run
from analysis.space import learn_space
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from analysis.unthemed import count_unthemed
from consultations.clock import now
from consultations.tables import Consultation, Input, Theme, ThemeMember
from consultations.vocabulary import RunStatus
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.factories import make_consultation, make_input


async def test_run_themes_everyone_or_leaves_them_in_the_queue(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with([*MATTERS, "Mantap pak!"])

    await analysed(consultation, remembering)

    placed = {row["input"] for row in await CandidateMember.select(CandidateMember.input)}
    assert len(placed) + await count_unthemed(consultation.id) == len(MATTERS) + 1
    assert len(placed) == len(MATTERS)
    found = await map_of(consultation.id)
    assert found is not None
    assert len(found.points) == len(MATTERS) + 1
    labels = " ".join(fact.label.lower() for fact in await open_proposals(consultation.id))
    assert all(word in labels for word in ("antrean", "jalan", "data"))


async def test_run_record_reproduces_it(database: Engine, remembering: RememberingEmbedder) -> None:
    consultation = await consultation_with(MATTERS)

    first = await analysed(consultation, remembering, seed=5)
    again = await analysed(consultation, remembering, seed=first.seed)

    for column in ("model", "input_hash", "seed", "code_version"):
        assert getattr(first, column) == getattr(again, column)
    facts = json.loads(first.parameters)
    continued = {"held": 1.0, "continues": str(first.id)}
    assert json.loads(again.parameters) == facts | continued
    assert facts["seed"] == 5
    assert facts["resolution"] > 0
    assert "sentence-transformers" in facts["embedder"]
    assert len(first.input_hash) == 64
    assert await themes_of(first) == await themes_of(again)
    await make_input(consultation, text="Satu masukan lagi tentang antrean.")
    assert (await analysed(consultation, remembering, seed=5)).input_hash != first.input_hash


async def test_run_killed_in_the_middle_is_taken_up_and_ends_with_the_same_themes(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    whole = await analysed(consultation, remembering)
    await request_run(consultation=consultation.id, by=None)
    killed = await claim_run()
    assert killed is not None
    # What a worker leaves that dies after keeping some of its proposals.
    half = CandidateTheme(run=killed.id, position=0, label="Setengah", prototype=b"")
    await CandidateTheme.insert(half)
    entry = await Input.objects().first()
    assert entry is not None
    await CandidateMember.insert(CandidateMember(candidate=half.id, input=entry.id, score=1))

    assert await claim_run() is None
    await AnalysisRun.update(
        {AnalysisRun.heartbeat: now() - STALE_AFTER - timedelta(seconds=1)}
    ).where(AnalysisRun.id == killed.id)
    taken_up = await claim_run()
    assert taken_up is not None
    await perform_run(taken_up, remembering)

    assert taken_up.id == killed.id
    assert await themes_of(killed) == await themes_of(whole)
    assert await latest_run(consultation.id) == killed.id


async def test_run_that_fails_keeps_the_reason_and_what_there_was(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await consultation_with(MATTERS)
    good = await analysed(consultation, remembering)

    def explode(*_: object) -> None:
        raise MemoryError("habis")

    monkeypatch.setattr(runs, "analyse", explode)
    with pytest.raises(MemoryError):
        await analysed(consultation, remembering)

    row = await AnalysisRun.objects().get(AnalysisRun.status == RunStatus.FAILED.value)
    assert row is not None
    assert row.error == "MemoryError: habis"
    assert row.finished_at is not None
    assert await latest_run(consultation.id) == good.id
    assert await open_proposals(consultation.id)


async def test_run_guesses_languages_from_vectors_too(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    javanese = [
        "Kula antri wiwit subuh nanging nomeripun sampun telas.",
        "Dalan menyang puskesmas rusak nemen lan ora ana sing ndandani.",
        "Nek iso lokete ditambah maneh, wong akeh sing ora kebagian nomer.",
        "Petugase ramah nanging kula kedah wangsul malih amargi berkasipun kirang.",
    ]
    consultation = await consultation_with(
        [*MATTERS, *(f"{t} Kaping {k}." for k in range(4) for t in javanese)]
    )

    await analysed(consultation, remembering)

    corpus = await load_corpus(consultation.id, remembering.name)
    assert list(corpus.languages) == learn_space(corpus.texts, corpus.vectors())[1]
    assert corpus.languages.count("jav") == 16


async def test_run_leaves_themed_inputs_alone_and_keeps_their_space(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    [fact, *_] = await open_proposals(consultation.id)
    theme = await accept_proposal(
        consultation=consultation.id, candidate=fact.id, name="Tema", description="", by=None
    )
    members = await members_of(theme.id)

    run = await analysed(consultation, remembering)

    assert await members_of(theme.id) == members
    proposed = await CandidateMember.select(CandidateMember.input).where(
        CandidateMember.candidate.run == run.id
    )
    assert members.isdisjoint(row["input"] for row in proposed)


async def test_proposal_taken_by_two_at_once_becomes_one_theme(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    [fact, *_] = await open_proposals(consultation.id)

    came = await asyncio.gather(
        *(
            accept_proposal(
                consultation=consultation.id, candidate=fact.id, name=name, description="", by=None
            )
            for name in ("Yang satu", "Yang lain")
        ),
        return_exceptions=True,
    )

    [theme] = await Theme.objects()
    assert [one.id for one in came if isinstance(one, Theme)] == [theme.id]
    assert [type(one) for one in came if not isinstance(one, Theme)] == [ProposalTaken]
    assert len(await members_of(theme.id)) == fact.inputs


async def test_run_keeps_broader_and_finer_layers(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)

    run = await analysed(consultation, remembering)

    everyone = {row["id"] for row in await Input.select(Input.id)}
    layers = await layers_of(run.id)
    assert len(layers) == 3
    for layer in layers:
        assert {key for theme in layer for key in theme.inputs} == everyone
        assert sum(len(theme.inputs) for theme in layer) == len(everyone)
        assert all(theme.label for theme in layer)


async def test_run_of_nothing_is_done_and_proposes_nothing(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await make_consultation()

    run = await analysed(consultation, remembering)

    assert run.status == RunStatus.DONE.value
    assert await open_proposals(consultation.id) == []


async def test_request_run_twice_is_one_run(database: Engine) -> None:
    consultation = await make_consultation()

    first = await request_run(consultation=consultation.id, by=None)
    second = await request_run(consultation=consultation.id, by=None)

    assert first.id == second.id
    assert await AnalysisRun.count() == 1


async def test_claim_run_is_given_to_one_worker_only(database: Engine) -> None:
    await request_run(consultation=(await make_consultation()).id, by=None)

    assert await claim_run() is not None
    assert await claim_run() is None


async def consultation_with(texts: list[str]) -> Consultation:
    consultation = await make_consultation()
    for text in texts:
        await make_input(consultation, text=text)
    return consultation


async def analysed(
    consultation: Consultation, embedder: RememberingEmbedder, seed: int = 0
) -> AnalysisRun:
    return await perform_requested(consultation.id, embedder, seed)


async def perform_requested(
    consultation: UUID, embedder: RememberingEmbedder, seed: int = 0
) -> AnalysisRun:
    await request_run(consultation=consultation, by=None, seed=seed)
    run = await claim_run()
    assert run is not None
    await perform_run(run, embedder)
    done = await AnalysisRun.objects().get(AnalysisRun.id == run.id)
    assert done is not None
    return done


async def themes_of(run: AnalysisRun) -> list[tuple[int, str, bytes, float, list[object]]]:
    found = []
    for row in (
        await CandidateTheme.objects()
        .where(CandidateTheme.run == run.id)
        .order_by(CandidateTheme.position)
    ):
        members = (
            await CandidateMember.select(CandidateMember.input, CandidateMember.score)
            .where(CandidateMember.candidate == row.id)
            .order_by(CandidateMember.input)
        )
        found.append(
            (
                row.position,
                row.label,
                row.prototype,
                row.stability,
                [(member["input"], member["score"]) for member in members],
            )
        )
    return found


async def members_of(theme: UUID) -> set[UUID]:
    rows = await ThemeMember.select(ThemeMember.input).where(ThemeMember.theme == theme)
    return {row["input"] for row in rows}
