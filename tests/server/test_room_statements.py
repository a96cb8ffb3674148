"""Statements in the room's pages: phones, the moderator's page, the projector; no JavaScript."""

from typing import Any

from httpx import AsyncClient

from consultations.clock import now
from consultations.polling.stating import NewStatement, add_statements
from consultations.queries.statements import statements_of, voters_of
from consultations.tables import Participant, Session, StatementVote
from consultations.vocabulary import Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_session


async def _room(app_client: AsyncClient) -> tuple[Session, Visitor, str]:
    consultation = await make_consultation()
    session = await make_session(consultation)
    account = await make_account(Role.FACILITATOR, consultation.id, session=session.id)
    team = await Visitor(app_client).sign_in(account.id)
    return session, team, f"/kerja/contoh/sesi/{session.id}"


async def _enter(visitor: Visitor, room: str) -> None:
    visitor.cookies.update((await visitor._send("GET", room)).cookies)


async def _sign_in_to(visitor: Visitor, session: Session, name: str) -> None:
    answer = await visitor.post(
        f"/s/{session.code}",
        {
            "key": f"{name}-kunci",
            "name": name,
            "element": "pengguna_layanan",
            "attendance": "luring",
        },
    )
    assert answer.status_code == 303, answer.text[:600]
    visitor.cookies.update(answer.cookies)


def _choice(word: str, statement: Any) -> dict[str, str]:
    return {"pilih": f"{word}:{statement.id}"}


async def test_statement_is_put_up_answered_shown_and_closed(app_client: AsyncClient) -> None:
    session, team, work = await _room(app_client)
    room, here = f"/s/{session.code}/ruang", f"{work}/pernyataan"
    assert "Belum ada pernyataan di ruang ini" in (await team.read(here)).text
    assert (await team.refused(here, {"text": " "})).errors()
    await team.send(here, {"text": "Loket perlu buka  Sabtu."})
    assert "sudah ada" in (await team.refused(here, {"text": "loket perlu buka sabtu"})).text
    (one,) = await statements_of(session.consultation, session.id)
    guest = Visitor(app_client)
    await _enter(guest, room)
    assert await guest.send(f"{room}/pernyataan", _choice("setuju", one)) == f"{room}#n-{one.id}"
    await guest.send(f"{room}/pernyataan", _choice("tidak_setuju", one))
    page = await guest.read(room)
    assert "1 dari 1 sudah Anda jawab" in page.text
    buttons = page.all("button")
    pressed = [one.get("value") for one in buttons if one.get("aria-pressed") == "true"]
    assert pressed == [f"tidak_setuju:{one.id}"]
    assert "1 orang sudah menjawab" in (await team.read(f"{work}/papan")).text
    await team.send(f"{here}/{one.id}", {"tindakan": "sematkan"})
    screen = await team.read(f"{work}/layar-ruang")
    assert "Loket perlu buka Sabtu." in screen.text
    assert screen.all("meter") == page.all("meter") == []
    await team.send(f"{here}/{one.id}", {"tindakan": "tutup"})
    assert (
        "sudah ditutup" in (await guest.refused(f"{room}/pernyataan", _choice("setuju", one))).text
    )
    for reader, path in (
        (team, f"{work}/layar-ruang"),
        (team, here),
        (guest, room),
        (guest, f"/konsultasi/contoh/sesi/{session.id}"),
    ):
        shown = await reader.read(path)
        assert [meter.get("value") for meter in shown.all("meter")] == ["0", "1", "0"], path
        assert "indikatif, bukan perwakilan" in shown.text
    await team.send(f"{here}/{one.id}", {"tindakan": "sembunyikan"})
    assert "Loket perlu buka Sabtu." not in (await guest.read(room)).text
    for bad in ({"tindakan": "naik"}, {"tindakan": ""}):
        assert (await team.post(f"{here}/{one.id}", bad)).status_code == 404
    for bad in ({"pilih": "setuju"}, {"pilih": f"entah:{one.id}"}, _choice("setuju", one)):
        assert (await guest.post(f"{room}/pernyataan", bad)).status_code == 404


async def test_statement_of_the_consultation_is_taken_into_the_room(
    app_client: AsyncClient,
) -> None:
    session, team, work = await _room(app_client)
    await add_statements(
        consultation=session.consultation,
        statements=[NewStatement("Biaya harus tertulis.")],
        session=None,
        by=None,
    )
    (one,) = await statements_of(session.consultation)
    assert "Biaya harus tertulis." in (await team.read(f"{work}/pernyataan")).text
    await team.send(f"{work}/pernyataan/pilih", {"pernyataan": str(one.id)})
    room = await Visitor(app_client).read(f"/s/{session.code}/ruang")
    assert "Biaya harus tertulis." in room.text
    again = {"pernyataan": str(one.id)}
    assert (await team.post(f"{work}/pernyataan/pilih", again)).status_code == 404
    assert (await team.post(f"{work}/pernyataan/pilih", {})).status_code == 404


async def test_participant_who_signed_in_is_one_voter_also_on_a_shared_telephone(
    app_client: AsyncClient,
) -> None:
    session, team, work = await _room(app_client)
    room = f"/s/{session.code}/ruang"
    await team.send(f"{work}/pernyataan", {"text": "Satu."})
    (one,) = await statements_of(session.consultation, session.id)
    phone = Visitor(app_client)
    # What its owner said at home stays theirs once they have signed in.
    answer = await phone.post(
        "/konsultasi/contoh/pernyataan", {"pernyataan": str(one.id), "suara": "setuju"}
    )
    phone.cookies.update(answer.cookies)
    await _sign_in_to(phone, session, "Ibu Sari")
    assert "Anda tercatat hadir sebagai P1." in (await phone.read(room)).text
    await phone.send(f"{room}/pernyataan", _choice("tidak_setuju", one))
    assert await StatementVote.count() == 1
    # Handed on, the telephone speaks for the next one; sent again, for the same.
    for _ in range(2):
        await _sign_in_to(phone, session, "Pak Umar")
        page = await phone.read(room)
        assert "Anda tercatat hadir sebagai P2." in page.text
        await phone.send(f"{room}/pernyataan", _choice("setuju", one))
    assert await voters_of(session.id) == 2
    (found,) = await statements_of(session.consultation, session.id)
    assert (found.agree, found.disagree) == (1, 1)
    await Participant.update({Participant.attended_at: None}, force=True)
    assert "Catat kehadiran saya" in (await phone.read(room)).text


async def test_room_costs_as_much_for_many_statements_as_for_one(
    app_client: AsyncClient, database: Engine
) -> None:
    session, team, work = await _room(app_client)
    room, guest = f"/s/{session.code}/ruang", Visitor(app_client)
    await _enter(guest, room)
    reads = [
        (guest, room),
        (team, f"{work}/pernyataan"),
        (team, f"{work}/papan"),
        (team, f"{work}/layar-ruang"),
    ]
    counts = []
    for turn in range(2):
        await team.send(f"{work}/pernyataan", {"text": f"Pernyataan {turn}."})
        for one in await statements_of(session.consultation, session.id):
            await guest.send(f"{room}/pernyataan", _choice("setuju", one))
        taken = []
        for who, path in reads:
            before = database.statements
            await who.read(path)
            taken.append(database.statements - before)
        counts.append(taken)
    assert counts[0] == counts[1]
    await Session.update({Session.closed_at: now()}).where(Session.id == session.id)
    assert "Setuju atau tidak?" not in (await guest.read(room)).text
