"""Writes many decisions and their steps in few statements, as many as there may be.

Rows as objects cost far more than storing them does, and other writers wait meanwhile. So the
statements are made first; what differs from row to row are identifiers of our own making.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from consultations.clock import now
from consultations.tables import Deliberation, DeliberationStep
from consultations.vocabulary import DeliberationAct

Item = TypeVar("Item")
# A statement stays well below the length that SQLite takes.
AT_ONCE = 2000


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, so many at once."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def beginning(consultation: UUID, begun: Mapping[UUID, UUID], replies: Mapping[UUID, str]) -> Any:
    """The statement that begins deliberations on inputs, by input, where there are none.

    All get their replies; whoever has none there is to get one later.
    """
    rows = ", ".join(
        f"('{key}', '{consultation}', '{entry}', {'{}' if entry in replies else chr(39) * 2})"
        for entry, key in begun.items()
    )
    return Deliberation.raw(
        f"INSERT INTO deliberation (id, consultation, input, reply) VALUES {rows} "
        "ON CONFLICT (input) DO UPDATE SET reply = excluded.reply",
        *(replies[entry] for entry in begun if entry in replies),
    )


def stepping(
    deliberations: Iterable[UUID], act: DeliberationAct, *, by: UUID | None, batch: UUID | None
) -> list[Any]:
    """The statements that keep what each of these is after an act, as ``step_of`` does for one."""
    steps = [(uuid.uuid4(), deliberation) for deliberation in deliberations]
    who, which = (f"'{one}'" if one else "NULL" for one in (by, batch))
    same = f"'{act.value}', {which}, 0, {who}, '{now()}'"
    rows = ", ".join(f"('{step}', '{deliberation}', {same})" for step, deliberation in steps)
    listed = ", ".join(f"'{step}'" for step, _ in steps)
    return [
        DeliberationStep.raw(
            'INSERT INTO deliberation_step (id, deliberation, act, batch, version, "by", at) '
            f"VALUES {rows}"
        ),
        DeliberationStep.raw(
            "UPDATE deliberation_step SET option = d.option, decision = d.decision, "
            "reason = d.reason, reply = d.reply, state = d.state, remark = d.remark, "
            "version = d.version FROM deliberation d "
            f"WHERE d.id = deliberation_step.deliberation AND deliberation_step.id IN ({listed})"
        ),
    ]
