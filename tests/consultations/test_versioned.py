"""Of two who change the same thing at the same moment one is told to look again."""

import asyncio
from collections.abc import Awaitable
from datetime import date

import pytest

from consultations.easy_language import write_easily
from consultations.errors import Stale
from consultations.evidence_sources import SourceFacts, add_source, change_source
from consultations.follow_ups import FollowUpWords, add_follow_up, change_follow_up
from consultations.session_records import RecordWords, write_record
from consultations.stages import StageWords, describe_stage
from consultations.tables import EasyText, EvidenceSource, FollowUpItem, SessionRecord, StageSummary
from consultations.vocabulary import EvidenceKind, Stage
from server.database import Engine
from tests.factories import make_consultation, make_session

BOTH = ("yang satu", "yang lain")


def _words(activity: str) -> FollowUpWords:
    return FollowUpWords(issue="Isu", activity=activity, owner="Biro", due_on=date(2030, 1, 31))


async def _one_of_two(*changes: Awaitable[None]) -> int:
    """Which of two changes was kept; the other is refused as stale."""
    outcomes = await asyncio.gather(*changes, return_exceptions=True)
    kept: list[int] = [place for place, outcome in enumerate(outcomes) if outcome is None]
    assert len(kept) == 1, outcomes
    assert isinstance(outcomes[1 - kept[0]], Stale), outcomes
    return kept[0]


@pytest.mark.parametrize("turn", range(5))
async def test_one_of_two_follow_up_changes_is_kept(database: Engine, turn: int) -> None:
    consultation = await make_consultation()
    item = await add_follow_up(consultation=consultation.id, words=_words("mula"), by=None)
    kept = await _one_of_two(
        *(
            change_follow_up(
                consultation=consultation.id,
                item=item.id,
                words=_words(activity),
                inputs=(),
                version=item.version,
                by=None,
            )
            for activity in BOTH
        )
    )
    row = await FollowUpItem.objects().get(FollowUpItem.id == item.id)
    assert (row.activity, row.version) == (BOTH[kept], item.version + 1)


@pytest.mark.parametrize("turn", range(5))
async def test_one_of_two_source_changes_is_kept(database: Engine, turn: int) -> None:
    consultation = await make_consultation()
    facts = [SourceFacts(kind=EvidenceKind.CULTURE, title=title) for title in ("mula", *BOTH)]
    source = await add_source(consultation=consultation.id, facts=facts[0], by=None)
    kept = await _one_of_two(
        *(
            change_source(
                consultation=consultation.id,
                source=source.id,
                facts=own,
                version=source.version,
                by=None,
            )
            for own in facts[1:]
        )
    )
    row = await EvidenceSource.objects().get(EvidenceSource.id == source.id)
    assert (row.title, row.version) == (BOTH[kept], source.version + 1)


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("turn", range(5))
async def test_one_of_two_texts_in_easy_language_is_kept(
    database: Engine, turn: int, version: int
) -> None:
    consultation = await make_consultation()

    def write(text: str, version: int) -> Awaitable[None]:
        return write_easily(
            consultation=consultation.id,
            about="hasil",
            text=text,
            text_en="",
            version=version,
            by=None,
        )

    if version:
        await write("mula", 0)
    kept = await _one_of_two(*(write(text, version) for text in BOTH))
    row = (await EasyText.objects())[0]
    assert (row.text, row.version) == (BOTH[kept], version + 1)


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("turn", range(5))
async def test_one_of_two_descriptions_of_a_stage_is_kept(
    database: Engine, turn: int, version: int
) -> None:
    consultation = await make_consultation()

    def write(summary: str, version: int) -> Awaitable[None]:
        return describe_stage(
            consultation=consultation.id,
            stage=Stage.STUDY,
            words=StageWords(summary=summary),
            version=version,
            by=None,
        )

    if version:
        await write("mula", 0)
    kept = await _one_of_two(*(write(summary, version) for summary in BOTH))
    row = (await StageSummary.objects())[0]
    assert (row.summary, row.version) == (BOTH[kept], version + 1)


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("turn", range(5))
async def test_one_of_two_conclusions_of_a_session_is_kept(
    database: Engine, turn: int, version: int
) -> None:
    session = await make_session(await make_consultation())

    def write(conclusion: str, version: int) -> Awaitable[None]:
        words = RecordWords(conclusion=conclusion)
        return write_record(session=session.id, words=words, version=version, by=None)

    if version:
        await write("mula", 0)
    kept = await _one_of_two(*(write(conclusion, version) for conclusion in BOTH))
    row = (await SessionRecord.objects())[0]
    assert (row.conclusion, row.version) == (BOTH[kept], version + 1)
