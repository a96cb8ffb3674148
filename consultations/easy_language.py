"""Easy language (bahasa mudah): texts in short sentences, and how short their sentences are."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Stale
from consultations.revisions import touch
from consultations.tables import EasyText
from consultations.transactions import again_after_collision, transaction
from consultations.versioned import store

RESULTS = "hasil"
# Guides for easy language ask for about this many words a sentence at most.
LONGEST_SENTENCE = 12
# A full stop inside "3.1.2" or "Rp1.000" ends nothing; a line is a sentence of its own.
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_WORD = re.compile(r"\w[\w'’.,/-]*")


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text reads: its sentences and words, and the sentences that are too long."""

    sentences: int
    words: int
    long: tuple[tuple[str, int], ...]

    @property
    def average(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0


def about_theme(theme: UUID) -> str:
    """The ``about`` of the answer to a theme: the beginning of its identifier."""
    return theme.hex[:12]


def measured(text: str) -> Measure:
    """Count the words of each sentence; the longest sentences come first."""
    counted = [
        (sentence.strip(), count)
        for sentence in _END.split(text.strip())
        if (count := len(_WORD.findall(sentence)))
    ]
    long = sorted((one for one in counted if one[1] > LONGEST_SENTENCE), key=lambda one: -one[1])
    return Measure(len(counted), sum(count for _, count in counted), tuple(long))


@again_after_collision
async def write_easily(
    *, consultation: UUID, about: str, text: str, text_en: str, version: int, by: UUID | None
) -> None:
    """Keep the text. Raises ``Stale`` when it was changed after ``version`` was read."""
    async with transaction():
        row = await EasyText.objects().get(
            (EasyText.consultation == consultation) & (EasyText.about == about)
        )
        words: dict[str, Any] = {
            "text": text,
            "text_en": text_en,
            "changed_at": now(),
            "changed_by": by,
        }
        if row is not None:
            await store(row, words, version)
        elif version:
            raise Stale
        else:
            row = EasyText(consultation=consultation, about=about, **words)
            await EasyText.insert(row)
        await audit.record("easy_text.written", row, by=by, consultation=consultation, about=about)
        await touch(consultation)
