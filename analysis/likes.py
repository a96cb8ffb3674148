"""What it means to be alike; kept apart so that whoever asks loads nothing for learning."""

from dataclasses import dataclass
from uuid import UUID

# On the demonstration's answer key one pair in a thousand of different themes lies above 0.28,
# and unrelated texts lie about 0.
ALIKE_FROM = 0.28


@dataclass(frozen=True, slots=True)
class Like:
    """An input near the text asked about, with its cosine in the consultation's space (-1 to 1)."""

    input: UUID
    score: float
