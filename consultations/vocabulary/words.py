"""What a word of the field is: a stable value for storage and a label for people."""

from enum import StrEnum
from typing import Self


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a deferred message
    """Mark a message for translation without translating it here."""
    return message


class Term(StrEnum):
    """A word of the field: a stable value for storage and a label for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
