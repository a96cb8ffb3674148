"""Loads the demonstration consultation through the same verbs that real use goes through."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from consultations.accounts import create_account, grant_role
from consultations.clock import now
from consultations.commenting import Statement, register_input
from consultations.demonstration.closings import close_demonstration_session
from consultations.demonstration.meetings import hold_meeting
from consultations.demonstration.rooms import fill_demonstration_room
from consultations.drafting import prepare_draft, publish_draft
from consultations.noting import Remark, take_note
from consultations.tables import Account, Consultation, DraftVersion, Phase, Unit
from consultations.transactions import transaction
from consultations.vocabulary import (
    Channel,
    Element,
    InputKind,
    NoteForm,
    OnBehalfOf,
    Role,
    Scope,
    Stance,
    Visibility,
    VulnerableGroup,
    Zone,
)

FOLDER = Path(__file__).parent

PEOPLE = {
    Role.ADMINISTRATOR: ("Ratri Administrator", "administrator@contoh.id"),
    Role.DRAFTER: ("Dimas Penyusun", "penyusun@contoh.id"),
    Role.FACILITATOR: ("Fitri Fasilitator", "fasilitator@contoh.id"),
    Role.NOTE_TAKER: ("Nanda Notulis", "notulis@contoh.id"),
}


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was loaded: the consultation, an account for each role, and inputs by their key."""

    consultation: UUID
    accounts: dict[Role, UUID]
    inputs: dict[str, UUID]


@cache
def answer_key() -> dict[str, Any]:
    """The planted themes, the campaign, the lone point and the references of the inputs."""
    key: dict[str, Any] = json.loads((FOLDER / "answer_key.json").read_text())
    return key


def written_inputs() -> Iterator[dict[str, Any]]:
    """The demonstration's inputs as written, without the sessions' notes."""
    for line in (FOLDER / "inputs.jsonl").read_text().splitlines():
        yield json.loads(line)


async def find_demonstration() -> UUID | None:
    """The demonstration consultation, if it has been loaded."""
    facts = json.loads((FOLDER / "consultation.json").read_text())
    row = (
        await Consultation.select(Consultation.id).where(Consultation.slug == facts["slug"]).first()
    )
    return row["id"] if row else None


async def load_demonstration() -> Demonstration:
    """Load everything in one transaction: either all of it is there afterwards, or nothing."""
    async with transaction():
        accounts = {role: await account_for(role) for role in PEOPLE}
        consultation = await _consultation()
        for role, account in accounts.items():
            await grant_role(
                account=account,
                role=role,
                consultation=None if role is Role.ADMINISTRATOR else consultation.id,
            )
        draft = await prepare_draft(
            consultation=consultation.id,
            text=(FOLDER / "draft.md").read_text(),
            by=accounts[Role.DRAFTER],
        )
        await publish_draft(version=draft.id, by=accounts[Role.DRAFTER])
        units = await _units(draft)
        inputs = await _inputs(consultation.id, draft.id, units)
        inputs |= await _sessions(consultation.id, units, accounts)
    return Demonstration(consultation=consultation.id, accounts=accounts, inputs=inputs)


async def demonstration_account(role: Role) -> UUID | None:
    """The demonstration's account for a role."""
    row = await Account.select(Account.id).where(Account.email == PEOPLE[role][1]).first()
    return row["id"] if row else None


async def account_for(role: Role) -> UUID:
    """The same, made where it is not there yet."""
    name, email = PEOPLE[role]
    existing = await demonstration_account(role)
    if existing is not None:
        return existing
    account = await create_account(email=email, name=name)
    return account.id


async def _consultation() -> Consultation:
    facts = json.loads((FOLDER / "consultation.json").read_text())
    phases = facts.pop("phases")
    consultation = Consultation(
        **facts,
        is_demonstration=True,
        zone=Zone.WIB.value,
        replies_due_on=(now() + timedelta(days=51)).date(),
        announced_at=now(),
    )
    await Consultation.insert(consultation)
    for phase in phases:
        starts, ends = (now() + timedelta(days=phase.pop(end)) for end in ("starts", "ends"))
        await Phase.insert(
            Phase(consultation=consultation.id, starts_at=starts, ends_at=ends, **phase)
        )
    return consultation


async def _units(draft: DraftVersion) -> dict[str, UUID]:
    rows = await Unit.select(Unit.id, Unit.number).where(
        (Unit.version == draft.id) & (Unit.kind == "butir")
    )
    return {row["number"]: row["id"] for row in rows}


async def _inputs(consultation: UUID, draft: UUID, units: dict[str, UUID]) -> dict[str, UUID]:
    inputs: dict[str, UUID] = {}
    for place, said in enumerate(sorted(written_inputs(), key=lambda row: -row["days_ago"])):
        moment = now() - timedelta(days=said["days_ago"], minutes=7 * (place % 60))
        receipt = await register_input(
            consultation=consultation,
            statement=statement_of(said),
            channel=Channel.ONLINE,
            version=draft,
            unit=units[said["unit"]] if said["unit"] else None,
            idempotency_key=f"demonstrasi-{consultation}-{said['key']}",
            received_at=moment,
            consent_at=moment,
        )
        inputs[said["key"]] = receipt.input
    return inputs


async def _sessions(
    consultation: UUID, units: dict[str, UUID], accounts: dict[Role, UUID]
) -> dict[str, UUID]:
    inputs: dict[str, UUID] = {}
    for meeting in json.loads((FOLDER / "sessions.json").read_text()):
        day = (now() + timedelta(days=meeting["day"])).date()
        session = await hold_meeting(
            consultation,
            meeting,
            starts_at=_local(day.isoformat(), meeting["time"]),
            ends_at=_local(day.isoformat(), meeting["end"]),
            by=accounts[Role.FACILITATOR],
        )
        for said in meeting["notes"]:
            receipt = await take_note(
                session=session.id,
                statement=_noted(said),
                remark=Remark(
                    speaker_code=said["speaker"],
                    form=NoteForm(said["form"]),
                    stance=Stance(said["stance"]) if said["stance"] else None,
                    dissent=said["dissent"],
                    noted_at=_local(day.isoformat(), said["time"]),
                ),
                unit=units[said["unit"]] if said["unit"] else None,
                idempotency_key=f"demonstrasi-{consultation}-{said['key']}",
                by=accounts[Role.NOTE_TAKER],
            )
            inputs[said["key"]] = receipt.input
        if meeting["notes"]:
            await fill_demonstration_room(
                session,
                starts_at=_local(day.isoformat(), meeting["time"]),
                by=accounts[Role.FACILITATOR],
            )
            await close_demonstration_session(
                session.id, inputs=inputs, by=accounts[Role.FACILITATOR]
            )
    return inputs


def statement_of(said: dict[str, Any]) -> Statement:
    group = said["vulnerable_group"]
    return Statement(
        text=said["text"],
        kind=InputKind(said["kind"]),
        scope=Scope(said["scope"]),
        element=Element(said["element"]),
        on_behalf_of=OnBehalfOf(said["on_behalf_of"]),
        organisation=said["organisation"],
        author_name=said["name"],
        region=said["region"],
        vulnerable_group=VulnerableGroup(group) if group else None,
        proposed_wording=said["proposed_wording"],
        reason=said["reason"],
        visibility=Visibility(said["visibility"]),
    )


def _noted(said: dict[str, Any]) -> Statement:
    return Statement(
        text=said["text"],
        kind=InputKind.OBJECTION if said["stance"] == Stance.DISAGREE else InputKind.EXPERIENCE,
        scope=Scope.APPLICATION,
        element=Element(said["element"]),
        region=said["region"],
        proposed_wording=said["proposed_wording"],
        visibility=Visibility.ANONYMOUS,
    )


def _local(day: str, clock: str) -> datetime:
    moment = datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(clock))
    return moment.replace(tzinfo=ZoneInfo(Zone.WIB.value))
