"""The form that narrows and sorts the register; it is read from the address."""

from dataclasses import fields

from wtforms import SelectField, StringField

from consultations.queries.register import Order, RegisterFilter
from consultations.regions import PROVINCES
from consultations.vocabulary import N_, Channel, Decision, Element, InputKind
from server.forms.localised import Choices, LocalisedForm, choices_of, names_as_choices

ORDERS = {
    Order.NEWEST.value: N_("Terbaru dahulu"),
    Order.OLDEST.value: N_("Terlama dahulu"),
    Order.UNIT.value: N_("Menurut butir"),
    Order.ELEMENT.value: N_("Menurut unsur"),
}
_NAMES = [field.name for field in fields(RegisterFilter)]
_CHOICES = [name for name in _NAMES if name != "words"]


class FilterForm(LocalisedForm):
    """What the register is narrowed to and how it is sorted; unknown values narrow nothing."""

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
    unit = SelectField(N_("Butir"), choices={}, validate_choice=False)
    theme = SelectField(N_("Tema"), choices={}, validate_choice=False)
    decision = SelectField(
        N_("Keputusan"),
        choices=choices_of(Decision, empty=N_("Semua keputusan")),
        validate_choice=False,
    )
    session = SelectField(N_("Sesi"), choices={}, validate_choice=False)
    survey = SelectField(N_("Survei"), choices={}, validate_choice=False)
    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def offer(
        self, *, units: Choices, themes: Choices, sessions: Choices, surveys: Choices
    ) -> None:
        """Offer what this consultation has of each, by id."""
        self.unit.choices = {"": self.say(N_("Semua butir")), **units}
        self.theme.choices = {"": self.say(N_("Semua tema")), **themes}
        self.session.choices = {"": self.say(N_("Semua sesi")), **sessions}
        self.survey.choices = {"": self.say(N_("Semua masukan")), **surveys}

    def chosen(self) -> RegisterFilter:
        """What was chosen; unknown choices are empty."""
        values = {
            name: self[name].data if self[name].data in self[name].choices else ""
            for name in _CHOICES
        }
        return RegisterFilter(words=(self.words.data or "").strip()[:200], **values)

    def chosen_order(self) -> Order:
        """How to sort; an unknown order is the usual one."""
        return Order(self.order.data) if self.order.data in ORDERS else Order.NEWEST

    def is_detailed(self) -> bool:
        """Whether anything less common than kind and element is chosen."""
        chosen = self.chosen()
        return any(getattr(chosen, name) for name in _CHOICES if name not in ("kind", "element"))

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        chosen = self.chosen()
        values = {name: getattr(chosen, name) for name in _NAMES}
        if self.chosen_order() is not Order.NEWEST:
            values["order"] = self.chosen_order().value
        return {name: value for name, value in values.items() if value}
