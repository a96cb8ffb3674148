"""The versions of a draft, and what changed from one to another."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.differences import Change as Words
from consultations.differences import word_changes
from consultations.errors import NotFound
from consultations.queries.answers import UnitAnswer, answered_together, answers_about
from consultations.queries.comparing import Change, compare_versions
from consultations.queries.drafts import versions_of
from consultations.queries.paging import Page, offset_of
from consultations.queries.word_traces import (
    WordSources,
    said_once,
    sources_of_removals,
    sources_of_units,
)
from consultations.rules import Permission
from consultations.vocabulary import Fate
from consultations.wording_notes import without_sources
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit

VERSIONS = "/konsultasi/{slug:str}/rancangan/versi"
CHANGES = "/konsultasi/{slug:str}/rancangan/{version:int}/perubahan"
CHANGES_SHOWN = 25
FEW_INPUTS = 3
SIDE_BY_SIDE = "berdampingan"

Named = tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with its words compared; what its units share of reasons and sources stands once."""

    change: Change
    words: tuple[Words, ...]
    notes: list[str]
    answers: list[UnitAnswer]
    sources: list[WordSources]
    # Which earlier one on the page, from 0, rests on the very same inputs.
    again: int | None = None

    @property
    def inputs(self) -> Named:
        """The inputs it names and how many more there are, where they are many to read twice."""
        named = tuple((one.named, one.more) for one in self.sources if one.named)
        return named if sum(len(numbers) for numbers, _ in named) > FEW_INPUTS else ()


@get(VERSIONS, name="draft.versions", opt=needs(Permission.READ_PUBLISHED))
async def list_versions(request: Visit) -> Response[Any]:
    """Every published version, newest first, each at its own address."""

    async def facts() -> dict[str, Any]:
        return {"versions": await versions_of(request.consultation.id)}

    return await reusable_page(request, "public/draft_versions.html", facts)


@get(CHANGES, name="draft.changes", opt=needs(Permission.READ_PUBLISHED))
async def show_changes(
    request: Visit,
    version: FromPath[int],
    dari: FromQuery[int] = 0,
    tampilan: FromQuery[str] = "",
    semua: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """What changed since an earlier version, unit by unit and word by word."""

    async def facts() -> dict[str, Any]:
        versions = await versions_of(request.consultation.id)
        after = next((v for v in versions if v.number == version), None)
        earlier = [v for v in versions if v.number < version]
        if after is None or not earlier:
            raise NotFound
        before = next((v for v in earlier if v.number == (dari or earlier[0].number)), None)
        if before is None:
            raise NotFound
        comparison = await compare_versions(before, after)
        listed = comparison.changes if semua else comparison.changed
        first = offset_of(halaman, CHANGES_SHOWN)
        here = listed[first : first + CHANGES_SHOWN]
        answers = await answers_about([unit.id for change in here for unit in change.old])
        sources = await sources_of_units([unit.id for change in here for unit in change.new])
        gone = [unit.identity for change in here if not change.new for unit in change.old]
        sources |= await sources_of_removals(gone, after=before.number, until=after.number)
        return {
            "before": before,
            "after": after,
            "earlier": earlier,
            "counts": comparison.counts,
            "changes": Page(
                _pointing_back([_shown(change, answers, sources) for change in here]),
                max(1, halaman),
                len(listed),
                CHANGES_SHOWN,
            ),
            "side_by_side": tampilan == SIDE_BY_SIDE,
            "everything": bool(semua),
        }

    return await reusable_page(request, "public/differences.html", facts)


def _shown(
    change: Change,
    answers: dict[UUID, list[UnitAnswer]],
    sources: dict[UUID, list[WordSources]],
) -> ShownChange:
    same = change.fate is Fate.UNCHANGED
    behind = said_once(
        [
            source
            for unit in change.new or change.old
            for source in sources.get(unit.id if change.new else unit.identity, [])
        ]
    )
    said = answered_together([answer for unit in change.old for answer in answers.get(unit.id, [])])
    notes = [
        without_sources(note, themes_follow=bool(said)) if behind else note for note in change.notes
    ]
    return ShownChange(
        change=change,
        words=() if same else word_changes(change.before, change.after),
        notes=[note for note in dict.fromkeys(notes) if note],
        answers=said,
        sources=behind,
    )


def _pointing_back(shown: list[ShownChange]) -> list[ShownChange]:
    """Clauses that one theme changed rest on the same inputs: these are listed at the first."""
    first: dict[Named, int] = {}
    found = []
    for place, one in enumerate(shown):
        earlier = first.setdefault(one.inputs, place) if one.inputs else place
        found.append(replace(one, again=earlier) if earlier != place else one)
    return found
