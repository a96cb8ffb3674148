"""Loads what the demonstration tells of its stages: words, papers, sources, actions."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.demonstration.loading import FOLDER, demonstration_account
from consultations.easy_language import write_easily
from consultations.evidence import EvidenceStore
from consultations.evidence_sources import SourceFacts, add_source
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.queries.drafts import units_of, versions_of
from consultations.stages import DocumentFacts, StageWords, add_stage_document, describe_stage
from consultations.tables import StageSummary
from consultations.transactions import transaction
from consultations.vocabulary import EvidenceKind, FollowUpStatus, Role, Stage


async def load_stages(consultation: UUID, store: EvidenceStore) -> None:
    """Load it all, once."""
    if await StageSummary.exists().where(StageSummary.consultation == consultation):
        return
    told = json.loads((FOLDER / "stages.json").read_text(encoding="utf-8"))
    by = await demonstration_account(Role.DRAFTER)
    async with transaction():
        for stage, words in told["stages"].items():
            await describe_stage(
                consultation=consultation,
                stage=Stage(stage),
                words=StageWords(**words),
                version=0,
                by=by,
            )
        for source in told["sources"]:
            kind, stage = EvidenceKind(source.pop("kind")), Stage(source.pop("stage"))
            await add_source(
                consultation=consultation,
                facts=SourceFacts(kind=kind, stage=stage, **source),
                by=by,
            )
        for about, said in told["easy"].items():
            await write_easily(consultation=consultation, about=about, version=0, by=by, **said)
        for action in told["actions"]:
            await _action(consultation, action, by)
    for document in told["documents"]:
        await _document(consultation, document, store, by)


async def _action(consultation: UUID, told: dict[str, Any], by: UUID | None) -> None:
    versions = await versions_of(consultation)
    numbers = {unit.number: unit.identity for unit in await units_of(versions[0].id)}
    plain = ("issue", "activity", "indicator", "measure", "baseline", "target", "owner")
    item = await add_follow_up(
        consultation=consultation,
        words=FollowUpWords(
            due_on=(now() + timedelta(days=told["days"])).date(),
            units=tuple(numbers[number] for number in told["units"] if number in numbers),
            **{name: told[name] for name in plain},
        ),
        by=by,
    )
    for status, note, value, days in told["steps"]:
        await record_step(
            consultation=consultation,
            item=item.id,
            progress=Progress(
                status=FollowUpStatus(status),
                note=note,
                value=value,
                reached_on=(now() + timedelta(days=days)).date(),
            ),
            by=by,
        )


async def _document(
    consultation: UUID, told: dict[str, Any], store: EvidenceStore, by: UUID | None
) -> None:
    checked = await store.check("\n".join(told["lines"]).encode(), told["name"])
    try:
        await add_stage_document(
            consultation=consultation,
            stage=Stage(told["stage"]),
            facts=DocumentFacts(
                title=told["title"],
                description=told["description"],
                office=told["office"],
                dated_on=(now() + timedelta(days=told["days"])).date(),
            ),
            file=await store.keep(checked),
            by=by,
        )
    finally:
        checked.discard()
