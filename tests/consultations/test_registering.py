"""Seats, the waiting list, invitations, needs with consent, and being forgotten."""

import asyncio
from datetime import timedelta

import pytest

from consultations.clock import now
from consultations.closing import close_session
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
    Admission,
    Attendance,
    Element,
    RegistrationState,
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
    return await register(
        session=session.id, person=make_person(**facts), idempotency_key=key, locale="id"
    )


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
    invited = await _session(admission=Admission.INVITED)
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
    session = await _session(admission=Admission.INVITED, capacity=1)
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
