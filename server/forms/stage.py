"""Forms of the stages: what was done and by whom, and a document of it."""

from datetime import date

from wtforms import HiddenField, MultipleFileField, StringField, TextAreaField, ValidationError
from wtforms.widgets import DateInput

from consultations.queries.stages import DocumentRow, SummaryRow
from consultations.stages import DocumentFacts, StageWords
from consultations.vocabulary import N_
from consultations.written_dates import read_day
from server.forms.localised import AtMost, LocalisedForm, Needed


class StageForm(LocalisedForm):
    """What is said of a stage."""

    version = HiddenField(default="0")
    summary = TextAreaField(
        N_("Yang dilakukan pada tahap ini"),
        description=N_("Beberapa kalimat; sesi, versi dan survei sudah tampil dengan sendirinya."),
        validators=[Needed(), AtMost(8000)],
    )
    summary_en = TextAreaField(
        N_("Yang dilakukan, dalam bahasa Inggris"), validators=[AtMost(8000)]
    )
    done_by = StringField(
        N_("Dikerjakan oleh"),
        description=N_("Lembaga, unit kerja, atau tim; bukan nama orang."),
        validators=[AtMost(300)],
    )

    @classmethod
    def of(cls, words: SummaryRow, locale: str) -> "StageForm":
        """The form as it was last saved."""
        return cls(
            locale=locale,
            version=str(words.version),
            summary=words.summary,
            summary_en=words.summary_en,
            done_by=words.done_by,
        )

    def words(self) -> StageWords:
        """The valid form as the domain's value."""
        return StageWords(
            summary=(self.summary.data or "").strip(),
            summary_en=(self.summary_en.data or "").strip(),
            done_by=(self.done_by.data or "").strip(),
        )


class DocumentForm(LocalisedForm):
    """What a document is; a new one comes with its file."""

    version = HiddenField(default="0")
    title = StringField(N_("Judul dokumen"), validators=[Needed(), AtMost(200)])
    description = TextAreaField(N_("Keterangan"), validators=[AtMost(2000)])
    office = StringField(N_("Lembaga atau unit yang menyusun"), validators=[Needed(), AtMost(200)])
    dated_on = StringField(N_("Tanggal dokumen"), widget=DateInput())

    def validate_dated_on(self, field: StringField) -> None:
        """A date as a browser's field gives it, or nothing."""
        if (field.data or "").strip():
            self._date(field.data)

    @classmethod
    def of(cls, document: DocumentRow, locale: str) -> "DocumentForm":
        """The form as the document stands."""
        return cls(
            locale=locale,
            version=str(document.version),
            title=document.title,
            description=document.description,
            office=document.office,
            dated_on=document.dated_on.isoformat() if document.dated_on else "",
        )

    def facts(self) -> DocumentFacts:
        """The valid form as the domain's value."""
        dated_on = (self.dated_on.data or "").strip()
        return DocumentFacts(
            title=self.title.data.strip(),
            description=(self.description.data or "").strip(),
            office=self.office.data.strip(),
            dated_on=self._date(dated_on) if dated_on else None,
        )

    def _date(self, written: str) -> date:
        try:
            return read_day(written)
        except ValueError as error:
            raise ValidationError(self.say(N_("Tulis tanggal seperti 2026-11-24."))) from error


class NewDocumentForm(DocumentForm):
    """A document to be added with its one file."""

    def __init__(self, *given: object, **values: object) -> None:
        # The stage's own form is on the same page.
        super().__init__(*given, prefix="dokumen-", **values)  # type: ignore[arg-type]

    evidence = MultipleFileField(
        N_("Berkas"),
        description=N_("Satu berkas, paling besar 10 MB. Siapa saja dapat mengunduhnya."),
    )

    def check_file(self, given: int) -> None:
        """One file, not none and not several."""
        if not self.evidence.errors and given != 1:
            self.evidence.errors = [
                self.say(N_("Pilih berkasnya lebih dahulu."))
                if given == 0
                else self.say(N_("Pilih satu berkas untuk setiap dokumen."))
            ]
