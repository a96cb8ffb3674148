"""Moves the clock to a day of the demonstration's story, so that what is done then is dated so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultations.clock import clock_moved, now, system_clock
from consultations.vocabulary import Zone

_ZONE = ZoneInfo(Zone.WIB.value)


def moment_of(day: int, clock: str) -> datetime:
    """A time of day (WIB) so many days from today; negative ones lie behind us."""
    date = (system_clock().astimezone(_ZONE) + timedelta(days=day)).date()
    return datetime.combine(date, time.fromisoformat(clock), _ZONE)


@contextmanager
def on_day(day: int, clock: str = "10:00") -> Iterator[None]:
    """Let it be that day, at that time, for the whole process; inside another day, too."""
    with clock_moved(moment_of(day, clock) - now()):
        yield
