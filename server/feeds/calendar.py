"""Sessions and input windows as a calendar file (iCalendar, RFC 5545).

Written by hand: with all times in UTC nothing but folding and escaping is left to do, and no
library does it in fewer lines than these. The tests read the result with one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from consultations.clock import now

MEDIA_TYPE = "text/calendar"
LONGEST_LINE = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """Something with a beginning; ``ends_at`` is left out where nobody has said it."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    details: str = ""
    address: str = ""
    # Goes up with every change, so that calendar programs take the newest.
    sequence: int = 0
    is_cancelled: bool = False


def write_calendar(name: str, events: Iterable[CalendarEvent], *, host: str) -> bytes:
    """The calendar file; the same event has the same UID each time, so that it is updated."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rembuk//Konsultasi//ID",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += _event(event, host)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: CalendarEvent, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@{host}"
    yield f"DTSTAMP:{_utc(now())}"
    yield f"DTSTART:{_utc(event.starts_at)}"
    if event.ends_at is not None:
        yield f"DTEND:{_utc(event.ends_at)}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.sequence:
        yield f"SEQUENCE:{event.sequence}"
    if event.is_cancelled:
        yield "STATUS:CANCELLED"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.details:
        yield f"DESCRIPTION:{_escaped(event.details)}"
    if event.address:
        yield f"URL:{event.address}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, never splitting a character, continued after a blank."""
    pieces: list[bytes] = [b""]
    for character in line:
        encoded = character.encode()
        if len(pieces[-1]) + len(encoded) > LONGEST_LINE:
            pieces.append(b" ")
        pieces[-1] += encoded
    return b"".join(piece + b"\r\n" for piece in pieces)
