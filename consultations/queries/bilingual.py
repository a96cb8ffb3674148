"""Words in Indonesian and perhaps in English, to be shown to a reader of either."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Words that a team wrote in Indonesian and, if it wanted to, in English."""

    text: str
    text_en: str = ""

    def written_in(self, locale: str) -> str:
        """The words in this language, or in Indonesian where there are no others."""
        return (self.text_en if locale == "en" else "") or self.text


def bilingual(row: dict[str, Any], of: str, name: str = "text") -> Bilingual | None:
    """The words in ``name`` of what a row refers to by its column ``of``, if there is any."""
    text = row[f"{of}.{name}"]
    return Bilingual(text, row[f"{of}.{name}_en"]) if text else None
