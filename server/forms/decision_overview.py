"""The form that narrows and sorts the overview of decisions; it is read from the address."""

from wtforms import SelectField, StringField

from consultations.queries.accounts import PersonFacts
from consultations.queries.disposition_overview import (
    CHANGED,
    NOTHING_YET,
    PUBLIC,
    OverviewFilter,
    OverviewOrder,
)
from consultations.vocabulary import N_, Decision, DeliberationState, Element
from server.forms.localised import Choices, LocalisedForm, choices_of

ORDERS = {
    OverviewOrder.NUMBER.value: N_("Menurut nomor atau nama"),
    OverviewOrder.DUE.value: N_("Tenggat terdekat"),
    OverviewOrder.LATEST.value: N_("Terbaru dahulu"),
    OverviewOrder.SIZE.value: N_("Terbanyak dahulu"),
}
STATES = {
    "": N_("Semua keadaan"),
    NOTHING_YET: N_("Belum diputuskan"),
    **{state.value: state.label for state in DeliberationState},
    PUBLIC: N_("Terbit"),
    CHANGED: N_("Terbit, perubahannya belum"),
}


class OverviewForm(LocalisedForm):
    """What the overview is narrowed to; unknown values narrow nothing."""

    words = StringField(N_("Kata atau nomor registrasi"))
    state = SelectField(N_("Keadaan"), choices=STATES, validate_choice=False)
    decision = SelectField(
        N_("Keputusan"),
        choices=choices_of(Decision, empty=N_("Semua keputusan")),
        validate_choice=False,
    )
    theme = SelectField(N_("Tema"), choices={}, validate_choice=False)
    assignee = SelectField(N_("Dikerjakan oleh"), choices={}, validate_choice=False)
    overdue = SelectField(
        N_("Tenggat"),
        choices={"": N_("Semua tenggat"), "ya": N_("Lewat tenggat")},
        validate_choice=False,
    )
    unit = SelectField(N_("Butir"), choices={}, validate_choice=False)
    element = SelectField(
        N_("Unsur"), choices=choices_of(Element, empty=N_("Semua unsur")), validate_choice=False
    )
    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def offer(self, *, themes: Choices, people: list[PersonFacts], units: Choices) -> None:
        """Offer what this consultation has of each, by id."""
        self.theme.choices = {"": self.say(N_("Semua tema")), **themes}
        self.unit.choices = {"": self.say(N_("Semua butir")), **units}
        self.assignee.choices = {"": self.say(N_("Siapa saja"))} | {
            str(person.id): person.name for person in people
        }

    def chosen(self) -> OverviewFilter:
        """What was chosen; unknown choices are empty."""
        values = {
            name: self[name].data if self[name].data in self[name].choices else ""
            for name in OverviewFilter.__slots__
            if name != "words"
        }
        return OverviewFilter(words=(self.words.data or "").strip()[:200], **values)

    def chosen_order(self) -> OverviewOrder:
        """How to sort; an unknown order is the usual one."""
        return OverviewOrder(self.order.data) if self.order.data in ORDERS else OverviewOrder.NUMBER

    def is_detailed(self) -> bool:
        """Whether anything less common is chosen."""
        chosen = self.chosen()
        return any((chosen.theme, chosen.assignee, chosen.overdue, chosen.unit, chosen.element))

    def in_words(self) -> list[tuple[str, str]]:
        """What was chosen, as the form's own labels and words."""
        chosen = self.chosen()
        values = [(self[name], getattr(chosen, name)) for name in OverviewFilter.__slots__]
        return [
            (field.label.text, getattr(field, "choices", {}).get(value, value))
            for field, value in values
            if value
        ]

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        chosen = self.chosen()
        values = {name: getattr(chosen, name) for name in OverviewFilter.__slots__}
        if self.chosen_order() is not OverviewOrder.NUMBER:
            values["order"] = self.chosen_order().value
        return {name: value for name, value in values.items() if value}
