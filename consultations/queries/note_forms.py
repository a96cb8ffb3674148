"""What the form of a note offers, and a note as its form shows it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.redacting import original_words
from consultations.tables import BreakoutGroup, GuideQuestion, Note, Participant
from consultations.vocabulary import Element, GuidePart, RegistrationState

CANCELLED = RegistrationState.CANCELLED.value


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question of the session's guide."""

    id: UUID
    position: int
    part: GuidePart
    text: str


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A breakout group of the session."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """A participant as the note-taker knows them: by code, element and organisation."""

    id: UUID
    code: str
    element: Element
    organisation: str


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What notes of a session may name."""

    questions: list[QuestionFacts]
    groups: list[GroupFacts]
    speakers: list[SpeakerFacts]

    @property
    def elements(self) -> dict[str, Element]:
        """The element each code stands for."""
        return {speaker.code.upper(): speaker.element for speaker in self.speakers}


async def room_of(session: UUID) -> RoomFacts:
    """The session's guide, groups and participants, for its notes to name."""
    questions = (
        await GuideQuestion.select()
        .where(GuideQuestion.session == session)
        .order_by(GuideQuestion.position)
    )
    groups = (
        await BreakoutGroup.select()
        .where(BreakoutGroup.session == session)
        .order_by(BreakoutGroup.position)
    )
    people = (
        await Participant.select()
        .where((Participant.session == session) & (Participant.state != CANCELLED))
        .order_by(Participant.position)
    )
    return RoomFacts(
        [
            QuestionFacts(row["id"], row["position"], GuidePart(row["part"]), row["text"])
            for row in questions
        ],
        [GroupFacts(row["id"], row["name"]) for row in groups],
        [
            SpeakerFacts(row["id"], row["code"], Element(row["element"]), row["organisation"])
            for row in people
        ],
    )


async def note_as_written(note: UUID) -> dict[str, Any]:
    """A note as its form shows it, with the words as they were noted: the room has heard them."""
    row = await Note.select(*Note.all_columns(), *_of_input()).where(Note.id == note).first()
    if row is None:
        return {}
    said = await original_words(row["input"])
    same = ("speaker_code", "form", "dissent")
    counts = ("agreeing", "neutral", "disagreeing")
    return {
        **{name: row[name] for name in same},
        **{name: "" if row[name] is None else str(row[name]) for name in counts},
        **{name: str(row[name] or "") for name in ("question", "group", "stance", "agreement")},
        "version": str(row["version"]),
        "text": said["text"],
        "proposed_wording": said.get("proposed_wording"),
        "element": row["input.element"],
        "region": row["input.region"] or "",
        "unit": row["input.unit.number"] or "",
    }


def _of_input() -> list[Any]:
    entry: Any = Note.input
    return [entry.element, entry.region, entry.unit.number]
