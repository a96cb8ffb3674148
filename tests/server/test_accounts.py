"""Accounts: one's own, and everybody's for the administrator."""

import re

import pytest
from httpx import AsyncClient

from consultations.accounts import set_password_hash
from consultations.clock import now
from consultations.noting import announce_session
from consultations.tables import Account, AuditEntry, RoleGrant, SignInSession
from consultations.vocabulary import Role, SessionKind
from server.database import Engine
from server.security.browsers import browser_named
from server.security.identity import COOKIE
from server.security.passwords import hash_password, password_problem
from tests.client import Visitor
from tests.factories import make_account, make_consultation
from tests.page import Page

PASSWORD = "payung hujan kelabu 7"
PLACE = "Berlaku di"


async def _administrator(client: AsyncClient) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.ADMINISTRATOR)).id)


async def _find(email: str) -> Account:
    account = await Account.objects().get(Account.email == email)
    assert account is not None
    return account


async def test_invited_person_signs_in_by_the_link_and_finds_their_work(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    admin = await _administrator(app_client)
    page = await admin.read("/admin/akun/baru")
    place = next(v for v in page.field("place") if consultation.title in (v.text or ""))
    form = {
        "name": "Rini",
        "email": "Rini@Contoh.id",
        "roles": ["penyusun", "fasilitator"],
        "place": place.get("value"),
    }
    made = await admin.post("/admin/akun/baru", form)
    assert made.status_code == 200
    Page(made.text)
    link = re.search(r"/masuk/[\w-]+", made.text)
    assert link is not None
    refused = await admin.refused("/admin/akun/baru", form)
    assert refused.errors() == ["Sudah ada akun dengan alamat surel ini."]
    assert refused.value("name") == "Rini"
    account = await _find("rini@contoh.id")
    grants = await RoleGrant.select(RoleGrant.role).where(RoleGrant.account == account.id)
    assert {grant["role"] for grant in grants} == {"penyusun", "fasilitator"}
    assert link[0] not in (await admin.read(f"/admin/akun/{account.id}")).html
    rini = Visitor(app_client)
    signed_in = await rini.post(link[0], {}, **{"User-Agent": "Mozilla Firefox/140 Android"})
    assert signed_in.headers["location"] == "/akun"
    cookie = signed_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    rini.cookies = dict([cookie.split(";")[0].split("=", 1)])
    own = await rini.read("/akun")
    assert "/kerja/contoh" in own.links()
    assert "belum punya kata sandi" in own.text
    assert "Firefox, Android Perangkat ini" in own.text
    await rini.read("/kerja/contoh")
    assert (await Visitor(app_client).post(link[0], {})).status_code == 422


async def test_account_is_shut_only_after_a_confirmation(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    admin = await _administrator(app_client)
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    here = f"/admin/akun/{account.id}"
    assert f"{here}/keadaan" in (await admin.read(here)).links()
    assert account.name in (await admin.read(f"{here}/keadaan")).text
    await drafter.read("/kerja/contoh")
    await admin.send(f"{here}/keadaan", {"aktif": "tidak"})
    assert (await drafter._send("GET", "/kerja/contoh")).status_code == 303
    assert "Ditutup" in (await admin.read(here)).text
    await admin.send(f"{here}/keadaan", {"aktif": "ya"})
    await drafter.read("/kerja/contoh")


async def test_role_for_one_session_reaches_that_session_only(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    sessions = [
        await announce_session(
            consultation=consultation.id,
            kind=SessionKind.FGD,
            title=title,
            theme="T",
            place="P",
            moderator="",
            starts_at=now(),
            by=None,
        )
        for title in ("Sesi pagi", "Sesi sore")
    ]
    admin = await _administrator(app_client)
    account = await make_account()
    here = f"/admin/akun/{account.id}"
    place = f"{consultation.id}/{sessions[0].id}"
    for wrong, error in (
        ({"roles": [], "place": place}, "Pilih sedikitnya satu peran."),
        ({"roles": ["notulis"], "place": ""}, "Pilih konsultasi atau sesi untuk peran ini."),
        ({"roles": ["penyusun"], "place": place}, "Untuk satu sesi hanya ada peran"),
        ({"roles": ["raja"], "place": place}, "Pilih salah satu yang tersedia."),
        ({"roles": ["notulis"], "place": "x"}, "Pilih salah satu yang tersedia."),
    ):
        refused = await admin.refused(f"{here}/peran", wrong)
        assert error in " ".join(refused.errors())
    wanted = {"roles": ["fasilitator", "notulis"], "place": place}
    for _ in range(2):
        await admin.send(f"{here}/peran", wanted)
    assert await RoleGrant.count().where(RoleGrant.account == account.id) == 2
    assert "Sesi pagi (Peta Jalan Contoh)" in (await admin.read(here)).text
    facilitator = await Visitor(app_client).sign_in(account.id)
    morning, evening = (f"/kerja/contoh/sesi/{session.id}" for session in sessions)
    assert morning in (await facilitator.read("/akun")).links()
    notes = await facilitator.read(morning)
    assert f"{morning}/tutup" in notes.links()
    assert "Daftar masukan" not in notes.text
    assert "/kerja/contoh" not in notes.links()
    assert (await facilitator._send("GET", evening)).status_code == 403
    assert (await facilitator._send("GET", "/kerja/contoh/sesi")).status_code == 403
    grant = await RoleGrant.select(RoleGrant.id).where(RoleGrant.role == "notulis").first()
    await admin.send(f"{here}/peran/{grant['id']}/cabut", {})
    assert (await admin.post(f"{here}/peran/{grant['id']}/cabut", {})).status_code == 404


async def test_last_administrator_stays(app_client: AsyncClient) -> None:
    account = await make_account(Role.ADMINISTRATOR)
    admin = await Visitor(app_client).sign_in(account.id)
    grant = await RoleGrant.select(RoleGrant.id).first()
    response = await admin.post(f"/admin/akun/{account.id}/peran/{grant['id']}/cabut", {})
    assert response.status_code == 409
    assert await RoleGrant.count() == 1
    await make_account(Role.ADMINISTRATOR)
    await admin.send(f"/admin/akun/{account.id}/peran/{grant['id']}/cabut", {})
    assert (await admin._send("GET", "/admin")).status_code == 403


async def test_accounts_are_searched_and_paged_in_few_queries(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    admin = await _administrator(app_client)
    await Account.insert(
        *[Account(email=f"n{n}@b.id", name=f"Nama {n:03d}", created_at=now()) for n in range(60)]
    )
    drafter = await make_account(Role.DRAFTER, consultation.id)
    before = database.statements
    first = await admin.read("/admin")
    assert database.statements - before <= 8
    assert len(first.all("tbody")[0]) == 50
    assert "1–50 dari 62" in first.text
    assert len((await admin.read("/admin?halaman=2")).all("tbody")[0]) == 12
    found = await admin.read("/admin?words=NAMA+05&role=")
    assert len(found.all("tbody")[0]) == 10
    assert found.value("words") == "NAMA 05"
    assert len((await admin.read("/admin?words=%25")).all("tbody")) == 0
    holders = await admin.read("/admin?role=penyusun", htmx=True)
    assert [row[0].find("*").text for row in holders.all("tbody")[0]] == [drafter.name]


async def _with_password(client: AsyncClient) -> tuple[Account, Visitor]:
    account = await make_account()
    await set_password_hash(
        account=account.id, password_hash=await hash_password(PASSWORD), by=None
    )
    return account, await Visitor(client).sign_in(account.id)


async def test_first_password_is_set_without_a_present_one(app_client: AsyncClient) -> None:
    account = await make_account()
    visitor = await Visitor(app_client).sign_in(account.id)
    await visitor.send("/akun/kata-sandi", {"password": PASSWORD, "again": PASSWORD})
    guest = Visitor(app_client)
    await guest.send("/masuk", {"email": account.email, "password": PASSWORD})


async def test_password_changes_with_the_present_one_and_signs_out_elsewhere(
    app_client: AsyncClient,
) -> None:
    account, visitor = await _with_password(app_client)
    elsewhere = await Visitor(app_client).sign_in(account.id)
    fresh = "tiga kambing makan senja"
    for form, errors in (
        ({"password": fresh, "again": fresh}, ["Tulis kata sandi Anda yang sekarang."]),
        (
            {"present": "salah", "password": fresh, "again": fresh},
            ["Kata sandi sekarang tidak cocok."],
        ),
        (
            {"present": PASSWORD, "password": "pendek", "again": "lain"},
            [
                "Kata sandi paling sedikit 12 karakter.",
                "Tidak sama dengan kata sandi baru di atas.",
            ],
        ),
        ({"present": PASSWORD, "password": "", "again": ""}, ["Isian ini wajib diisi."]),
    ):
        refused = await visitor.refused("/akun/kata-sandi", form)
        assert refused.errors() == errors
        assert fresh not in refused.html
    await elsewhere.read("/akun")
    form = {"present": PASSWORD, "password": fresh, "again": fresh}
    await visitor.send("/akun/kata-sandi", form)
    await visitor.read("/akun")
    assert (await elsewhere._send("GET", "/akun")).status_code == 303
    await Visitor(app_client).send("/masuk", {"email": account.email, "password": fresh})
    details = str(await AuditEntry.select(AuditEntry.details))
    assert fresh not in details


async def test_guessing_the_present_password_is_slowed_down(app_client: AsyncClient) -> None:
    _, visitor = await _with_password(app_client)
    form = {"present": "salah", "password": "tiga kambing senja", "again": "tiga kambing senja"}
    for _ in range(10):
        await visitor.refused("/akun/kata-sandi", form)
    refused = await visitor.refused("/akun/kata-sandi", {**form, "present": PASSWORD})
    assert "Terlalu banyak percobaan" in refused.text


async def test_own_name_and_sign_ins(app_client: AsyncClient) -> None:
    account = await make_account()
    visitor = await Visitor(app_client).sign_in(account.id)
    assert (await visitor.refused("/akun/nama", {"name": " "})).errors()
    await visitor.send("/akun/nama", {"name": "Nama Baru"})
    assert "Nama Baru" in (await visitor.read("/")).text
    others = [await Visitor(app_client).sign_in(account.id) for _ in range(2)]
    stranger = await Visitor(app_client).sign_in((await make_account()).id)
    assert len((await visitor.read("/akun")).all("tbody")[0]) == 3
    await visitor.send("/akun/keluar-lainnya", {})
    assert "tidak masuk di perangkat lain" in (await visitor.read("/akun")).text
    for other in others:
        assert (await other._send("GET", "/akun")).status_code == 303
    await stranger.read("/akun")
    assert await SignInSession.count() == 2
    assert visitor.cookies[COOKIE]


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("sebelas1234", "12"),
        ("aaaaaaaaaaaaaaaa", "ditebak"),
        ("Indonesia 2026!", "ditebak"),
        ("password123456", "ditebak"),
        ("123456789012", "ditebak"),
        ("poiuytrewqlkj"[:12], None),
        ("qwertyuiopas", "ditebak"),
        ("zyxwvutsrqpo", "ditebak"),
        ("dewi.lestari", "sendiri"),
        ("Dewi Lestari 1990", "sendiri"),
        ("dewi.lestari@b.id", "sendiri"),
        ("payung hujan kelabu", None),
    ],
)
def test_passwords_that_would_be_guessed_are_refused(password: str, problem: str | None) -> None:
    found = password_problem(password, email="dewi.lestari@b.id", name="Dewi Lestari")
    assert (found is None) == (problem is None)
    assert (problem or "") in (found or "")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/130 Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_browser_is_named_in_two_words(user_agent: str, name: str) -> None:
    assert browser_named(user_agent) == name


async def test_language_chosen_while_signed_in_is_the_language_of_letters(
    app_client: AsyncClient,
) -> None:
    account = await make_account()
    visitor = await Visitor(app_client).sign_in(account.id)
    await visitor.post("/bahasa", {"bahasa": "en", "kembali": "/"})
    await visitor.post("/bahasa", {"bahasa": "xx", "kembali": "/"})
    assert (await Account.select(Account.locale).where(Account.id == account.id)) == [
        {"locale": "en"}
    ]
