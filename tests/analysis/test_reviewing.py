"""What the worker answers reviewers, asked over the socket, and the pages that show it."""

from pathlib import Path
from uuid import uuid4

import pytest
from httpx import AsyncClient

from analysis.comparison import compare_run
from analysis.kept_briefs import BriefPart, brief_of
from analysis.likeness import Likeness
from analysis.reviewing import Reviewer
from analysis.reviews import (
    CompareRun,
    NearTheme,
    NearThemes,
    ReadGroup,
    ReadLayers,
    RunComparison,
    SplitInto,
    SplitProposal,
    Why,
    WhyHere,
    WriteBrief,
)
from consultations.tables import Input, Theme
from consultations.vocabulary import Role
from server.database import Engine
from server.likeness import answering, ask
from server.settings import Settings
from tests.analysis.conftest import MATTERS, QUEUES, RememberingEmbedder
from tests.analysis.test_arrivals import accept_about
from tests.analysis.test_runs import analysed, consultation_with, members_of
from tests.client import Visitor
from tests.factories import make_account, make_input, move_input

PATIENCE = 20.0


async def test_worker_says_why_an_input_is_in_its_theme(
    sqlite_database: Engine, remembering: RememberingEmbedder, tmp_path: Path
) -> None:
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    theme = await accept_about(here, "antrean")
    entries = sorted(await members_of(theme.id), key=str)
    settings = Settings(data=tmp_path)

    async with answering(settings, Likeness(remembering), Reviewer(remembering.name)):
        found = await ask(settings, WhyHere(theme.id, entries[:2]), list[Why], patience=PATIENCE)
        nobody = await ask(settings, WhyHere(uuid4(), entries), list[Why], patience=PATIENCE)

    assert found is not None
    assert {why.input for why in found} == {*entries[:2]}
    for why in found:
        assert 0 < why.score <= 1
        assert len(why.nearest) == 3
        assert why.input not in {like.input for like in why.nearest}
        assert {like.input for like in why.nearest} <= {*entries}
        scores = [like.score for like in why.nearest]
        assert scores == sorted(scores, reverse=True)
    assert nobody == []
    assert await ask(settings, WhyHere(theme.id, entries), list[Why]) is None


async def test_reviewer_finds_the_nearest_theme(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    queue = await accept_about(here, "antrean")
    await accept_about(here, "jalan")
    entry = await Input.objects().get(Input.text == QUEUES[0])
    assert entry
    await move_input(entry=entry.id, to=None, away_from=queue.id, by=None)

    near: list[NearTheme] = await Reviewer(remembering.name).answer(
        NearThemes(here.id, entry.id, 5)
    )

    assert near[0].theme == queue.id
    assert len(near) == 2


async def test_reviewer_splits_by_meaning_the_same_way_twice(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    queue, roads = await accept_about(here, "antrean"), await accept_about(here, "jalan")
    both = await members_of(queue.id), await members_of(roads.id)
    for entry in both[1]:
        await move_input(entry=entry, to=queue.id, away_from=None, by=None)
    reviewer = Reviewer(remembering.name)

    first: SplitProposal = await reviewer.answer(SplitInto(queue.id, 2))
    again: SplitProposal = await reviewer.answer(SplitInto(queue.id, 2))

    assert first == again
    apart = [max(len(own & {*part.inputs}) for own in both) for part in first.parts]
    assert sum(apart) >= 12, "at least 12 of the 16 are among their own"
    assert {key for part in first.parts for key in part.inputs} == await members_of(queue.id)
    assert all(part.label and part.central for part in first.parts)


async def test_brief_is_kept_and_drops_what_is_no_longer_said(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    theme = await accept_about(here, "antrean")
    assert await Reviewer(remembering.name).answer(WriteBrief(theme.id))

    kept = await brief_of(theme.id)
    assert kept
    assert kept.is_fresh
    cited = kept.parts[BriefPart.PROPOSAL][0]
    assert cited.words in cited.entry.text

    await Input.update({Input.text: "Sudah diubah."}).where(Input.id == cited.entry.id)
    later = await brief_of(theme.id)
    assert later
    assert cited.words not in [s.words for part in later.parts.values() for s in part]
    entry = (await make_input(here, text=QUEUES[0])).input
    await move_input(entry=entry, to=theme.id, away_from=None, by=None)
    stale = await brief_of(theme.id)
    assert stale
    assert not stale.is_fresh


async def test_reviewer_compares_a_run_and_reads_its_layers(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    theme = await accept_about(here, "antrean")
    run = await analysed(here, remembering)
    reviewer = Reviewer(remembering.name)

    found: RunComparison = await reviewer.answer(CompareRun(run.id))
    layers = await reviewer.answer(ReadLayers(run.id))
    group = found.new[0]

    [shift] = found.shifts
    expected = (await compare_run(run.id))[0].shifts[0]
    assert (shift.theme, shift.stays) == (theme.id, len(expected.stays))
    assert len(layers) == 3
    assert sum(one.size for one in layers[found.layer]) == len(MATTERS)
    inputs = await reviewer.answer(ReadGroup(run.id, found.layer, group.place))
    assert len(inputs) == group.size
    assert await reviewer.answer(ReadGroup(run.id, 9, 9)) == []


async def test_pages_show_what_the_worker_answers(
    app_client: AsyncClient,
    remembering: RememberingEmbedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("themes", "analyses", "theme_joining"):
        monkeypatch.setattr(f"server.pages.drafting.{module}.PATIENCE_SECONDS", PATIENCE)
    here = await consultation_with(MATTERS)
    await analysed(here, remembering)
    theme = await accept_about(here, "antrean")
    run = await analysed(here, remembering)
    drafter = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, here.id)).id)
    work = "/kerja/contoh"
    board = f"{work}/tema/{theme.id}"

    async with answering(
        Settings(data=tmp_path), Likeness(remembering), Reviewer(remembering.name)
    ):
        page = await drafter.read(board)
        assert "Paling mirip dengan:" in page.text
        assert "Ringkasan dari kata-kata sendiri" in page.text

        page = await drafter.read(f"{board}/pecah?bagian=2")
        form = {name: page.value(name) for name in ("version", "members", "parts")}
        both = {"part_0": "A", "part_1": "B"}
        assert "Biarkan satu bagian" in (await drafter.refused(f"{board}/pecah", form | both)).text
        none = {"part_0": "", "part_1": ""}
        assert "paling sedikit satu" in (await drafter.refused(f"{board}/pecah", form | none)).text
        old = {**form, "members": "lain", "part_0": "", "part_1": "B"}
        assert "sudah berubah" in (await drafter.refused(f"{board}/pecah", old)).text
        await drafter.send(f"{board}/pecah", {**form, "part_0": "", "part_1": "Pecahan"})
        assert await Theme.count() == 2

        page = await drafter.read(f"{work}/analisis/{run.id}")
        assert "akan masuk" in page.text
        assert run.input_hash in page.text
        await drafter.refused(f"{work}/analisis/{run.id}", {})
        stranger = (await make_input(here, text="Satu lagi.")).input
        joins = {"masuk": [f"{theme.id}:{stranger}", "ngawur"]}
        await drafter.send(f"{work}/analisis/{run.id}", joins)
        assert stranger in await members_of(theme.id)
        group = {"lapis": "1", "kelompok": "0", "name": "Dari kelompok"}
        made = await drafter.send(f"{work}/analisis/{run.id}/kelompok", group)
        assert "Dari kelompok" in (await drafter.read(made)).text
    assert (
        "Pekerja analisis tidak menjawab" in (await drafter.read(f"{work}/analisis/{run.id}")).text
    )
    assert "Belum ada usulan" in (await drafter.read(f"{board}/pecah")).text
    await drafter.read(f"{work}/analisis/{uuid4()}", status=404)
