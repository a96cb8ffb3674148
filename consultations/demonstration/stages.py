"""Loads what the demonstration tells of its stages: words, papers, sources, actions."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.demonstration.actions import add_action
from consultations.demonstration.days import on_day
from consultations.demonstration.loading import FOLDER, demonstration_account
from consultations.easy_language import write_easily
from consultations.evidence import EvidenceStore, StoredFile
from consultations.evidence_sources import SourceFacts, add_source
from consultations.stages import DocumentFacts, StageWords, add_stage_document, describe_stage
from consultations.tables import EvidenceSource, StageSummary
from consultations.transactions import transaction
from consultations.vocabulary import EvidenceKind, Role, Stage


async def load_stages(consultation: UUID, store: EvidenceStore) -> None:
    """Load it all, once."""
    if await StageSummary.exists().where(StageSummary.consultation == consultation):
        return
    told = json.loads((FOLDER / "stages.json").read_text(encoding="utf-8"))
    by = await demonstration_account(Role.DRAFTER)
    files = await keep_texts(told["documents"], store)
    async with transaction():
        await describe_stages(consultation, told, by)
        for source in told["sources"]:
            await enter_source(consultation, source, by)
        for action in told["actions"]:
            await add_action(consultation, action, by=by)
        for document in told["documents"]:
            await enter_document(consultation, document, files, by)


async def keep_texts(listed: list[dict[str, Any]], store: EvidenceStore) -> dict[str, StoredFile]:
    """Check and keep files given as a name and lines of text; returns them by their names."""
    names = [told["name"] for told in listed]
    kept = await asyncio.gather(
        *(keep_file("\n".join(told["lines"]).encode(), told["name"], store) for told in listed)
    )
    return dict(zip(names, kept, strict=True))


async def keep_file(content: bytes, name: str, store: EvidenceStore) -> StoredFile:
    """Check a file as one that somebody sent, and keep it."""
    checked = await store.check(content, name)
    try:
        return await store.keep(checked)
    finally:
        checked.discard()


async def describe_stages(consultation: UUID, told: dict[str, Any], by: UUID | None) -> None:
    """The stages' own words, and what is told in easy language."""
    for stage, words in told["stages"].items():
        await describe_stage(
            consultation=consultation,
            stage=Stage(stage),
            words=StageWords(**words),
            version=0,
            by=by,
        )
    for about, said in told["easy"].items():
        await write_easily(consultation=consultation, about=about, version=0, by=by, **said)


async def enter_source(consultation: UUID, told: dict[str, Any], by: UUID | None) -> EvidenceSource:
    """A source of evidence, shown in its stage."""
    own = told | {"kind": EvidenceKind(told["kind"]), "stage": Stage(told["stage"])}
    return await add_source(consultation=consultation, facts=SourceFacts(**own), by=by)


async def enter_document(
    consultation: UUID, told: dict[str, Any], files: Mapping[str, StoredFile], by: UUID | None
) -> None:
    """A document of a stage, entered on its day."""
    with on_day(told["days"]):
        await add_stage_document(
            consultation=consultation,
            stage=Stage(told["stage"]),
            facts=DocumentFacts(
                title=told["title"],
                description=told["description"],
                office=told["office"],
                dated_on=now().date(),
            ),
            file=files[told["name"]],
            by=by,
        )
