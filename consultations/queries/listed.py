"""Which inputs the public lists name, and whose words everyone may read."""

from typing import Any

from consultations.tables import Input
from consultations.vocabulary import Channel, Visibility

# For statements written out, of the input ``i``: one that holds, and ``is_readable()``.
STANDING = "(i.withdrawn_at IS NULL)"
READABLE = f"{STANDING} AND i.withheld_at IS NULL AND i.visibility <> 'rahasia'"


def is_listed() -> Any:
    """Inputs that public lists name; of withheld and withdrawn ones a tombstone.

    Those of an import that was undone are named nowhere.
    """
    return (Input.visibility != Visibility.CONFIDENTIAL.value) & (
        Input.withdrawn_at.is_null() | (Input.channel == Channel.ONLINE.value)
    )


def is_readable(of: Any = Input) -> Any:
    """Inputs whose words the public may read: not confidential, withheld or withdrawn.

    ``of`` is the table of inputs, or a column that refers to it.
    """
    return (
        (of.visibility != Visibility.CONFIDENTIAL.value)
        & of.withdrawn_at.is_null()
        & of.withheld_at.is_null()
    )
