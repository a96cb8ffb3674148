"""Redrafts some of the demonstration's clauses: a second version, and what is still being written.

Runs after the inputs and the stages with their evidence, through the verbs of the team's pages.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.assembling import assemble
from consultations.demonstration.loading import demonstration_account
from consultations.publishing import publish_draft
from consultations.redrafting import Wording, decide_wording, propose_wording, remark_on_wording
from consultations.tables import EvidenceSource, Input, Unit, WordingChange
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
            await _reword(consultation, one, by=drafter, decider=administrator)
            for one in facts["published"]
        ]
        draft = await assemble(consultation=consultation, edition=0, take=taken, by=drafter)
        await publish_draft(version=draft.id, change_summary=facts["summary"], by=drafter)
        for one in facts["waiting"]:
            await _reword(consultation, one, by=drafter, decider=administrator)


async def _reword(
    consultation: UUID, one: dict[str, Any], *, by: UUID | None, decider: UUID | None
) -> UUID:
    base = await _clause(consultation, one["unit"])
    inputs = [await _entry(consultation, key) for key in one.get("inputs", ())]
    evidence = [await _source(consultation, title) for title in one.get("evidence", ())]
    change = await propose_wording(
        consultation=consultation,
        wording=Wording(
            base=base.id,
            act=WordingAct.REVISE,
            kind=ChangeKind.SUBSTANCE if inputs or evidence else ChangeKind.EDITORIAL,
            reason=one["reason"],
            heading=base.heading,
            text=_reworded(base.text, one["old"], one["new"]),
            inputs=tuple(inputs),
            evidence=tuple(evidence),
            adopted=inputs[0] if one.get("adopted") else None,
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


async def _entry(consultation: UUID, key: str) -> UUID:
    name = f"demonstrasi-{consultation}-{key}"
    row = await Input.select(Input.id).where(Input.idempotency_key == token_hash(name)).first()
    assert row is not None  # noqa: S101 - the demonstration's own input
    return UUID(str(row["id"]))


async def _source(consultation: UUID, title: str) -> UUID:
    row = (
        await EvidenceSource.select(EvidenceSource.id)
        .where((EvidenceSource.consultation == consultation) & (EvidenceSource.title == title))
        .first()
    )
    assert row is not None  # noqa: S101 - the demonstration's own evidence
    return UUID(str(row["id"]))
