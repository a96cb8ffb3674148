"""Forms that narrow the public matrix and hand in one that was edited offline."""

from litestar.datastructures import FormMultiDict
from wtforms import FileField, SelectField

from consultations.queries.register import RegisterFilter
from consultations.vocabulary import N_, Decision, InputKind
from server.forms.importing import UploadForm
from server.forms.localised import Choices, LocalisedForm, choices_of

_NAMES = ("unit", "kind", "decision")


class PublicMatrixForm(LocalisedForm):
    """What the public matrix is narrowed to; unknown values narrow nothing."""

    unit = SelectField(N_("Butir"), choices={}, validate_choice=False)
    kind = SelectField(
        N_("Jenis"), choices=choices_of(InputKind, empty=N_("Semua jenis")), validate_choice=False
    )
    decision = SelectField(
        N_("Keputusan"),
        choices=choices_of(Decision, empty=N_("Semua keputusan")),
        validate_choice=False,
    )

    def offer(self, units: Choices) -> None:
        """Offer the units of the newest version."""
        self.unit.choices = {"": self.say(N_("Semua butir")), **units}

    def chosen(self) -> RegisterFilter:
        """What was chosen; unknown choices are empty."""
        return RegisterFilter(**self.kept())

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        return {
            name: self[name].data
            for name in _NAMES
            if self[name].data and self[name].data in self[name].choices
        }


class ReadBackForm(UploadForm):
    """A matrix that was edited offline."""

    file = FileField(
        N_("Berkas matriks (DOCX atau XLSX)"),
        description=N_("Matriks yang diunduh dari halaman ini. Paling besar 10 MB."),
        render_kw={"accept": ".docx,.xlsx"},
    )


def ticked_in(posted: FormMultiDict) -> dict[str, str]:
    """The conflicting rows that are to be taken over all the same, with the version seen."""
    pairs = (str(value).partition(":") for value in posted.getall("pilih", []))
    return {key: version for key, _, version in pairs}
