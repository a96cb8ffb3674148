"""Feed and calendar as other programs read them."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from consultations.answering import Answer, answer_theme
from consultations.noting import announce_session
from consultations.tables import Consultation, Session
from consultations.theming import accept_theme
from consultations.vocabulary import Decision, SessionKind
from server.feeds.calendar import CalendarEvent, write_calendar
from tests.client import Visitor
from tests.factories import make_consultation, make_draft

HERE = "/konsultasi/contoh"
A = "{http://www.w3.org/2005/Atom}"
STARTS = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
TITLE = "Diskusi; loket, antrean \\ layanan — " + "panjang sekali " * 9


async def _session(consultation: Consultation) -> Session:
    return await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title=TITLE,
        theme="Loket",
        place="Aula <Barat> & Timur, lantai 2",
        moderator="M",
        starts_at=STARTS,
        by=None,
    )


async def _furnish() -> Session:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await _session(consultation)
    theme = await accept_theme(
        consultation=consultation.id, name="Tema\x0b <b> & lain", placements=[], by=None
    )
    await answer_theme(
        theme=theme.id,
        answer=Answer(Decision.PARTLY_ACCEPTED, "a", "b"),
        version=0,
        publish=True,
        by=None,
    )
    return session


async def test_feed_is_atom_with_everything_that_happened(app_client: AsyncClient) -> None:
    await _furnish()
    response = await app_client.get(HERE + "/umpan.atom")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    for element in [feed, *feed.findall(f"{A}entry")]:
        for needed in ("id", "title", "updated"):
            assert len(element.findall(A + needed)) == 1, needed
        moment = element.findtext(f"{A}updated")
        assert moment is not None
        assert datetime.fromisoformat(moment).tzinfo is not None
    assert feed.findtext(f"{A}author/{A}name") == "Tim Penyusun"
    links = {link.get("rel"): link.get("href", "") for link in feed.findall(f"{A}link")}
    assert links["self"].endswith(HERE + "/umpan.atom")
    assert links["alternate"].endswith(HERE)
    ids = [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
    assert len(set(ids)) == 3
    titles = [entry.findtext(f"{A}title") for entry in feed.findall(f"{A}entry")]
    assert titles == [
        "Tema ditanggapi: Tema <b> & lain",
        f"Sesi dijadwalkan: {TITLE}",
        "Rancangan versi 1 terbit",
    ]
    english = ET.fromstring((await app_client.get(HERE + "/umpan.atom?bahasa=en")).content)
    assert english.findall(f"{A}entry")[2].findtext(f"{A}title") == "Draft version 1 published"


async def test_every_link_of_the_feed_leads_somewhere(app_client: AsyncClient) -> None:
    await _furnish()
    feed = ET.fromstring((await app_client.get(HERE + "/umpan.atom")).content)
    for link in feed.iter(f"{A}link"):
        path = link.get("href", "").partition("127.0.0.1:8000")[2]
        assert (await app_client.get(path)).status_code == 200, path


async def test_feed_already_known_is_not_sent_again(app_client: AsyncClient) -> None:
    await _furnish()
    tag = (await app_client.get(HERE + "/umpan.atom")).headers["etag"]
    known = {"If-None-Match": tag}
    again = await app_client.get(HERE + "/umpan.atom", headers=known)
    assert (again.status_code, again.content) == (304, b"")


async def test_empty_feed_is_a_feed(app_client: AsyncClient) -> None:
    await make_consultation()
    feed = ET.fromstring((await app_client.get(HERE + "/umpan.atom")).content)
    assert (feed.findtext(f"{A}updated"), feed.findall(f"{A}entry")) == (
        "2026-01-01T00:00:00+00:00",
        [],
    )


async def test_calendar_reads_as_it_was_meant(app_client: AsyncClient) -> None:
    session = await _furnish()
    response = await app_client.get(HERE + "/kalender.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    events = {
        str(e["UID"]).partition("@")[0]: e
        for e in Calendar.from_ical(response.content).walk("VEVENT")
    }
    assert len(events) == 2
    event = events[str(session.id)]
    assert str(event["SUMMARY"]) == TITLE
    assert str(event["LOCATION"]) == "Aula <Barat> & Timur, lantai 2"
    assert event["DTSTART"].dt == STARTS
    assert "DTSTAMP" in event
    assert "DTEND" not in event
    one = await app_client.get(f"{HERE}/sesi/{session.id}/kalender.ics")
    assert [str(e["UID"]) for e in Calendar.from_ical(one.content).walk("VEVENT")] == [
        str(event["UID"])
    ]
    other = await app_client.get(f"{HERE}/sesi/{uuid4()}/kalender.ics")
    assert other.status_code == 404


async def test_pages_link_to_feed_and_calendar(guest: Visitor) -> None:
    session = await _furnish()
    page = await guest.read(HERE)
    assert {HERE + "/umpan.atom", HERE + "/kalender.ics"} <= set(page.links())
    alternate = [e for e in page.all("link") if e.get("rel") == "alternate"]
    assert [(e.get("type"), e.get("href")) for e in alternate] == [
        ("application/atom+xml", HERE + "/umpan.atom")
    ]
    links = (await guest.read(f"{HERE}/sesi/{session.id}")).links()
    assert f"{HERE}/sesi/{session.id}/kalender.ics" in links


async def test_what_is_not_announced_is_in_no_feed(app_client: AsyncClient) -> None:
    await _furnish()
    await Consultation.update({Consultation.announced_at: None}, force=True)
    for path in ("/umpan.atom", "/kalender.ics", "/ikuti"):
        assert (await app_client.get(HERE + path)).status_code == 404


@given(st.text(), st.text())
def test_calendar_holds_any_text(title: str, place: str) -> None:
    event = CalendarEvent(
        id=uuid4(),
        title=title,
        place=place,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=1),
    )
    written = write_calendar("x", [event], host="contoh.id")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    found = Calendar.from_ical(written).walk("VEVENT")
    assert len(found) == 1
    assert found[0]["DTEND"].dt == STARTS + timedelta(hours=1)
