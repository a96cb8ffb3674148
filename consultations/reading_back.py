"""Read notes back (baca ulang): speakers confirm or correct how their words were noted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.mailing import LetterKind, queue_letter
from consultations.note_editing import mark_change
from consultations.tables import Note, Participant, Session
from consultations.transactions import transaction
from consultations.vocabulary import N_, ReadBack

LINK_LASTS = timedelta(days=7)


class ReadingBackOver(Refusal):
    """The time in which speakers may still confirm or correct has passed."""

    message = N_("Masa baca ulang sesi ini sudah lewat.")


def open_until(closed_at: datetime | None) -> datetime | None:
    """Until when speakers may answer; without end while the session still runs."""
    return closed_at + LINK_LASTS if closed_at else None


async def answer_read_back(
    *, note: UUID, participant: UUID, correction: str | None, version: int
) -> None:
    """A speaker says that a note is right or, with a correction, how it should read.

    The note stays as it was noted; the correction is kept beside it. ``version`` is the one the
    speaker read. Raises ``ReadingBackOver``, ``NoteChanged`` or ``NotFound``.
    """
    async with transaction():
        row = await Note.objects().get(
            (Note.id == note) & (Note.participant == participant) & Note.withdrawn_at.is_null()
        )
        if row is None:
            raise NotFound
        meeting = await Session.select(Session.closed_at).where(Session.id == row.session).first()
        ends = open_until(meeting["closed_at"]) if meeting else None
        if ends is not None and now() >= ends:
            raise ReadingBackOver
        if row.version != version:
            raise NoteChanged
        read: dict[Column | str, Any] = {
            Note.change: await mark_change(row.session),
            Note.verified_at: now(),
            Note.verified_how: ReadBack.BY_SPEAKER.value,
            Note.correction: correction,
        }
        # Whoever edits the note marks a change of the session too: what was read still stands here.
        if (
            not await Note.update(read)
            .where((Note.id == note) & (Note.version == version))
            .returning(Note.id)
        ):
            raise NoteChanged
        await audit.record("note.corrected" if correction else "note.read_back", row, by=None)


class NoteChanged(Refusal):
    """The note was edited after its speaker had read it."""

    message = N_("Catatan ini baru saja diubah notulis. Baca lagi, lalu pilih.")


async def confirm_in_forum(
    *, session: UUID, notes: Sequence[UUID], at: datetime, by: UUID | None
) -> int:
    """Keep that these notes were read aloud and agreed to; returns how many were not so before.

    What a speaker has confirmed or corrected already stays the speaker's. Raises ``NotFound``.
    """
    async with transaction():
        change = await mark_change(session)
        done = (
            await Note.update(
                {
                    Note.verified_at: at,
                    Note.verified_how: ReadBack.IN_FORUM.value,
                    Note.change: change,
                }
            )
            .where((Note.session == session) & Note.id.is_in(list(notes)))
            .where(Note.verified_at.is_null() & Note.withdrawn_at.is_null())
            .returning(Note.id)
        )
        meeting = await Session.objects().get(Session.id == session)
        if meeting is not None and done:
            await audit.record(
                "note.read_back", meeting, by=by, consultation=meeting.consultation, notes=len(done)
            )
        return len(done)


async def send_read_back_links(*, session: UUID, by: UUID | None) -> int:
    """Mail their private link to the speakers whose address is known; returns to how many."""
    async with transaction():
        meeting = await Session.objects().get(Session.id == session)
        if meeting is None:
            raise NotFound
        people = await speakers_to_write_to(session)
        for person in people:
            await queue_letter(
                kind=LetterKind.READ_BACK,
                recipient=person.email or "",
                locale=person.locale or "id",
                about=person.id,
                # Once a day at most, however often the button is pressed.
                key=f"{person.id}:{now():%Y%m%d}",
                lasts=LINK_LASTS,
            )
        await audit.record(
            "session.read_back_sent",
            meeting,
            by=by,
            consultation=meeting.consultation,
            letters=len(people),
        )
        return len(people)


async def speakers_to_write_to(session: UUID) -> list[Participant]:
    """Participants of whom something is noted, who gave an address and have not answered yet."""
    notes = await Note.select(Note.participant).where(
        (Note.session == session)
        & Note.participant.is_not_null()
        & Note.withdrawn_at.is_null()
        & Note.verified_at.is_null()
    )
    spoke = {row["participant"] for row in notes}
    if not spoke:
        return []
    return await Participant.objects().where(
        Participant.id.is_in(list(spoke)) & Participant.email.is_not_null()
    ).order_by(Participant.position)  # fmt: skip
