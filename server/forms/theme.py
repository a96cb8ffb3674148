"""Forms with which the drafting team names themes, decides and answers."""

from wtforms import HiddenField, StringField, TextAreaField

from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm, Needed


class ThemeForm(LocalisedForm):
    """A theme's name and what it is about; ``version`` is the one that was read."""

    version = HiddenField(default="0")
    name = StringField(
        N_("Nama tema"),
        description=N_("Sebut pokok persoalannya, bukan hanya kata kuncinya."),
        validators=[Needed(N_("Beri tema ini nama.")), AtMost(200)],
    )
    description = TextAreaField(N_("Keterangan"), validators=[AtMost(2000)])
