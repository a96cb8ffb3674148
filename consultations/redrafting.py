"""Redraft: propose new words for a unit, with what they rest on, and approve or reject them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Malformed, NotFound, Refusal, Stale
from consultations.tables import (
    Assessment,
    EvidenceSource,
    Input,
    Theme,
    Unit,
    WordingChange,
    WordingRemark,
    WordingSource,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_, ChangeKind, UnitKind, WordingAct, WordingState

LONGEST_REASON = 1200
MOST_SOURCES = 200


class WithoutSource(Refusal):
    """A change of substance rests on nothing."""

    message = N_(
        "Pilih tema, masukan, hasil penilaian, atau bukti yang menjadi sumbernya, atau sebut "
        "perubahan ini redaksional."
    )


class SameWords(Refusal):
    """The proposal changes nothing."""

    message = N_("Rumusan ini sama dengan yang berlaku sekarang.")


class NumberTaken(Refusal):
    """A new clause would bear the number of another one."""

    message = N_("Nomor ini sudah dipakai butir lain, atau usulan butir baru yang lain.")


class ApprovedAlready(Refusal):
    """Another proposal for the unit is approved."""

    message = N_("Untuk butir ini sudah ada rumusan lain yang disetujui. Kembalikan itu dahulu.")


class Settled(Refusal):
    """The proposal is in a published version."""

    message = N_("Rumusan ini sudah terbit, jadi tidak dapat diubah lagi.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words for the unit ``base`` (or after it), why, and what they rest on.

    Assessments are closed ones.
    """

    base: UUID
    act: WordingAct
    kind: ChangeKind
    reason: str
    number: str = ""
    heading: str = ""
    text: str = ""
    themes: tuple[UUID, ...] = ()
    inputs: tuple[UUID, ...] = ()
    assessments: tuple[UUID, ...] = ()
    evidence: tuple[UUID, ...] = ()
    adopted: UUID | None = None

    @property
    def behind(self) -> tuple[UUID, ...]:
        """The inputs, that whose wording was taken among them."""
        return tuple(dict.fromkeys((*self.inputs, *([self.adopted] if self.adopted else []))))

    @property
    def sources(self) -> int:
        """How much it rests on."""
        given = (self.themes, self.behind, self.assessments, self.evidence)
        return sum(len(set(each)) for each in given)


async def propose_wording(
    *, consultation: UUID, wording: Wording, by: UUID | None
) -> WordingChange:
    """Put new words up for approval.

    Raises ``WithoutSource`` where a change of substance rests on nothing, ``SameWords`` where
    nothing would change, ``NumberTaken`` where a new clause's number is another one's.
    """
    async with transaction():
        base = await _check(consultation, wording)
        row = WordingChange(
            consultation=consultation,
            identity=base.identity,
            written_at=now(),
            written_by=by,
            **_values(wording),
        )
        await WordingChange.insert(row)
        await _rest_on(row.id, wording)
        await audit.record(
            "wording.proposed", row, by=by, consultation=consultation, act=wording.act.value
        )
    return row


async def revise_wording(
    *, change: UUID, version: int, wording: Wording, by: UUID | None
) -> WordingChange:
    """Change a proposal; it waits for approval again.

    Raises ``Stale`` or ``Settled``, and what ``propose_wording`` does.
    """
    async with transaction():
        before = await _find(change)
        base = await _check(before.consultation, wording, change)
        row = await _advance(
            before,
            version,
            {
                **{getattr(WordingChange, name): value for name, value in _values(wording).items()},
                WordingChange.identity: base.identity,
                WordingChange.state: WordingState.PROPOSED.value,
                WordingChange.written_by: by,
                WordingChange.written_at: now(),
            },
        )
        await WordingSource.delete().where(WordingSource.change == change)
        await _rest_on(change, wording)
        await audit.record("wording.revised", row, by=by, consultation=row.consultation)
    return row


async def decide_wording(
    *, change: UUID, version: int, state: WordingState, remark: str = "", by: UUID | None
) -> WordingChange:
    """Approve or reject a proposal, or let it wait again.

    Only one wording of a unit is approved at a time: raises ``ApprovedAlready``.
    """
    async with transaction():
        before = await _find(change)
        if state is WordingState.REJECTED and not remark.strip():
            raise Malformed(N_("Tulis mengapa rumusan ini ditolak."))
        if state is WordingState.APPROVED and before.act != WordingAct.ADD.value:
            await _refuse_second(before)
        row = await _advance(
            before,
            version,
            {
                WordingChange.state: state.value,
                WordingChange.remark: remark.strip(),
                WordingChange.decided_by: by,
                WordingChange.decided_at: now(),
            },
        )
        await audit.record(
            "wording.decided", row, by=by, consultation=row.consultation, state=state.value
        )
    return row


async def remark_on_wording(*, change: UUID, text: str, by: UUID | None) -> None:
    """Say something of a proposal to the team."""
    async with transaction():
        row = await _find(change)
        await WordingRemark.insert(WordingRemark(change=change, text=text, at=now(), by=by))
        await audit.record("wording.remarked", row, by=by, consultation=row.consultation)


async def _find(change: UUID) -> WordingChange:
    row = await WordingChange.objects().get(WordingChange.id == change)
    if row is None:
        raise NotFound
    return row


async def _check(consultation: UUID, wording: Wording, change: UUID | None = None) -> Unit:
    base = await Unit.objects().get(
        (Unit.id == wording.base) & (Unit.version.consultation == consultation)
    )
    if base is None:
        raise NotFound
    if wording.kind is not ChangeKind.EDITORIAL and not wording.sources:
        raise WithoutSource
    same = (wording.heading, wording.text) == (base.heading, base.text)
    if wording.act is WordingAct.REVISE and same:
        raise SameWords
    added = wording.act is WordingAct.ADD
    if added and await _is_taken(consultation, base, wording.number, change):
        raise NumberTaken
    if wording.sources > MOST_SOURCES:
        raise Malformed(N_("Sumbernya terlalu banyak; pilih temanya saja."))
    themes = await Theme.count().where(
        Theme.id.is_in([*wording.themes, None]) & (Theme.consultation == consultation)
    )
    inputs = await Input.count().where(
        Input.id.is_in([*wording.behind, None]) & (Input.consultation == consultation)
    )
    # What is still scored has no result yet.
    assessments = await Assessment.count().where(
        Assessment.id.is_in([*wording.assessments, None])
        & (Assessment.consultation == consultation)
        & Assessment.closed_at.is_not_null()
    )
    evidence = await EvidenceSource.count().where(
        EvidenceSource.id.is_in([*wording.evidence, None])
        & (EvidenceSource.consultation == consultation)
    )
    if themes + inputs + assessments + evidence != wording.sources:
        raise NotFound
    return base


async def _is_taken(consultation: UUID, base: Unit, number: str, change: UUID | None) -> bool:
    """Whether a clause beside ``base``, or one that is proposed, has the number.

    That of a clause whose removal is proposed is free.
    """
    standing = (
        (WordingChange.consultation == consultation)
        & (WordingChange.state != WordingState.REJECTED.value)
        & WordingChange.published_in.is_null()
    )
    leaving = WordingChange.select(WordingChange.identity).where(
        standing & (WordingChange.act == WordingAct.REMOVE.value)
    )
    if await Unit.exists().where(
        (Unit.version == base.version)
        & (Unit.kind == UnitKind.CLAUSE.value)
        & (Unit.number == number)
        & Unit.identity.not_in(leaving)
    ):
        return True
    coming = standing & (WordingChange.act == WordingAct.ADD.value)
    own = WordingChange.id != change if change else coming
    return await WordingChange.exists().where(coming & own & (WordingChange.number == number))


async def _refuse_second(change: WordingChange) -> None:
    if await WordingChange.exists().where(
        (WordingChange.consultation == change.consultation)
        & (WordingChange.identity == change.identity)
        & (WordingChange.id != change.id)
        & (WordingChange.state == WordingState.APPROVED.value)
        & (WordingChange.act != WordingAct.ADD.value)
        & WordingChange.published_in.is_null()
    ):
        raise ApprovedAlready


def _values(wording: Wording) -> dict[str, Any]:
    gone = wording.act is WordingAct.REMOVE
    return {
        "base": wording.base,
        "act": wording.act.value,
        "kind": wording.kind.value,
        "number": wording.number if wording.act is WordingAct.ADD else "",
        "heading": "" if gone else wording.heading,
        "text": "" if gone else wording.text,
        "reason": wording.reason,
        "adopted": wording.adopted,
    }


async def _advance(before: WordingChange, version: int, values: dict[Any, Any]) -> WordingChange:
    if before.published_in is not None:
        raise Settled
    rows = (
        await WordingChange.update({**values, WordingChange.version: WordingChange.version + 1})
        .where((WordingChange.id == before.id) & (WordingChange.version == version))
        .returning(*WordingChange.all_columns())
    )
    if not rows:
        raise Stale
    return WordingChange(**rows[0])


async def _rest_on(change: UUID, wording: Wording) -> None:
    rows = [WordingSource(change=change, theme=theme) for theme in dict.fromkeys(wording.themes)]
    rows += [WordingSource(change=change, input=entry) for entry in wording.behind]
    rows += [WordingSource(change=change, assessment=one) for one in set(wording.assessments)]
    rows += [WordingSource(change=change, evidence=one) for one in set(wording.evidence)]
    if rows:
        await WordingSource.insert(*rows)
