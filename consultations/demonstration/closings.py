"""What the demonstration's sessions leave behind: documents' words, signatories, follow-up."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.closing import close_session
from consultations.demonstration.actions import add_action
from consultations.evidence import StoredFile
from consultations.queries.closing import closing_points
from consultations.queries.session_dossiers import dossier_of
from consultations.session_records import RecordWords, write_record
from consultations.signing import Signature, add_signatory
from consultations.tables import Session
from consultations.vocabulary import Element, SignatureManner

FILE = Path(__file__).with_name("closings.json")


async def close_demonstration_session(
    session: UUID, *, inputs: Mapping[str, UUID], by: UUID
) -> None:
    """Write what the session's kind leaves behind, then close it, saying what is missing."""
    meeting = await Session.objects().get(Session.id == session)
    assert meeting is not None  # noqa: S101 - it has just been announced
    facts = json.loads(FILE.read_text(encoding="utf-8"))[meeting.kind]
    await record_session(meeting, facts, inputs=inputs, by=by)
    await close_with_reason(meeting, facts["reason"], by=by)


async def record_session(
    meeting: Session,
    facts: dict[str, Any],
    *,
    inputs: Mapping[str, UUID],
    files: Mapping[str, StoredFile] | None = None,
    by: UUID,
) -> None:
    """Write the documents' words, who signs, and what is to be done after the session."""
    session = meeting.id
    meeting.letterhead = meeting.letterhead or facts["letterhead"]
    meeting.legal_basis = meeting.legal_basis or facts["legal_basis"]
    await meeting.save()
    words = ("number", "report_number", "conclusion", "attachments")
    await write_record(
        session=session,
        words=RecordWords(**{name: facts[name] for name in words}),
        version=0,
        by=by,
    )
    for person in facts["signatories"]:
        await add_signatory(
            session=session,
            signature=Signature(
                name=person["name"],
                job=person["job"],
                element=Element(person["element"]) if person["element"] else None,
                manner=SignatureManner(person["manner"]),
                acknowledges=person["acknowledges"],
            ),
            by=by,
        )
    for item in facts["follow_ups"]:
        await add_action(
            meeting.consultation, item, by=by, session=session, inputs=inputs, files=files
        )


async def close_with_reason(meeting: Session, reason: str, *, by: UUID) -> None:
    """Close it, with the reason where something is missing."""
    dossier = await dossier_of(meeting.consultation, meeting.id)
    assert dossier is not None  # noqa: S101 - the session's own
    missing = [point.key for point in closing_points(dossier) if not point.is_there]
    await close_session(
        session=meeting.id, by=by, reason=reason if missing else "", missing=missing
    )
