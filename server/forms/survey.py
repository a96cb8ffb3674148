"""Forms with which a survey is prepared: its texts, dates and keys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import DateTimeLocalInput

from consultations.queries.surveys import SurveyFilter
from consultations.surveys.keys import MOST_KEYS
from consultations.surveys.preparing import SurveyFacts
from consultations.vocabulary import N_, SurveyAdmission, SurveyState
from consultations.written_dates import read_local_moment
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

MOST_PEOPLE = 300_000_000


class SurveyForm(LocalisedForm):
    """What a survey says before its first question, and when and by whom it is answered."""

    title = StringField(N_("Judul survei"), validators=[Needed(), AtMost(200)])
    introduction = TextAreaField(
        N_("Pengantar"),
        description=N_("Untuk apa jawabannya dipakai, dan berapa lama mengisinya."),
        validators=[AtMost(4000)],
    )
    title_en = StringField(N_("Judul dalam bahasa Inggris"), validators=[AtMost(200)])
    introduction_en = TextAreaField(N_("Pengantar dalam bahasa Inggris"), validators=[AtMost(4000)])
    admission = RadioField(
        N_("Siapa yang boleh menjawab"),
        choices=choices_of(SurveyAdmission),
        default=SurveyAdmission.OPEN.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    starts_at = StringField(
        N_("Dibuka mulai"),
        description=N_("Kosong berarti begitu Anda membukanya."),
        widget=DateTimeLocalInput(),
    )
    ends_at = StringField(
        N_("Ditutup pada"),
        description=N_("Kosong berarti sampai Anda menutupnya."),
        widget=DateTimeLocalInput(),
    )
    population = StringField(
        N_("Banyaknya pengguna layanan"),
        description=N_(
            "Dalam satu periode. Dari sini dihitung berapa jawaban yang dibutuhkan "
            "(Krejcie dan Morgan)."
        ),
    )

    def validate_starts_at(self, field: StringField) -> None:
        """A date and a time as a browser's field gives them, or nothing."""
        if (field.data or "").strip() and _local(field.data) is None:
            raise ValidationError(self.say(N_("Tulis tanggal dan jam, misalnya 2026-12-01 09:00.")))

    def validate_ends_at(self, field: StringField) -> None:
        """Like the start, and after it."""
        self.validate_starts_at(field)
        start, end = _local(self.starts_at.data), _local(field.data)
        if start and end and end <= start:
            raise ValidationError(self.say(N_("Penutupan harus setelah pembukaan.")))

    def validate_population(self, field: StringField) -> None:
        """A whole number of people, or nothing."""
        words = _bare(field.data)
        if words and not (words.isdecimal() and 0 < int(words) <= MOST_PEOPLE):
            raise ValidationError(self.say(N_("Tulis bilangan bulat, misalnya 1200.")))

    def facts(self, zone: str) -> SurveyFacts:
        """The valid form as the domain's value; dates are in the consultation's zone."""
        population = _bare(self.population.data)
        return SurveyFacts(
            title=typed(self.title.data),
            title_en=typed(self.title_en.data),
            introduction=typed(self.introduction.data),
            introduction_en=typed(self.introduction_en.data),
            admission=SurveyAdmission(self.admission.data),
            starts_at=_zoned(self.starts_at.data, zone),
            ends_at=_zoned(self.ends_at.data, zone),
            population=int(population) if population else None,
        )


class SurveyFilterForm(LocalisedForm):
    """What the list of surveys is narrowed to; unknown values narrow nothing."""

    words = StringField(N_("Judul survei"))
    state = SelectField(
        N_("Keadaan"),
        choices=choices_of(SurveyState, empty=N_("Semua keadaan")),
        validate_choice=False,
    )

    def chosen(self) -> SurveyFilter:
        """The filter."""
        return SurveyFilter(
            words=(self.words.data or "").strip()[:100],
            state=self.state.data if self.state.data in self.state.choices else "",
        )


class KeysForm(LocalisedForm):
    """How many keys to make."""

    count = StringField(N_("Berapa kunci"), default="50", validators=[Needed()])

    def validate_count(self, field: StringField) -> None:
        """A whole number within reason."""
        words = (field.data or "").strip()
        if not (words.isdecimal() and 0 < int(words) <= MOST_KEYS):
            raise ValidationError(
                self.say(N_("Tulis bilangan bulat, paling besar %(most)s."), most=MOST_KEYS)
            )


def as_local(moment: datetime | None, zone: str) -> str:
    """A moment as a browser's field shows it, in the consultation's zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


def typed(text: str | None) -> str:
    """What was typed, with one kind of line ending and no blanks around it."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip()


def _bare(text: str | None) -> str:
    return (text or "").strip().replace(".", "")


def _local(text: str | None) -> datetime | None:
    try:
        return read_local_moment(text or "")
    except ValueError:
        return None


def _zoned(text: str | None, zone: str) -> datetime | None:
    moment = _local(text)
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None
