"""Texts in easy language, as pages show them and as the team edits them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.easy_language import about_theme
from consultations.tables import EasyText, Reply


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


async def answered_themes(consultation: UUID) -> dict[str, str]:
    """The names of the themes with a published answer, by what an easy text is about."""
    theme: Any = Reply.disposition.theme
    rows = (
        await Reply.select(theme.id, theme.name)
        .where(
            (theme.consultation == consultation)
            & theme.closed_at.is_null()
            & Reply.published_at.is_not_null()
        )
        .order_by(theme.name)
    )
    return {about_theme(row["disposition.theme.id"]): row["disposition.theme.name"] for row in rows}
