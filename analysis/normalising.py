"""The one form of a text that is hashed, embedded and compared."""

import hashlib
import re
import unicodedata

from consultations.personal_data import without_marks

_TAG = re.compile(r"<[^<>]{0,500}>")
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0x00AD]
)


def normalise(text: str) -> str:
    """NFC, without markup and invisible characters, white space folded."""
    plain = unicodedata.normalize("NFC", _TAG.sub(" ", text)).translate(_INVISIBLE)
    return " ".join(plain.split())


def text_hash(text: str) -> str:
    """SHA-256 of the normalised text without regard to case: equal for equal words."""
    return hashlib.sha256(normalise(text).casefold().encode()).hexdigest()


def analysed_text(text: str, proposed_wording: str | None) -> str:
    """What of an input is compared: its words and the wording it proposes, without what is hidden.

    Words that are hidden later leave the vector as it is: it belongs to the text first read.
    """
    return normalise(without_marks(f"{text} {proposed_wording or ''}"))
