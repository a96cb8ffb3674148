"""Forms with which a sheet of inputs is handed in and its columns are named."""

from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile
from wtforms import FileField, SelectField

from consultations.import_rows import COLUMNS
from consultations.vocabulary import N_
from server.forms.localised import Choices, LocalisedForm

LARGEST_FILE = 10_000_000
# What each of our columns holds, as people call it.
LABELS = {
    "isi": N_("Isi masukan"),
    "jenis": N_("Jenis masukan"),
    "lingkup": N_("Masukan ini tentang"),
    "unsur": N_("Unsur"),
    "atas_nama": N_("Atas nama"),
    "lembaga": N_("Nama lembaga atau kelompok"),
    "nama": N_("Nama"),
    "wilayah": N_("Provinsi"),
    "kelompok_rentan": N_("Kelompok rentan"),
    "usulan_rumusan": N_("Usulan rumusan"),
    "alasan": N_("Alasan atau bukti"),
    "visibilitas": N_("Siapa yang boleh membaca"),
    "kanal": N_("Kanal"),
    "tanggal": N_("Tanggal"),
    "butir": N_("Nomor butir"),
}
# Follows from the organisation, so nobody is asked for it.
_NOT_ASKED = ("atas_nama",)


class UploadForm(LocalisedForm):
    """A file."""

    file = FileField(
        N_("Berkas CSV atau XLSX"),
        description=N_("Paling besar 10 MB dan 2.000 baris. Baris pertama memuat nama kolom."),
        render_kw={"accept": ".csv,.xlsx"},
    )

    async def read(self) -> tuple[bytes, str] | None:
        """The file's content and name, or ``None`` with an error on the field."""
        given = self.file.data
        content = await given.read() if isinstance(given, UploadFile) else b""
        if not content:
            self.file.errors = [self.say(N_("Pilih berkasnya lebih dahulu."))]
            return None
        if len(content) > LARGEST_FILE:
            self.file.errors = [self.say(N_("Berkas ini lebih besar dari 10 MB."))]
            return None
        return content, given.filename


class ActionPlanForm(UploadForm):
    """A file with an action plan."""

    file = FileField(
        N_("Berkas CSV atau XLSX"),
        description=N_("Paling besar 10 MB dan 500 baris. Baris pertama memuat nama kolom."),
        render_kw={"accept": ".csv,.xlsx"},
    )


class ConfirmForm(LocalisedForm):
    """Which session the sheet's inputs were collected in."""

    session = SelectField(N_("Terkumpul dalam sesi"), choices={}, validate_choice=False)

    def offer(self, sessions: Choices) -> None:
        """Let them belong to one of these sessions, or none."""
        self.session.choices = {"": self.say(N_("Tidak dari satu sesi")), **sessions}

    def chosen(self) -> UUID | None:
        """The session, if one was chosen."""
        given = self.session.data or ""
        return UUID(given) if given in self.session.choices and given else None


class MappingForm(LocalisedForm):
    """Which column of the sheet holds which of ours."""

    def __init__(self, *given: Any, **values: Any) -> None:
        # Our columns' names are also ids of other things on the page.
        super().__init__(*given, prefix="kolom-", **values)

    def offer(self, headings: list[str]) -> None:
        """Let each of our columns be one of the sheet's, or none."""
        choices = {"": self.say(N_("Tidak ada"))} | {name: name for name in headings if name}
        for field in self:
            field.choices = choices

    def mapping(self) -> dict[str, str]:
        """What was chosen."""
        return {field.short_name: field.data for field in self if field.data}


for _name in COLUMNS:
    if _name not in _NOT_ASKED:
        setattr(MappingForm, _name, SelectField(LABELS[_name], choices={}, validate_choice=False))
