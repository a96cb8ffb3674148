"""Seats, the waiting list, invitations, needs with consent, and being forgotten."""

import asyncio
from datetime import timedelta

import pytest

from consultations.clock import clock_moved, now
from consultations.closing import close_session
from consultations.entering import require_participant
from consultations.errors import (
    Malformed,
    NotFound,
    RegistrationClosed,
    SessionCancelled,
    SessionClosed,
)
from consultations.inviting import add_participants, invite
from consultations.mailing import use_mail
from consultations.people_lists import check_people
from consultations.preparing import Plan, cancel_session, edit_session
from consultations.queries.participants import (
    ParticipantFilter,
    find_person,
    headcount,
    invitable_of,
    participants_of,
)
from consultations.registering import accept, cancel, forget, register, say_needs
from consultations.sheets import read_sheet
from consultations.tables import OutgoingMessage, Participant, Session
from consultations.vocabulary import (
    Attendance,
    Attribution,
    Element,
    Language,
    RegistrationState,
    SessionAdmission,
    SessionKind,
)
from server.database import Engine
from tests.factories import make_consultation, make_person, make_session

SOON = timedelta(days=3)


async def _session(**facts: object) -> Session:
    return await make_session(
        await make_consultation(), starts_at=now() + SOON, ends_at=None, **facts
    )


async def _register(session: Session, key: str, **facts: object) -> Participant:
    made = await register(session=session.id, person=make_person(**facts), idempotency_key=key)
    return await require_participant(session.id, made.participant)


async def _states(session: Session) -> list[str]:
    rows = (
        await Participant.select(Participant.state)
        .where(Participant.session == session.id)
        .order_by(Participant.position)
    )
    return [row["state"] for row in rows]


async def test_the_same_form_sent_twice_registers_once(database: Engine) -> None:
    session = await _session()
    first, second = await asyncio.gather(_register(session, "a"), _register(session, "a"))
    assert first.id == second.id
    assert (await headcount(session.id)).registered == 1


async def test_the_same_address_has_one_seat_and_gets_its_link_again(database: Engine) -> None:
    session = await _session(capacity=5)
    use_mail(on=True)
    try:
        made = await asyncio.gather(
            *(
                register(
                    session=session.id,
                    person=make_person(f"Ani {n}", email=f"{'Ani' if n % 2 else 'ANI'}@contoh.id"),
                    idempotency_key=f"k{n}",
                )
                for n in range(6)
            )
        )
    finally:
        use_mail(on=False)
    assert len({each.participant for each in made}) == 1
    # Nobody sees from the answer which of them came first.
    assert {each.may_open for each in made} == {False}
    assert await _states(session) == ["terdaftar"]
    letters = await OutgoingMessage.select(OutgoingMessage.recipient, OutgoingMessage.kind)
    assert letters == [{"recipient": "ani@contoh.id", "kind": "registration"}] * 6


async def test_the_same_name_and_element_without_address_has_one_seat(database: Engine) -> None:
    session = await _session(capacity=9)
    people = [
        make_person("Drs. Budi Santoso", organisation="Koperasi Maju"),
        make_person("drs budi  santoso"),
        make_person("Drs. Budi Santoso", organisation="KOPERASI MAJU"),
    ]
    made = await asyncio.gather(
        *(
            register(session=session.id, person=person, idempotency_key=f"k{n}")
            for n, person in enumerate(people)
        )
    )
    assert len({each.participant for each in made}) == 1
    assert [each.may_open for each in made].count(True) == 1
    # Of the same name, but of another element or organisation, or with an address: other people.
    fresh = await make_session(
        await make_consultation(slug="lain"), starts_at=now() + SOON, ends_at=None
    )
    others = [
        make_person("Drs. Budi Santoso", organisation="Koperasi Maju"),
        make_person("Budi Santoso", organisation="Koperasi Maju"),
        make_person("Drs. Budi Santoso", element=Element.MEDIA),
        make_person("Drs. Budi Santoso", organisation="Yayasan Lain"),
        make_person("Drs. Budi Santoso", email="budi@contoh.id"),
    ]
    for n, person in enumerate(others):
        again = await register(session=fresh.id, person=person, idempotency_key=f"m{n}")
        assert again.may_open
    assert (await headcount(fresh.id)).registered == len(others)


async def test_who_registers_again_keeps_what_they_had(database: Engine) -> None:
    session = await _session()
    people = [make_person("Ani", email="ani@contoh.id"), make_person("Budi", email="b@contoh.id")]
    await add_participants(
        session=session.id, people=people, state=RegistrationState.INVITED, by=None
    )
    stranger = make_person("Orang Lain", email="ANI@contoh.id", needs="x", needs_consented=True)
    made = await register(session=session.id, person=stranger, idempotency_key="a")
    ani = await require_participant(session.id, made.participant)
    assert (ani.name, ani.needs, made.may_open) == ("Ani", None, False)
    assert await _states(session) == ["terdaftar", "diundang"]
    # Who gave the seat back and registers again has one again.
    await cancel(participant=ani.id)
    await register(session=session.id, person=stranger, idempotency_key="b")
    assert await _states(session) == ["terdaftar", "diundang"]


async def test_chosen_people_are_invited_again_but_not_by_a_double_click(
    database: Engine,
) -> None:
    session = await _session()
    people = [
        make_person("Ani", email="ani@contoh.id", language=Language.ENGLISH),
        make_person("Budi", email="budi@contoh.id"),
        make_person("Cici"),
        make_person("Dedi", email="dedi@contoh.id"),
    ]
    await add_participants(
        session=session.id, people=people, state=RegistrationState.INVITED, by=None
    )
    rows = await Participant.select(Participant.id).order_by(Participant.position)
    ani, budi, cici, dedi = (row["id"] for row in rows)
    await cancel(participant=dedi)
    elsewhere = await make_session(await make_consultation(slug="lain"))
    use_mail(on=True)
    try:
        chosen = {"session": session.id, "participants": [ani, budi, cici, dedi], "by": None}
        assert sorted(await asyncio.gather(*(invite(**chosen) for _ in range(4)))) == [0, 0, 0, 2]
        assert await invite(session=elsewhere.id, participants=[ani], by=None) == 0
        with clock_moved(timedelta(minutes=9)):
            assert await invite(**chosen) == 0
        with clock_moved(timedelta(minutes=11)):
            assert await invite(session=session.id, participants=[ani], by=None) == 1
    finally:
        use_mail(on=False)
    letters = await OutgoingMessage.select(OutgoingMessage.recipient, OutgoingMessage.locale)
    assert sorted((m["recipient"], m["locale"]) for m in letters) == [
        ("ani@contoh.id", "en"),
        ("ani@contoh.id", "en"),
        ("budi@contoh.id", "id"),
    ]


async def test_consent_to_be_named_is_given_kept_and_taken_back(database: Engine) -> None:
    session = await _session(attribution=Attribution.OPEN)
    person = await _register(session, "a", name_consented=True)
    assert person.name_consent_at
    here: dict[str, object] = {"participant": person.id, "needs": "", "consented": False}
    await say_needs(**here, attendance=Attendance.ONLINE, name_consented=True)
    kept = await require_participant(session.id, person.id)
    assert kept.name_consent_at == person.name_consent_at
    await say_needs(**here, attendance=Attendance.ONLINE, name_consented=False)
    assert (await require_participant(session.id, person.id)).name_consent_at is None
    named = await _register(session, "b", name_consented=True)
    await forget(session=session.id, participant=named.id, by=None)
    assert (await require_participant(session.id, named.id)).name_consent_at is None


def test_a_list_says_language_and_consent_of_each() -> None:
    rows = "nama;unsur;bahasa;setuju disebut\nAni;media_massa;en;ya\nBudi;media_massa;;\n"
    people = check_people(read_sheet(rows.encode(), workbook=False, most_rows=10)).people
    assert [(p.language, p.name_consented) for p in people] == [
        (Language.ENGLISH, True),
        (Language.INDONESIAN, False),
    ]
    wrong = "nama;unsur;bahasa;setuju disebut\nAni;media_massa;jawa;mungkin\n"
    preview = check_people(read_sheet(wrong.encode(), workbook=False, most_rows=10))
    assert [error.column for error in preview.errors] == ["bahasa", "setuju disebut"]


async def test_a_crowd_never_gets_more_seats_than_there_are(database: Engine) -> None:
    session = await _session(capacity=5)
    await asyncio.gather(*(_register(session, f"k{n}") for n in range(12)))
    count = await headcount(session.id)
    assert (count.registered, count.states[RegistrationState.WAITING]) == (5, 7)
    codes = await Participant.select(Participant.code).where(Participant.session == session.id)
    assert len({row["code"] for row in codes}) == 12


async def test_a_seat_given_back_goes_to_who_waits_longest(database: Engine) -> None:
    session = await _session(capacity=1)
    use_mail(on=True)
    try:
        first = await _register(session, "a")
        await _register(session, "b", email="b@contoh.id")
        await _register(session, "c")
        await cancel(participant=first.id)
        await cancel(participant=first.id)
    finally:
        use_mail(on=False)
    assert await _states(session) == ["batal", "terdaftar", "daftar_tunggu"]
    letters = await OutgoingMessage.select(OutgoingMessage.kind).order_by(OutgoingMessage.kind)
    assert [m["kind"] for m in letters] == ["registration", "seat_free"]


async def test_many_seats_given_back_at_once_are_each_filled_once(database: Engine) -> None:
    session = await _session(capacity=4)
    people = [await _register(session, f"k{n}") for n in range(9)]
    await asyncio.gather(*(cancel(participant=person.id) for person in people[:4]))
    count = await headcount(session.id)
    assert (count.registered, count.states[RegistrationState.WAITING]) == (4, 1)


async def test_more_seats_go_to_who_waits(database: Engine) -> None:
    session = await _session(capacity=1)
    for key in "abc":
        await _register(session, key)
    plan = Plan(
        kind=SessionKind.FKP,
        title="T",
        theme="T",
        place="P",
        starts_at=now() + SOON,
        capacity=2,
    )
    await edit_session(session=session.id, version=1, plan=plan, by=None)
    assert await _states(session) == ["terdaftar", "terdaftar", "daftar_tunggu"]


async def test_registration_is_refused_where_it_is_not_open(database: Engine) -> None:
    invited = await _session(admission=SessionAdmission.INVITED)
    with pytest.raises(RegistrationClosed):
        await _register(invited, "a")
    await Session.update({Session.admission: "terbuka"}).where(Session.id == invited.id)
    await cancel_session(session=invited.id, reason="x", by=None)
    with pytest.raises(SessionCancelled):
        await _register(invited, "a")
    assert await Participant.count() == 0


async def test_over_and_closed_sessions_take_nobody(database: Engine) -> None:
    consultation = await make_consultation()
    over = await make_session(
        consultation, starts_at=now() - timedelta(hours=9), ends_at=now() - timedelta(hours=1)
    )
    with pytest.raises(RegistrationClosed):
        await _register(over, "a")
    await close_session(session=over.id, by=None)
    with pytest.raises(SessionClosed):
        await _register(over, "a")


async def test_an_invitation_is_sent_once_and_can_be_accepted(database: Engine) -> None:
    session = await _session(admission=SessionAdmission.INVITED, capacity=1)
    people = [make_person(email="a@contoh.id"), make_person(email="b@contoh.id"), make_person()]
    use_mail(on=True)
    try:
        entered = await add_participants(
            session=session.id, people=people, state=RegistrationState.INVITED, by=None, key="k"
        )
        again = await add_participants(
            session=session.id, people=people, state=RegistrationState.INVITED, by=None, key="k"
        )
        waiting = await invitable_of(session.id)
        sent = await invite(session=session.id, participants=waiting, by=None)
        twice = await invite(session=session.id, participants=waiting, by=None)
    finally:
        use_mail(on=False)
    assert (entered, again, sent, twice) == (3, 0, 2, 0)
    assert await OutgoingMessage.count() == 2
    assert await accept(participant=waiting[0]) is RegistrationState.REGISTERED
    assert await accept(participant=waiting[0]) is RegistrationState.REGISTERED
    assert await accept(participant=waiting[1]) is RegistrationState.WAITING


async def test_needs_are_kept_with_consent_only(database: Engine) -> None:
    session = await _session()
    person = await _register(session, "a", needs="Juru isyarat", needs_consented=False)
    assert person.needs is None
    said = {"participant": person.id, "needs": "Jalur kursi roda", "attendance": Attendance.ONLINE}
    await say_needs(**said, consented=True)
    found = await find_person(person.id)
    assert found
    assert (found.needs, found.attendance) == ("Jalur kursi roda", Attendance.ONLINE)
    await say_needs(**said, consented=False)
    row = await Participant.objects().get(Participant.id == person.id)
    assert row
    assert (row.needs, row.needs_consent_at) == (None, None)


async def test_a_forgotten_person_is_counted_and_nothing_else(database: Engine) -> None:
    session = await _session()
    use_mail(on=True)
    try:
        person = await _register(
            session,
            "a",
            name="Bu Rahasia",
            organisation="Lembaga Rahasia",
            email="rahasia@contoh.id",
            phone="0812",
            region="Aceh",
            needs="Perlu",
            needs_consented=True,
        )
        await forget(session=session.id, participant=person.id, by=None)
    finally:
        use_mail(on=False)
    row = (await Participant.select().where(Participant.id == person.id))[0]
    words = " ".join(str(value) for value in row.values())
    assert not [w for w in ("Rahasia", "rahasia", "0812", "Perlu") if w in words]
    assert (row["region"], row["element"]) == ("Aceh", "pengguna_layanan")
    assert await find_person(person.id) is None
    assert (await headcount(session.id)).registered == 1
    letter = (await OutgoingMessage.select())[0]
    assert (letter["recipient"], letter["failed_at"] is None) == ("", False)


async def test_nobody_reaches_into_another_session(database: Engine) -> None:
    mine = await _session()
    other = await make_session(await make_consultation(slug="lain"))
    person = await _register(mine, "a")
    with pytest.raises(NotFound):
        await forget(session=other.id, participant=person.id, by=None)


async def test_the_list_is_narrowed(database: Engine) -> None:
    session = await _session()
    await _register(session, "a", name="Ani Wijaya", element=Element.MEDIA)
    await _register(session, "b", name="Budi", organisation="Yayasan Wijaya")
    await _register(session, "c", name="Cici")

    async def names(**only: str) -> list[str]:
        found = await participants_of(session.id, ParticipantFilter(**only))
        return [person.name for person in found.items]

    assert await names(words="wijaya") == ["Ani Wijaya", "Budi"]
    assert await names(words="p3") == ["Cici"]
    assert await names(element="media_massa") == ["Ani Wijaya"]
    assert await names(present="ya") == []


LIST = """Nama Lengkap;Unsur;Instansi;JK;Provinsi;Email
Ani;pengguna layanan;;P;aceh;ani@contoh.id
Budi;Media massa;Koran;L;;
"""


def test_a_list_is_read_as_people_write_it() -> None:
    preview = check_people(read_sheet(LIST.encode(), workbook=False))
    assert preview.errors == []
    assert [(p.name, p.element, p.region, p.sex) for p in preview.people] == [
        ("Ani", Element.SERVICE_USER, "Aceh", "P"),
        ("Budi", Element.MEDIA, None, "L"),
    ]


def test_a_list_tells_what_is_wrong_row_by_row() -> None:
    text = "nama,unsur,provinsi,surel,l/p\n,media,Atlantis,bukan surel,X\n"
    preview = check_people(read_sheet(text.encode(), workbook=False))
    assert [(e.row, e.column) for e in preview.errors] == [
        (1, "nama"),
        (1, "unsur"),
        (1, "l/p"),
        (1, "provinsi"),
        (1, "surel"),
    ]
    assert preview.people == []


@pytest.mark.parametrize("text", ["nama,NIK,unsur\nA,1,media_massa\n", "nama\nA\n"])
def test_a_list_with_identity_numbers_or_without_elements_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        check_people(read_sheet(text.encode(), workbook=False))
