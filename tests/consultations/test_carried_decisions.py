"""Decisions written before there were deliberations are taken over by the migration."""

import importlib

import pytest

from consultations.answering import Answer, answer_theme
from consultations.queries.themes import disposition_of
from consultations.tables import Consultation, Deliberation, DeliberationStep
from consultations.theming import accept_theme
from consultations.transactions import transaction
from consultations.vocabulary import Decision, DeliberationState
from tests.factories import make_consultation

MIGRATION = "consultations.migrations.consultations_2026_11_24t18_36_00_000000"


@pytest.mark.usefixtures("database")
async def test_earlier_decisions_can_be_worked_on_as_they_were() -> None:
    consultation = await make_consultation()
    answer = Answer(Decision.ACCEPTED, "Karena.", "Jawab.")
    themes = {}
    for published in (True, False):
        theme = await accept_theme(consultation=consultation.id, name="T", by=None)
        await answer_theme(theme=theme.id, answer=answer, version=0, publish=published, by=None)
        themes[published] = theme.id
    async with transaction():
        await DeliberationStep.delete(force=True)
        await Deliberation.delete(force=True)
        await Consultation.raw(importlib.import_module(MIGRATION).CARRY_OVER)
    for published, theme in themes.items():
        facts = await disposition_of(theme)
        assert (facts.version, facts.decision, facts.reply) == (1, Decision.ACCEPTED, "Jawab.")
        assert (facts.published_at is not None) == published
    rows = await Deliberation.objects().order_by(Deliberation.pending)
    assert [(row.pending, row.state) for row in rows] == [
        (False, DeliberationState.APPROVED.value),
        (True, DeliberationState.DRAFT.value),
    ]
    await answer_theme(theme=themes[False], answer=answer, version=1, publish=True, by=None)
