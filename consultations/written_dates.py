"""Reads dates as people write them in forms and sheets, and refuses years that are slips.

A browser's date field takes 0025 for a year that was meant to be 2025, and the first years of the
calendar can't be told in another time zone.
"""

from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1900, 2100


def read_day(words: str) -> date:
    """A day such as 2026-11-24. Raises ``ValueError``."""
    return _plausible(date.fromisoformat(words.strip()))


def read_local_moment(words: str) -> datetime:
    """A day with or without a time, on the clocks of wherever it is. Raises ``ValueError``."""
    moment = datetime.fromisoformat(words.strip()).replace(tzinfo=None)
    _plausible(moment)
    return moment


def is_plausible(day: date) -> bool:
    """Whether the year is one that can be meant."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _plausible(day: date) -> date:
    if not is_plausible(day):
        raise ValueError(day.year)
    return day
