"""The board of themes: accepted ones and proposals in one list, sorted and narrowed as asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from analysis.proposals import open_proposals, stability_of_themes
from analysis.steadiness import Steadiness, steadiness
from consultations.queries.themes import themes_of
from consultations.queries.voices import Voices
from consultations.vocabulary import N_, Decision, Term


class BoardOrder(StrEnum):
    """How the board is sorted; the value is the address's."""

    SPREAD = "sebaran"
    SIZE = "jumlah"
    NEWEST = "terbaru"
    STABILITY = "kestabilan"
    NAME = "nama"


class BoardState(Term):
    """Which part of the board is shown."""

    ACCEPTED = "diterima", N_("Sudah diterima")
    PROPOSED = "usulan", N_("Usulan")
    UNDECIDED = "belum_diputuskan", N_("Belum diputuskan")
    ONE_SIDED = "satu_pihak", N_("Hanya dari satu pihak")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A theme or a proposal. ``accepted_at`` is empty for a proposal."""

    id: UUID
    name: str
    description: str
    voices: Voices
    stability: float | None
    accepted_at: datetime | None
    decision: Decision | None = None
    published_at: datetime | None = None

    @property
    def steadiness(self) -> Steadiness | None:
        return None if self.stability is None else steadiness(self.stability)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChoice:
    """What the board is narrowed to and how it is sorted."""

    order: BoardOrder = BoardOrder.SPREAD
    state: BoardState | None = None
    words: str = ""


async def board_of(consultation: UUID) -> list[BoardRow]:
    """Everything on the board, accepted themes first."""
    stability = await stability_of_themes(consultation)
    accepted = [
        BoardRow(
            id=theme.id,
            name=theme.name,
            description=theme.description,
            voices=theme.voices,
            stability=stability.get(theme.id),
            accepted_at=theme.accepted_at,
            decision=theme.decision,
            published_at=theme.published_at,
        )
        for theme in await themes_of(consultation)
    ]
    proposed = [
        BoardRow(
            id=proposal.id,
            name=proposal.label,
            description=proposal.quotation,
            voices=proposal.voices,
            stability=proposal.stability,
            accepted_at=None,
        )
        for proposal in await open_proposals(consultation)
    ]
    return accepted + proposed


def arranged(rows: list[BoardRow], choice: BoardChoice) -> list[BoardRow]:
    """The rows that a choice leaves, in its order; what is alike stays as it was."""
    words = choice.words.casefold().split()
    left = [row for row in rows if _is_chosen(row, choice.state) and _holds(row, words)]
    if choice.order is BoardOrder.NAME:
        return sorted(left, key=lambda row: row.name.casefold())
    if choice.order is BoardOrder.NEWEST:
        return sorted(left, key=lambda row: -row.accepted_at.timestamp() if row.accepted_at else 0)
    if choice.order is BoardOrder.STABILITY:
        # The shakiest first: they need a person most.
        return sorted(left, key=lambda row: 2.0 if row.stability is None else row.stability)
    if choice.order is BoardOrder.SIZE:
        return sorted(left, key=lambda row: -row.voices.inputs)
    return sorted(left, key=lambda row: (-len(row.voices.by_element), -row.voices.inputs))


def one_sided(rows: list[BoardRow]) -> list[BoardRow]:
    """Those that come from one side only, the largest first."""
    found = [row for row in rows if row.voices.is_one_sided]
    return sorted(found, key=lambda row: (row.voices.group is None, -row.voices.inputs))


def _is_chosen(row: BoardRow, state: BoardState | None) -> bool:
    match state:
        case BoardState.ACCEPTED:
            return row.accepted_at is not None
        case BoardState.PROPOSED:
            return row.accepted_at is None
        case BoardState.UNDECIDED:
            return row.decision is None
        case BoardState.ONE_SIDED:
            return row.voices.is_one_sided
    return True


def _holds(row: BoardRow, words: list[str]) -> bool:
    text = f"{row.name} {row.description}".casefold()
    return all(word in text for word in words)
