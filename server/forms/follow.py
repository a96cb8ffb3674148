"""Forms to follow a consultation and to say how often to be told."""

from wtforms import BooleanField, RadioField, SelectField, StringField

from consultations.following import Wish
from consultations.vocabulary import N_, Frequency
from server.forms.localised import (
    AtMost,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
)

OFFERED = {term: term.label for term in Frequency if term is not Frequency.NONE}


class FollowForm(LocalisedForm):
    """An address and how often it is written to."""

    email = StringField(
        N_("Surel Anda"),
        validators=[Needed(N_("Tulis alamat surel Anda.")), AtMost(254), EmailShaped()],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    frequency = SelectField(
        N_("Seberapa sering"),
        choices={term.value: words for term, words in OFFERED.items()},
        default=Frequency.DAILY.value,
        validators=[OneOf()],
        validate_choice=False,
    )

    def wish(self) -> Wish:
        """The valid form as the domain's value."""
        return Wish(Frequency(self.frequency.data), self.locale)


class FrequencyForm(LocalisedForm):
    """How often somebody who follows already is written to."""

    frequency = RadioField(
        N_("Seberapa sering"),
        choices=choices_of(Frequency),
        default=Frequency.DAILY.value,
        validators=[Needed(), OneOf()],
        validate_choice=False,
    )
    count_inputs = BooleanField(N_("Sebutkan jumlah masukan baru dalam ringkasan"))

    def wish(self) -> Wish:
        """The valid form as the domain's value."""
        return Wish(Frequency(self.frequency.data), self.locale, bool(self.count_inputs.data))


class LinkForm(LocalisedForm):
    """The address to send a sign-in link to."""

    email = StringField(
        N_("Surel"),
        validators=[Needed(N_("Tulis alamat surel Anda.")), AtMost(254), EmailShaped()],
        render_kw={"autocomplete": "username", "inputmode": "email"},
        id="tautan-email",
    )
