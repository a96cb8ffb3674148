"""A consultation's news as an Atom feed (RFC 4287)."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

from consultations.queries.consultations import ConsultationFacts
from consultations.queries.news import NewsFacts
from server.feeds.wording import news_words
from server.translations import translator

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
# Where nothing has happened yet, nothing was updated.
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# What XML 1.0 can't hold even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_feed(
    consultation: ConsultationFacts, news: list[NewsFacts], *, address: str, locale: str
) -> bytes:
    """The feed document, newest news first; its ids stay the same wherever the site moves to."""
    page = f"{address}/konsultasi/{consultation.slug}"
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": locale})
    _add(feed, "id", f"urn:uuid:{consultation.id}")
    _add(feed, "title", consultation.title)
    _add(feed, "subtitle", translator(locale).gettext("Kabar konsultasi publik"))
    _add(feed, "updated", _time(news[0].at if news else _BEGINNING))
    _link(feed, "alternate", page, "text/html")
    _link(feed, "self", feed_address(page, locale), MEDIA_TYPE)
    _add(ET.SubElement(feed, "author"), "name", consultation.organiser or "Rembuk")
    for item in news:
        words = news_words(item, locale, consultation.zone)
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", f"urn:uuid:{item.id}")
        _add(entry, "title", words.title)
        _add(entry, "updated", _time(item.at))
        _add(entry, "published", _time(item.at))
        _link(entry, "alternate", address + item.path, "text/html")
        _add(entry, "summary", words.detail or words.title)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def feed_address(page: str, locale: str) -> str:
    """Where the feed of a consultation's page is; feed readers keep no language cookie."""
    return f"{page}/umpan.atom" + ("" if locale == "id" else f"?bahasa={locale}")


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _FORBIDDEN.sub("", text)


def _link(parent: ET.Element, relation: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": href, "type": media_type})


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
