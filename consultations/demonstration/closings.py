"""What the demonstration's sessions leave behind: documents' words, signatories, follow-up."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.closing import close_session
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.queries.closing import closing_points
from consultations.queries.session_dossiers import dossier_of
from consultations.session_records import RecordWords, write_record
from consultations.signing import Signature, add_signatory
from consultations.tables import Input, Session
from consultations.vocabulary import Element, FollowUpStatus, SignatureManner

FILE = Path(__file__).with_name("closings.json")


async def close_demonstration_session(
    session: UUID, *, inputs: Mapping[str, UUID], by: UUID
) -> None:
    """Write what the session's kind leaves behind, then close it, saying what is missing."""
    meeting = await Session.objects().get(Session.id == session)
    assert meeting is not None  # noqa: S101 - it has just been announced
    facts = json.loads(FILE.read_text(encoding="utf-8"))[meeting.kind]
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
        await _follow_up(meeting, item, inputs, by)
    dossier = await dossier_of(meeting.consultation, session)
    assert dossier is not None  # noqa: S101 - see above
    missing = [point.key for point in closing_points(dossier) if not point.is_there]
    await close_session(
        session=session, by=by, reason=facts["reason"] if missing else "", missing=missing
    )


async def _follow_up(
    meeting: Session, item: dict[str, Any], inputs: Mapping[str, UUID], by: UUID
) -> None:
    behind = [inputs[key] for key in item["inputs"] if key in inputs]
    rows = await Input.select(Input.registration).where(Input.id.is_in(behind or [None]))
    added = await add_follow_up(
        consultation=meeting.consultation,
        words=FollowUpWords(
            issue=item["issue"],
            solution=item["solution"],
            activity=item["activity"],
            indicator=item["indicator"],
            owner=item["owner"],
            due_on=(now() + timedelta(days=item["days"])).date(),
            session=meeting.id,
        ),
        inputs=[row["registration"] for row in rows],
        by=by,
    )
    for status, note in item["steps"]:
        await record_step(
            consultation=meeting.consultation,
            item=added.id,
            progress=Progress(status=FollowUpStatus(status), note=note),
            by=by,
        )
