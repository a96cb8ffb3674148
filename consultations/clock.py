"""The one clock: every stored moment is UTC; pages turn it into WIB, WITA or WIT."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def system_clock() -> datetime:
    """What the machine's clock says."""
    return datetime.now(UTC)


class _Clock:
    tell: Callable[[], datetime] = staticmethod(system_clock)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _Clock.tell()


def today_in(zone: str) -> date:
    """The day it is now in a time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def clock_moved(by: timedelta) -> Iterator[None]:
    """Let the whole process live at another time, to rehearse an opening or a closing."""
    before = _Clock.tell
    _Clock.tell = staticmethod(lambda: before() + by)
    try:
        yield
    finally:
        _Clock.tell = staticmethod(before)
