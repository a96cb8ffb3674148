"""The form of a text in easy language."""

from wtforms import HiddenField, TextAreaField

from consultations.queries.easy_texts import EasyWords
from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm


class EasyTextForm(LocalisedForm):
    """The easy text in both languages; emptied, the switch on the page goes away."""

    version = HiddenField(default="0")
    text = TextAreaField(N_("Teks dalam bahasa mudah"), validators=[AtMost(8000)])
    text_en = TextAreaField(
        N_("Teks dalam bahasa mudah, bahasa Inggris"), validators=[AtMost(8000)]
    )

    @classmethod
    def of(cls, words: EasyWords, locale: str) -> "EasyTextForm":
        """The form as it was last saved."""
        return cls(
            locale=locale, version=str(words.version), text=words.text, text_en=words.text_en
        )

    def read_version(self) -> int:
        """The version that was read."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - fits a column
