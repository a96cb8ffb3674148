"""Redrafts some of the demonstration's clauses: a second version, and what is still being written.

Runs after the inputs and the stages with their evidence, through the verbs of the team's pages.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.assembling import assemble
from consultations.demonstration.loading import demonstration_account
from consultations.publishing import publish_draft
from consultations.redrafting import Wording, decide_wording, propose_wording, remark_on_wording
from consultations.tables import (
    Assessment,
    EvidenceSource,
    Input,
    Theme,
    Unit,
    WordingChange,
)
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import ChangeKind, Role, WordingAct, WordingState

FILE = Path(__file__).with_name("rewordings.json")


async def load_rewordings(consultation: UUID) -> None:
    """Load them once, all or nothing: those of the next version are published with it."""
    if await WordingChange.exists().where(WordingChange.consultation == consultation):
        return
    drafter = await demonstration_account(Role.DRAFTER)
    administrator = await demonstration_account(Role.ADMINISTRATOR)
    facts = json.loads(FILE.read_text(encoding="utf-8"))
    async with transaction():
        taken = [
            await reword(consultation, one, by=drafter, decider=administrator)
            for one in facts["published"]
        ]
        draft = await assemble(consultation=consultation, edition=0, take=taken, by=drafter)
        await publish_draft(version=draft.id, change_summary=facts["summary"], by=drafter)
        for one in facts["waiting"]:
            await reword(consultation, one, by=drafter, decider=administrator)


async def reword(
    consultation: UUID, one: dict[str, Any], *, by: UUID | None, decider: UUID | None
) -> UUID:
    """Propose a clause's new words with what they rest on, and decide as the data say."""
    base = await _clause(consultation, one["unit"])
    act = WordingAct(one.get("act", WordingAct.REVISE))
    adds = act is WordingAct.ADD
    inputs = [await find_entry(consultation, key) for key in one.get("inputs", ())]
    resting = {
        "themes": await _named(Theme, Theme.name, consultation, one.get("themes", ())),
        "evidence": await _named(
            EvidenceSource, EvidenceSource.title, consultation, one.get("evidence", ())
        ),
        "assessments": await _named(
            Assessment, Assessment.title, consultation, one.get("assessments", ())
        ),
    }
    change = await propose_wording(
        consultation=consultation,
        wording=Wording(
            base=base.id,
            act=act,
            kind=ChangeKind.SUBSTANCE if inputs or any(resting.values()) else ChangeKind.EDITORIAL,
            reason=one["reason"],
            number=one.get("number", ""),
            heading="" if adds else base.heading,
            text=one["new"] if adds else _reworded(base.text, one["old"], one["new"]),
            inputs=tuple(inputs),
            adopted=inputs[0] if one.get("adopted") else None,
            **resting,
        ),
        by=by,
    )
    if said := one.get("said"):
        await remark_on_wording(change=change.id, text=said, by=decider)
    if state := one.get("state"):
        await decide_wording(
            change=change.id,
            version=1,
            state=WordingState(state),
            remark=one.get("remark", ""),
            by=decider,
        )
    return change.id


def _reworded(text: str, old: str, new: str) -> str:
    """The text with the new words instead of the old ones; without old ones they follow it."""
    return text.replace(old, new) if old else f"{text} {new}"


async def _clause(consultation: UUID, number: str) -> Unit:
    version: Any = Unit.version
    row = (
        await Unit.objects()
        .where((version.consultation == consultation) & version.published_at.is_not_null())
        .where((Unit.number == number) & (Unit.kind == "butir"))
        .order_by(version.number, ascending=False)
        .first()
    )
    assert row is not None  # noqa: S101 - the demonstration's own draft has it
    return row


async def find_entry(consultation: UUID, key: str) -> UUID:
    """The input that the data call so."""
    name = f"demonstrasi-{consultation}-{key}"
    row = await Input.select(Input.id).where(Input.idempotency_key == token_hash(name)).first()
    assert row is not None  # noqa: S101 - the demonstration's own input
    return UUID(str(row["id"]))


async def _named(
    table: Any, name: Any, consultation: UUID, names: Sequence[str]
) -> tuple[UUID, ...]:
    rows = await table.select(table.id).where(
        (table.consultation == consultation) & name.is_in([*names, None])
    )
    assert len(rows) == len(names)  # noqa: S101 - see above
    return tuple(row["id"] for row in rows)
