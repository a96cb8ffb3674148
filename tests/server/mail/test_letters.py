from datetime import UTC, datetime
from uuid import uuid4

import pytest

from consultations.queries.consultations import find_consultation
from consultations.queries.letters import LetterInput
from consultations.tables import OutgoingMessage
from server.database import Engine
from server.mail.letters import BadAddress, Letter, email_of, one_line, write_letter
from server.settings import Settings
from tests.factories import make_consultation
from tests.page import Page

SETTINGS = Settings(origin="https://contoh.go.id", mail_from="Rembuk <rembuk@contoh.go.id>")
LETTER = Letter("Halo", "Halo.\n", "<p>Halo.</p>")


def _message(recipient: str = "w@contoh.id") -> OutgoingMessage:
    return OutgoingMessage(id=uuid4(), kind="news", recipient=recipient, locale="id", key="x")


@pytest.mark.parametrize(
    "recipient",
    [
        "w@contoh.id\r\nBcc: lain@contoh.id",
        "w@contoh.id\nBcc: lain@contoh.id",
        "a@contoh.id, b@contoh.id",
        "a b@contoh.id",
        "<a@contoh.id>",
        "tanpa-domain",
        "",
        "@",
        "a@b@c.id",
    ],
)
def test_an_address_that_is_more_or_less_than_one_is_refused(recipient: str) -> None:
    with pytest.raises(BadAddress):
        email_of(LETTER, _message(recipient), SETTINGS)


def test_titles_cant_smuggle_headers() -> None:
    subject = one_line("Judul\r\nBcc: lain@contoh.id\u2028X-Jahat: ya\x00\x0b")
    email = email_of(Letter(subject, "a\n", "a"), _message(), SETTINGS)
    lines = bytes(email).decode().split("\r\n\r\n")[0].split("\r\n")
    assert not [line for line in lines if line.startswith(("Bcc", "X-Jahat"))]
    assert email["Subject"] == "Judul Bcc: lain@contoh.id X-Jahat: ya"


def test_letter_carries_what_mailbox_providers_ask_for() -> None:
    message = _message()
    letter = Letter("Kabar", "Isi é\n", "<p>Isi é</p>", "https://contoh.go.id/x/berhenti", "kons")
    email = email_of(letter, message, SETTINGS)
    assert {name: email[name] for name in ("List-Unsubscribe", "List-Unsubscribe-Post")} == {
        "List-Unsubscribe": "<https://contoh.go.id/x/berhenti>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert email["Message-ID"] == f"<{message.id}@contoh.go.id>"
    assert email["Auto-Submitted"] == "auto-generated"
    assert email["List-Id"] == "<kons.contoh.go.id>"
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]
    assert email.get_body(("plain",)).get_content() == "Isi é\n"  # type: ignore[union-attr]
    assert "List-Unsubscribe" not in email_of(LETTER, message, SETTINGS)


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_words_of_others_are_quoted_and_never_become_links_or_markup(
    sqlite_database: Engine, locale: str
) -> None:
    await make_consultation()
    consultation = await find_consultation("contoh", locale)
    assert consultation is not None
    hostile = "https://contoh.go.id/masuk\r\n<a href=x>klik</a>\x1b[31m & --\n\n> kutipan"
    letter = write_letter(
        "receipt",
        locale,
        "https://contoh.go.id",
        entry=LetterInput(
            id=uuid4(),
            consultation=consultation.id,
            registration="CTH-00001",
            received_at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
            text=hostile,
            proposed_wording="Rumusan <b>",
            reason=None,
        ),
        consultation=consultation,
        link="https://contoh.go.id/tanda-terima/abc",
    )
    for line in hostile.replace("\r", "").replace("\x1b", "").split("\n"):
        assert f"\n> {line}\n" in letter.text
    assert "&amp;" not in letter.text
    hrefs = Page(letter.html).links()
    assert hrefs == ["https://contoh.go.id/tanda-terima/abc", "https://contoh.go.id/"]
    assert "<a href=x>" not in letter.html
    assert "CTH-00001" in letter.subject
    expected = "24 November 2026, 09:00 WIB" if locale == "en" else "24 November 2026, 09.00 WIB"
    assert expected in letter.text
