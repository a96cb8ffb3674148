"""Forms that set how a consultation decides: its list of decisions and its ready-made replies."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from consultations.decision_options import LONGEST_LABEL, OptionWords
from consultations.reply_templates import LONGEST_NAME, LONGEST_TEMPLATE, unknown_fields
from consultations.vocabulary import N_, Decision
from server.forms.deciding import number
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of


class TemplateForm(LocalisedForm):
    """A ready-made reply."""

    version = HiddenField(default="0")
    name = StringField(
        N_("Nama templat"),
        validators=[Needed(N_("Beri templat ini nama.")), AtMost(LONGEST_NAME)],
    )
    text = TextAreaField(
        N_("Isi jawaban"),
        description=N_("Isian: {nomor}, {butir}, {tema}, {keputusan}."),
        validators=[Needed(N_("Tulis isi jawabannya.")), AtMost(LONGEST_TEMPLATE)],
    )

    def validate_known(self) -> bool:
        """The form's own checks, and that every field in braces is known."""
        valid = bool(self.validate())
        if unknown := unknown_fields(self.text.data or ""):
            named = ", ".join(f"{{{name}}}" for name in unknown)
            words = self.say(N_("Isian ini tidak dikenal: %(fields)s."), fields=named)
            self.text.errors = [*self.text.errors, words]
            return False
        return valid


class OptionForm(LocalisedForm):
    """How a decision is worded, where it stands, and whether it is offered."""

    label = StringField(
        N_("Nama keputusan"),
        validators=[Needed(N_("Beri keputusan ini nama.")), AtMost(LONGEST_LABEL)],
    )
    label_en = StringField(N_("Dalam bahasa Inggris"), validators=[AtMost(LONGEST_LABEL)])
    position = StringField(N_("Urutan dalam daftar"))
    offered = SelectField(
        N_("Dalam daftar pilihan"),
        choices={"ya": N_("Ditawarkan"), "tidak": N_("Tidak ditawarkan lagi")},
        validate_choice=False,
    )

    def words(self) -> OptionWords:
        """The valid form as the domain's value."""
        return OptionWords(
            label=self.label.data.strip(),
            label_en=(self.label_en.data or "").strip(),
            position=number(self.position.data),
            offered=self.offered.data != "tidak",
        )


class NewOptionForm(LocalisedForm):
    """A decision of the consultation's own."""

    label = StringField(
        N_("Nama keputusan"),
        validators=[Needed(N_("Beri keputusan ini nama.")), AtMost(LONGEST_LABEL)],
    )
    label_en = StringField(N_("Dalam bahasa Inggris"), validators=[AtMost(LONGEST_LABEL)])
    decision = SelectField(
        N_("Dalam hitungan sama dengan"),
        description=N_("Supaya hasil dapat dibandingkan dengan konsultasi lain."),
        choices=choices_of(Decision, empty=N_("Pilih keputusan")),
        validators=[Needed(N_("Pilih keputusan.")), OneOf()],
        validate_choice=False,
    )
