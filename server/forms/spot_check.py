"""The form that draws a spot check."""

from typing import Any
from uuid import UUID

from wtforms import IntegerField, RadioField, SelectField, ValidationError

from consultations.figures.precision import FEWEST_ANSWERS
from consultations.queries.accounts import PersonFacts
from consultations.vocabulary import N_
from server.forms.localised import LocalisedForm, OneOf

MOST = 2000


class SampleSize:
    """A whole number of placements that says something and that people can read."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __call__(self, form: LocalisedForm, field: Any) -> None:
        if field.data is None or not FEWEST_ANSWERS <= field.data <= MOST:
            field.errors = []
            raise ValidationError(
                form.say(N_("Antara %(least)s dan %(most)s."), least=FEWEST_ANSWERS, most=MOST)
            )


class SpotCheckForm(LocalisedForm):
    """How many placements are drawn, how, and who reads them."""

    way = RadioField(
        N_("Cara mengambil contoh"),
        choices={
            "acak": N_("Acak dari semua penempatan"),
            "berlapis": N_("Sama banyak dari setiap tema"),
        },
        default="acak",
        validators=[OneOf()],
        validate_choice=False,
    )
    size = IntegerField(
        N_("Banyaknya penempatan"),
        description=N_("Paling sedikit 30. Untuk angka setiap tema, ambil 30 kali banyaknya tema."),
        default=100,
        validators=[SampleSize()],
    )
    first = SelectField(
        N_("Pembaca pertama"), choices={}, validators=[OneOf()], validate_choice=False
    )
    second = SelectField(
        N_("Pembaca kedua"),
        description=N_("Dengan dua pembaca, kesepakatan keduanya ikut dihitung."),
        choices={},
        validators=[OneOf()],
        validate_choice=False,
    )

    def offer(self, people: list[PersonFacts], own: UUID | None) -> None:
        """Offer these people as readers, whoever draws as the first."""
        names = {str(person.id): person.name for person in people}
        self.first.choices = names
        self.second.choices = {"": self.say(N_("Tanpa pembaca kedua")), **names}
        if not self.first.data and str(own) in names:
            self.first.data = str(own)

    def validate_second(self, field: Any) -> None:
        """Nobody agrees with themselves."""
        if field.data and field.data == self.first.data:
            raise ValidationError(self.say(N_("Pilih orang lain daripada pembaca pertama.")))

    def readers(self) -> list[UUID]:
        """Who reads."""
        return [UUID(field.data) for field in (self.first, self.second) if field.data]
