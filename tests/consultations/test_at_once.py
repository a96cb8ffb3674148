"""Two who act on one row at the same moment: nothing that either of them did is lost."""

import asyncio
from collections.abc import Awaitable
from contextvars import Context
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from consultations import drafting
from consultations.accounts import set_active, set_password_hash
from consultations.attending import check_in
from consultations.beginning import begin_next_version
from consultations.drafting import next_version, prepare_draft
from consultations.evidence import StoredFile
from consultations.follow_ups import (
    FollowUpWords,
    Progress,
    add_follow_up,
    change_follow_up,
    record_step,
)
from consultations.placeable import NoLongerWaiting, still_waiting
from consultations.placing import open_theme
from consultations.publishing import publish_draft
from consultations.registering import change_participant, forget, register
from consultations.revising import ClaimedBySomebody, claim_input
from consultations.stages import (
    DocumentFacts,
    add_stage_document,
    change_stage_document,
    remove_stage_document,
)
from consultations.surveys.preparing import (
    SurveyFacts,
    change_survey,
    close_survey,
    open_survey,
    prepare_survey,
)
from consultations.tables import (
    Account,
    DraftVersion,
    FollowUpItem,
    Input,
    Participant,
    StageDocument,
    Survey,
    Theme,
    ThemeMember,
    WorkingCopy,
)
from consultations.vocabulary import Attendance, FollowUpStatus, Instrument, Stage
from server.database import Engine
from server.engines.postgres import PooledPostgresEngine
from tests.factories import (
    DRAFT,
    make_account,
    make_consultation,
    make_input,
    make_person,
    make_session,
)

TURNS = pytest.mark.parametrize("turn", range(6))


async def _at_once(turn: int, *acts: Awaitable[Any]) -> list[Any]:
    """What came of each, in their order; who is first changes with the turn."""
    order = range(len(acts)) if turn % 2 else range(len(acts) - 1, -1, -1)
    came = await asyncio.gather(*(acts[place] for place in order), return_exceptions=True)
    by_place = dict(zip(order, came, strict=True))
    return [by_place[place] for place in range(len(acts))]


def _words(activity: str) -> FollowUpWords:
    return FollowUpWords(issue="Isu", activity=activity, owner="Biro", due_on=date(2030, 1, 31))


@TURNS
async def test_words_and_progress_of_an_action_are_both_kept(database: Engine, turn: int) -> None:
    consultation = await make_consultation()
    item = await add_follow_up(consultation=consultation.id, words=_words("mula"), by=None)
    here: dict[str, Any] = {"consultation": consultation.id, "item": item.id, "by": None}
    progress = Progress(status=FollowUpStatus.DONE, note="Sudah")
    came = await _at_once(
        turn,
        change_follow_up(**here, words=_words("baru"), inputs=(), version=item.version),
        record_step(**here, progress=progress),
    )
    row = await FollowUpItem.objects().get(FollowUpItem.id == item.id)
    assert came == [None, None]
    assert (row.activity, row.version) == ("baru", item.version + 1)
    assert row.status == FollowUpStatus.DONE.value


@TURNS
async def test_facts_of_a_document_taken_off_are_kept(database: Engine, turn: int) -> None:
    consultation = await make_consultation()
    document = await add_stage_document(
        consultation=consultation.id,
        stage=Stage.STUDY,
        facts=DocumentFacts(title="mula"),
        file=StoredFile("a.pdf", "application/pdf", 1, "0" * 64, "0" * 64),
        by=None,
    )
    here: dict[str, Any] = {"consultation": consultation.id, "document": document.id, "by": None}
    came = await _at_once(
        turn,
        change_stage_document(**here, facts=DocumentFacts(title="baru"), version=document.version),
        remove_stage_document(**here),
    )
    row = await StageDocument.objects().get(StageDocument.id == document.id)
    assert came == [None, None]
    assert (row.title, row.removed_at is None) == ("baru", False)


@TURNS
async def test_shut_account_stays_shut_while_its_password_changes(
    database: Engine, turn: int
) -> None:
    account = await make_account()
    await _at_once(
        turn,
        set_active(account=account.id, active=False, by=None),
        set_password_hash(account=account.id, password_hash="baru", by=account.id),
    )
    row = await Account.objects().get(Account.id == account.id)
    assert (row.active, row.password_hash) == (False, "baru")


@TURNS
async def test_who_is_corrected_at_the_desk_stays_present(database: Engine, turn: int) -> None:
    session = await make_session(await make_consultation())
    entered = await register(session=session.id, person=make_person("Ani"), idempotency_key="a")
    here: dict[str, Any] = {"session": session.id, "participant": entered.participant}
    came = await _at_once(
        turn,
        check_in(**here, attendance=Attendance.ONLINE, by=None),
        change_participant(**here, person=make_person("Ani Lestari"), by=None),
    )
    row = await Participant.objects().get(Participant.id == entered.participant)
    assert came[1] is None
    assert (row.name, row.attended_at is None) == ("Ani Lestari", False)


@TURNS
async def test_who_is_forgotten_keeps_the_attendance(database: Engine, turn: int) -> None:
    session = await make_session(await make_consultation())
    entered = await register(session=session.id, person=make_person("Ani"), idempotency_key="a")
    here: dict[str, Any] = {"session": session.id, "participant": entered.participant}
    await _at_once(
        turn,
        check_in(**here, attendance=Attendance.IN_PERSON, by=None),
        forget(**here, by=None),
    )
    row = await Participant.objects().get(Participant.id == entered.participant)
    assert (row.name, row.email, row.attended_at is None) == ("", None, False)


@TURNS
async def test_survey_closed_while_its_words_change_stays_closed(
    database: Engine, turn: int
) -> None:
    consultation = await make_consultation()
    survey = await prepare_survey(
        consultation=consultation.id,
        instrument=Instrument.SATISFACTION,
        facts=SurveyFacts(title="mula"),
        by=None,
    )
    await open_survey(survey=survey.id, by=None)
    came = await _at_once(
        turn,
        close_survey(survey=survey.id, by=None),
        change_survey(survey=survey.id, facts=SurveyFacts(title="baru"), by=None),
    )
    row = await Survey.objects().get(Survey.id == survey.id)
    assert came == [None, None]
    assert (row.title, row.closed_at is None) == ("baru", False)


async def test_draft_published_while_another_is_taken_in_stays_published(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await make_consultation()
    draft = await prepare_draft(consultation=consultation.id, text=DRAFT, by=None)
    publishing: list[asyncio.Task[DraftVersion]] = []

    async def found(consultation: UUID, by: UUID | None) -> DraftVersion:
        version = await next_version(consultation, by)
        if not publishing:
            act = publish_draft(version=draft.id, by=None)
            publishing.append(asyncio.create_task(act, context=Context()))
            if isinstance(database, PooledPostgresEngine):
                # SQLite lets nobody write meanwhile.
                await publishing[0]
        return version

    monkeypatch.setattr(drafting, "next_version", found)
    taken_in = await prepare_draft(
        consultation=consultation.id, text=DRAFT.replace("antrean", "barisan"), by=None
    )
    await asyncio.wait(publishing)
    rows = {row.number: row for row in await DraftVersion.objects()}
    published = publishing[0].exception() is None
    assert published or not isinstance(database, PooledPostgresEngine)
    assert (rows[1].published_at is not None) is published
    assert taken_in.number == (2 if isinstance(database, PooledPostgresEngine) else 1)
    waiting = [copy.version for copy in await WorkingCopy.objects()]
    assert waiting == [row.id for row in rows.values() if row.published_at is None]


@TURNS
async def test_one_of_two_claims_holds(database: Engine, turn: int) -> None:
    await make_input(await make_consultation())
    entry = (await Input.objects())[0]
    people = [await make_account(), await make_account()]
    came = await _at_once(turn, *(claim_input(entry=entry.id, by=one.id) for one in people))
    assert [type(one) for one in came if one] == [ClaimedBySomebody]
    row = await Input.objects().get(Input.id == entry.id)
    assert row.account == people[came.index(None)].id


@TURNS
async def test_input_that_two_decide_on_in_the_queue_gets_one_theme(
    database: Engine, turn: int
) -> None:
    here = await make_consultation()
    entry, lone = await make_input(here), await make_input(here)

    async def decide(name: str) -> None:
        await open_theme(
            consultation=here.id, name=name, entries=[entry.input], by=None, waiting=True
        )

    came = await _at_once(turn, decide("Antrean"), decide("Loket"))

    assert [type(one) for one in came if one is not None] == [NoLongerWaiting]
    assert await ThemeMember.count().where(ThemeMember.input == entry.input) == 1
    assert await Theme.count() == 1
    assert await still_waiting([entry.input, lone.input]) == [lone.input]


@TURNS
async def test_version_that_two_begin_at_the_same_moment_is_one(
    database: Engine, turn: int
) -> None:
    here = await make_consultation()
    first = await prepare_draft(consultation=here.id, text=DRAFT, by=None)
    await publish_draft(version=first.id, by=None)

    begun, taken_in = await _at_once(
        turn,
        begin_next_version(consultation=here.id, by=None),
        prepare_draft(consultation=here.id, text=DRAFT, by=None),
    )

    assert begun.id == taken_in.id
    assert [row.number for row in await DraftVersion.objects().order_by(DraftVersion.number)] == [
        1,
        2,
    ]
    assert await WorkingCopy.count() == 1
