"""The form that narrows the audit trail; it is read from the address."""

from wtforms import SelectField

from consultations.vocabulary import N_
from server.forms.localised import Choices, LocalisedForm


class TrailForm(LocalisedForm):
    """An action and a person; unknown values narrow nothing."""

    act = SelectField(N_("Tindakan"), choices={}, validate_choice=False)
    person = SelectField(N_("Orang"), choices={}, validate_choice=False)

    def offer(self, *, actions: Choices, people: Choices) -> None:
        """Offer what the trail holds."""
        self.act.choices = {"": self.say(N_("Semua tindakan"))} | {
            action: self.say(words) for action, words in actions.items()
        }
        self.person.choices = {"": self.say(N_("Semua orang")), **people}

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field name."""
        return {
            field.name: field.data if field.data in field.choices else ""
            for field in (self.act, self.person)
        }
