"""Replies with fields: what they are, how they are filled, and what is not a field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.deciding import Subject
from consultations.errors import Malformed, NotFound, Stale
from consultations.tables import Input, ReplyTemplate, Theme, ThemeMember
from consultations.transactions import transaction
from consultations.vocabulary import N_, UnitKind

NUMBER, UNIT, THEME, DECISION = "nomor", "butir", "tema", "keputusan"
FIELDS = (NUMBER, UNIT, THEME, DECISION)
LONGEST_TEMPLATE = 4000
LONGEST_NAME = 80
_FIELD = re.compile(r"\{(\w+)\}")
# What stands for a number or a unit where nobody in particular is spoken to.
EVERYBODY = {NUMBER: N_("masukan Anda"), UNIT: N_("butir yang Anda beri masukan")}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the fields that have a value; the others stay as they are."""
    return _FIELD.sub(lambda field: values.get(field[1]) or field[0], text)


def unknown_fields(text: str) -> list[str]:
    """Words in braces that are no field."""
    return [name for name in _FIELD.findall(text) if name not in FIELDS]


def has_fields(texts: Iterable[str]) -> bool:
    """Whether one of the texts has something to fill."""
    return any(_FIELD.search(text) for text in texts)


def unit_name(kind: str | None, number: str | None) -> str:
    """How a unit is cited in a reply, which is written in Indonesian."""
    return f"{UnitKind(kind).label.lower()} {number}" if kind and number else "rancangan ini"


async def known_fields(subjects: Sequence[Subject], label: str) -> dict[Subject, dict[str, str]]:
    """For each subject what its fields are filled with.

    A theme's number and unit are those of each input in it, so they wait until that is read.
    """
    values: dict[Subject, dict[str, str]] = {}
    names = await _theme_names([s.theme for s in subjects if s.theme])
    inputs = await input_fields([s.input for s in subjects if s.input])
    grouped = await _themes_of([s.input for s in subjects if s.input])
    for subject in subjects:
        if subject.theme is not None:
            values[subject] = {THEME: names.get(subject.theme, ""), DECISION: label}
        elif subject.input is not None:
            values[subject] = {
                **inputs.get(subject.input, {}),
                THEME: ", ".join(grouped.get(subject.input, ())) or "—",
                DECISION: label,
            }
    return values


async def save_template(
    *,
    consultation: UUID,
    template: UUID | None,
    name: str,
    text: str,
    version: int = 0,
    by: UUID | None,
) -> ReplyTemplate:
    """Add a reply, or change one. Raises ``Malformed`` for a field there isn't, and ``Stale``."""
    if unknown_fields(text):
        raise Malformed(N_("Templat ini memuat isian yang tidak dikenal."))
    async with transaction():
        if template is None:
            row = ReplyTemplate(consultation=consultation, name=name, text=text)
            await ReplyTemplate.insert(row)
        else:
            row = await _changed(consultation, template, name, text, version)
        await audit.record("reply_template.saved", row, by=by, consultation=consultation)
    return row


async def delete_template(*, consultation: UUID, template: UUID, by: UUID | None) -> None:
    """Offer a reply no more; what was written with it stays."""
    async with transaction():
        row = await ReplyTemplate.objects().get(
            (ReplyTemplate.id == template) & (ReplyTemplate.consultation == consultation)
        )
        if row is None:
            raise NotFound
        await ReplyTemplate.delete().where(ReplyTemplate.id == template)
        await audit.record("reply_template.deleted", row, by=by, consultation=consultation)


async def _changed(
    consultation: UUID, template: UUID, name: str, text: str, version: int
) -> ReplyTemplate:
    rows = (
        await ReplyTemplate.update(
            {
                ReplyTemplate.name: name,
                ReplyTemplate.text: text,
                ReplyTemplate.version: ReplyTemplate.version + 1,
            }
        )
        .where(
            (ReplyTemplate.id == template)
            & (ReplyTemplate.consultation == consultation)
            & (ReplyTemplate.version == version)
        )
        .returning(*ReplyTemplate.all_columns())
    )
    if not rows:
        raise Stale
    return ReplyTemplate(**rows[0])


async def _theme_names(themes: list[UUID]) -> dict[UUID, str]:
    if not themes:
        return {}
    rows = await Theme.select(Theme.id, Theme.name).where(Theme.id.is_in(themes))
    return {row["id"]: row["name"] for row in rows}


async def _themes_of(inputs: list[UUID]) -> dict[UUID, list[str]]:
    if not inputs:
        return {}
    rows = (
        await ThemeMember.select(ThemeMember.input, ThemeMember.theme.name)
        .where(ThemeMember.input.is_in(inputs))
        .order_by(ThemeMember.assigned_at)
    )
    names: dict[UUID, list[str]] = {}
    for row in rows:
        names.setdefault(row["input"], []).append(row["theme.name"])
    return names


async def input_fields(inputs: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """What stands for the number and the unit of each of these inputs."""
    if not inputs:
        return {}
    unit: Any = Input.unit
    rows = await Input.select(Input.id, Input.registration, unit.kind, unit.number).where(
        Input.id.is_in(list(inputs))
    )
    return {
        row["id"]: {
            NUMBER: row["registration"],
            UNIT: unit_name(row["unit.kind"], row["unit.number"]),
        }
        for row in rows
    }
