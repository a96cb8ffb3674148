"""What the processes write to their log: one JSON line an event, nothing typed by anyone in it."""

import sys

import structlog


def configure_event_log() -> None:
    """Events go to standard error; a line break in a value can't forge another event."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
