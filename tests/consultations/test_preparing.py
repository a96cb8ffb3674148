"""Planning a session: turns, agenda, guide, team, checklist, templates, copies, calling off."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from consultations.checklists import Tick, add_item, begin_checklist, tick_items
from consultations.clock import now
from consultations.closing import close_session
from consultations.errors import SessionClosed, Stale
from consultations.inviting import add_participants, invite
from consultations.mailing import use_mail
from consultations.preparing import (
    CODE_LENGTH,
    CODE_LETTERS,
    Plan,
    cancel_session,
    edit_session,
    ensure_code,
    plan_session,
)
from consultations.queries.participants import headcount
from consultations.queries.session_lists import SessionFilter, planned_sessions
from consultations.queries.session_plans import (
    agenda_of,
    checklist_of,
    find_plan,
    guide_of,
    team_of,
    units_of_session,
)
from consultations.registering import cancel, register
from consultations.running_order import AgendaLine, AlreadyAsked, GuideLine, set_agenda, set_guide
from consultations.session_templates import (
    shifted,
    start_from_session,
    start_from_template,
    templates,
    usual_checklist,
)
from consultations.staffing import AccountUnknown, Member, set_team
from consultations.tables import AuditEntry, Note, OutgoingMessage, Participant, RoleGrant, Session
from consultations.vocabulary import (
    Duty,
    GuidePart,
    Language,
    RegistrationState,
    Role,
    SessionKind,
    SessionState,
    SessionStep,
)
from server.database import Engine
from tests.factories import (
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_person,
    make_session,
)


async def _version(session: Session) -> int:
    row = await Session.select(Session.version).where(Session.id == session.id).first()
    assert row
    return int(row["version"])


def _plan(**facts: object) -> Plan:
    given = {
        "kind": SessionKind.FGD,
        "title": "FGD",
        "theme": "T",
        "place": "P",
        "starts_at": now() + timedelta(days=3),
        **facts,
    }
    return Plan(**given)  # type: ignore[arg-type]


async def test_a_session_gets_a_code_that_can_be_read_out(database: Engine) -> None:
    session = await make_session(await make_consultation())
    assert len(session.code) == CODE_LENGTH
    assert set(session.code) <= set(CODE_LETTERS)
    assert await ensure_code(session=session.id) == session.code


async def test_an_old_session_gets_its_code_at_first_need(database: Engine) -> None:
    session = await make_session(await make_consultation())
    await Session.update({Session.code: ""}).where(Session.id == session.id)
    code = await ensure_code(session=session.id)
    assert len(code) == CODE_LENGTH
    assert await ensure_code(session=session.id) == code


async def test_the_second_of_two_edits_is_refused(database: Engine) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    session = await make_session(consultation)
    await edit_session(session=session.id, version=1, plan=_plan(units=(draft.id,)), by=None)
    assert await units_of_session(session.id) == [draft.id]
    with pytest.raises(Stale):
        await edit_session(session=session.id, version=1, plan=_plan(title="Lain"), by=None)
    plan = await find_plan(consultation.id, session.id)
    assert plan
    assert (plan.title, plan.version) == ("FGD", 2)
    await close_session(session=session.id, by=None)
    with pytest.raises(SessionClosed):
        await edit_session(session=session.id, version=2, plan=_plan(), by=None)


async def test_agenda_keeps_order_and_clock(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    lines = [AgendaLine(title="Buka", minutes=15), AgendaLine(title="Bahas", minutes=90)]
    await set_agenda(session=session.id, version=1, lines=lines, by=None)
    plan = await find_plan(consultation.id, session.id)
    assert plan
    first, second = await agenda_of(plan)
    assert second.starts_at == first.ends_at == plan.starts_at + timedelta(minutes=15)
    turned = [
        AgendaLine(id=second.id, title="Bahas", minutes=80),
        AgendaLine(id=first.id, title="Buka", minutes=15),
    ]
    await set_agenda(session=session.id, version=2, lines=turned, by=None)
    assert [(s.id, s.minutes) for s in await agenda_of(plan)] == [(second.id, 80), (first.id, 15)]


async def test_another_sessions_step_is_not_taken(database: Engine) -> None:
    consultation = await make_consultation()
    mine, other = await make_session(consultation), await make_session(consultation)
    line = AgendaLine(title="Milik orang", minutes=5)
    await set_agenda(session=other.id, version=1, lines=[line], by=None)
    other_plan = await find_plan(consultation.id, other.id)
    assert other_plan
    theirs = (await agenda_of(other_plan))[0].id
    stolen = AgendaLine(id=theirs, title="Dicuri", minutes=1)
    await set_agenda(session=mine.id, version=1, lines=[stolen], by=None)
    assert [s.title for s in await agenda_of(other_plan)] == ["Milik orang"]


async def test_guide_is_sorted_into_the_hourglass(database: Engine) -> None:
    session = await make_session(await make_consultation())
    lines = [
        GuideLine(part=GuidePart.CLOSING, text="Akhir?"),
        GuideLine(part=GuidePart.KEY, text="Inti 1?"),
        GuideLine(part=GuidePart.OPENING, text="Awal?"),
        GuideLine(part=GuidePart.KEY, text="Inti 2?"),
    ]
    await set_guide(session=session.id, version=1, lines=lines, by=None)
    guide = await guide_of(session.id)
    assert [q.text for q in guide] == ["Awal?", "Inti 1?", "Inti 2?", "Akhir?"]


async def test_a_question_with_notes_stays(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    lines = [GuideLine(part=GuidePart.KEY, text="Inti?")]
    await set_guide(session=session.id, version=1, lines=lines, by=None)
    asked = (await guide_of(session.id))[0].id
    await Note.insert(
        Note(
            session=session.id,
            position=1,
            input=(await make_input(consultation)).input,
            speaker_code="P1",
            form="verbatim",
            question=asked,
            noted_at=now(),
        )
    )
    with pytest.raises(AlreadyAsked):
        await set_guide(session=session.id, version=2, lines=[], by=None)
    assert len(await guide_of(session.id)) == 1
    assert await _version(session) == 2


async def test_the_team_gets_its_role_for_this_session_only(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    account = await make_account()
    members = [
        Member(duty=Duty.NOTE_TAKER, name="", email=account.email.upper()),
        Member(duty=Duty.RESOURCE_PERSON, name="Bu Guru"),
    ]
    await set_team(session=session.id, version=1, members=members, by=None)
    grants = await RoleGrant.objects().where(RoleGrant.account == account.id)
    assert [(g.role, g.session, g.consultation) for g in grants] == [
        (Role.NOTE_TAKER.value, session.id, consultation.id)
    ]
    assert {m.name for m in await team_of(session.id)} == {account.name, "Bu Guru"}
    await set_team(session=session.id, version=2, members=members[1:], by=None)
    assert not await RoleGrant.exists().where(RoleGrant.account == account.id)


async def test_a_team_with_an_unknown_account_is_refused_whole(database: Engine) -> None:
    session = await make_session(await make_consultation())
    members = [Member(duty=Duty.FACILITATOR, name="X", email="tidak@ada.id")]
    with pytest.raises(AccountUnknown):
        await set_team(session=session.id, version=1, members=members, by=None)
    assert await team_of(session.id) == []
    assert await _version(session) == 1


async def test_ticks_carry_who_and_when(database: Engine) -> None:
    session = await make_session(await make_consultation())
    account = await make_account()
    await begin_checklist(session=session.id, texts=usual_checklist(), by=None)
    await begin_checklist(session=session.id, texts=usual_checklist(), by=None)
    await add_item(session=session.id, step=SessionStep.BEFORE, text="Sewa kursi", by=None)
    listed = await checklist_of(session.id)
    assert len(listed) == 16
    assert [c.text for c in listed if c.step is SessionStep.BEFORE][-1] == "Sewa kursi"
    ticks = {listed[0].id: Tick(done=True, note="SK 12/2026")}
    assert await tick_items(session=session.id, ticks=ticks, by=account.id) == 1
    assert await tick_items(session=session.id, ticks=ticks, by=None) == 0
    ticked = (await checklist_of(session.id))[0]
    assert (ticked.done_by, ticked.note) == (account.name, "SK 12/2026")
    assert ticked.done_at
    await tick_items(session=session.id, ticks={ticked.id: Tick(done=False)}, by=None)
    assert (await checklist_of(session.id))[0].done_at is None


@pytest.mark.parametrize(
    ("tick", "done", "note"),
    [
        (Tick(done=False, note="", shown=Tick(done=False)), True, "SK 1"),
        (Tick(done=False, note="", shown=Tick(done=True, note="SK 1")), False, ""),
        (Tick(done=False, note="SK 1", shown=Tick(done=False)), True, "SK 1"),
        (Tick(done=False, note="SK 2", shown=Tick(done=False)), True, "SK 2 · SK 1"),
        (Tick(done=True, note="SK 2", shown=Tick(done=False, note="SK 1")), True, "SK 2"),
        (Tick(done=True, note="", shown=Tick(done=True, note="lama")), True, "SK 1"),
    ],
)
async def test_ticks_from_an_older_page_take_nothing_back(
    database: Engine, tick: Tick, done: bool, note: str
) -> None:
    session = await make_session(await make_consultation())
    await begin_checklist(session=session.id, texts=usual_checklist(), by=None)
    first = (await checklist_of(session.id))[0]
    colleague = {first.id: Tick(done=True, note="SK 1")}
    await tick_items(session=session.id, ticks=colleague, by=None)
    for _ in range(2):  # a double click changes nothing more
        await tick_items(session=session.id, ticks={first.id: tick}, by=None)
    item = (await checklist_of(session.id))[0]
    assert (item.done_at is not None, item.note) == (done, note)


@pytest.mark.parametrize("turn", range(5))
async def test_notes_of_two_who_tick_at_once_are_both_kept(database: Engine, turn: int) -> None:
    session = await make_session(await make_consultation())
    await begin_checklist(session=session.id, texts=usual_checklist(), by=None)
    item = (await checklist_of(session.id))[0].id
    shown = Tick(done=False)
    acts = (Tick(done=True, shown=shown), Tick(done=False, note="SK 1", shown=shown))
    await asyncio.gather(
        *(tick_items(session=session.id, ticks={item: act}, by=None) for act in acts)
    )
    after = (await checklist_of(session.id))[0]
    assert (after.done_at is not None, after.note) == (True, "SK 1")


@pytest.mark.parametrize("key", ["fkp-tatap-muka", "fkp-daring", "fgd-90", "lokakarya"])
async def test_templates_fit_their_own_length(sqlite_database: Engine, key: str) -> None:
    shape = templates()[key]
    assert sum(minutes for _, minutes in shape.agenda) == shape.hours * 60
    session = await make_session(await make_consultation())
    await start_from_template(session=session.id, template=key, by=None)
    assert len(await guide_of(session.id)) == len(shape.guide) <= 15
    assert len(await checklist_of(session.id)) == 15


async def test_a_copy_has_everything_but_people(database: Engine) -> None:
    consultation = await make_consultation()
    former = await make_session(consultation)
    await start_from_template(session=former.id, template="fgd-90", by=None)
    account = await make_account()
    member = Member(duty=Duty.FACILITATOR, name="Fitri", email=account.email)
    await set_team(session=former.id, version=await _version(former), members=[member], by=None)
    await add_participants(
        session=former.id, people=[make_person()], state=RegistrationState.REGISTERED, by=None
    )
    copy = await make_session(consultation)
    await start_from_session(session=copy.id, former=former.id, by=None)
    assert [q.text for q in await guide_of(copy.id)] == [q.text for q in await guide_of(former.id)]
    assert [(m.name, m.email) for m in await team_of(copy.id)] == [("Fitri", "")]
    assert (await headcount(copy.id)).registered == 0
    assert await RoleGrant.count().where(RoleGrant.session == copy.id) == 0


def test_a_copy_is_held_on_a_like_weekday_with_time_to_invite() -> None:
    past = now() - timedelta(days=100, hours=3)
    again = shifted(past)
    assert again.weekday() == past.weekday()
    assert again.time() == past.time()
    assert timedelta(days=14) <= again - now() < timedelta(days=21, seconds=1)
    far = now() + timedelta(days=90)
    assert shifted(far) == far


async def test_a_session_is_called_off_once_and_everybody_is_told(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation, starts_at=now() + timedelta(days=2), ends_at=None)
    use_mail(on=True)
    try:
        await register(
            session=session.id,
            person=make_person(email="Ani@contoh.id", language=Language.ENGLISH),
            idempotency_key="a",
        )
        await register(session=session.id, person=make_person(), idempotency_key="b")
        told = await cancel_session(session=session.id, reason="Banjir.", by=None)
        again = await cancel_session(session=session.id, reason="Lain.", by=None)
    finally:
        use_mail(on=False)
    assert (told, again) == (1, 0)
    letters = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.locale)
    assert sorted((m["kind"], m["locale"]) for m in letters) == [
        ("registration", "en"),
        ("session_cancelled", "en"),
    ]
    plan = await find_plan(consultation.id, session.id)
    assert plan
    assert (plan.state, plan.cancelled_for) == (SessionState.CANCELLED, "Banjir.")
    assert await Participant.count().where(Participant.session == session.id) == 2


@pytest.fixture
def mail() -> Iterator[None]:
    use_mail(on=True)
    yield
    use_mail(on=False)


def _ahead(**facts: object) -> Plan:
    given: dict[str, object] = {
        "kind": SessionKind.FKP,
        "title": "FKP loket",
        "theme": "Loket",
        "place": "Aula",
        "starts_at": now() + timedelta(days=2),
        **facts,
    }
    return Plan(**given)  # type: ignore[arg-type]


async def _changes() -> list[dict[str, object]]:
    return await OutgoingMessage.select().where(OutgoingMessage.kind == "session_changed")


async def test_everybody_concerned_is_told_once_what_was(database: Engine, mail: None) -> None:
    consultation = await make_consultation()
    plan = _ahead(capacity=2, link="https://ruang.contoh.id/lama")
    session = await plan_session(consultation=consultation.id, plan=plan, by=None)
    for key in ("ani", "budi", "cici"):
        await register(
            session=session.id,
            person=make_person(email=f"{key}@contoh.id", language=Language.ENGLISH),
            idempotency_key=key,
        )
    people = [
        make_person(email="dedi@contoh.id"),
        make_person(email="eka@contoh.id"),
        make_person(),
    ]
    await add_participants(
        session=session.id, people=people, state=RegistrationState.INVITED, by=None
    )
    # Eka's invitation has not gone out: that letter will say what holds by then.
    dedi = await Participant.objects().get(Participant.email == "dedi@contoh.id")
    budi = await Participant.objects().get(Participant.email == "budi@contoh.id")
    assert dedi
    assert budi
    await invite(session=session.id, participants=[dedi.id], by=None)
    await cancel(participant=budi.id)
    moved = replace(plan, starts_at=plan.starts_at + timedelta(days=1), place="Balai Kota")
    told = await edit_session(session=session.id, version=1, plan=moved, by=None)
    letters = await _changes()
    assert told == len(letters) == 3
    assert sorted((m["recipient"], m["locale"]) for m in letters) == [
        ("ani@contoh.id", "en"),
        ("cici@contoh.id", "en"),
        ("dedi@contoh.id", "id"),
    ]
    was = json.loads(str(letters[0]["facts"]))
    assert (was["place"], was["starts_at"]) == ("Aula", plan.starts_at.isoformat())


async def test_what_nobody_needs_to_know_sends_nothing(database: Engine, mail: None) -> None:
    consultation = await make_consultation()
    plan = _ahead()
    session = await plan_session(consultation=consultation.id, plan=plan, by=None)
    await register(session=session.id, person=make_person(email="a@b.id"), idempotency_key="a")
    assert await edit_session(session=session.id, version=1, plan=plan, by=None) == 0
    other = replace(plan, title="FKP loket dan antrean", capacity=20, legal_basis="UU 25/2009")
    assert await edit_session(session=session.id, version=2, plan=other, by=None) == 0
    typo = replace(other, place="Aula Utama")
    assert await edit_session(session=session.id, version=3, plan=typo, by=None, quietly=True) == 0
    # What is put right in the plan of a session that is over is for the record.
    over = replace(other, starts_at=now() - timedelta(days=2))
    assert await edit_session(session=session.id, version=4, plan=over, by=None) == 0
    assert await _changes() == []
    entries = await AuditEntry.count().where(AuditEntry.action == "session.edited")
    assert entries == 4


async def test_two_changes_before_the_mail_goes_out_are_one_letter(
    database: Engine, mail: None
) -> None:
    consultation = await make_consultation()
    plan = _ahead()
    session = await plan_session(consultation=consultation.id, plan=plan, by=None)
    await register(session=session.id, person=make_person(email="a@b.id"), idempotency_key="a")
    for version, place in ((1, "Balai Kota"), (2, "Gedung B")):
        moved = replace(plan, place=place)
        assert await edit_session(session=session.id, version=version, plan=moved, by=None) == 1
    letters = await _changes()
    assert [json.loads(str(letter["facts"]))["place"] for letter in letters] == ["Aula"]
    # One that a worker is just sending may be on its way with the earlier words.
    await OutgoingMessage.update({OutgoingMessage.claim: session.id}).where(
        OutgoingMessage.id == letters[0]["id"]
    )
    third = replace(plan, place="Gedung C")
    await edit_session(session=session.id, version=3, plan=third, by=None)
    places = {json.loads(str(letter["facts"]))["place"] for letter in await _changes()}
    assert places == {"Aula", "Gedung B"}


async def test_the_list_puts_the_next_session_first(database: Engine) -> None:
    consultation = await make_consultation()
    done = await make_session(consultation, title="Sudah")
    await close_session(session=done.id, by=None)
    later = now() + timedelta(days=9)
    await make_session(consultation, title="Nanti", starts_at=later, ends_at=None)
    await make_session(consultation, title="Kini", kind=SessionKind.FGD)
    found = await planned_sessions(consultation.id, SessionFilter())
    assert [s.plan.title for s in found.items] == ["Kini", "Nanti", "Sudah"]
    only = SessionFilter(state=SessionState.DONE.value)
    assert [s.plan.title for s in (await planned_sessions(consultation.id, only)).items] == [
        "Sudah"
    ]
    only = SessionFilter(words="kIn", kind="fgd")
    assert [s.plan.title for s in (await planned_sessions(consultation.id, only)).items] == ["Kini"]
