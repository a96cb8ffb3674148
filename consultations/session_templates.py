"""What a new session can start from: templates (data beside this file) and former sessions."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.checklists import begin_checklist
from consultations.clock import now
from consultations.errors import NotFound
from consultations.running_order import AgendaLine, GuideLine, set_agenda, set_guide
from consultations.tables import (
    AgendaItem,
    ChecklistItem,
    GuideQuestion,
    Session,
    TeamMember,
)
from consultations.transactions import transaction
from consultations.vocabulary import Duty, GuidePart, SessionStep

FILE = Path(__file__).parent / "session_templates.json"
_WEEK = timedelta(days=7)
# A copy is held on the first like weekday that leaves so much time to invite people.
TIME_TO_INVITE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A session's usual shape."""

    key: str
    name: str
    kind: str
    hours: float
    capacity: int
    admission: str
    attribution: str
    legal_basis: str
    opening_script: str
    agenda: list[tuple[str, int]]
    guide: list[tuple[str, str]]


@cache
def templates() -> dict[str, Template]:
    """The templates by their keys."""
    return {each["key"]: Template(**each) for each in _data()["templates"]}


@cache
def usual_checklist() -> dict[SessionStep, list[str]]:
    """What every session needs, step by step."""
    return {SessionStep(step): texts for step, texts in _data()["checklist"].items()}


async def start_from_template(*, session: UUID, template: str, by: UUID | None) -> None:
    """Give a fresh session the template's agenda and guide, and the usual checklist."""
    shape = templates().get(template)
    async with transaction():
        if shape is not None:
            await _fill(
                session,
                [AgendaLine(title=title, minutes=minutes) for title, minutes in shape.agenda],
                [GuideLine(part=GuidePart(part), text=text) for part, text in shape.guide],
                by,
            )
        await begin_checklist(session=session, texts=usual_checklist(), by=by)


async def start_from_session(*, session: UUID, former: UUID, by: UUID | None) -> None:
    """Give a fresh session another's agenda, guide, checklist and the duties of its team.

    No participant, tick or leave comes along: names of the team do, their accounts don't.
    """
    async with transaction():
        agenda = (
            await AgendaItem.select()
            .where(AgendaItem.session == former)
            .order_by(AgendaItem.position)
        )
        guide = (
            await GuideQuestion.select()
            .where(GuideQuestion.session == former)
            .order_by(GuideQuestion.position)
        )
        await _fill(
            session,
            [
                AgendaLine(title=r["title"], minutes=r["minutes"], speaker=r["speaker"])
                for r in agenda
            ],
            [GuideLine(part=GuidePart(r["part"]), text=r["text"]) for r in guide],
            by,
        )
        team = await TeamMember.select().where(TeamMember.session == former)
        if team:
            await TeamMember.insert(
                *(
                    TeamMember(session=session, duty=Duty(r["duty"]).value, name=r["name"])
                    for r in team
                )
            )
        listed = (
            await ChecklistItem.select()
            .where(ChecklistItem.session == former)
            .order_by(ChecklistItem.position)
        )
        texts: dict[SessionStep, list[str]] = {step: [] for step in SessionStep}
        for item in listed:
            texts[SessionStep(item["step"])].append(item["text"])
        await begin_checklist(session=session, texts=texts if listed else usual_checklist(), by=by)


def shifted(starts_at: datetime) -> datetime:
    """The same weekday and time of day, far enough ahead to invite people."""
    earliest = now() + TIME_TO_INVITE
    weeks = max(0, -(-(earliest - starts_at) // _WEEK))
    return starts_at + weeks * _WEEK


async def _fill(
    session: UUID, agenda: list[AgendaLine], guide: list[GuideLine], by: UUID | None
) -> None:
    await set_agenda(session=session, version=await _version(session), lines=agenda, by=by)
    await set_guide(session=session, version=await _version(session), lines=guide, by=by)


async def _version(session: UUID) -> int:
    row = await Session.select(Session.version).where(Session.id == session).first()
    if row is None:
        raise NotFound
    return int(row["version"])


def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data
