"""Proposed wordings as the drafting team reads them, and what there is to write them from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.differences import Change, word_changes
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.wording_evidence import COLUMNS, EvidenceBehind
from consultations.tables import WordingChange, WordingRemark, WordingSource
from consultations.vocabulary import (
    ChangeKind,
    UnitKind,
    Visibility,
    WordingAct,
    WordingState,
)

_SOURCE: Any = WordingSource.input
_ADOPTED: Any = WordingChange.adopted
_BASE: Any = WordingChange.base
_WRITER: Any = WordingChange.written_by
_DECIDER: Any = WordingChange.decided_by


@dataclass(frozen=True, slots=True)
class SourceInput:
    """An input behind a wording; ``is_open`` where the public may read it."""

    id: UUID
    registration: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFacts:
    """A proposal beside the published words it was written on."""

    id: UUID
    identity: UUID
    base: UUID
    base_kind: UnitKind
    base_number: str
    base_heading: str
    base_text: str
    act: WordingAct
    kind: ChangeKind
    number: str
    heading: str
    text: str
    reason: str
    adopted: SourceInput | None
    state: WordingState
    remark: str
    version: int
    writer: str
    written_at: datetime
    decider: str
    decided_at: datetime | None
    published_in: int | None
    themes: tuple[tuple[UUID, str], ...] = ()
    inputs: tuple[SourceInput, ...] = ()
    evidence: tuple[EvidenceBehind, ...] = ()

    @property
    def words(self) -> tuple[Change, ...]:
        """What it changes, word by word, headings included."""
        before = "" if self.act is WordingAct.ADD else _words(self.base_heading, self.base_text)
        return word_changes(before, _words(self.heading, self.text))


@dataclass(frozen=True, slots=True)
class WordingChoice:
    """Which proposals are listed."""

    state: WordingState | None = None
    act: WordingAct | None = None
    identity: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemarkFacts:
    """What a colleague said."""

    by: str
    at: datetime
    text: str


async def wordings_of(
    consultation: UUID, choice: WordingChoice, page: int = 1
) -> Page[WordingFacts]:
    """The proposals, newest first."""
    where: Any = WordingChange.consultation == consultation
    if choice.state:
        where &= WordingChange.state == choice.state.value
    if choice.act:
        where &= WordingChange.act == choice.act.value
    if choice.identity:
        where &= WordingChange.identity == choice.identity
    rows = (
        await _columns()
        .where(where)
        .order_by(WordingChange.written_at, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await WordingChange.count().where(where)
    return Page(await _with_sources(rows), max(1, page), total)


async def wordings_for(identity: UUID) -> list[WordingFacts]:
    """Every proposal for one unit that is not published, the newest first."""
    rows = (
        await _columns()
        .where((WordingChange.identity == identity) & WordingChange.published_in.is_null())
        .order_by(WordingChange.written_at, ascending=False)
        .limit(PAGE_SIZE)
    )
    return await _with_sources(rows)


async def approved_wordings(consultation: UUID) -> list[WordingFacts]:
    """The approved proposals that no published version has, in the order they were approved."""
    rows = (
        await _columns()
        .where(
            (WordingChange.consultation == consultation)
            & (WordingChange.state == WordingState.APPROVED.value)
            & WordingChange.published_in.is_null()
        )
        .order_by(WordingChange.decided_at)
    )
    return await _with_sources(rows)


async def count_wordings(consultation: UUID) -> dict[WordingState, int]:
    """How many proposals are in which state."""
    rows = await WordingChange.raw(
        "SELECT state, COUNT(*) AS total FROM wording_change WHERE consultation = {} "
        "GROUP BY state",
        consultation,
    )
    return {WordingState(row["state"]): row["total"] for row in rows}


async def find_wording(consultation: UUID, change: UUID) -> WordingFacts | None:
    """One proposal of this consultation, or ``None``."""
    rows = await _columns().where(
        (WordingChange.id == change) & (WordingChange.consultation == consultation)
    )
    return (await _with_sources(rows))[0] if rows else None


async def remarks_on(change: UUID) -> list[RemarkFacts]:
    """What colleagues said, the first first."""
    by: Any = WordingRemark.by
    rows = (
        await WordingRemark.select(WordingRemark.text, WordingRemark.at, by.name)
        .where(WordingRemark.change == change)
        .order_by(WordingRemark.at)
    )
    return [RemarkFacts(row["by.name"] or "", row["at"], row["text"]) for row in rows]


def _columns() -> Any:
    return WordingChange.select(
        *WordingChange.all_columns(),
        _BASE.kind,
        _BASE.number,
        _BASE.heading,
        _BASE.text,
        _ADOPTED.registration,
        _ADOPTED.visibility,
        _ADOPTED.withheld_at,
        _ADOPTED.withdrawn_at,
        _WRITER.name,
        _DECIDER.name,
        WordingChange.published_in.number,
    )


async def _with_sources(rows: Sequence[dict[str, Any]]) -> list[WordingFacts]:
    theme: Any = WordingSource.theme
    found = (
        await WordingSource.select(
            WordingSource.change,
            theme.id,
            theme.name,
            _SOURCE.id,
            _SOURCE.registration,
            _SOURCE.visibility,
            _SOURCE.withheld_at,
            _SOURCE.withdrawn_at,
            *COLUMNS,
        )
        .where(WordingSource.change.is_in([row["id"] for row in rows] or [None]))
        .order_by(theme.name)
        .order_by(_SOURCE.number)
    )
    themes: dict[UUID, list[tuple[UUID, str]]] = {}
    inputs: dict[UUID, list[SourceInput]] = {}
    evidence: dict[UUID, list[EvidenceBehind]] = {}
    for row in found:
        if row["theme.id"]:
            themes.setdefault(row["change"], []).append((row["theme.id"], row["theme.name"]))
        elif row["input.id"]:
            inputs.setdefault(row["change"], []).append(_source(row, "input", row["input.id"]))
        else:
            evidence.setdefault(row["change"], []).append(EvidenceBehind.of(row))
    return [
        _facts(
            row,
            themes=tuple(themes.get(row["id"], ())),
            inputs=tuple(inputs.get(row["id"], ())),
            evidence=tuple(evidence.get(row["id"], ())),
        )
        for row in rows
    ]


def _facts(row: dict[str, Any], **sources: Any) -> WordingFacts:
    return WordingFacts(
        id=row["id"],
        identity=row["identity"],
        base=row["base"],
        base_kind=UnitKind(row["base.kind"]),
        base_number=row["base.number"],
        base_heading=row["base.heading"],
        base_text=row["base.text"],
        act=WordingAct(row["act"]),
        kind=ChangeKind(row["kind"]),
        number=row["number"],
        heading=row["heading"],
        text=row["text"],
        reason=row["reason"],
        adopted=_source(row, "adopted", row["adopted"]) if row["adopted"] else None,
        state=WordingState(row["state"]),
        remark=row["remark"],
        version=row["version"],
        writer=row["written_by.name"] or "",
        written_at=row["written_at"],
        decider=row["decided_by.name"] or "",
        decided_at=row["decided_at"],
        published_in=row["published_in.number"],
        **sources,
    )


def _source(row: dict[str, Any], of: str, entry: UUID) -> SourceInput:
    is_open = (
        row[f"{of}.visibility"] != Visibility.CONFIDENTIAL.value
        and row[f"{of}.withheld_at"] is None
        and row[f"{of}.withdrawn_at"] is None
    )
    return SourceInput(entry, row[f"{of}.registration"], is_open)


def _words(heading: str, text: str) -> str:
    return "\n\n".join(part for part in (heading, text) if part)
