"""Checking in: once, by whoever is first; walk-ins; undoing; groups; who is missing."""

import asyncio
from datetime import timedelta

import pytest

from consultations.attending import check_in, session_with_code, undo_check_in, walk_in
from consultations.clock import now
from consultations.closing import close_session
from consultations.errors import CheckInClosed, NotFound, SessionCancelled
from consultations.grouping import divide, make_groups, place_people
from consultations.inviting import add_participants
from consultations.preparing import cancel_session
from consultations.queries.participants import everybody_of, groups_of, headcount
from consultations.queries.session_plans import find_plan
from consultations.queries.target_matrix import (
    Matrix,
    coverage_of,
    elements_present_in,
    public_attendance,
    target_matrix,
)
from consultations.tables import AuditEntry, Participant, Session
from consultations.targeting import Target, set_targets
from consultations.vocabulary import (
    Attendance,
    Coverage,
    Element,
    RegistrationState,
    VulnerableGroup,
)
from server.database import Engine
from tests.factories import make_consultation, make_input, make_person, make_session


async def _registered(session: Session, *people: object) -> list[Participant]:
    await add_participants(
        session=session.id,
        people=people or [make_person()],  # type: ignore[arg-type]
        state=RegistrationState.REGISTERED,
        by=None,
    )
    return (
        await Participant.objects()
        .where(Participant.session == session.id)
        .order_by(Participant.position)
    )


async def test_two_people_at_the_desk_make_one_check_in(database: Engine) -> None:
    session = await make_session(await make_consultation())
    person = (await _registered(session))[0]
    marks = await asyncio.gather(
        *(check_in(session=session.id, participant=person.id, by=None) for _ in range(5))
    )
    assert sorted(marks) == [False, False, False, False, True]
    entries = await AuditEntry.count().where(AuditEntry.action == "participant.checked_in")
    assert entries == 1
    assert (await headcount(session.id)).present == 1


async def test_attendance_is_taken_from_before_the_session_until_it_is_closed(
    database: Engine,
) -> None:
    consultation = await make_consultation()
    early = await make_session(consultation, starts_at=now() + timedelta(hours=4), ends_at=None)
    person = (await _registered(early))[0]
    with pytest.raises(CheckInClosed):
        await check_in(session=early.id, participant=person.id, by=None)
    session = await make_session(consultation, starts_at=now() + timedelta(hours=2), ends_at=None)
    person = (await _registered(session))[0]
    assert await check_in(session=session.id, participant=person.id, by=None)
    with pytest.raises(NotFound):
        await check_in(session=session.id, participant=early.id, by=None)
    await close_session(session=session.id, by=None)
    with pytest.raises(CheckInClosed):
        await undo_check_in(session=session.id, participant=person.id, by=None)
    await cancel_session(session=early.id, reason="x", by=None)
    with pytest.raises(SessionCancelled):
        await walk_in(session=early.id, person=make_person(), idempotency_key="a", by=None)


async def test_nobody_signs_themselves_in_long_afterwards(database: Engine) -> None:
    past = now() - timedelta(days=2)
    session = await make_session(await make_consultation(), starts_at=past, ends_at=None)
    arguments = {"session": session.id, "person": make_person(), "idempotency_key": "a", "by": None}
    with pytest.raises(CheckInClosed):
        await walk_in(**arguments, oneself=True)  # type: ignore[arg-type]
    assert await walk_in(**arguments)  # type: ignore[arg-type]


async def test_a_registered_person_is_found_by_name_and_not_doubled(database: Engine) -> None:
    session = await make_session(await make_consultation())
    registered = (await _registered(session, make_person("Ani Wijaya, S.Sos.")))[0]
    found = await walk_in(
        session=session.id,
        person=make_person(" ani  wijaya S.Sos", attendance=Attendance.ONLINE),
        idempotency_key="a",
        by=None,
    )
    assert found.id == registered.id
    count = await headcount(session.id)
    assert (count.registered, count.present, count.online, count.walk_ins) == (1, 1, 1, 0)


async def test_at_the_door_consent_to_be_named_is_added_to_ones_entry(database: Engine) -> None:
    session = await make_session(await make_consultation())
    await _registered(session, make_person("Ani"))
    for key, consented in (("a", True), ("b", False)):
        found = await walk_in(
            session=session.id,
            person=make_person("Ani", name_consented=consented),
            idempotency_key=key,
            by=None,
        )
        entry = await Participant.objects().get(Participant.id == found.id)
        assert entry
        # The second Ani is another person: the first is there already.
        assert bool(entry.name_consent_at) is consented


async def test_of_two_namesakes_neither_is_taken(database: Engine) -> None:
    session = await make_session(await make_consultation())
    await _registered(session, make_person("Ani"), make_person("Ani"))
    await walk_in(session=session.id, person=make_person("Ani"), idempotency_key="a", by=None)
    assert (await headcount(session.id)).walk_ins == 1


async def test_a_walk_in_sent_twice_is_one_and_comes_though_full(database: Engine) -> None:
    session = await make_session(await make_consultation(), capacity=1)
    await _registered(session)
    person = make_person("Budi")
    first, second = await asyncio.gather(
        *(
            walk_in(session=session.id, person=person, idempotency_key="a", by=None)
            for _ in range(2)
        )
    )
    assert first.id == second.id
    assert first.code == "P2"
    assert (await headcount(session.id)).present == 1


async def test_an_undone_walk_in_is_gone_and_a_guest_of_the_list_is_back(database: Engine) -> None:
    session = await make_session(await make_consultation())
    listed = (await _registered(session))[0]
    await check_in(session=session.id, participant=listed.id, by=None)
    came = await walk_in(session=session.id, person=make_person(), idempotency_key="a", by=None)
    for person in (listed, came):
        await undo_check_in(session=session.id, participant=person.id, by=None)
    count = await headcount(session.id)
    assert (count.present, count.registered) == (0, 1)
    assert count.states[RegistrationState.CANCELLED] == 1


async def test_a_code_is_read_however_it_is_typed(database: Engine) -> None:
    session = await make_session(await make_consultation())
    typed = f" {session.code[:3].lower()}-{session.code[3:]} "
    assert (await session_with_code(typed)).id == session.id
    for wrong in ("", "ZZZZZZ", "'"):
        with pytest.raises(NotFound):
            await session_with_code(wrong)


async def test_groups_hear_as_many_elements_as_they_can(database: Engine) -> None:
    session = await make_session(await make_consultation())
    people = [make_person(element=element) for element in Element for _ in range(3)]
    await _registered(session, *people)
    await make_groups(session=session.id, names=["Merah", "Putih", "Hijau"], by=None)
    assert await divide(session=session.id, by=None) == 18
    placed = await everybody_of(session.id)
    groups = await groups_of(session.id)
    for group in groups:
        elements = [p.element for p in placed if p.group == group.id]
        assert (len(elements), len(set(elements))) == (6, 6)
    await place_people(session=session.id, places={placed[0].id: None}, by=None)
    await make_groups(session=session.id, names=["Satu"], by=None)
    assert [g.name for g in await groups_of(session.id)] == ["Satu"]
    kept = [p for p in await everybody_of(session.id) if p.group]
    assert len(kept) in (5, 6)


async def _matrix(session: Session) -> Matrix:
    plan = await find_plan(session.consultation, session.id)
    assert plan
    return await target_matrix(plan)


async def test_the_matrix_names_who_is_missing(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    targets = [
        Target(element=Element.MEDIA, wanted=2, region="Maluku"),
        Target(element=Element.SERVICE_USER, wanted=1, region="Aceh"),
        Target(element=Element.SERVICE_USER, wanted=2, region="Aceh"),
        Target(element=Element.SERVICE_USER, wanted=1, vulnerable_group=VulnerableGroup.DISABILITY),
    ]
    await set_targets(session=session.id, version=1, targets=targets, by=None)
    await _registered(session, make_person(region="Aceh"), make_person(region="Bali"))
    await make_input(consultation, element=Element.MEDIA, region="Maluku")
    matrix = await _matrix(session)
    assert matrix.regions == ["Aceh", "Bali", "Maluku"]
    cell = matrix.cells[Element.SERVICE_USER, "Aceh"]
    assert (cell.wanted, cell.registered, cell.present) == (3, 1, 0)
    media = matrix.cells[Element.MEDIA, "Maluku"]
    assert (media.registered, media.heard) == (0, 1)
    named = [(g.element, g.region, g.missing, g.is_empty) for g in matrix.gaps]
    assert named[:3] == [
        (Element.MEDIA, "Maluku", 2, True),
        (Element.SERVICE_USER, "Aceh", 2, False),
        (Element.SERVICE_USER, None, 1, True),
    ]
    assert {element for element, *_ in named[3:]} == {
        Element.PROVIDER,
        Element.STAKEHOLDER,
        Element.EXPERT,
        Element.CIVIL_SOCIETY,
    }


async def test_from_the_first_check_in_on_presence_counts(database: Engine) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    people = await _registered(
        session, *(make_person(element=element) for element in list(Element)[:4])
    )
    matrix = await _matrix(session)
    assert (matrix.begun, matrix.coverage) == (False, Coverage.TOP)
    await check_in(session=session.id, participant=people[0].id, by=None)
    matrix = await _matrix(session)
    assert (matrix.begun, matrix.coverage, matrix.elements) == (
        True,
        Coverage.BELOW,
        [Element.PROVIDER],
    )
    assert await elements_present_in(consultation.id) == {Element.PROVIDER}


def test_the_bands_of_the_assessment() -> None:
    assert [coverage_of(n) for n in (0, 2, 3, 4, 6)] == [
        Coverage.BELOW,
        Coverage.BELOW,
        Coverage.FLOOR,
        Coverage.TOP,
        Coverage.TOP,
    ]


async def test_small_counts_are_not_for_everybody(database: Engine) -> None:
    session = await make_session(await make_consultation())
    people = await _registered(
        session,
        *(make_person() for _ in range(5)),
        *(make_person(element=Element.MEDIA) for _ in range(4)),
    )
    for person in people:
        await check_in(session=session.id, participant=person.id, by=None)
    assert await public_attendance(session.id) == {Element.SERVICE_USER: 5, Element.MEDIA: None}


async def test_the_matrix_takes_few_statements_however_many_come(database: Engine) -> None:
    session = await make_session(await make_consultation())
    await _registered(session, *(make_person() for _ in range(30)))
    plan = await find_plan(session.consultation, session.id)
    assert plan
    before = database.statements
    await target_matrix(plan)
    assert database.statements - before == 3
