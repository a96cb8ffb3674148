"""What came of the room in the minutes and the report, as PDF and as Word."""

import io
from pathlib import Path

import docx
import pytest

from consultations.asking import ask_question, support_question
from consultations.dot_voting import cast_dots, close_round, open_round
from consultations.evidence import EvidenceStore
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
)
from consultations.polling.voting import vote_on
from consultations.queries.room import questions_of
from consultations.queries.session_dossiers import dossier_of
from consultations.queries.statements import statements_of
from consultations.room_moderation import answer_question, hide_question
from consultations.session_documents.composing import compose_document
from consultations.session_documents.typesetting import typeset
from consultations.supporting import Supporter
from consultations.tables import Session
from consultations.vocabulary import Attribution, Element, SessionDocumentKind, Vote
from server.database import Engine
from tests.consultations.session_documents.test_documents import words_in_pdf, words_in_word
from tests.factories import make_consultation, make_session


async def _lived_in() -> Session:
    session = await make_session(await make_consultation())
    for text in ("Kapan buka?", "Berapa biayanya?", "Siapa namanya?", "Di mana?"):
        await ask_question(
            session=session.id, text=text, element=Element.MEDIA, idempotency_key=text
        )
    asked = {one.text: one.id for one in (await questions_of(session.id)).items}
    first, second, third = asked["Kapan buka?"], asked["Berapa biayanya?"], asked["Siapa namanya?"]
    await support_question(
        session=session.id, question=first, supporter=Supporter("a"), supports=True
    )
    await answer_question(session=session.id, question=first, answer="Pukul delapan.", by=None)
    await answer_question(session=session.id, question=second, answer="", by=None)
    await hide_question(session=session.id, question=third, reason="Menyebut orang", by=None)
    items = ["Loket", "Antrean", "Biaya", "Papan petunjuk"]
    for title in ("Mana yang mendesak?", "Masih berjalan?"):
        chosen = await open_round(session=session.id, title=title, items=items, by=None)
        await cast_dots(session=session.id, round_id=chosen, voter=Supporter("a"), choices=[2, 4])
        if title == "Mana yang mendesak?":
            await close_round(session=session.id, round_id=chosen, by=None)
    await add_statements(
        consultation=session.consultation,
        statements=[NewStatement("Loket buka Sabtu."), NewStatement("Belum ditutup.")],
        session=session.id,
        by=None,
    )
    statement = (await statements_of(session.consultation, session.id))[0]
    await vote_on(
        consultation=session.consultation,
        statement=statement.id,
        vote=Vote.AGREE,
        voter=Supporter("a"),
        room=session.id,
    )
    await act_on_statement(
        consultation=session.consultation,
        statement=statement.id,
        act=StatementAct.CLOSE,
        by=None,
    )
    return session


async def _both(session: Session, kind: SessionDocumentKind, folder: Path) -> list[str]:
    dossier = await dossier_of(session.consultation, session.id)
    assert dossier is not None
    composed = compose_document(kind, dossier, EvidenceStore(folder).path_of)
    word = docx.Document(io.BytesIO(await typeset(composed, "docx")))
    return [words_in_pdf(await typeset(composed, "pdf")), words_in_word(word)]


@pytest.mark.parametrize("kind", [SessionDocumentKind.MINUTES, SessionDocumentKind.REPORT])
async def test_answered_questions_and_results_are_in_it_as_indicative(
    sqlite_database: Engine, tmp_path: Path, kind: SessionDocumentKind
) -> None:
    session = await _lived_in()
    for words in await _both(session, kind, tmp_path):
        for expected in (
            "Pertanyaan dari ruang",
            "Kapan buka?",
            "Pukul delapan.",
            "Media massa",
            "(dijawab lisan)",
            "1 pertanyaan dari ruang belum dijawab dalam sesi.",
            "Hasil suara titik",
            "bukan suara perwakilan",
            "Mana yang mendesak?",
            "1 (satu) orang memilih, paling banyak 3 titik tiap orang.",
            "Hasil setuju atau tidak",
            "Loket buka Sabtu.",
        ):
            assert expected in words
        for absent in ("Siapa namanya?", "Menyebut orang", "Masih berjalan?", "Belum ditutup."):
            assert absent not in words


async def test_nobodys_element_is_told_without_attribution_and_no_room_is_no_part(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    session = await _lived_in()
    session.attribution = Attribution.NONE.value
    await session.save()
    for words in await _both(session, SessionDocumentKind.MINUTES, tmp_path):
        assert "Kapan buka?" in words
        assert "Media massa" not in words
    record = await _both(session, SessionDocumentKind.RECORD, tmp_path)
    silent = await _both(
        await make_session(await make_consultation(slug="lain")),
        SessionDocumentKind.MINUTES,
        tmp_path,
    )
    for words in record + silent:
        assert "Pertanyaan dari ruang" not in words
        assert "Hasil suara titik" not in words
