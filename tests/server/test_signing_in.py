import pytest

from consultations.accounts import set_password_hash
from consultations.tables import SignInSession
from consultations.tokens import token_hash
from server.pages.account import own_path
from server.security.identity import COOKIE
from server.security.passwords import hash_password
from tests.client import Visitor
from tests.factories import make_account

PASSWORD = "sandi yang cukup panjang"


async def _account_with_password() -> str:
    account = await make_account()
    await set_password_hash(
        account=account.id, password_hash=await hash_password(PASSWORD), by=None
    )
    return str(account.email)


async def test_password_signs_in_with_a_fresh_token_kept_only_as_hash(guest: Visitor) -> None:
    email = await _account_with_password()
    guest.cookies[COOKIE] = "ditanam-penyerang"
    response = await guest.post(
        "/masuk", {"email": email.upper(), "password": PASSWORD, "lanjut": "/konsultasi/x"}
    )
    assert response.headers["location"] == "/konsultasi/x"
    token = response.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    stored = await SignInSession.select(SignInSession.token_hash)
    assert [row["token_hash"] for row in stored] == [token_hash(token)]
    guest.cookies = {COOKIE: token}
    assert "Keluar" in (await guest.read("/")).text
    await guest.send("/keluar", {})
    assert "Keluar" not in (await guest.read("/")).text


async def test_wrong_password_and_unknown_account_read_the_same(guest: Visitor) -> None:
    email = await _account_with_password()
    wrong = await guest.refused("/masuk", {"email": email, "password": "bukan"})
    unknown = await guest.refused("/masuk", {"email": "tidak@ada.id", "password": "bukan"})
    assert wrong.text.replace(email, "") == unknown.text
    assert wrong.value("password") == ""
    assert wrong.value("email") == email


async def test_guessing_is_slowed_down(guest: Visitor) -> None:
    email = await _account_with_password()
    for _ in range(10):
        await guest.refused("/masuk", {"email": email, "password": "bukan"})
    page = await guest.refused("/masuk", {"email": email, "password": PASSWORD})
    assert "Terlalu banyak percobaan" in page.text


@pytest.mark.parametrize(
    "path", ["//jahat.id", "https://jahat.id", "/\\jahat.id", "", "javascript:x"]
)
def test_onward_path_never_leaves_the_site(path: str) -> None:
    assert own_path(path) == "/"


async def test_guest_is_led_to_sign_in_and_back(guest: Visitor) -> None:
    response = await guest._send("GET", "/admin")
    assert response.headers["location"] == "/masuk?lanjut=/admin"
    htmx = await guest._send("GET", "/admin", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == "/masuk?lanjut=/admin"
