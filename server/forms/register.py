"""The form that narrows the register; it is read from the address."""

from wtforms import SelectField, StringField

from consultations.regions import PROVINCES
from consultations.vocabulary import N_, Channel, Element, InputKind
from server.forms.localised import LocalisedForm, choices_of, names_as_choices


class FilterForm(LocalisedForm):
    """Words, kind, element, channel and region; unknown values narrow nothing."""

    words = StringField(N_("Kata atau nomor registrasi"))
    kind = SelectField(
        N_("Jenis"), choices=choices_of(InputKind, empty=N_("Semua jenis")), validate_choice=False
    )
    element = SelectField(
        N_("Unsur"), choices=choices_of(Element, empty=N_("Semua unsur")), validate_choice=False
    )
    channel = SelectField(
        N_("Kanal"), choices=choices_of(Channel, empty=N_("Semua kanal")), validate_choice=False
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Semua provinsi")),
        validate_choice=False,
    )

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field name; unknown choices are empty."""
        values = {"words": (self.words.data or "").strip()[:200]}
        for name in ("kind", "element", "channel", "region"):
            field = self[name]
            values[name] = field.data if field.data in field.choices else ""
        return values
