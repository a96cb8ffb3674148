"""An input that was noted in a session says wherever it is shown whether its speaker heard it."""

import pytest
from httpx import AsyncClient

from consultations.clock import now
from consultations.noting import Remark, take_note
from consultations.tables import Input, Note
from consultations.transactions import transaction
from consultations.vocabulary import NoteForm, ReadBack, Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_statement
from tests.server.test_notes import make_session


@pytest.mark.usefixtures("database")
async def test_noted_input_shows_whether_it_was_confirmed(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await make_session(consultation)
    await take_note(
        session=session.id,
        statement=make_statement("Loket sering tutup."),
        remark=Remark(speaker_code="P1", form=NoteForm.PARAPHRASE),
        unit=None,
        idempotency_key="satu",
        by=None,
    )
    number = (await Input.select(Input.registration).first())["registration"]
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(app_client).sign_in(account.id)
    pages = (
        "/kerja/contoh/masukan",
        f"/kerja/contoh/masukan/{number}",
        f"/konsultasi/contoh/masukan/{number}",
    )
    for path in pages:
        assert "Belum dikonfirmasi" in (await visitor.read(path)).html, path
    async with transaction():
        await Note.update(
            {
                Note.verified_at: now(),
                Note.verified_how: ReadBack.BY_SPEAKER.value,
                Note.correction: "Loket tutup tiap Jumat.",
            }
        ).where(Note.session == session.id)
    for path in pages:
        text = (await visitor.read(path)).html
        assert "Belum dikonfirmasi" not in text, path
        assert "Loket tutup tiap Jumat." in text, path
