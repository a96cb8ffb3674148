from datetime import timedelta

import pytest

from consultations.clock import clock_moved, now
from consultations.closing import close_session
from consultations.errors import NotFound
from consultations.note_editing import edit_note
from consultations.noting import Remark, take_note
from consultations.queries.notes import notes_of
from consultations.queries.read_back import find_own_notes, speakers_of
from consultations.reading_back import (
    NoteChanged,
    ReadingBackOver,
    answer_read_back,
    confirm_in_forum,
)
from consultations.signatures import LinkPurpose, signed
from consultations.tables import AuditEntry, Note, Participant, Session
from consultations.tokens import token_hash
from consultations.vocabulary import NoteForm, ReadBack
from server.database import Engine
from tests.factories import make_consultation, make_statement
from tests.server.test_notes import make_participant, make_session


async def _noted(*texts: str, code: str = "P3") -> tuple[Session, Participant]:
    session = await make_session(await make_consultation())
    person = await make_participant(session.id, code, token=token_hash("rahasia"))
    for text in texts:
        await take_note(
            session=session.id,
            statement=make_statement(text),
            remark=Remark(speaker_code=code, form=NoteForm.PARAPHRASE),
            unit=None,
            idempotency_key=text,
            by=None,
        )
    return session, person


async def test_correction_is_kept_beside_the_original(database: Engine) -> None:
    session, person = await _noted("Satu.", "Dua.")
    one, two = await notes_of(session.id)
    await answer_read_back(note=one.id, participant=person.id, correction=None, version=1)
    await answer_read_back(
        note=two.id, participant=person.id, correction="Dua, telepon 081234567890.", version=1
    )
    first, second = await notes_of(session.id)
    assert (first.verified_how, first.correction) == (ReadBack.BY_SPEAKER, None)
    assert second.entry.text == "Dua."
    assert second.correction is not None
    assert second.correction.startswith("Dua, telepon")
    assert "081234567890" not in second.correction
    assert await AuditEntry.count().where(AuditEntry.action == "note.corrected") == 1
    assert (await Session.select(Session.last_change))[0]["last_change"] == 4


async def test_speaker_answers_for_own_notes_only_and_for_what_was_read(database: Engine) -> None:
    session, person = await _noted("Satu.")
    (note,) = await notes_of(session.id)
    other = await make_participant(session.id, "P4")
    with pytest.raises(NotFound):
        await answer_read_back(note=note.id, participant=other.id, correction=None, version=1)
    await edit_note(
        note=note.id,
        statement=make_statement("Satu lagi."),
        remark=Remark(speaker_code="P3", form=NoteForm.PARAPHRASE),
        unit=None,
        version=1,
        by=None,
    )
    with pytest.raises(NoteChanged):
        await answer_read_back(note=note.id, participant=person.id, correction=None, version=1)
    await answer_read_back(note=note.id, participant=person.id, correction=None, version=2)


async def test_edited_note_must_be_read_back_again(database: Engine) -> None:
    session, person = await _noted("Satu.")
    (note,) = await notes_of(session.id)
    await answer_read_back(note=note.id, participant=person.id, correction=None, version=1)
    await edit_note(
        note=note.id,
        statement=make_statement("Lain."),
        remark=Remark(speaker_code="P3", form=NoteForm.PARAPHRASE),
        unit=None,
        version=1,
        by=None,
    )
    (edited,) = await notes_of(session.id)
    assert (edited.verified_at, edited.verified_how) == (None, None)


async def test_forum_agrees_to_a_group_of_notes_at_a_time(database: Engine) -> None:
    session, person = await _noted("Satu.", "Dua.", "Tiga.")
    one, two, _ = await notes_of(session.id)
    await answer_read_back(note=one.id, participant=person.id, correction="Satu!", version=1)
    moment = now() - timedelta(minutes=5)
    chosen = [one.id, two.id]
    assert await confirm_in_forum(session=session.id, notes=chosen, at=moment, by=None) == 1
    first, second, third = await notes_of(session.id)
    assert first.verified_how is ReadBack.BY_SPEAKER
    assert (second.verified_how, second.verified_at) == (ReadBack.IN_FORUM, moment)
    assert third.verified_at is None
    assert [(s.notes, s.waiting) for s in await speakers_of(session.id)] == [(3, 1)]


async def test_links_last_seven_days_after_the_session(database: Engine) -> None:
    session, person = await _noted("Satu.")
    for token in ("rahasia", signed(LinkPurpose.READ_BACK, person.id)):
        own = await find_own_notes(token)
        assert own is not None
        assert own.participant == person.id
    assert await find_own_notes(signed(LinkPurpose.RECEIPT, person.id)) is None
    await close_session(session=session.id, by=None)
    note = (await Note.select())[0]["id"]
    with clock_moved(timedelta(days=6)):
        await answer_read_back(note=note, participant=person.id, correction=None, version=1)
    with clock_moved(timedelta(days=8)):
        with pytest.raises(ReadingBackOver):
            await answer_read_back(note=note, participant=person.id, correction=None, version=1)
        own = await find_own_notes("rahasia")
        assert own is not None
        assert own.is_over
