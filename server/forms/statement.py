"""Forms for statements to vote on: one typed, many pasted, some taken from a theme's inputs."""

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from consultations.polling.stating import LONGEST
from consultations.queries.sessions import SessionFacts
from consultations.vocabulary import N_
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf

LONGEST_PASTED = 60_000


class RoomStatementForm(LocalisedForm):
    """One statement, asked in the room of a session."""

    text = TextAreaField(
        N_("Pernyataan"),
        description=N_(
            "Satu gagasan dalam satu kalimat, supaya orang dapat menjawab setuju atau tidak."
        ),
        validators=[Needed(), AtMost(LONGEST)],
    )


class StatementForm(RoomStatementForm):
    """One statement of the team."""

    session = SelectField(
        N_("Untuk sesi"),
        choices={"": N_("Seluruh konsultasi")},
        validators=[OneOf()],
        validate_choice=False,
        default="",
    )

    def offer(self, sessions: list[SessionFacts]) -> None:
        """Let a statement be about one of these sessions."""
        self.session.choices = {
            **self.session.choices,
            **{str(each.id): each.title for each in sessions},
        }


class PasteForm(StatementForm):
    """Many statements, one a line."""

    text = TextAreaField(
        N_("Daftar pernyataan"),
        description=N_("Satu pernyataan tiap baris. Anda melihat pratinjaunya sebelum disimpan."),
        validators=[Needed(), AtMost(LONGEST_PASTED)],
    )


class ProposalForm(LocalisedForm):
    """A participant's own statement."""

    key = HiddenField(default="")
    text = TextAreaField(
        N_("Pernyataan Anda"),
        description=N_(
            "Satu gagasan dalam satu kalimat. Tim penyusun membacanya dahulu sebelum ditampilkan."
        ),
        validators=[Needed(), AtMost(LONGEST)],
    )


class TermsForm(LocalisedForm):
    """Whether participants may propose statements."""

    participants_propose = BooleanField(
        N_("Peserta boleh mengusulkan pernyataan; tim memeriksanya")
    )
