"""Forms with which a person takes what a language model drafted for a theme, or changes it."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField

from analysis.kept_suggestions import Suggestion
from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm, Needed

MOST_SENTENCES = 8
LONGEST_SENTENCE = 400


class NameSuggestionForm(LocalisedForm):
    """The drafted name; ``suggestion`` and ``version`` are the draft and the theme as read."""

    suggestion = HiddenField(default="")
    version = HiddenField(default="0")
    name = StringField(
        N_("Nama tema"),
        description=N_("Ubah sebelum dipakai bila perlu."),
        validators=[Needed(N_("Beri tema ini nama.")), AtMost(200)],
    )


def _sentence(place: int) -> Any:
    return TextAreaField(
        N_("Kalimat"), id=f"sentence-{place}", validators=[AtMost(LONGEST_SENTENCE)]
    )


class BriefSuggestionForm(LocalisedForm):
    """The drafted sentences by their places; an empty one is left out."""

    suggestion = HiddenField(default="")
    sentence_0 = _sentence(0)
    sentence_1 = _sentence(1)
    sentence_2 = _sentence(2)
    sentence_3 = _sentence(3)
    sentence_4 = _sentence(4)
    sentence_5 = _sentence(5)
    sentence_6 = _sentence(6)
    sentence_7 = _sentence(7)

    def number(self) -> None:
        """Tell the fields apart in words."""
        for place in range(MOST_SENTENCES):
            self[f"sentence_{place}"].label.text = self.say(
                N_("Kalimat %(number)s"), number=place + 1
            )

    def fill(self, suggestion: Suggestion) -> None:
        """Put the drafted sentences in."""
        for one in suggestion.sentences:
            self[f"sentence_{one.place}"].data = one.words

    def words(self, suggestion: Suggestion) -> dict[int, str]:
        """What is to be kept of the draft, by place; an error if that is nothing."""
        given = {
            one.place: " ".join((self[f"sentence_{one.place}"].data or "").split())
            for one in suggestion.sentences
        }
        kept = {place: words for place, words in given.items() if words}
        if not kept:
            self.refuse(N_("Sisakan paling sedikit satu kalimat, atau buang usulan ini."))
        return kept
