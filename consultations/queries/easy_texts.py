"""Texts in easy language, as pages show them and as the team edits them."""

from dataclasses import dataclass
from uuid import UUID

from consultations.tables import EasyText


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyWords:
    """An easy text in both languages; ``version`` 0 where nothing was written yet."""

    about: str
    text: str = ""
    text_en: str = ""
    version: int = 0

    def said(self, locale: str) -> str:
        """The text in the reader's language, else in Indonesian."""
        return (self.text_en if locale == "en" else "") or self.text


async def easy_texts_of(consultation: UUID) -> dict[str, EasyWords]:
    """Every easy text of a consultation by what it is about."""
    rows = await EasyText.select().where(EasyText.consultation == consultation)
    return {
        row["about"]: EasyWords(**{name: row[name] for name in EasyWords.__slots__}) for row in rows
    }


async def easy_text_of(consultation: UUID, about: str) -> EasyWords:
    """One easy text, empty where there is none."""
    row = (
        await EasyText.select()
        .where((EasyText.consultation == consultation) & (EasyText.about == about))
        .first()
    )
    if row is None:
        return EasyWords(about=about)
    return EasyWords(**{name: row[name] for name in EasyWords.__slots__})
