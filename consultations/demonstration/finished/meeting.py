"""The forum in the village: held, noted, read back, signed, closed."""

from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.demonstration.closings import close_with_reason, record_session
from consultations.demonstration.days import moment_of, on_day
from consultations.demonstration.finished.data import statement_of
from consultations.demonstration.meetings import hold_meeting
from consultations.demonstration.stages import keep_file
from consultations.evidence import EvidenceStore, StoredFile
from consultations.noting import Remark, take_note
from consultations.queries.session_dossiers import dossier_of
from consultations.reading_back import confirm_in_forum
from consultations.session_documents.composing import compose_document
from consultations.session_documents.typesetting import typeset
from consultations.session_records import keep_session_file
from consultations.tables import Note, Session
from consultations.vocabulary import (
    Agreement,
    InputKind,
    NoteForm,
    Role,
    SessionDocumentKind,
    SessionFileUse,
    Stance,
    Visibility,
)

_PERSON = {"vulnerable_group": None, "needs": None, "came": True, "attendance": "luring"}
_KINDS = {
    Stance.AGREE: InputKind.SUPPORT,
    Stance.NEUTRAL: InputKind.EXPERIENCE,
    Stance.DISAGREE: InputKind.OBJECTION,
}


async def meet(
    consultation: UUID,
    facts: dict[str, Any],
    units: dict[str, UUID],
    accounts: dict[Role, UUID],
    files: dict[str, StoredFile],
    store: EvidenceStore,
) -> dict[str, UUID]:
    """Hold the forum as its data say; returns the inputs that its notes are, by their keys."""
    day, by = facts["day"], accounts[Role.FACILITATOR]
    people = [_PERSON | person for person in facts["participants"]]
    with on_day(day - 14):
        session = await hold_meeting(
            consultation,
            facts | {"participants": people},
            starts_at=moment_of(day, facts["time"]),
            ends_at=moment_of(day, facts["end"]),
            by=by,
        )
    speakers = {f"P{place}": person for place, person in enumerate(people, start=1)}
    inputs = {}
    for said in facts["notes"]:
        with on_day(day, said["time"]):
            inputs[said["key"]] = await _note(
                session, said, speakers[said["speaker"]], units, accounts[Role.NOTE_TAKER]
            )
    with on_day(day, facts["end"]):
        notes = await Note.select(Note.id).where(Note.session == session.id)
        await confirm_in_forum(
            session=session.id, notes=[row["id"] for row in notes], at=now(), by=by
        )
        await record_session(session, facts["record"], inputs=inputs, files=files, by=by)
    with on_day(day + 1):
        await _keep_signed(session, store, by)
        await close_with_reason(session, facts["record"]["reason"], by=by)
    return inputs


async def _note(
    session: Session,
    said: dict[str, Any],
    speaker: dict[str, Any],
    units: dict[str, UUID],
    by: UUID,
) -> UUID:
    stance = Stance(said["stance"])
    own = {"kind": _KINDS[stance].value, "visibility": Visibility.ANONYMOUS.value}
    place = {"element": speaker["element"], "region": speaker["region"]}
    agreeing, neutral, disagreeing = said.get("counts", (None, None, None))
    receipt = await take_note(
        session=session.id,
        statement=statement_of(said | own | place),
        remark=Remark(
            speaker_code=said["speaker"],
            form=NoteForm(said["form"]),
            stance=stance,
            dissent=said.get("dissent"),
            agreement=Agreement(said["agreement"]) if "agreement" in said else None,
            agreeing=agreeing,
            neutral=neutral,
            disagreeing=disagreeing,
            noted_at=now(),
        ),
        unit=units[said["unit"]],
        idempotency_key=f"demonstrasi-{session.consultation}-{said['key']}",
        by=by,
    )
    return receipt.input


async def _keep_signed(session: Session, store: EvidenceStore, by: UUID) -> None:
    """The Berita Acara as the house sets it stands for the scan of the signed sheet."""
    dossier = await dossier_of(session.consultation, session.id)
    assert dossier is not None  # noqa: S101 - it has just been held
    record = await typeset(
        compose_document(SessionDocumentKind.RECORD, dossier, store.path_of), "pdf"
    )
    await keep_session_file(
        session=session.id,
        use=SessionFileUse.SIGNED_RECORD,
        file=await keep_file(record, "berita-acara-contoh.pdf", store),
        caption="Lembar contoh; pada sesi sungguhan di sini ada pindaian yang ditandatangani.",
        taken_at=None,
        by=by,
    )
