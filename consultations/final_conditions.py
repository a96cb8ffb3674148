"""What must be so before a version can be final: one small function for each condition."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.carrying import carry_over
from consultations.tables import (
    DraftVersion,
    ElementGap,
    Input,
    InputDisposition,
    Participant,
    Reply,
    Session,
    SessionFile,
    ThemeMember,
    UnitSuccession,
    WorkingCopy,
)
from consultations.vocabulary import (
    N_,
    ChangeKind,
    Element,
    Fate,
    FinalCondition,
    SessionFileUse,
    UnitKind,
)
from consultations.working_units import loaded

SHOWN = 50
# What needs a source: that a unit only moved or was numbered anew is seen from the ledger.
_CHANGES = frozenset({Fate.EDITED, Fate.SPLIT, Fate.MERGED, Fate.NEW})

NO_KIND = N_("jenis perubahannya belum disebut")
NO_SOURCE = N_("sumber atau alasannya belum disebut")
NOT_CLOSED = N_("sesi belum ditutup")
NOT_SIGNED = N_("pindaian Berita Acara yang ditandatangani belum ada")
REMOVED = N_("dihapus tanpa alasan")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing; ``path`` is inside the consultation's workspace."""

    name: str
    path: str
    detail: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with how much of it is met; ``gaps`` names the first of what is missing."""

    kind: FinalCondition
    total: int
    left: int
    gaps: tuple[Gap, ...]

    @property
    def is_met(self) -> bool:
        return self.left == 0

    @property
    def met(self) -> int:
        return self.total - self.left


async def conditions_of(consultation: UUID) -> list[Condition]:
    """Every condition as it stands, in the order of the vocabulary."""
    return [await CHECKS[kind](consultation) for kind in FinalCondition]


async def candidate_of(consultation: UUID) -> DraftVersion | None:
    """The version that would be final: the one being prepared, or else the latest public one."""
    return (
        await DraftVersion.objects()
        .where(DraftVersion.consultation == consultation)
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )


async def inputs_answered(consultation: UUID) -> Condition:
    """Every standing input has a public disposition: its own, or that of a theme."""
    here = (Input.consultation == consultation) & Input.withdrawn_at.is_null()
    answered: Any = Reply.disposition.theme
    themes = Reply.select(answered).where(Reply.published_at.is_not_null())
    members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme.is_in(themes))
    own = InputDisposition.select(InputDisposition.input)
    open_ones = here & Input.id.not_in(own) & Input.id.not_in(members)
    rows = (
        await Input.select(Input.registration).where(open_ones).order_by(Input.number).limit(SHOWN)
    )
    return Condition(
        FinalCondition.INPUTS,
        await Input.count().where(here),
        await Input.count().where(open_ones),
        tuple(Gap(row["registration"], f"masukan/{row['registration']}/keputusan") for row in rows),
    )


async def changes_sourced(consultation: UUID) -> Condition:
    """Every change since the version before has a source, or is called editorial."""
    draft = await candidate_of(consultation)
    if draft is None:
        return Condition(FinalCondition.CHANGES, 0, 0, ())
    prepared = await WorkingCopy.exists().where(WorkingCopy.version == draft.id)
    changes = await (_prepared_changes(draft) if prepared else _published_changes(draft))
    gaps = [gap for gap in changes if gap is not None]
    return Condition(FinalCondition.CHANGES, len(changes), len(gaps), tuple(gaps[:SHOWN]))


async def sessions_recorded(consultation: UUID) -> Condition:
    """Every session that is required is closed and has its signed record (Berita Acara)."""
    rows = (
        await Session.select(Session.id, Session.title, Session.closed_at)
        .where((Session.consultation == consultation) & Session.required.eq(value=True))
        .where(Session.cancelled_at.is_null())
        .order_by(Session.starts_at)
    )
    scanned = await SessionFile.select(SessionFile.session).where(
        SessionFile.session.is_in([row["id"] for row in rows] or [None])
        & (SessionFile.use == SessionFileUse.SIGNED_RECORD.value)
        & SessionFile.removed_at.is_null()
    )
    signed = {row["session"] for row in scanned}
    gaps = [
        Gap(row["title"], f"sesi/{row['id']}/berkas", NOT_SIGNED)
        if row["id"] not in signed
        else Gap(row["title"], f"sesi/{row['id']}/tutup", NOT_CLOSED)
        for row in rows
        if row["closed_at"] is None or row["id"] not in signed
    ]
    return Condition(FinalCondition.SESSIONS, len(rows), len(gaps), tuple(gaps[:SHOWN]))


async def elements_heard(consultation: UUID) -> Condition:
    """Every element has said something or come to a session, or a reason is stated."""
    said = (
        await Input.select(Input.element, Count())
        .where((Input.consultation == consultation) & Input.withdrawn_at.is_null())
        .group_by(Input.element)
    )
    session: Any = Participant.session
    came = (
        await Participant.select(Participant.element, Count())
        .where((session.consultation == consultation) & Participant.attended_at.is_not_null())
        .group_by(Participant.element)
    )
    stated = await ElementGap.select(ElementGap.element).where(
        ElementGap.consultation == consultation
    )
    heard = {row["element"] for row in [*said, *came, *stated]}
    gaps = [
        Gap(element.label, f"finalisasi#unsur-{element.value}", key=element.value)
        for element in Element
        if element.value not in heard
    ]
    return Condition(FinalCondition.ELEMENTS, len(Element), len(gaps), tuple(gaps))


Check = Callable[[UUID], Awaitable[Condition]]
CHECKS: dict[FinalCondition, Check] = {
    FinalCondition.INPUTS: inputs_answered,
    FinalCondition.CHANGES: changes_sourced,
    FinalCondition.SESSIONS: sessions_recorded,
    FinalCondition.ELEMENTS: elements_heard,
}


async def _prepared_changes(draft: DraftVersion) -> list[Gap | None]:
    carried = await carry_over(draft.id)
    copy = await WorkingCopy.objects().get(WorkingCopy.version == draft.id)
    units = {unit.key: unit for unit in loaded(copy.units)} if copy else {}
    old = {passage.id: passage for passage in carried.old}
    base = f"rancangan/{draft.number}"
    found: dict[str, Gap | None] = {}
    for line in carried.ledger if carried.old else ():
        if line.fate is Fate.REMOVED and line.old:
            choice = carried.choices.get(line.old)
            gone = old[line.old]
            found[line.old] = (
                None
                if choice and choice.note.strip()
                else Gap(
                    _reference(gone.kind.value, gone.number),
                    f"{base}/nasib?butir={line.old}",
                    REMOVED,
                )
            )
        elif line.fate in _CHANGES and line.new:
            unit = units[line.new]
            kind = unit.change_kind.value if unit.change_kind else ""
            found[line.new] = _gap(
                _reference(unit.kind.value, unit.number),
                f"{base}?ubah={line.new}#unit-{line.new}",
                kind,
                unit.change_note,
            )
    return list(found.values())


async def _published_changes(draft: DraftVersion) -> list[Gap | None]:
    to: Any = UnitSuccession.to_unit
    gone: Any = UnitSuccession.from_unit
    rows = await UnitSuccession.select(
        UnitSuccession.fate,
        UnitSuccession.note,
        to.id,
        to.kind,
        to.number,
        to.change_kind,
        to.change_note,
        gone.id,
        gone.kind,
        gone.number,
    ).where(UnitSuccession.version == draft.id)
    found: dict[UUID, Gap | None] = {}
    path = f"rancangan/{draft.number}"
    for row in rows:
        fate = Fate(row["fate"])
        if fate is Fate.REMOVED:
            name = _reference(row["from_unit.kind"], row["from_unit.number"])
            found[row["from_unit.id"]] = None if row["note"].strip() else Gap(name, path, REMOVED)
        elif fate in _CHANGES:
            name = _reference(row["to_unit.kind"], row["to_unit.number"])
            found[row["to_unit.id"]] = _gap(
                name, path, row["to_unit.change_kind"], row["to_unit.change_note"]
            )
    return list(found.values())


def _gap(name: str, path: str, kind: str, note: str) -> Gap | None:
    if not kind:
        return Gap(name, path, NO_KIND)
    if kind != ChangeKind.EDITORIAL.value and not note.strip():
        return Gap(name, path, NO_SOURCE)
    return None


def _reference(kind: str, number: str) -> str:
    return f"{UnitKind(kind).label} {number}"
