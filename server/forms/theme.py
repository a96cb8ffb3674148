"""Forms with which the drafting team names themes, decides and answers."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from consultations.answering import Answer
from consultations.vocabulary import N_, Decision
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of


class ThemeForm(LocalisedForm):
    """A theme's name and what it is about; ``version`` is the one that was read."""

    version = HiddenField(default="0")
    name = StringField(
        N_("Nama tema"),
        description=N_("Sebut pokok persoalannya, bukan hanya kata kuncinya."),
        validators=[Needed(N_("Beri tema ini nama.")), AtMost(200)],
    )
    description = TextAreaField(N_("Keterangan"), validators=[AtMost(2000)])


class AnswerForm(LocalisedForm):
    """The one disposition of a theme, with the reply to everyone in it."""

    version = HiddenField(default="0")
    decision = SelectField(
        N_("Keputusan"),
        choices=choices_of(Decision, empty=N_("Pilih keputusan")),
        validators=[Needed(N_("Pilih keputusan.")), OneOf()],
        validate_choice=False,
    )
    reason = TextAreaField(
        N_("Alasan keputusan"),
        description=N_("Dibaca semua orang. Sebut dasar dan pertimbangannya."),
        validators=[
            Needed(N_("Tulis alasannya: setiap orang berhak atas penjelasan.")),
            AtMost(4000),
        ],
    )
    reply = TextAreaField(
        N_("Jawaban kepada pemberi masukan"),
        description=N_("Sampai ke setiap orang yang masukannya ada dalam tema ini."),
        validators=[Needed(N_("Tulis jawabannya.")), AtMost(4000)],
    )

    def answer(self) -> Answer:
        """The valid form as the domain's value."""
        return Answer(
            decision=Decision(self.decision.data),
            reason=self.reason.data.strip(),
            reply=self.reply.data.strip(),
        )
