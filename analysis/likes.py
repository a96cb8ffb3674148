"""What it means to be alike; kept apart so that whoever asks loads nothing for learning."""

from dataclasses import dataclass
from uuid import UUID

# Centred cosines: unrelated texts lie about 0, translations of each other mostly above 0.45.
ALIKE_FROM = 0.45


@dataclass(frozen=True, slots=True)
class Like:
    """An input near the text asked about, with its centred cosine (-1 to 1)."""

    input: UUID
    score: float
