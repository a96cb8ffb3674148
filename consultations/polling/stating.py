"""Put up statements to vote on, put them in order, close, hide and look through proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import require_open
from consultations.errors import Malformed, NotFound, Refusal
from consultations.revisions import touch
from consultations.room import mark_room
from consultations.supporting import Supporter
from consultations.tables import Consultation, PollStatement, PollTerms
from consultations.transactions import transaction
from consultations.vocabulary import N_, StatementOrigin, StatementState

LONGEST = 280
MOST_STATEMENTS = 500
MOST_PROPOSED = 3


class TooManyStatements(Refusal):
    """More statements than anybody would answer."""

    message = N_("Paling banyak 500 pernyataan dalam satu konsultasi.")


class ProposalsClosed(Refusal):
    """The team takes no statements from participants."""

    message = N_("Konsultasi ini tidak menerima pernyataan dari peserta.")


class EnoughProposed(Refusal):
    """A participant's statements wait to be looked at."""

    message = N_("Tiga pernyataan Anda masih menunggu diperiksa tim penyusun.")


class StatementAct(StrEnum):
    """What the team may do with a statement; the value is the form's."""

    UP = "naik"
    DOWN = "turun"
    OPEN = "buka"
    CLOSE = "tutup"
    HIDE = "sembunyikan"
    ACCEPT = "tampilkan"
    REFUSE = "tolak"


_STATE = {
    StatementAct.OPEN: StatementState.OPEN,
    StatementAct.CLOSE: StatementState.CLOSED,
    StatementAct.HIDE: StatementState.HIDDEN,
    StatementAct.ACCEPT: StatementState.OPEN,
    StatementAct.REFUSE: StatementState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class NewStatement:
    """Words to be voted on, and the input they were taken from."""

    text: str
    input: UUID | None = None


def folded(text: str) -> str:
    """The words as they count for telling two statements apart."""
    return " ".join(text.casefold().split()).rstrip(".!? ")


async def add_statements(
    *, consultation: UUID, statements: Sequence[NewStatement], session: UUID | None, by: UUID | None
) -> int:
    """Put up statements, all of them or none; words that are there already are left out.

    Raises ``NotFound``, ``Malformed`` and ``TooManyStatements``.
    """
    async with transaction():
        await _tell_room(consultation, session)
        await _lock(consultation)
        present, number, position = await _present(consultation)
        rows: list[PollStatement] = []
        for new in statements:
            if not new.text.strip() or len(new.text) > LONGEST:
                raise Malformed
            if folded(new.text) in present:
                continue
            present.add(folded(new.text))
            rows.append(
                PollStatement(
                    consultation=consultation,
                    session=session,
                    number=number + len(rows) + 1,
                    position=position + len(rows) + 1,
                    text=new.text.strip(),
                    origin=(StatementOrigin.INPUT if new.input else StatementOrigin.TEAM).value,
                    input=new.input,
                    created_at=now(),
                    created_by=by,
                )
            )
        if len(present) > MOST_STATEMENTS:
            raise TooManyStatements
        if rows:
            await PollStatement.insert(*rows)
            await audit.record(
                "statement.added", rows[0], by=by, consultation=consultation, count=len(rows)
            )
            await touch(consultation)
    return len(rows)


async def propose_statement(*, consultation: UUID, text: str, author: Supporter) -> bool:
    """A participant's own statement, shown to nobody before the team has read it.

    False where these words are there already. Raises ``ProposalsClosed``, ``EnoughProposed``,
    ``TooManyStatements`` and what ``require_open`` raises.
    """
    async with transaction():
        await _lock(consultation)
        terms = await PollTerms.objects().get(PollTerms.consultation == consultation)
        if terms is None or not terms.participants_propose:
            raise ProposalsClosed
        await require_open(consultation, author.account)
        present, number, position = await _present(consultation)
        if folded(text) in present:
            return False
        waiting = await PollStatement.count().where(
            (PollStatement.consultation == consultation)
            & (PollStatement.author_hash == author.hash)
            & (PollStatement.state == StatementState.WAITING.value)
        )
        if waiting >= MOST_PROPOSED:
            raise EnoughProposed
        if len(present) >= MOST_STATEMENTS:
            raise TooManyStatements
        row = PollStatement(
            consultation=consultation,
            number=number + 1,
            position=position + 1,
            text=text.strip(),
            origin=StatementOrigin.PARTICIPANT.value,
            state=StatementState.WAITING.value,
            author_hash=author.hash,
            created_at=now(),
            created_by=author.account,
        )
        await PollStatement.insert(row)
        await audit.record("statement.proposed", row, by=author.account, consultation=consultation)
    return True


async def act_on_statement(
    *,
    consultation: UUID,
    statement: UUID,
    act: StatementAct,
    by: UUID | None,
    room: UUID | None = None,
) -> None:
    """Move a statement in the order of asking, or open, close, hide, show or refuse it.

    With ``room`` only one that is asked in that session's room. Raises ``NotFound``.
    """
    async with transaction():
        asked = (
            await PollStatement.select(PollStatement.session)
            .where(PollStatement.id == statement)
            .first()
        )
        if room is not None and (asked is None or asked["session"] != room):
            raise NotFound
        await _tell_room(consultation, asked["session"] if asked else None)
        await _lock(consultation)
        row = await PollStatement.objects().get(
            (PollStatement.id == statement) & (PollStatement.consultation == consultation)
        )
        if row is None:
            raise NotFound
        if act in _STATE:
            row.state = _STATE[act].value
            await row.save()
        else:
            await _move(row, up=act is StatementAct.UP)
        await audit.record(
            "statement.changed", row, by=by, consultation=consultation, act=act.value
        )
        await touch(consultation)


async def set_terms(
    *,
    consultation: UUID,
    by: UUID | None,
    participants_propose: bool | None = None,
    groups_shown: bool | None = None,
) -> None:
    """Say whether participants may propose statements, and whether all may read the groups."""
    async with transaction():
        await _lock(consultation)
        row = await PollTerms.objects().get(PollTerms.consultation == consultation)
        if row is None:
            row = PollTerms(consultation=consultation)
            await PollTerms.insert(row)
        if participants_propose is not None:
            row.participants_propose = participants_propose
        if groups_shown is not None:
            row.groups_shown_at = now() if groups_shown else None
        await row.save()
        await audit.record("statement.terms", row, by=by, consultation=consultation)
        await touch(consultation)


async def _move(row: PollStatement, *, up: bool) -> None:
    beside = PollStatement.position < row.position if up else PollStatement.position > row.position
    other = (
        await PollStatement.objects()
        .where((PollStatement.consultation == row.consultation) & beside)
        .order_by(PollStatement.position, ascending=not up)
        .first()
    )
    if other is not None:
        row.position, other.position = other.position, row.position
        await row.save()
        await other.save()


async def _tell_room(consultation: UUID, session: UUID | None) -> None:
    # Before the consultation's row and the statement's: in this order all take them.
    if session is not None and await mark_room(session) != consultation:
        raise NotFound


async def _lock(consultation: UUID) -> None:
    # The update takes the consultation's row, so that numbers and places are given out one by one.
    found = (
        await Consultation.update({Consultation.revision: Consultation.revision + 0})
        .where(Consultation.id == consultation)
        .returning(Consultation.id)
    )
    if not found:
        raise NotFound


async def _present(consultation: UUID) -> tuple[set[str], int, int]:
    rows = await PollStatement.select(
        PollStatement.text, PollStatement.number, PollStatement.position
    ).where(PollStatement.consultation == consultation)
    return (
        {folded(row["text"]) for row in rows},
        max((row["number"] for row in rows), default=0),
        max((row["position"] for row in rows), default=0),
    )
