"""Forms of the finalisation page: the final version, a stated gap, a new round."""

from wtforms import HiddenField, StringField, TextAreaField

from consultations.rounds import LONGEST_REASON
from consultations.splitting import LONGEST_HEADING
from consultations.vocabulary import N_
from consultations.working_units import LONGEST_NOTE
from server.forms.localised import AtMost, LocalisedForm, Needed


class FinaliseForm(LocalisedForm):
    """The last words before a version is final, and why it is, where something is missing."""

    version = HiddenField(default="0")
    edition = HiddenField(default="0")
    title = StringField(N_("Judul"), validators=[AtMost(LONGEST_HEADING)])
    change_summary = TextAreaField(N_("Apa yang berubah"), validators=[AtMost(LONGEST_NOTE)])
    override_reason = TextAreaField(
        N_("Alasan melanjutkan walau belum lengkap"),
        description=N_("Tampil di halaman versi final dan dibaca semua orang."),
        validators=[AtMost(LONGEST_REASON)],
    )


class GapForm(LocalisedForm):
    """Why nobody of an element was heard."""

    reason = TextAreaField(
        N_("Mengapa unsur ini tidak didengar"),
        validators=[
            Needed(N_("Tulis alasannya; alasan ini dibaca publik.")),
            AtMost(LONGEST_REASON),
        ],
    )


class RoundForm(LocalisedForm):
    """Why drafting goes on after a final version."""

    round_reason = TextAreaField(
        N_("Alasan membuka putaran baru"),
        description=N_("Tampil di halaman versi final dan dibaca semua orang."),
        validators=[
            Needed(N_("Tulis alasannya; alasan ini dibaca publik.")),
            AtMost(LONGEST_REASON),
        ],
    )
