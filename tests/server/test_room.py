"""The room's pages: phones, the moderator's board, dots and the projector, without JavaScript."""

from typing import Any

from httpx import AsyncClient

from consultations.queries.dots import rounds_of
from consultations.queries.room import questions_of
from consultations.running_order import AgendaLine, set_agenda
from consultations.tables import Consultation, Input, Session
from consultations.vocabulary import QuestionState, Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_session


async def _room(app_client: AsyncClient) -> tuple[Consultation, Session, Visitor, Visitor, str]:
    consultation = await make_consultation()
    session = await make_session(consultation)
    account = await make_account(Role.FACILITATOR, consultation.id)
    team = await Visitor(app_client).sign_in(account.id)
    return consultation, session, Visitor(app_client), team, f"/kerja/contoh/sesi/{session.id}"


async def _ask(guest: Visitor, room: str, text: str = "Kapan buka?", element: str = "") -> str:
    return await guest.send(room, {"text": text, "element": element, "key": text})


async def test_guest_asks_and_supports_once(app_client: AsyncClient) -> None:
    _, session, guest, _, _ = await _room(app_client)
    room = f"/s/{session.code}/ruang"
    assert "Belum ada pertanyaan" in (await guest.read(room)).text
    assert await _ask(guest, room) == f"{room}?kabar=terkirim"
    await _ask(guest, room)
    question = (await questions_of(session.id)).items[0]
    answer = await guest.post(f"{room}/dukung", {"pilih": f"dukung:{question.id}"})
    assert answer.headers["location"] == f"{room}#t-{question.id}"
    # Without the mark of the first press it would be another device.
    guest.cookies.update(answer.cookies)
    await guest.send(f"{room}/dukung", {"pilih": f"dukung:{question.id}"})
    page = await guest.read(room)
    assert "Saya dukung" in page.text
    assert "1 dukungan" in page.text
    assert (await questions_of(session.id)).total == 1


async def test_empty_or_long_question_comes_back_with_its_words(app_client: AsyncClient) -> None:
    _, session, guest, _, _ = await _room(app_client)
    room = f"/s/{session.code}/ruang"
    assert "Tulis pertanyaan Anda." in (await guest.refused(room, {"text": " "})).text
    assert "a" * 401 in (await guest.refused(room, {"text": "a" * 401})).text
    assert (await guest.post(f"{room}/dukung", {"pilih": "dukung:x"})).status_code == 404
    assert (await guest.post("/s/XXXXXX/ruang", {"text": "x"})).status_code == 404


async def test_moderator_answers_hides_and_takes_down(app_client: AsyncClient) -> None:
    _, session, guest, team, work = await _room(app_client)
    room, public = f"/s/{session.code}/ruang", f"/konsultasi/contoh/sesi/{session.id}"
    for text, element in (("Satu?", "media_massa"), ("Dua?", ""), ("Tiga?", "")):
        await _ask(guest, room, text, element)
    found = {one.text: one for one in (await questions_of(session.id)).items}
    one, two, three = (f"{work}/papan/{found[text].id}" for text in ("Satu?", "Dua?", "Tiga?"))
    await team.send(one, {"tindakan": "sematkan"})
    await team.send(one, {"tindakan": "pilih"})
    assert "Di layar" in (await team.read(f"{work}/papan?tampil=pilihan")).text
    await team.send(f"{one}/catat", {"element": ""})
    assert await Input.count() == 1
    await team.send(f"{two}/jawab", {"answer": "Pukul delapan."})
    assert "Tulis alasannya." in (await team.refused(f"{three}/sembunyikan", {"reason": ""})).text
    assert "pilih unsurnya" in (await team.refused(f"{three}/catat", {"element": ""})).text
    await team.send(f"{three}/sembunyikan", {"reason": "Menyebut nama orang"})
    for path in (room, public):
        page = await guest.read(path)
        assert "Pukul delapan." in page.text
        assert "Satu?" in page.text
        assert "Tiga?" not in page.text
        assert "Menyebut nama orang" not in page.text
    assert "Menyebut nama orang" in (await team.read(f"{work}/papan?tampil=disembunyikan")).text
    await team.send(three, {"tindakan": "tampilkan"})
    assert (await questions_of(session.id, QuestionState.NEW)).total == 1
    assert (await team.post(three, {"tindakan": "lain"})).status_code == 404


async def test_dots_are_hidden_until_closed(app_client: AsyncClient) -> None:
    _, session, guest, team, work = await _room(app_client)
    room = f"/s/{session.code}/ruang"
    few = await team.refused(f"{work}/suara", {"title": "Mana?", "items": "A\nB\nB"})
    assert "Tulis 4 sampai 40 pilihan; sekarang 2." in few.text
    await team.send(f"{work}/suara", {"title": "Mana?", "items": "A\nB\n\nC\nD\nE"})
    running = (await rounds_of(session.id))[0]
    ballot: dict[str, Any] = {"putaran": str(running.id), "pilihan": ["1", "2", "3", "4"]}
    assert "lebih banyak" in (await guest.refused(f"{room}/suara", ballot)).text
    answer = await guest.post(f"{room}/suara", {**ballot, "pilihan": ["2", "3"]})
    assert answer.headers["location"] == f"{room}?kabar=suara#suara"
    guest.cookies.update(answer.cookies)
    page = await guest.read(room)
    assert "1 orang sudah memilih" in (await team.read(f"{work}/suara")).text
    assert page.all("meter") == []
    chosen = [box.get("value") for box in page.all("input") if "checked" in box.attrib]
    assert chosen == ["2", "3"]
    closing = f"{work}/suara/{running.id}"
    assert (await team._send("GET", f"{closing}/hasil.csv")).status_code == 404
    await team.send(f"{closing}/tutup", {})
    for path in (room, f"/konsultasi/contoh/sesi/{session.id}"):
        shown = await guest.read(path)
        assert "indikatif, bukan perwakilan" in shown.text
        assert [meter.get("value") for meter in shown.all("meter")] == ["1", "1", "0", "0", "0"]
    rows = (await team._send("GET", f"{closing}/hasil.csv")).text.splitlines()
    assert rows[1].startswith("B,1,1,")


async def test_projector_shows_time_code_and_question(app_client: AsyncClient) -> None:
    _, session, guest, team, work = await _room(app_client)
    lines = [AgendaLine(title="Pembukaan", minutes=10), AgendaLine(title="Diskusi", minutes=30)]
    await set_agenda(session=session.id, version=1, lines=lines, by=None)
    await _ask(guest, f"/s/{session.code}/ruang", "Mengapa antre?")
    question = (await questions_of(session.id)).items[0]
    await team.send(f"{work}/papan/{question.id}", {"tindakan": "sematkan"})
    here = f"{work}/layar-ruang"
    assert await team.send(f"{work}/jam", {"tindakan": "berikut", "kembali": here}) == here
    page = await team.read(here)
    for words in ("Pembukaan", "Diskusi", "Mengapa antre?", session.code, "10:00"):
        assert words in page.text or (words == "10:00" and "09:59" in page.text)
    away = await team.send(f"{work}/jam", {"tindakan": "jeda", "kembali": "https://jahat.id"})
    assert away == here
    assert "dijeda" in (await team.read(here)).text
    assert "Pembukaan" in (await guest.read(f"/s/{session.code}/ruang")).text
    assert (await team.post(f"{work}/jam", {"tindakan": "putar"})).status_code == 404


async def test_pages_ask_as_much_for_many_questions_as_for_few(
    app_client: AsyncClient, database: Engine
) -> None:
    _, session, guest, team, work = await _room(app_client)
    room = f"/s/{session.code}/ruang"
    await _ask(guest, room, "Pertama?")
    reads = [(guest, room), (team, f"{work}/papan"), (team, f"{work}/layar-ruang")]
    counts = []
    for _ in range(2):
        taken = []
        for who, path in reads:
            before = database.statements
            await who.read(path)
            taken.append(database.statements - before)
        counts.append(taken)
        for number in range(20):
            await _ask(guest, room, f"Nomor {number}?")
    assert counts[0] == counts[1]
