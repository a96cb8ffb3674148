"""What a team wrote for a session's documents: its record, its signatories, files and closings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import SessionClosing, SessionFile, SessionRecord, Signatory
from consultations.vocabulary import ClosingAct, Element, SessionFileUse, SignatureManner


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """The editable words; ``version`` is 0 where nothing was written yet."""

    number: str = ""
    report_number: str = ""
    subjects: str = ""
    conclusion: str = ""
    closing: str = ""
    attachments: str = ""
    no_dissent: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryFacts:
    """Who signs, as what, how and when."""

    id: UUID
    name: str
    job: str
    element: Element | None
    manner: SignatureManner
    signed_at: datetime | None
    acknowledges: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFileFacts:
    """A photo, scan or attachment."""

    id: UUID
    use: SessionFileUse
    name: str
    media_type: str
    size: int
    sha256: str
    caption: str
    taken_at: datetime | None
    stored_at: datetime

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """One closing or reopening and the words that explain it."""

    act: ClosingAct
    reason: str
    at: datetime
    by: str


async def record_of(session: UUID) -> RecordFacts:
    """The session's record, or an empty one."""
    row = await SessionRecord.select().where(SessionRecord.session == session).first()
    if row is None:
        return RecordFacts()
    return RecordFacts(**{name: row[name] for name in RecordFacts.__slots__})


async def signatories_of(session: UUID) -> list[SignatoryFacts]:
    """Who signs, in their order."""
    rows = (
        await Signatory.select()
        .where(Signatory.session == session)
        .order_by(Signatory.acknowledges)
        .order_by(Signatory.position)
        .order_by(Signatory.id)
    )
    return [
        SignatoryFacts(
            id=row["id"],
            name=row["name"],
            job=row["job"],
            element=Element(row["element"]) if row["element"] else None,
            manner=SignatureManner(row["manner"]),
            signed_at=row["signed_at"],
            acknowledges=row["acknowledges"],
        )
        for row in rows
    ]


async def session_files(session: UUID) -> list[SessionFileFacts]:
    """The session's files, in the order they came."""
    rows = (
        await SessionFile.select()
        .where((SessionFile.session == session) & SessionFile.removed_at.is_null())
        .order_by(SessionFile.stored_at)
        .order_by(SessionFile.id)
    )
    return [_file(row) for row in rows]


async def has_signed_record(session: UUID) -> bool:
    """Whether a scan of the signed record (Berita Acara) is on file."""
    return await SessionFile.exists().where(
        (SessionFile.session == session)
        & (SessionFile.use == SessionFileUse.SIGNED_RECORD.value)
        & SessionFile.removed_at.is_null()
    )


async def find_session_file(session: UUID, file: UUID) -> SessionFileFacts | None:
    """One file of this session, or ``None``."""
    row = (
        await SessionFile.select()
        .where(
            (SessionFile.id == file)
            & (SessionFile.session == session)
            & SessionFile.removed_at.is_null()
        )
        .first()
    )
    return _file(row) if row else None


async def closings_of(session: UUID) -> list[ClosingFacts]:
    """Every closing and reopening, the last one first."""
    rows = (
        await SessionClosing.select(
            SessionClosing.act,
            SessionClosing.reason,
            SessionClosing.at,
            SessionClosing.by.name,
        )
        .where(SessionClosing.session == session)
        .order_by(SessionClosing.at, ascending=False)
    )
    return [
        ClosingFacts(
            act=ClosingAct(row["act"]),
            reason=row["reason"],
            at=row["at"],
            by=row["by.name"] or "",
        )
        for row in rows
    ]


def _file(row: dict[str, Any]) -> SessionFileFacts:
    facts = {name: row[name] for name in SessionFileFacts.__slots__ if name != "use"}
    return SessionFileFacts(use=SessionFileUse(row["use"]), **facts)
