"""The form with which a draft is pasted in."""

from wtforms import TextAreaField

from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm, Needed

LONGEST_DRAFT = 800_000


class DraftForm(LocalisedForm):
    """A draft as plain text with headings and numbered clauses."""

    text = TextAreaField(
        N_("Naskah rancangan"),
        description=N_(
            "Judul diawali “# ”, bab “## ”, bagian “### ”; tiap butir diawali nomornya, "
            "misalnya “1.1.1”."
        ),
        validators=[Needed(N_("Tempelkan naskahnya di sini.")), AtMost(LONGEST_DRAFT)],
    )
