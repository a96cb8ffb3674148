"""The form with which a session is planned, and the one that narrows the list of sessions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import DateTimeLocalInput

from consultations.preparing import Plan
from consultations.queries.drafts import UnitFacts
from consultations.queries.session_lists import SessionFilter
from consultations.queries.session_plans import PlanFacts
from consultations.session_templates import Template
from consultations.vocabulary import (
    N_,
    Attribution,
    SessionAdmission,
    SessionKind,
    SessionState,
    UnitKind,
)
from consultations.written_dates import read_local_moment
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

# Beyond these a date is a slip of the hand.
LONGEST = timedelta(days=7)
MOST_SEATS = 10_000
_LOCAL = "%Y-%m-%dT%H:%M"


class PlanForm(LocalisedForm):
    """Everything that is settled about a session; only kind, names, place and start are needed."""

    version = HiddenField(default="0")
    source = HiddenField()
    kind = RadioField(
        N_("Jenis sesi"),
        choices=choices_of(SessionKind),
        default=SessionKind.FKP.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    title = StringField(N_("Judul"), validators=[Needed(), AtMost(200)])
    theme = StringField(N_("Tema sesi"), validators=[Needed(), AtMost(200)])
    units = SelectMultipleField(
        N_("Bagian rancangan yang dibahas"), choices={}, validate_choice=False
    )
    place = StringField(
        N_("Tempat"),
        description=N_("Untuk sesi daring tulis “Daring”."),
        validators=[Needed(), AtMost(200)],
    )
    link = StringField(
        N_("Tautan ruang daring"),
        description=N_("Hanya terlihat oleh tim dan peserta yang terdaftar."),
        validators=[AtMost(500)],
    )
    starts_at = StringField(N_("Mulai"), validators=[Needed()], widget=DateTimeLocalInput())
    ends_at = StringField(N_("Selesai"), widget=DateTimeLocalInput())
    moderator = StringField(N_("Fasilitator"), validators=[AtMost(120)])
    capacity = StringField(
        N_("Jumlah tempat"),
        description=N_("Setelah penuh, pendaftar masuk daftar tunggu."),
        render_kw={"inputmode": "numeric"},
    )
    admission = RadioField(
        N_("Siapa yang boleh mendaftar"),
        choices=choices_of(SessionAdmission),
        default=SessionAdmission.OPEN.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    attribution = RadioField(
        N_("Penutur disebut dengan"),
        choices=choices_of(Attribution),
        default=Attribution.ELEMENT_ONLY.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    asks_needs = BooleanField(N_("Tanyakan kebutuhan akomodasi peserta"), default=True)
    quietly = BooleanField(
        N_("Hanya perbaikan tulisan, misalnya salah ketik nama gedung: jangan kirim surat")
    )
    required = BooleanField(N_("Sesi wajib: peta jalan final menunggu Berita Acaranya"))
    legal_basis = TextAreaField(N_("Dasar hukum"), validators=[AtMost(4000)])
    letterhead = TextAreaField(
        N_("Kop surat"),
        description=N_("Nama lembaga dan alamatnya, seperti di kop naskah dinas."),
        validators=[AtMost(1000)],
    )
    opening_script = TextAreaField(
        N_("Naskah pembukaan"),
        description=N_(
            "Tujuan, pemakaian data, persetujuan rekaman, kerahasiaan, kesepakatan bersama."
        ),
        validators=[AtMost(6000)],
    )

    def offer_units(self, units: list[UnitFacts]) -> None:
        """Let the session be about chapters and sections of the draft."""
        self.units.choices = {
            str(unit.identity): f"{self.say(unit.kind.label)} {unit.number}"
            + (f" {unit.heading}" if unit.heading else "")
            for unit in units
            if unit.kind is not UnitKind.CLAUSE
        }

    def validate_starts_at(self, field: StringField) -> None:
        """A date and a time as a browser's field gives them."""
        self._moment(field)

    def validate_ends_at(self, field: StringField) -> None:
        """After the start, and within a week of it."""
        if not (field.data or "").strip():
            return
        ends = self._moment(field)
        try:
            starts = self._moment(self.starts_at)
        except ValidationError:
            return
        if not starts < ends <= starts + LONGEST:
            raise ValidationError(
                self.say(N_("Selesai harus setelah mulai, paling lama tujuh hari."))
            )

    def validate_capacity(self, field: StringField) -> None:
        """A whole number, or nothing."""
        given = (field.data or "").strip()
        if given and not (given.isdecimal() and 1 <= int(given[:9]) <= MOST_SEATS):
            raise ValidationError(
                self.say(N_("Tulis angka dari 1 sampai %(most)s, atau kosongkan."), most=MOST_SEATS)
            )

    def validate_link(self, field: StringField) -> None:
        """An address of the web, or nothing: no other scheme may be clicked on."""
        given = (field.data or "").strip()
        if given and (not given.startswith(("https://", "http://")) or " " in given):
            raise ValidationError(self.say(N_("Tulis tautan lengkap, mulai dengan https://")))

    def read_version(self) -> int:
        """The version that was read."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - fits a column

    def plan(self, zone: str) -> Plan:
        """The plan of a valid form, its times in the consultation's zone."""
        capacity = (self.capacity.data or "").strip()
        known = set(self.units.choices)
        return Plan(
            kind=SessionKind(self.kind.data),
            title=_words(self.title),
            theme=_words(self.theme),
            place=_words(self.place),
            link=_words(self.link),
            moderator=_words(self.moderator),
            starts_at=self._moment(self.starts_at).replace(tzinfo=ZoneInfo(zone)),
            ends_at=(
                self._moment(self.ends_at).replace(tzinfo=ZoneInfo(zone))
                if _words(self.ends_at)
                else None
            ),
            capacity=int(capacity) if capacity else None,
            admission=SessionAdmission(self.admission.data),
            attribution=Attribution(self.attribution.data),
            asks_needs=bool(self.asks_needs.data),
            legal_basis=_words(self.legal_basis),
            letterhead=_words(self.letterhead),
            opening_script=_words(self.opening_script),
            required=bool(self.required.data),
            units=tuple(UUID(each) for each in self.units.data or [] if each in known),
        )

    def _moment(self, field: StringField) -> datetime:
        try:
            return read_local_moment(field.data or "")
        except ValueError as error:
            raise ValidationError(
                self.say(N_("Tulis tanggal dan jam, misalnya 2026-12-01 09:00."))
            ) from error


class SessionFilterForm(LocalisedForm):
    """What the list of sessions is narrowed to; unknown values narrow nothing."""

    words = StringField(N_("Judul, tema atau tempat"))
    kind = SelectField(
        N_("Jenis"), choices=choices_of(SessionKind, empty=N_("Semua jenis")), validate_choice=False
    )
    state = SelectField(
        N_("Keadaan"),
        choices=choices_of(SessionState, empty=N_("Semua keadaan")),
        validate_choice=False,
    )

    def chosen(self) -> SessionFilter:
        """The filter."""
        return SessionFilter(
            words=(self.words.data or "").strip()[:100],
            kind=self.kind.data if self.kind.data in self.kind.choices else "",
            state=self.state.data if self.state.data in self.state.choices else "",
        )


class CancelForm(LocalisedForm):
    """Why a session is not held."""

    reason = TextAreaField(
        N_("Alasan pembatalan"),
        description=N_("Dikirim kepada semua yang diundang atau terdaftar."),
        validators=[Needed(N_("Tulis alasannya.")), AtMost(300)],
    )


def plan_values(plan: PlanFacts, units: list[UUID], zone: str) -> dict[str, Any]:
    """What the form shows of a plan, in local time."""
    values: dict[str, Any] = {
        name: getattr(plan, name)
        for name in (
            *("title", "theme", "place", "link", "moderator", "asks_needs", "required"),
            *("legal_basis", "letterhead", "opening_script"),
        )
    }
    return values | {
        "kind": plan.kind.value,
        "admission": plan.admission.value,
        "attribution": plan.attribution.value,
        "version": str(plan.version),
        "capacity": str(plan.capacity or ""),
        "units": [str(unit) for unit in units],
        "starts_at": _local(plan.starts_at, zone),
        "ends_at": _local(plan.ends_at, zone) if plan.ends_at else "",
    }


def template_values(template: Template) -> dict[str, Any]:
    """What the form shows of a template."""
    return {
        "kind": template.kind,
        "capacity": str(template.capacity),
        "admission": template.admission,
        "attribution": template.attribution,
        "legal_basis": template.legal_basis,
        "opening_script": template.opening_script,
        "source": f"pola:{template.key}",
    }


def copied_values(
    plan: PlanFacts, units: list[UUID], zone: str, starts_at: datetime
) -> dict[str, Any]:
    """What the form shows of a former session, held again at another time."""
    values = plan_values(plan, units, zone) | {"source": f"sesi:{plan.id}", "version": "0"}
    values["starts_at"] = _local(starts_at, zone)
    if plan.ends_at:
        values["ends_at"] = _local(starts_at + (plan.ends_at - plan.starts_at), zone)
    return values


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime(_LOCAL)


def _words(field: StringField) -> str:
    return (field.data or "").replace("\r\n", "\n").replace("\x00", "").strip()
