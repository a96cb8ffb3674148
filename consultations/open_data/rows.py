"""The rows of the open-data package, batch by batch, from the reads that the public pages use."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from uuid import UUID

from consultations.follow_up_rows import follow_up_rows
from consultations.open_data.dictionary import (
    ACTIONS,
    ATTENDANCE,
    DISPOSITIONS,
    INPUTS,
    SESSIONS,
    STATEMENTS,
    SURVEYS,
    THEMES,
    UNITS,
)
from consultations.open_data.survey_rows import survey_rows
from consultations.picturing import pictures_in_words
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.follow_ups import FollowUpFilter, every_follow_up
from consultations.queries.register import RegisterFilter
from consultations.queries.response_matrix import Matrix, MatrixRow, matrix_batches
from consultations.queries.results import published_results
from consultations.queries.sessions import sessions_of
from consultations.queries.statements import statements_of, terms_of
from consultations.queries.target_matrix import public_attendance
from consultations.vocabulary import StatementState

Cell = str | int | float | bool | None
Batches = AsyncIterator[list[list[Cell]]]


async def _inputs(consultation: UUID) -> Batches:
    async for batch in matrix_batches(_public(consultation)):
        yield [_input(row) for row in batch]


async def _dispositions(consultation: UUID) -> Batches:
    async for batch in matrix_batches(_public(consultation)):
        yield [
            [
                row.entry.registration,
                outcome.name,
                outcome.decision.value,
                outcome.reason,
                outcome.reply,
                _moment(outcome.published_at),
            ]
            for row in batch
            for outcome in row.effective.outcomes
        ]


async def _themes(consultation: UUID) -> Batches:
    yield [
        [
            result.name,
            result.description,
            result.decision.value,
            result.reason,
            result.reply,
            _moment(result.published_at),
            result.inputs,
            result.manuscripts,
            result.separately,
        ]
        for result in await published_results(consultation)
    ]


async def _units(consultation: UUID) -> Batches:
    for version in reversed(await versions_of(consultation)):
        yield [
            [
                version.number,
                _moment(version.published_at),
                version.final,
                unit.kind.value,
                unit.number,
                str(unit.identity),
                unit.heading,
                pictures_in_words(unit.text),
            ]
            for unit in await units_of(version.id)
        ]


async def _sessions(consultation: UUID) -> Batches:
    yield [
        [
            session.title,
            session.kind.value,
            session.theme,
            session.place,
            _moment(session.starts_at),
            _moment(session.ends_at),
            _moment(session.closed_at),
            _moment(session.cancelled_at),
            session.notes,
        ]
        for session in await sessions_of(consultation)
    ]


async def _attendance(consultation: UUID) -> Batches:
    for session in await sessions_of(consultation):
        present = await public_attendance(session.id)
        yield [[session.title, element.value, count] for element, count in present.items()]


async def _statements(consultation: UUID) -> Batches:
    shown = (await terms_of(consultation)).groups_shown_at is not None
    yield [
        [
            one.number,
            one.text,
            one.state.value,
            *((one.agree, one.disagree, one.passed) if shown else (None, None, None)),
        ]
        for one in await statements_of(consultation)
        if one.state in (StatementState.OPEN, StatementState.CLOSED)
    ]


async def _actions(consultation: UUID) -> Batches:
    rows = follow_up_rows(await every_follow_up(consultation, FollowUpFilter(public_only=True)))
    yield [[int(row[0]), *(cell or None for cell in row[1:])] for row in rows[1:]]


ROWS: dict[str, Callable[[UUID], Batches]] = {
    INPUTS.name: _inputs,
    DISPOSITIONS.name: _dispositions,
    THEMES.name: _themes,
    UNITS.name: _units,
    SESSIONS.name: _sessions,
    ATTENDANCE.name: _attendance,
    SURVEYS.name: survey_rows,
    STATEMENTS.name: _statements,
    ACTIONS.name: _actions,
}


def _public(consultation: UUID) -> Matrix:
    return Matrix(consultation, RegisterFilter(), published=True)


def _input(row: MatrixRow) -> list[Cell]:
    entry, outcomes = row.entry, row.effective.outcomes
    state = "tampil"
    if entry.withdrawn_at:
        state = "ditarik"
    elif entry.withheld_for:
        state = "disembunyikan"
    return [
        entry.registration,
        state,
        entry.withheld_for.text if entry.withheld_for else None,
        _moment(entry.received_at),
        entry.channel.value,
        entry.kind.value,
        entry.scope.value,
        entry.element.value if entry.element else None,
        entry.region,
        entry.author or None,
        entry.version_number,
        entry.unit_number,
        entry.text or None,
        entry.proposed_wording,
        entry.reason,
        entry.supports,
        entry.opposes,
        "; ".join(outcome.name for outcome in outcomes if outcome.name) or None,
        "; ".join(dict.fromkeys(outcome.decision.value for outcome in outcomes)) or None,
        "; ".join(str(wording.version) for wording in row.wordings) or None,
        "\n\n".join(
            pictures_in_words(wording.unit.text) for wording in row.wordings if wording.unit
        )
        or None,
    ]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
