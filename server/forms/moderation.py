"""Forms to moderate with, to report an input, and to keep the list of reasons."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import Field

from consultations.queries.moderation import ReasonFacts
from consultations.reporting import LONGEST_NOTE
from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf

# The parts of an input that may hold words to hide, as a moderator calls them.
FIELD_NAMES = {
    "text": N_("Isi masukan"),
    "proposed_wording": N_("Usulan rumusan"),
    "reason": N_("Alasan atau bukti"),
    "author_name": N_("Nama"),
    "organisation": N_("Nama lembaga atau kelompok"),
}


class _Reasoned(LocalisedForm):
    """A form in which one of the consultation's reasons is chosen."""

    def __init__(
        self, posted: Any = None, *, reasons: Sequence[ReasonFacts], locale: str, **values: Any
    ) -> None:
        super().__init__(posted, locale=locale, **values)
        offered = {str(reason.id): reason.words.written_in(locale) for reason in reasons}
        field: Field = self["why"]
        field.choices = {**(field.choices or {}), **offered}

    @property
    def chosen_reason(self) -> UUID | None:
        """The reason's id, if one of those offered was chosen."""
        chosen = self["why"].data
        return UUID(chosen) if chosen and chosen in self["why"].choices else None


class RulingForm(_Reasoned):
    """Why something is hidden, for its author, and a note for the team."""

    why = SelectField(
        N_("Alasan, dibaca pengirimnya"),
        choices={"": N_("Pilih alasan")},
        validate_choice=False,
    )
    note = StringField(
        N_("Catatan tim"),
        description=N_("Hanya dibaca tim; jangan menyalin data pribadi ke sini."),
        validators=[AtMost(500)],
    )

    def require_reason(self) -> bool:
        """Whether a reason was chosen; says so next to the field where none was."""
        if self.chosen_reason is None:
            self.why.errors = [self.say(N_("Pilih alasan yang akan dibaca pengirimnya."))]
            return False
        return True


class RedactionForm(RulingForm):
    """Words to hide, quoted from a part of the input."""

    part = SelectField(
        N_("Bagian"), choices=FIELD_NAMES, validators=[OneOf()], validate_choice=False
    )
    quote = TextAreaField(
        N_("Kata-kata yang disembunyikan"),
        description=N_(
            "Salin persis seperti tertulis, atau pilih kata-katanya pada masukan. "
            "Semua tempat yang memuatnya ikut disembunyikan."
        ),
        validators=[Needed(N_("Tulis kata-kata yang harus disembunyikan.")), AtMost(1000)],
    )


class ReportForm(_Reasoned):
    """What a reader finds wrong with an input."""

    why = RadioField(
        N_("Apa yang tidak patut di sini?"),
        choices={},
        validators=[Needed(N_("Pilih salah satu alasan.")), OneOf()],
        validate_choice=False,
    )
    note = TextAreaField(
        N_("Penjelasan"),
        description=N_("Hanya dibaca tim penyusun."),
        validators=[AtMost(LONGEST_NOTE)],
    )


class ReasonForm(LocalisedForm):
    """A reason in both languages."""

    text = StringField(N_("Alasan"), validators=[Needed(), AtMost(200)])
    text_en = StringField(N_("Alasan dalam bahasa Inggris"), validators=[AtMost(200)])
    offered = BooleanField(N_("Ditawarkan"), default=True)
