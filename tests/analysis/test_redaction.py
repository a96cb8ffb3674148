"""Redacting words must not move an input: neither its vector nor its themes (RIVALS N19)."""

import json

import pytest

from analysis.arrivals import place_arrivals
from analysis.asking import request_run
from analysis.embedding import Embedder
from analysis.run_claims import claim_run
from analysis.runs import perform_run
from analysis.tables import AnalysedInput, CandidateMember, Embedding
from consultations import moderation
from consultations.demonstration.loading import FOLDER
from consultations.moderated import Subject
from consultations.moderation_cases import Marked, Ruling
from consultations.queries.moderation import case_of, reasons_of
from tests.factories import make_consultation, make_draft, make_input

NAME = "Pak Darmawan"


def _texts() -> list[str]:
    lines = (FOLDER / "inputs.jsonl").read_text(encoding="utf-8").splitlines()
    return [f"{json.loads(line)['text']} Begitu kata {NAME}." for line in lines[:120]]


async def _members() -> set[frozenset[str]]:
    rows = await CandidateMember.select(CandidateMember.candidate, CandidateMember.input)
    themes: dict[object, set[str]] = {}
    for row in rows:
        themes.setdefault(row["candidate"], set()).add(str(row["input"]))
    return {frozenset(theme) for theme in themes.values()}


@pytest.mark.slow
async def test_membership_is_the_same_after_redaction_and_a_second_run(
    sqlite_database: object, embedder: Embedder
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entries = [(await make_input(consultation, text=text)).input for text in _texts()]
    await place_arrivals(embedder)
    await request_run(consultation=consultation.id, by=None)
    await perform_run(await claim_run(), embedder)
    before, hashes = await _members(), await AnalysedInput.select().order_by(AnalysedInput.input)
    vectors = await Embedding.count()
    reason = (await reasons_of(consultation.id))[0].id
    ruling = Ruling(consultation=consultation.id, by=None, reason=reason)
    for entry in entries:
        await moderation.redact(
            Marked(entry, (await case_of(consultation.id, Subject(entry))).version),
            field="text",
            quote=NAME,
            ruling=ruling,
        )
    assert await place_arrivals(embedder) == 0
    assert await AnalysedInput.select().order_by(AnalysedInput.input) == hashes
    assert await Embedding.count() == vectors
    await CandidateMember.delete(force=True)
    await request_run(consultation=consultation.id, by=None)
    await perform_run(await claim_run(), embedder)
    assert len(before) > 1
    assert await _members() == before
