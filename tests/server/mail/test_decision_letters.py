"""Letters about decisions: all answers to one author in one, and what somebody has to prepare."""

from datetime import timedelta

import pytest

from consultations.assigning import assign
from consultations.clock import clock_moved, now
from consultations.deciding import Answer, Subject, write_disposition
from consultations.mailing import LetterKind
from consultations.publications import (
    claim_publication,
    perform_publication,
    request_publication,
)
from consultations.reminding import remind_of_tasks
from consultations.tables import OutgoingMessage
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from server.mail.composing import compose
from server.mail.letters import Letter
from tests.factories import make_account, make_consultation, make_input

pytestmark = pytest.mark.usefixtures("database", "post_office")
ADDRESS = "http://contoh.test"


async def _composed(kind: LetterKind) -> list[Letter]:
    rows = await OutgoingMessage.objects().where(OutgoingMessage.kind == kind.value)
    letters = [await compose(row, ADDRESS) for row in rows]
    return [letter for letter in letters if letter is not None]


async def test_letter_holds_every_answer_to_its_author_and_nothing_private() -> None:
    consultation = await make_consultation()
    a, b, c = [await make_input(consultation, author_email="a@contoh.id") for _ in range(3)]
    theme = await accept_theme(
        consultation=consultation.id,
        name="Loket",
        placements=[Placement(a.input), Placement(b.input)],
        by=None,
    )
    shared = Answer(Decision.ACCEPTED, "Antreannya panjang.", "Atas {nomor}: diubah.")
    own = Answer(Decision.OUT_OF_SCOPE, "Bukan pelayanan.", "")
    for subject, answer in (
        (Subject(consultation.id, theme=theme.id), shared),
        (Subject(consultation.id, input=c.input), own),
    ):
        await write_disposition(subject=subject, answer=answer, version=0, ready=True, by=None)
    await request_publication(consultation=consultation.id, by=None)
    publication = await claim_publication()
    assert publication is not None
    await perform_publication(publication)
    (letter,) = await _composed(LetterKind.ANSWERS)
    assert letter.text.count("Antreannya panjang.") == 1
    assert f"Atas {a.registration}, {b.registration}: diubah." in letter.text
    assert "Bukan pelayanan." in letter.text
    assert letter.text.count(f"{ADDRESS}/tanda-terima/") == 3


async def test_whoever_has_work_nearly_due_is_reminded_once_a_day() -> None:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    entries = [await make_input(consultation) for _ in range(3)]
    for entry, days in zip(entries, (1, 2, 20), strict=True):
        await assign(
            subject=Subject(consultation.id, input=entry.input),
            assignee=account.id,
            due_on=(now() + timedelta(days=days)).date(),
            by=None,
        )
    await remind_of_tasks()
    await remind_of_tasks()
    (letter,) = await _composed(LetterKind.TASKS)
    assert entries[0].registration in letter.text
    assert f"{ADDRESS}/kerja/contoh/tugas" in letter.text
    with clock_moved(timedelta(days=1)):
        await remind_of_tasks()
    assert len(await _composed(LetterKind.TASKS)) == 2
    done = Answer(Decision.ACCEPTED, "Ya.", "")
    for entry in entries:
        await write_disposition(
            subject=Subject(consultation.id, input=entry.input),
            answer=done,
            version=0,
            ready=True,
            by=None,
        )
    with clock_moved(timedelta(days=2)):
        assert await remind_of_tasks() == 0
    assert await _composed(LetterKind.TASKS) == []
