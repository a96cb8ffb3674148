"""Places inputs as they arrive: into accepted themes, else into proposals, else in the queue.

What is read for it does not grow with the inputs that are there already: the latest run's space
and the prototypes are kept, so that a new input costs its own vector and a few comparisons.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from analysis.artefacts import load_space
from analysis.embedding import Embedder, Vectors
from analysis.languages import Guesser
from analysis.placement import place, worth_placing
from analysis.prototypes import (
    Prototypes,
    note_machine_placements,
    proposal_prototypes,
    theme_prototypes,
)
from analysis.run_claims import take_turns_with_runs
from analysis.run_records import latest_run
from analysis.space import Space
from analysis.tables import CandidateMember, CandidateTheme, ThemePrototype
from analysis.vectors import Fresh, embedded_batch, keep
from consultations.revisions import touch
from consultations.tables import OffTopic, ThemeMember
from consultations.theming import Placement, place_inputs, standing_themes
from consultations.transactions import transaction


@dataclass(frozen=True, slots=True)
class _Board:
    """What a consultation offers a new input: its latest run's space, themes and proposals."""

    run: UUID
    space: Space
    themes: Prototypes
    proposals: Prototypes


async def place_arrivals(embedder: Embedder) -> int:
    """Embed and place the inputs that have waited longest; returns how many, 0 if none wait.

    An input is kept as embedded and placed in one transaction: a worker that dies in between
    leaves it waiting.
    """
    async with embedded_batch(embedder) as fresh:
        if fresh is None:
            return 0
        await _keep_placed(fresh, embedder.name)
    return len(fresh.ids)


async def _keep_placed(fresh: Fresh, model: str) -> None:
    by_consultation: dict[UUID, list[int]] = defaultdict(list)
    for row, consultation in enumerate(fresh.consultations):
        by_consultation[consultation].append(row)
    # Once more where a run was finished meanwhile: its proposals are the ones that count.
    while not await _kept_beside(
        {place: await latest_run(place) for place in by_consultation}, by_consultation, fresh, model
    ):
        pass


async def _kept_beside(
    runs: dict[UUID, UUID | None],
    by_consultation: dict[UUID, list[int]],
    fresh: Fresh,
    model: str,
) -> bool:
    """Keep and place inputs while these are the latest runs; false where one no longer is."""
    boards = {place: await _board_of(place, run, model) for place, run in runs.items()}
    languages = Guesser().guess(fresh.texts, fresh.vectors)
    located: dict[UUID, Vectors] = {}
    for consultation, rows in by_consultation.items():
        if (board := boards[consultation]) is not None:
            heard, located[consultation] = board.space.enter(
                [fresh.texts[row] for row in rows], fresh.vectors[rows]
            )
            for row, language in zip(rows, heard, strict=True):
                languages[row] = language
    async with transaction():
        await take_turns_with_runs(runs)
        if runs != {place: await latest_run(place) for place in runs}:
            return False
        await keep(fresh, languages)
        for consultation, rows in by_consultation.items():
            if (board := boards[consultation]) is not None:
                await _place(consultation, board, fresh, rows, located[consultation])
    return True


async def _board_of(consultation: UUID, run: UUID | None, model: str) -> _Board | None:
    space = await load_space(run, model) if run else None
    if run is None or space is None:
        return None
    return _Board(
        run=run,
        space=space,
        themes=await theme_prototypes(consultation, run, space, model),
        proposals=await proposal_prototypes(run),
    )


async def _place(
    consultation: UUID, board: _Board, fresh: Fresh, rows: list[int], located: Vectors
) -> None:
    decided = await _forget_prototypes_with([fresh.ids[row] for row in rows])
    telling = [
        place
        for place, row in enumerate(rows)
        # An edited input keeps the place it has until the next run or a person moves it.
        if fresh.editions[row] == 1
        and worth_placing(fresh.texts[row])
        and fresh.ids[row] not in decided
    ]
    entries = [fresh.ids[rows[place]] for place in telling]
    in_themes = place_all(located[telling], board.themes)
    in_proposals = place_all(located[telling], board.proposals)
    placements: dict[UUID, list[Placement]] = defaultdict(list)
    proposed: dict[UUID, list[Placement]] = defaultdict(list)
    for entry, themes, proposals in zip(entries, in_themes, in_proposals, strict=True):
        for key, score in themes:
            placements[key].append(Placement(entry, score))
        for key, score in [] if themes else proposals:
            proposed[key].append(Placement(entry, score))
    await _propose(proposed, placements)
    # Somebody may have merged or closed a theme since the board was read.
    standing = await standing_themes(placements)
    for theme, own in placements.items():
        if (home := standing[theme]) is not None:
            await place_inputs(theme=home, placements=own, run=board.run, by=None)
    await note_machine_placements(consultation, {theme for theme in standing.values() if theme})
    await touch(consultation)


async def _forget_prototypes_with(entries: list[UUID]) -> set[UUID]:
    """Which of the inputs a person has placed or set aside before they were embedded."""
    rows = await ThemeMember.select(ThemeMember.theme, ThemeMember.input).where(
        ThemeMember.input.is_in(entries)
    )
    if rows:
        # Made without these inputs' vectors.
        await ThemePrototype.delete().where(
            ThemePrototype.theme.is_in([row["theme"] for row in rows])
        )
    aside = await OffTopic.select(OffTopic.input).where(OffTopic.input.is_in(entries))
    return {row["input"] for row in (*rows, *aside)}


async def _propose(
    proposed: dict[UUID, list[Placement]], placements: dict[UUID, list[Placement]]
) -> None:
    """Add inputs to proposals; where a person has just accepted one, to the theme it became."""
    if not proposed:
        return
    rows = await CandidateTheme.select(CandidateTheme.id, CandidateTheme.accepted_as).where(
        CandidateTheme.id.is_in([*proposed])
    )
    for row in rows:
        own = proposed[row["id"]]
        if row["accepted_as"] is not None:
            placements[row["accepted_as"]] += own
            continue
        await CandidateMember.insert(
            *(
                CandidateMember(candidate=row["id"], input=entry.input, score=entry.score)
                for entry in own
            )
        ).on_conflict(
            target=(CandidateMember.candidate, CandidateMember.input), action="DO NOTHING"
        )


def place_all(vectors: Vectors, prototypes: Prototypes) -> list[list[tuple[UUID, float]]]:
    """For each vector the keys it belongs to with their similarities, nearest first."""
    return [
        [(prototypes.keys[theme], score) for theme, score in own]
        for own in place(vectors, prototypes.vectors)
    ]
