"""Dates and times as readers write them, and how much of a window is left."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from consultations.clock import now
from consultations.queries.consultations import input_window, last_window, next_window
from consultations.vocabulary import N_, Zone
from server.translations import translator

# From when on a page says how little time is left, and in which units.
NEAR_THE_END = timedelta(days=7)


def time_filters(locale: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language by name; moments are written in a consultation's zone."""
    hours = "HH:mm" if locale == "en" else "HH.mm"

    def moment(value: datetime, zone: str) -> datetime:
        return value.astimezone(ZoneInfo(zone))

    def day(value: date, zone: str = Zone.WIB.value) -> str:
        local = moment(value, zone) if isinstance(value, datetime) else value
        return format_date(local, "d MMMM y", locale=locale)

    def time(value: datetime, zone: str = Zone.WIB.value) -> str:
        written = format_datetime(moment(value, zone), f"d MMMM y, {hours}", locale=locale)
        return f"{written} {Zone(zone).label}"

    def clock(value: datetime, zone: str = Zone.WIB.value) -> str:
        return format_datetime(moment(value, zone), hours, locale=locale)

    def period(starts: datetime, ends: datetime, zone: str = Zone.WIB.value) -> str:
        first, last = moment(starts, zone), moment(ends, zone)
        written = "d MMMM" if first.year == last.year else "d MMMM y"
        return f"{format_date(first, written, locale=locale)} – {day(last, zone)}"

    return {
        "day": day,
        "period": period,
        "time": time,
        "clock": clock,
        "time_left": lambda ends: time_left(ends, locale),
        "is_near": lambda ends: ends - now() <= NEAR_THE_END,
        "grace_runs": lambda ends, minutes: now() < ends + timedelta(minutes=minutes),
        "input_window": input_window,
        "next_window": next_window,
        "last_window": last_window,
    }


def time_left(ends: datetime, locale: str) -> str:
    """What is left until then in its largest unit: "tinggal 2 hari"."""
    say, ngettext = translator(locale).gettext, translator(locale).ngettext
    left = max(ends - now(), timedelta())
    days, hours_left, minutes = left.days, left.seconds // 3600, left.seconds // 60
    if days:
        words = ngettext("tinggal %(count)s hari", "tinggal %(count)s hari", days)
        return words % {"count": days}
    if hours_left:
        words = ngettext("tinggal %(count)s jam", "tinggal %(count)s jam", hours_left)
        return words % {"count": hours_left}
    if minutes:
        words = ngettext("tinggal %(count)s menit", "tinggal %(count)s menit", minutes)
        return words % {"count": minutes}
    return say(N_("tinggal kurang dari 1 menit"))
