"""The notes of a session: for the room that takes them, for their speakers, for the public."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.personal_data import find_personal_data, mask
from consultations.queries.inputs import InputFacts, input_columns, public_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Note, NoteEdition
from consultations.vocabulary import Agreement, Attribution, NoteForm, ReadBack, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """A note with the input it became.

    ``speaker`` is the name or code the reader may know, empty where it is nobody's business.
    """

    id: UUID
    session: UUID
    position: int
    change: int
    version: int
    speaker_code: str
    speaker: str
    form: NoteForm
    stance: Stance | None
    dissent: str | None
    question: str
    group: str
    agreement: Agreement | None
    agreeing: int | None
    neutral: int | None
    disagreeing: int | None
    noted_at: datetime
    edited_at: datetime | None
    late: bool
    device: str | None
    device_number: int | None
    verified_at: datetime | None
    verified_how: ReadBack | None
    correction: str | None
    withdrawn_at: datetime | None
    withdrawn_for: str | None
    entry: InputFacts

    @property
    def order(self) -> str:
        """Sorts as text the way notes are read: by when they were noted."""
        return f"{self.noted_at.isoformat(timespec='microseconds')}-{self.position:06d}"


@dataclass(frozen=True, slots=True)
class NotePast:
    """What a note said before an edit."""

    version: int
    text: str
    dissent: str | None
    replaced_at: datetime
    replaced_by: str


async def notes_of(session: UUID) -> list[NoteFacts]:
    """The notes that stand, in the order in which they were noted."""
    rows = await _notes(Note.session == session).where(Note.withdrawn_at.is_null())
    return [_note(row) for row in rows]


async def public_notes_of(session: UUID, attribution: Attribution) -> list[NoteFacts]:
    """The notes as the session's attribution lets the public know their speakers."""
    rows = await _notes(Note.session == session).where(Note.withdrawn_at.is_null())
    return [
        replace(_note(row, public=True), speaker=_public_speaker(row, attribution)) for row in rows
    ]


async def latest_notes(session: UUID, page: int = 1) -> Page[NoteFacts]:
    """One screen of the notes that stand, the newest first."""
    standing = (Note.session == session) & Note.withdrawn_at.is_null()
    rows = await (
        Note.select(*_columns())
        .where(standing)
        .order_by(Note.noted_at, Note.position, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return Page([_note(row) for row in rows], max(1, page), await Note.count().where(standing))


async def changed_notes(session: UUID, since: int) -> list[NoteFacts]:
    """The notes that changed after the session's change ``since``, withdrawn ones included."""
    rows = await Note.select(*_columns()).where(
        (Note.session == session) & (Note.change > since)
    ).order_by(Note.change)  # fmt: skip
    return [_note(row) for row in rows]


async def find_note(session: UUID, note: UUID) -> NoteFacts | None:
    """One note of this session, or ``None``."""
    row = (
        await Note.select(*_columns()).where((Note.id == note) & (Note.session == session)).first()
    )
    return _note(row) if row else None


@dataclass(frozen=True, slots=True)
class HeardBack:
    """Whether a noted input was read back to its speaker, and how they corrected it."""

    verified_at: datetime | None
    verified_how: ReadBack | None
    correction: str | None


async def heard_back(inputs: Collection[UUID]) -> dict[UUID, HeardBack]:
    """Of those inputs that are notes of a session: what their speakers said to them."""
    rows = await Note.select(
        Note.input, Note.verified_at, Note.verified_how, Note.correction
    ).where(Note.input.is_in(list(inputs) or [None]))
    return {
        row["input"]: HeardBack(
            row["verified_at"],
            ReadBack(row["verified_how"]) if row["verified_how"] else None,
            _masked(row["correction"]),
        )
        for row in rows
    }


async def notes_by(participant: UUID) -> list[NoteFacts]:
    """What was noted of one participant."""
    rows = await _notes(Note.participant == participant).where(Note.withdrawn_at.is_null())
    return [_note(row) for row in rows]


async def past_of(note: UUID) -> list[NotePast]:
    """What a note said before, the latest first."""
    rows = (
        await NoteEdition.select(
            NoteEdition.version,
            NoteEdition.text,
            NoteEdition.dissent,
            NoteEdition.replaced_at,
            NoteEdition.replaced_by.name,
        )
        .where(NoteEdition.note == note)
        .order_by(NoteEdition.version, ascending=False)
    )
    return [
        NotePast(
            version=row["version"],
            text=row["text"],
            dissent=_masked(row["dissent"]),
            replaced_at=row["replaced_at"],
            replaced_by=row["replaced_by.name"] or "",
        )
        for row in rows
    ]


def _notes(where: Any) -> Any:
    return Note.select(*_columns()).where(where).order_by(Note.noted_at, Note.position)


def _columns() -> list[Any]:
    speaker = Note.participant
    return [
        *Note.all_columns(),
        Note.question.text,
        Note.group.name,
        speaker.name,
        speaker.name_consent_at,
        *input_columns(Note.input),
    ]


_AS_STORED = (
    *("id", "session", "position", "change", "version", "speaker_code", "noted_at", "edited_at"),
    *("agreeing", "neutral", "disagreeing", "late", "device", "device_number"),
    *("verified_at", "withdrawn_at", "withdrawn_for"),
)


def _note(row: dict[str, Any], *, public: bool = False) -> NoteFacts:
    entry = {name.removeprefix("input."): value for name, value in row.items() if "input." in name}
    if not public:
        # The room knows its speakers, whatever the public is told of them.
        entry["session.attribution"] = None
    return NoteFacts(
        **{name: row[name] for name in _AS_STORED},
        speaker=row["speaker_code"],
        form=NoteForm(row["form"]),
        stance=Stance(row["stance"]) if row["stance"] else None,
        dissent=_masked(row["dissent"]),
        question=row["question.text"] or "",
        group=row["group.name"] or "",
        agreement=Agreement(row["agreement"]) if row["agreement"] else None,
        verified_how=ReadBack(row["verified_how"]) if row["verified_how"] else None,
        correction=_masked(row["correction"]),
        entry=public_facts(entry),
    )


def _public_speaker(row: dict[str, Any], attribution: Attribution) -> str:
    """A name in an open session with consent; else not even a code, which ties words together."""
    if attribution is not Attribution.OPEN or not row["participant.name_consent_at"]:
        return ""
    return row["participant.name"] or ""


def _masked(words: str | None) -> str | None:
    # Remarks and corrections are no inputs: nobody moderates them, so they are masked here.
    return mask(words, find_personal_data(words)) if words else words
