"""Following from the browser: asked for, confirmed, changed and stopped, with mail on and off."""

import re

import pytest
from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.tables import Follow, OutgoingMessage
from consultations.telling_authors import write_to_authors
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from server.mail.delivery import Courier
from server.mail.sending import send_next
from server.settings import Settings
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft
from tests.post_office import PostOffice

HERE = "/konsultasi/contoh"


async def _deliver(settings: Settings) -> None:
    courier = Courier(settings)
    while await send_next(courier, settings):
        pass
    courier.hang_up()


def _text(office: PostOffice, number: int) -> str:
    text: str = office.taken[number].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return text.replace("\r\n", "\n")


def _link(office: PostOffice, number: int = -1, contains: str = "/") -> str:
    found: list[str] = re.findall(r"http://testserver(/\S+)", _text(office, number))
    return next(link for link in found if contains in link)


async def _ask(guest: Visitor, email: str = "w@contoh.id") -> str:
    return await guest.send(HERE + "/ikuti", {"email": email, "frequency": "langsung"})


async def test_guest_follows_after_confirming_and_stops_with_one_click(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    await make_consultation()
    guest = Visitor(mail_client)
    box = await guest.read(HERE)
    assert box.field("email").get("autocomplete") == "email"
    assert await _ask(guest) == HERE + "/ikuti/terkirim"
    assert "Periksa surel Anda" in (await guest.read(HERE + "/ikuti/terkirim")).text
    await _deliver(mail_settings)
    link = _link(post_office, contains="/konfirmasi")
    # A mail program that opens every link confirms nothing.
    for path in (link, link, link.replace("/konfirmasi", "/berhenti")):
        await guest.read(path)
    assert (await Follow.objects())[0].confirmed_at is None
    manage = await guest.send(link, {})
    page = await guest.read(manage)
    assert page.value("frequency") == "langsung"
    assert "w@contoh.id" in page.text
    manage = manage.partition("?")[0]
    await guest.send(manage, {"frequency": "mingguan"})
    assert (await guest.read(manage)).value("frequency") == "mingguan"
    refused = await guest.refused(manage, {"frequency": "tiap-menit"})
    assert refused.errors() != []
    # The mailbox provider's one click: no cookie, no origin, nothing else.
    response = await mail_client.post(
        manage + "/berhenti", data={"List-Unsubscribe": "One-Click"}, follow_redirects=False
    )
    assert response.status_code == 200
    assert await Follow.count() == 0
    assert (await guest.read(manage + "/berhenti")).title.startswith("Berhenti mengikuti")
    await guest.read(manage, status=404)


async def test_posting_elsewhere_from_anywhere_is_still_refused(mail_client: AsyncClient) -> None:
    await make_consultation()
    response = await mail_client.post(HERE + "/ikuti", data={"email": "w@contoh.id"})
    assert response.status_code == 403


@pytest.mark.parametrize("email", ["", "bukan surel", "a@b", "x" * 250 + "@contoh.id"])
async def test_bad_address_comes_back_with_an_error(mail_client: AsyncClient, email: str) -> None:
    await make_consultation()
    page = await Visitor(mail_client).refused(
        HERE + "/ikuti", {"email": email, "frequency": "harian"}
    )
    assert len(page.errors()) == 1
    assert page.value("email") == email
    assert await OutgoingMessage.count() == 0


async def test_answer_is_the_same_whoever_the_address_belongs_to(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    await make_consultation()
    guest = Visitor(mail_client)
    for _ in range(5):
        assert await _ask(guest) == HERE + "/ikuti/terkirim"
    await _deliver(mail_settings)
    assert len(post_office.taken) == 3


async def test_account_follows_with_its_own_address_at_once(mail_client: AsyncClient) -> None:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(mail_client).sign_in(account.id)
    await visitor.send(HERE + "/ikuti", {"frequency": "harian", "count_inputs": "y"})
    page = await visitor.read(HERE + "/ikuti")
    assert account.email in page.text
    assert (page.value("frequency"), page.value("count_inputs")) == ("harian", "y")
    await visitor.send(HERE + "/ikuti/berhenti", {})
    assert await Follow.count() == 0
    stranger = await Visitor(mail_client).sign_in((await make_account()).id)
    assert "count_inputs" not in (await stranger.read(HERE + "/ikuti")).html


async def test_where_mail_is_off_nothing_of_it_is_offered(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    guest = Visitor(app_client)
    for path in (HERE, HERE + "/ikuti", "/masuk"):
        page = await guest.read(path)
        assert "tautan masuk" not in page.text
        assert "Surel Anda" not in page.text
    assert HERE + "/umpan.atom" in (await guest.read(HERE + "/ikuti")).links()
    for path in (HERE + "/ikuti", "/masuk/kirim-tautan"):
        assert (await guest.post(path, {"email": "w@contoh.id"})).status_code == 404


async def test_receipt_and_answer_reach_the_author_with_a_link_that_works(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    consultation = await make_consultation()
    await find_clause(await make_draft(consultation))
    guest = Visitor(mail_client)
    guest.cookies["bahasa"] = "en"
    unit = HERE + "/rancangan/1/butir/1.1.1"
    form = {
        "key": (await guest.read(unit)).value("key"),
        "kind": "keberatan",
        "text": "Loket kurang.",
        "element": "media_massa",
        "scope": "dampak",
        "region": "",
        "vulnerable_group": "",
        "on_behalf_of": "pribadi",
        "visibility": "rahasia",
        "consent": "y",
        "author_email": "w@contoh.id",
    }
    # A double click is one input and one receipt.
    own = [await guest.send(unit, form) for _ in range(2)]
    await _deliver(mail_settings)
    assert [letter["Subject"] for letter in post_office.taken] == ["Receipt for input CTH-00001"]
    text = _text(post_office, 0)
    assert "\n> Loket kurang.\n" in text
    link = _link(post_office, contains="/tanda-terima/")
    assert link != own[0]
    assert "CTH-00001" in (await guest.read(link)).text
    await guest.read(link[:-1], status=404)
    row = (await OutgoingMessage.objects())[0]
    assert "Loket" not in str(row.to_dict())
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(row.about)], by=None
    )
    await answer_theme(
        theme=theme.id,
        answer=Answer(Decision.ACCEPTED, "Memang kurang.", "Loket ditambah."),
        version=0,
        publish=True,
        by=None,
    )
    await write_to_authors()
    await _deliver(mail_settings)
    assert len(post_office.taken) == 2
    told = _text(post_office, 1)
    for words in ("Decision: Accepted", "> Memang kurang.", "> Loket ditambah."):
        assert words in told
    assert "Loket ditambah." in (await guest.read(_link(post_office, contains="/tanda"))).text


async def test_sign_in_link_comes_by_mail_and_works_once(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    account = await make_account()
    guest = Visitor(mail_client)
    assert "Kirimi saya tautan masuk" in (await guest.read("/masuk")).text
    answers = [
        await guest.post("/masuk/kirim-tautan", {"email": email})
        for email in (account.email, "tidak@ada.id")
    ]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    await guest.read("/masuk/tautan-terkirim")
    await _deliver(mail_settings)
    assert [letter["To"] for letter in post_office.taken] == [account.email]
    link = _link(post_office, contains="/masuk/")
    assert await guest.send(link, {}) == "/akun"
    await guest.refused(link, {})
    await guest.refused("/masuk/kirim-tautan", {"email": "bukan"})


async def test_administrator_invites_by_mail(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    admin = await Visitor(mail_client).sign_in((await make_account(Role.ADMINISTRATOR)).id)
    invited = await make_account()
    page = await admin.read(f"/admin/akun/{invited.id}")
    assert "Kirim undangan lewat surel" in page.text
    onward = await admin.send(f"/admin/akun/{invited.id}/undang", {})
    assert f"Undangan sudah dikirim ke {invited.email}" in (await admin.read(onward)).text
    await _deliver(mail_settings)
    assert await Visitor(mail_client).send(_link(post_office, contains="/masuk/"), {}) == "/akun"
