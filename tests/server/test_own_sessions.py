"""The start page of those whose roles are for single sessions, and that nothing there is shut."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from consultations.accounts import grant_role, set_password_hash
from consultations.clock import now
from consultations.follow_ups import FollowUpWords, add_follow_up
from consultations.tables import Session
from consultations.transactions import transaction
from consultations.vocabulary import Role
from server.database import Engine
from server.security.passwords import hash_password
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_session
from tests.page import Page

PUBLIC = ("/static", "/konsultasi", "/masukan")
PASSWORD = "kata sandi yang panjang sekali"


async def test_sessions_are_listed_by_date_with_what_one_may_open(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    later = await make_session(
        consultation, title="FKP besok", starts_at=now() + timedelta(days=1), ends_at=None
    )
    today, other = await make_session(consultation), await make_session(consultation, title="Lain")
    closed = await make_session(consultation, title="FKP selesai")
    await Session.update({Session.closed_at: now()}).where(Session.id == closed.id)
    account = await make_account(Role.NOTE_TAKER, consultation.id, today.id)
    for session in (later, closed):
        await grant_role(
            account=account.id,
            role=Role.FACILITATOR,
            consultation=consultation.id,
            session=session.id,
        )
    helper = await Visitor(app_client).sign_in(account.id)
    before = database.statements
    page = await helper.read("/sesi-saya")
    assert database.statements - before <= 3
    titles = ["".join(one.itertext()).strip() for one in page.all("h2")]
    assert titles == ["FKP loket", "FKP besok", "FKP selesai"]
    work = "/kerja/contoh/sesi"
    links = page.links()
    assert f"{work}/{today.id}/hadir" in links
    assert f"{work}/{today.id}/rencana" not in links
    assert f"{work}/{later.id}/rencana" in links
    assert not any(str(other.id) in link for link in links)
    assert "/sesi-saya" in (await helper.read("/")).links()
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    assert "Belum ada sesi untuk Anda" in (await team.read("/sesi-saya")).text
    assert "/sesi-saya" not in (await team.read("/")).links()


@pytest.mark.parametrize(
    ("role", "single", "home"),
    [
        (Role.NOTE_TAKER, True, "/sesi-saya"),
        (Role.FACILITATOR, True, "/sesi-saya"),
        (Role.FACILITATOR, False, "/"),
        (None, False, "/"),
    ],
)
async def test_who_only_helps_in_sessions_lands_among_them(
    app_client: AsyncClient, role: Role | None, single: bool, home: str
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    account = await make_account(role, consultation.id, session.id if single else None)
    fresh = await hash_password(PASSWORD)
    async with transaction():
        await set_password_hash(account=account.id, password_hash=fresh, by=None)
    form = {"email": account.email, "password": PASSWORD}
    guest = Visitor(app_client)
    assert await guest.send("/masuk", form) == home
    asked = "/kerja/contoh/sesi"
    assert await guest.send("/masuk", {**form, "lanjut": asked}) == asked


@pytest.mark.parametrize("role", [Role.NOTE_TAKER, Role.FACILITATOR])
async def test_no_page_of_the_session_leads_to_a_shut_door(
    app_client: AsyncClient, role: Role
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    words = FollowUpWords(session=session.id, issue="I", activity="A", owner="P")
    await add_follow_up(consultation=consultation.id, words=words, inputs=[], by=None)
    account = await make_account(role, consultation.id, session.id)
    helper = await Visitor(app_client).sign_in(account.id)
    seen, waiting, shut = set[str](), [("/masuk", "/sesi-saya")], set[tuple[str, str]]()
    while waiting:
        found_on, link = waiting.pop()
        path = link.partition("#")[0].partition("?")[0]
        if (
            path in seen
            or not path.startswith("/")
            or path.startswith(("/static", "/konsultasi", "/masukan"))
        ):
            continue
        seen.add(path)
        answer = await helper._send("GET", path)
        if answer.status_code not in (200, 303):
            shut.add((found_on, path))
        elif (
            path.startswith(("/kerja/", "/sesi-saya")) and "html" in answer.headers["content-type"]
        ):
            waiting += [(path, link) for link in Page(answer.text).links()]
    assert shut == set()
    assert len(seen) > 12
    assert f"/kerja/contoh/sesi/{session.id}/papan" in seen
    assert (f"/kerja/contoh/sesi/{session.id}/rtl" in seen) is (role is Role.FACILITATOR)
