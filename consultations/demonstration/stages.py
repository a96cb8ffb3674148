"""Loads what the demonstration tells of its stages: words, documents and sources of evidence."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.demonstration.loading import FOLDER, demonstration_account
from consultations.evidence import EvidenceStore
from consultations.evidence_sources import SourceFacts, add_source
from consultations.stages import DocumentFacts, StageWords, add_stage_document, describe_stage
from consultations.tables import StageSummary
from consultations.transactions import transaction
from consultations.vocabulary import EvidenceKind, Role, Stage


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
    for document in told["documents"]:
        await _document(consultation, document, store, by)


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
