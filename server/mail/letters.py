"""A letter's words from its template, and the e-mail made of them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from consultations.clock import now
from consultations.tables import OutgoingMessage
from server.rendering import QUOTE, UNPRINTABLE, environment, render_template
from server.settings import Settings


class BadAddress(Exception):  # noqa: N818 - says what it is
    """Nothing can be sent to this address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, and for letters of a list how to stop them and which list it is."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""
    list_name: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of a letter: plain, quoted from somebody, or a link of ours."""

    kind: str
    lines: list[str]


def write_letter(
    name: str, locale: str, address: str, *, list_name: str = "", calendar: str = "", **facts: Any
) -> Letter:
    """Render ``emails/<name>.txt``; the HTML form is made from the text, so both say the same."""
    template = environment(locale).get_template(f"emails/{name}.txt")
    facts = {"locale": locale, "address": address, "unsubscribe": "", **facts}
    subject = "".join(template.blocks["subject"](template.new_context(facts)))
    text = re.sub(r"\n{3,}", "\n\n", template.render(facts)).strip() + "\n"
    html = render_template(
        "emails/letter.html",
        locale,
        {"locale": locale, "subject": subject, "paragraphs": list(_paragraphs(text, address))},
    )
    return Letter(
        subject=one_line(subject),
        text=text,
        html=html,
        unsubscribe=facts["unsubscribe"],
        list_name=list_name,
        calendar=calendar,
    )


def one_line(text: str) -> str:
    """Text that fits in a header: no line break, no control character."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def email_of(letter: Letter, message: OutgoingMessage, settings: Settings) -> EmailMessage:
    """The e-mail with all its headers. Raises ``BadAddress``."""
    email = EmailMessage(policy=SMTP)
    name, sender = parseaddr(settings.mail_from)
    try:
        email["From"] = Address(name, addr_spec=sender)
        email["To"] = Address(addr_spec=message.recipient)
    except (ValueError, IndexError, HeaderParseError) as error:
        # Address refuses line breaks and anything that is more or less than one address.
        raise BadAddress from error
    email["Subject"] = letter.subject
    email["Date"] = format_datetime(now())
    # The same at every attempt, so that a letter that was taken twice is shown once.
    email["Message-ID"] = f"<{message.id}@{urlsplit(settings.address).hostname}>"
    email["Auto-Submitted"] = "auto-generated"
    email["Content-Language"] = message.locale
    if letter.unsubscribe:
        email["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        email["List-Id"] = f"<{letter.list_name}.{urlsplit(settings.address).hostname}>"
    email.set_content(letter.text, cte="quoted-printable")
    email.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        email.add_attachment(
            letter.calendar,
            subtype="calendar",
            filename="rembuk.ics",
            params={"method": "PUBLISH"},
            cte="base64",
        )
    return email


def _paragraphs(text: str, address: str) -> Iterator[Paragraph]:
    for block in text.strip().split("\n\n"):
        lines: list[str] = []
        kind = ""
        for line in block.split("\n"):
            found = _kind(line, address)
            if lines and found != kind:
                yield Paragraph(kind, lines)
                lines = []
            kind = found
            lines.append(line.removeprefix(QUOTE) if kind == "quote" else line)
        yield Paragraph(kind, lines)


def _kind(line: str, address: str) -> str:
    if line.startswith(QUOTE) or line == QUOTE.strip():
        return "quote"
    return "link" if line.startswith(address + "/") and " " not in line else "plain"


def facts_of(message: OutgoingMessage) -> dict[str, Any]:
    """What was noted for the letter when it was queued."""
    facts = message.facts
    read: dict[str, Any] = json.loads(facts) if isinstance(facts, str) else facts
    return read
