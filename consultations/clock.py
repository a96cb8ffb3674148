"""The one clock: every stored moment is UTC; pages turn it into WIB, WITA or WIT."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
