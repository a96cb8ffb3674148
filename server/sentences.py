"""What went wrong in a command, as one sentence for whoever typed it."""

import sqlite3

from analysis.weights import WeightsMissing
from consultations.errors import Refusal
from consultations.transactions import StorageBusy, StorageCollision, StorageFull, StorageTrouble
from server.backing_up import BackupRefused
from server.migrations_due import MigrationFailed, Outdated
from server.serving import AddressTaken
from server.settings import SettingsError
from server.translations import translator

# The first that fits counts.
SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (StorageFull, "There is no room left on the disk of the database; nothing was changed."),
    (StorageCollision, "What may exist once only is there already: {error}; nothing was changed."),
    (StorageBusy, "The database is busy with something else; nothing was changed. Try again."),
    (StorageTrouble, "{error}."),
    (sqlite3.DatabaseError, "The database can't be used: {error}."),
    (SettingsError, "{error}"),
    (BackupRefused, "{error}"),
    (MigrationFailed, "{error}"),
    (Outdated, "{error}"),
    (AddressTaken, "{error}"),
    (WeightsMissing, "{error}"),
)


def sentence_for(error: Exception) -> str | None:
    """The sentence; ``None`` for what nobody foresaw, which deserves its whole trace."""
    if isinstance(error, Refusal):
        return in_english(error.message)
    if isinstance(error, OSError):
        return f"{error.filename or 'The system says'}: {error.strerror or error}."
    for kind, words in SENTENCES:
        if isinstance(error, kind):
            return words.format(error=error)
    return None


def in_english(message: str) -> str:
    """The language of the commands; the domain's own messages are Indonesian."""
    return translator("en").gettext(message) if message else message
