"""The finished demonstration: whole, loaded once, and traced from inputs to words and back."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from consultations.clock import now
from consultations.demonstration.finished.data import told, written_inputs
from consultations.demonstration.finished.loading import load_finished
from consultations.easy_language import measured
from consultations.evidence import EvidenceStore
from consultations.final_conditions import conditions_of
from consultations.queries.assessments import assessments_of, find_sheet, outcome_for
from consultations.queries.consultations import listed_consultations
from consultations.queries.drafts import versions_of
from consultations.queries.issue_list import issue_list_of
from consultations.queries.own_results import decision_tally, own_results
from consultations.queries.register import RegisterFilter
from consultations.queries.response_matrix import Matrix, matrix_page
from consultations.queries.results import published_results
from consultations.queries.theme_words import units_reworded_for
from consultations.queries.word_traces import changes_from, sources_of_words
from consultations.tables import (
    AuditEntry,
    Consultation,
    DraftVersion,
    FollowUpItem,
    Input,
    OutgoingMessage,
    Publication,
    Session,
    SurveyReturn,
    Theme,
)
from consultations.vocabulary import Decision, Element, IssueRemark, ScoringMethod, Visibility
from tests.factories import find_clause

TODAY_S_ACTS = timedelta(hours=20)


@pytest.fixture
async def finished(database: object, tmp_path: Path) -> UUID:
    return await load_finished(EvidenceStore(tmp_path / "evidence"))


async def test_every_condition_of_a_final_version_is_met(finished: UUID) -> None:
    conditions = await conditions_of(finished)
    assert all(condition.is_met and condition.total for condition in conditions)
    assert conditions[0].total == await Input.count()
    versions = await versions_of(finished)
    assert [(version.number, version.final) for version in versions] == [
        (3, True),
        (2, False),
        (1, False),
    ]
    session = await Session.objects().get(Session.consultation == finished)
    assert session is not None
    assert session.closed_at is not None


async def test_everything_said_is_answered_and_listed(finished: UUID) -> None:
    entries = await Input.select(Input.visibility, Input.element).where(
        Input.consultation == finished
    )
    written = len(list(written_inputs()))
    notes = told("session")["notes"]
    assert len(entries) == written + len(notes)
    assert {row["element"] for row in entries} == {element.value for element in Element}
    listed = [row for row in entries if row["visibility"] != Visibility.CONFIDENTIAL.value]
    assert len(listed) < len(entries)
    # The public's own counts leave out what only the team reads.
    assert (await decision_tally(finished)).answered == len(listed)
    matrix = await matrix_page(Matrix(finished, RegisterFilter(), published=True))
    assert matrix.total == len(listed)
    assert all(row.effective.outcomes for row in matrix.items)

    results = await published_results(finished)
    assert {result.decision for result in results} == {
        Decision.ACCEPTED,
        Decision.PARTLY_ACCEPTED,
        Decision.NOT_ACCEPTED,
        Decision.ALREADY_COVERED,
        Decision.NEXT_STAGE,
    }
    assert (await own_results(finished)).total == len(told("themes")["own"])


async def test_one_voice_changed_the_words_and_is_found_from_them(finished: UUID) -> None:
    lone = await Input.objects().get(Input.vulnerable_group == "penyandang_disabilitas")
    assert lone is not None
    (change,) = await changes_from(lone.id)
    assert (change.number, change.version, change.adopted) == ("3.1.2", 2, True)
    final = await DraftVersion.objects().get(
        (DraftVersion.consultation == finished) & DraftVersion.final.eq(value=True)
    )
    assert final is not None
    unit = await find_clause(final, "3.1.2")
    assert unit.text == lone.proposed_wording
    (source,) = await sources_of_words(unit.identity, final.number)
    assert source.adopted == lone.registration

    reworded = await units_reworded_for(finished)
    name = "Gratis di meja, berbayar di sekitarnya"
    theme = await Theme.objects().get(Theme.name == name)
    assert theme is not None
    assert [unit.number for unit in reworded[theme.id]] == ["3.2.2", "4.2.2"]
    boat = await find_clause(final, "2.2.2")
    (source,) = await sources_of_words(boat.identity, final.number)
    assert {bool(behind.kind) for behind in source.evidence} == {True, False}
    remarks = (await issue_list_of(finished)).counts
    assert (remarks[IssueRemark.SUBSTANCE], remarks[IssueRemark.EDITORIAL]) == (8, 2)
    assert remarks[IssueRemark.NEW] == 1


async def test_scorers_put_the_refused_option_last(finished: UUID) -> None:
    (assessment,) = await assessments_of(finished)
    sheet = await find_sheet(finished, assessment.id)
    assert sheet is not None
    outcome = await outcome_for(sheet)
    assert outcome is not None
    weekly = len(outcome.places) - 1
    assert {method.places[weekly] for method in outcome.methods} == {float(len(outcome.places))}
    assert len(outcome.methods) == len(ScoringMethod)


async def test_loading_again_adds_nothing_and_what_was_done_lies_behind(
    finished: UUID, tmp_path: Path
) -> None:
    before = await AuditEntry.count()
    assert await load_finished(EvidenceStore(tmp_path / "evidence")) == finished
    assert (await Consultation.count(), await AuditEntry.count()) == (1, before)
    rows = await AuditEntry.select(AuditEntry.at).where(AuditEntry.consultation == finished)
    assert all(row["at"] < now() - TODAY_S_ACTS for row in rows)
    assert await OutgoingMessage.count() == 0
    assert not await Publication.exists().where(Publication.told_at.is_null())
    assert await FollowUpItem.count() == len(told("stages")["actions"]) + 2
    assert await SurveyReturn.count() == told("survey")["answers"]
    (listed,) = await listed_consultations()
    assert listed.is_finished
    assert listed.open_until is None


def test_its_easy_texts_are_easy() -> None:
    for said in told("stages")["easy"].values():
        assert [measured(text).long for text in said.values()] == [(), ()]
