from httpx import AsyncClient

from consultations.polling.stating import NewStatement, add_statements, set_terms
from consultations.queries.statements import statements_of
from consultations.tables import Consultation, PollStatement, StatementVote
from consultations.vocabulary import Role
from server.security.device import DEVICE_COOKIE
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_session

PUBLIC, WORK = "/konsultasi/contoh/pernyataan", "/kerja/contoh/pernyataan"


async def _stated(count: int = 3) -> Consultation:
    consultation = await make_consultation()
    await add_statements(
        consultation=consultation.id,
        statements=[NewStatement(f"Pernyataan ke-{n}.") for n in range(1, count + 1)],
        session=None,
        by=None,
    )
    return consultation


async def _vote(visitor: Visitor, statement: object, vote: str) -> str:
    response = await visitor.post(PUBLIC, {"pernyataan": str(statement), "suara": vote})
    assert response.status_code == 303, response.text[:400]
    if DEVICE_COOKIE in response.cookies:
        visitor.cookies[DEVICE_COOKIE] = response.cookies[DEVICE_COOKIE]
    return str(response.headers["location"])


async def test_guest_votes_one_at_a_time_and_may_change_it(guest: Visitor) -> None:
    consultation = await _stated()
    first, second, third = await statements_of(consultation.id)
    page = await guest.read(PUBLIC)
    assert "Pernyataan ke-1." in page.text
    assert await _vote(guest, first.id, "setuju") == PUBLIC
    page = await guest.read(PUBLIC)
    assert "1 dari 3 sudah Anda jawab" in page.text
    assert page.all("h2")[0].text == "Pernyataan ke-2."
    await _vote(guest, second.id, "lewat")
    await _vote(guest, third.id, "tidak_setuju")
    assert "semua sudah Anda jawab" in (await guest.read(PUBLIC)).text
    assert "Jawaban Anda" in (await guest.read(f"{PUBLIC}?nomor=1")).text
    await _vote(guest, first.id, "tidak_setuju")
    found = await statements_of(consultation.id)
    assert [(each.agree, each.disagree, each.passed) for each in found] == [
        (0, 1, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]


async def test_two_browsers_are_two_people(app_client: AsyncClient) -> None:
    consultation = await _stated(1)
    (one,) = await statements_of(consultation.id)
    for _ in range(2):
        await _vote(Visitor(app_client), one.id, "setuju")
    assert await StatementVote.count() == 2


async def test_session_shows_its_own_statements(guest: Visitor) -> None:
    consultation = await _stated(1)
    session = await make_session(consultation)
    await add_statements(
        consultation=consultation.id,
        statements=[NewStatement("Hanya sesi ini.")],
        session=session.id,
        by=None,
    )
    page = await guest.read(f"{PUBLIC}?sesi={session.id}")
    assert "Hanya sesi ini." in page.text
    assert "Pernyataan ke-1." not in page.text
    assert "Setuju atau tidak" in (await guest.read(f"/konsultasi/contoh/sesi/{session.id}")).text


async def test_pages_are_empty_before_there_is_a_statement(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    assert "Belum ada pernyataan" in (await Visitor(app_client).read(PUBLIC)).text
    drafter = await make_account(Role.DRAFTER, consultation.id)
    team = await Visitor(app_client).sign_in(drafter.id)
    for path in ("", "/tempel", "/dari-tema", "/kelompok"):
        await team.read(WORK + path)


async def test_team_states_pastes_orders_and_closes(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    await team.send(WORK, {"text": "Loket perlu ditambah.", "session": ""})
    page = await team.refused(WORK, {"text": "loket perlu ditambah", "session": ""})
    assert "sudah ada" in page.text
    pasted = {"text": "Satu hal.\nSatu hal.\nHal lain.", "session": ""}
    response = await team.post(f"{WORK}/tempel", {**pasted, "tindakan": "pratinjau"})
    assert response.status_code == 200
    assert "Sama dengan baris sebelumnya." in response.text
    assert await PollStatement.count() == 1
    await team.send(f"{WORK}/tempel", {**pasted, "tindakan": "simpan"})
    found = await statements_of(consultation.id)
    assert [each.text for each in found] == ["Loket perlu ditambah.", "Satu hal.", "Hal lain."]
    await team.send(f"{WORK}/{found[2].id}", {"tindakan": "naik"})
    await team.send(f"{WORK}/{found[0].id}", {"tindakan": "tutup"})
    found = await statements_of(consultation.id)
    assert [each.number for each in found] == [1, 3, 2]
    assert "Ditutup" in (await team.read(WORK)).text


async def test_participants_statement_is_shown_once_the_team_agrees(
    app_client: AsyncClient,
) -> None:
    consultation = await _stated(1)
    guest = Visitor(app_client)
    assert "Usulkan pernyataan" not in (await guest.read(PUBLIC)).text
    await set_terms(consultation=consultation.id, by=None, participants_propose=True)
    await guest.refused(f"{PUBLIC}/usul", {"text": ""})
    await guest.send(f"{PUBLIC}/usul", {"text": "Jam buka diperpanjang."})
    assert "Jam buka" not in (await guest.read(f"{PUBLIC}?nomor=2")).text
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    assert "Jam buka diperpanjang." in (await team.read(WORK)).text
    waiting = (await statements_of(consultation.id))[-1]
    await team.send(f"{WORK}/{waiting.id}", {"tindakan": "tampilkan"})
    assert "Jam buka" in (await guest.read(f"{PUBLIC}?nomor=2")).text


async def test_list_takes_as_many_queries_for_many_statements(
    app_client: AsyncClient, database: object
) -> None:
    consultation = await _stated(2)
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    taken = []
    for more in (0, 40):
        await add_statements(
            consultation=consultation.id,
            statements=[NewStatement(f"Tambahan {n}.") for n in range(more)],
            session=None,
            by=None,
        )
        for path in (WORK, PUBLIC):
            await team.read(path)
            before = database.statements  # type: ignore[attr-defined]
            await team.read(path)
            taken.append(database.statements - before)  # type: ignore[attr-defined]
    assert taken[:2] == taken[2:]
