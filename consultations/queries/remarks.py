"""What was said in a session, as its documents may show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.personal_data import find_personal_data, mask
from consultations.tables import Note
from consultations.vocabulary import Agreement, Element, Stance, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One note as the documents may show it; ``text`` is empty where its words are withheld."""

    position: int
    noted_at: datetime
    code: str
    name: str
    element: Element
    registration: str
    unit: str
    question: str
    text: str
    proposed_wording: str
    stance: Stance | None
    agreement: Agreement | None
    agreeing: int | None
    neutral: int | None
    disagreeing: int | None
    dissent: str
    correction: str
    is_verified: bool


async def remarks_of(session: UUID) -> tuple[Said, ...]:
    """The session's notes in the order they were taken, without those that were withdrawn."""
    entry: Any = Note.input
    unit = entry.unit
    rows = (
        await Note.select(
            *Note.all_columns(),
            entry.element,
            entry.registration,
            entry.text,
            entry.proposed_wording,
            entry.withheld_at,
            unit.kind,
            unit.number,
            Note.question.text,
            Note.participant.name,
            Note.participant.name_consent_at,
        )
        .where((Note.session == session) & entry.withdrawn_at.is_null())
        .order_by(Note.position)
    )
    return tuple(_said(row) for row in rows)


def _said(row: dict[str, Any]) -> Said:
    withheld = row["input.withheld_at"] is not None
    kind = row["input.unit.kind"]
    return Said(
        position=row["position"],
        noted_at=row["noted_at"],
        code=row["speaker_code"],
        # Named in an open session, and only with consent.
        name=(row["participant.name"] or "") if row["participant.name_consent_at"] else "",
        element=Element(row["input.element"]),
        registration=row["input.registration"],
        unit=f"{UnitKind(kind).label} {row['input.unit.number']}" if kind else "",
        question=row["question.text"] or "",
        text="" if withheld else row["input.text"],
        proposed_wording="" if withheld else row["input.proposed_wording"] or "",
        stance=Stance(row["stance"]) if row["stance"] else None,
        agreement=Agreement(row["agreement"]) if row["agreement"] else None,
        agreeing=row["agreeing"],
        neutral=row["neutral"],
        disagreeing=row["disagreeing"],
        dissent=_masked(row["dissent"]),
        correction=_masked(row["correction"]),
        is_verified=row["verified_at"] is not None,
    )


def _masked(words: str | None) -> str:
    # Not moderated, as it is no input: so personal data is masked where it is read.
    return mask(words, find_personal_data(words)) if words else ""
