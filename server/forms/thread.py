"""Forms on one input: a response to it, and its author's other words."""

import re

from wtforms import HiddenField, StringField, TextAreaField, ValidationError

from consultations.revising import Words
from consultations.vocabulary import N_, InputKind
from server.forms.input import LONGEST_REASON, LONGEST_TEXT, words_of
from server.forms.localised import AtMost, LocalisedForm, Needed

LONGEST_RESPONSE = 2000


class ResponseForm(LocalisedForm):
    """What somebody says back to an input."""

    key = HiddenField()
    text = TextAreaField(
        N_("Balasan Anda"),
        validators=[Needed(N_("Tulis balasan Anda.")), AtMost(LONGEST_RESPONSE)],
    )
    author_name = StringField(
        N_("Nama Anda"),
        description=N_("Tampil di samping balasan. Kosongkan bila ingin tanpa nama."),
        validators=[AtMost(120)],
    )


class WordsForm(LocalisedForm):
    """An input's words, to be changed by its author; ``edition`` is the one that was read."""

    edition = HiddenField(default="1")
    text = TextAreaField(
        N_("Masukan Anda"), validators=[Needed(N_("Tulis masukan Anda.")), AtMost(LONGEST_TEXT)]
    )
    proposed_wording = TextAreaField(N_("Usulan rumusan"), validators=[AtMost(LONGEST_TEXT)])
    reason = TextAreaField(N_("Alasan atau bukti"), validators=[AtMost(LONGEST_REASON)])
    kind: InputKind | None = None

    def validate_proposed_wording(self, field: TextAreaField) -> None:
        """A proposal of wording goes on holding the wording."""
        if self.kind is InputKind.PROPOSED_WORDING and not (field.data or "").strip():
            raise ValidationError(self.say(N_("Tulis rumusan yang Anda usulkan.")))

    def words(self) -> Words:
        """The valid form as the domain's value."""
        return Words(
            text=words_of(self.text.data) or "",
            proposed_wording=words_of(self.proposed_wording.data),
            reason=words_of(self.reason.data),
        )

    @property
    def edition_read(self) -> int:
        """The edition the author saw; 0, which is none, for anything that is no number."""
        given = self.edition.data or ""
        return int(given) if re.fullmatch("[0-9]{1,8}", given) else 0
