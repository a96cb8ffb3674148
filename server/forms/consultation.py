"""Forms with which a consultation is set up, worded and dated."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import DateInput

from consultations.convening import Outline
from consultations.vocabulary import N_, DataLicence, Zone
from consultations.written_dates import read_day
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

MOST_MINUTES = 24 * 60


class Minutes:
    """A whole number of minutes, at most a day."""

    def __call__(self, form: LocalisedForm, field: StringField) -> None:
        given = str(field.data).strip()
        if not re.fullmatch(r"[0-9]{1,4}", given) or int(given) > MOST_MINUTES:
            raise ValidationError(form.say(N_("Tulis angka 0 sampai 1440.")))


class OutlineForm(LocalisedForm):
    """What the consultation says of itself; ``version`` is the one that was read."""

    version = HiddenField(default="0")
    title = StringField(N_("Judul"), validators=[Needed(), AtMost(200)])
    title_en = StringField(N_("Judul dalam bahasa Inggris"), validators=[AtMost(200)])
    summary = TextAreaField(
        N_("Ringkasan"),
        description=N_("Dua atau tiga kalimat: apa yang disusun, dan untuk apa masukan diminta."),
        validators=[Needed(), AtMost(2000)],
    )
    summary_en = TextAreaField(N_("Ringkasan dalam bahasa Inggris"), validators=[AtMost(2000)])
    how_to_take_part = TextAreaField(
        N_("Cara ikut serta"),
        description=N_("Langkah demi langkah, dengan kata sehari-hari."),
        validators=[Needed(), AtMost(4000)],
    )
    how_to_take_part_en = TextAreaField(
        N_("Cara ikut serta dalam bahasa Inggris"), validators=[AtMost(4000)]
    )
    organiser = StringField(
        N_("Penyelenggara"),
        description=N_("Nama lembaga atau tim seperti tertulis di surat resmi."),
        validators=[Needed(), AtMost(200)],
    )
    zone = SelectField(
        N_("Zona waktu"),
        description=N_("Jadwal diisi dan ditampilkan dalam zona ini."),
        choices=choices_of(Zone),
        validators=[OneOf()],
        validate_choice=False,
    )
    guests_may_comment = BooleanField(N_("Masukan boleh disampaikan tanpa akun"), default=True)
    grace_minutes = StringField(
        N_("Kelonggaran setelah penutupan (menit)"),
        description=N_(
            "Formulir yang dibuka sebelum masa masukan ditutup masih diterima selama ini."
        ),
        validators=[Needed(), Minutes()],
        default="15",
        render_kw={"inputmode": "numeric", "size": 6},
    )
    edit_minutes = StringField(
        N_("Masukan dapat diubah penulisnya selama (menit)"),
        description=N_("Dihitung sejak dikirim; naskah lamanya tetap tersimpan bagi tim."),
        validators=[Needed(), Minutes()],
        default="30",
        render_kw={"inputmode": "numeric", "size": 6},
    )
    responses_allowed = BooleanField(N_("Masukan boleh dibalas siapa pun"), default=True)
    licence = SelectField(
        N_("Lisensi data terbuka"),
        choices=choices_of(DataLicence),
        default=DataLicence.CC_BY.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    replies_due_on = StringField(N_("Tanggapan dijanjikan paling lambat"), widget=DateInput())

    def validate_replies_due_on(self, field: StringField) -> None:
        """A date as a browser's field gives it, or nothing."""
        if (field.data or "").strip() and _date(field.data) is None:
            raise ValidationError(self.say(N_("Tulis tanggal seperti 2026-12-31.")))

    def outline(self) -> Outline:
        """The valid form as the domain's value."""
        return Outline(
            **{name: _words(self[name].data) for name in _TEXTS},
            zone=Zone(self.zone.data),
            guests_may_comment=bool(self.guests_may_comment.data),
            grace_minutes=int(self.grace_minutes.data),
            edit_minutes=int(self.edit_minutes.data),
            responses_allowed=bool(self.responses_allowed.data),
            replies_due_on=_date(self.replies_due_on.data),
            licence=DataLicence(self.licence.data),
        )

    def read_version(self) -> int:
        """The version that was read."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - fits a column


class NewConsultationForm(OutlineForm):
    """A new consultation: its outline, and what can't be changed later."""

    slug = StringField(
        N_("Alamat"),
        description=N_(
            "Huruf kecil, angka dan tanda hubung. Kosongkan agar dibuat dari judul. "
            "Tidak dapat diubah lagi."
        ),
        validators=[AtMost(80)],
        render_kw={"autocapitalize": "none"},
    )
    code = StringField(
        N_("Kode nomor registrasi"),
        description=N_(
            "2–12 huruf kapital, misalnya PJPP untuk PJPP-00001. Tidak dapat diubah lagi."
        ),
        validators=[Needed(), AtMost(12)],
        render_kw={"autocapitalize": "characters"},
    )

    def validate_slug(self, field: StringField) -> None:
        """Lower-case words joined by hyphens, or empty."""
        field.data = (field.data or "").strip()
        if field.data and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data):
            raise ValidationError(
                self.say(N_("Pakai huruf kecil, angka dan tanda hubung, misalnya peta-jalan-2027."))
            )

    def validate_code(self, field: StringField) -> None:
        """2 to 12 capital letters."""
        if not re.fullmatch(r"[A-Z]{2,12}", (field.data or "").strip()):
            raise ValidationError(self.say(N_("Tulis 2 sampai 12 huruf kapital tanpa spasi.")))


def outline_values(outline: Outline) -> dict[str, Any]:
    """What the form shows of an outline."""
    due = outline.replies_due_on
    return asdict(outline) | {
        "zone": outline.zone.value,
        "licence": outline.licence.value,
        "grace_minutes": str(outline.grace_minutes),
        "edit_minutes": str(outline.edit_minutes),
        "replies_due_on": due.isoformat() if due else "",
    }


_TEXTS = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "how_to_take_part",
    "how_to_take_part_en",
    "organiser",
)


def _words(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip()


def _date(text: str | None) -> date | None:
    try:
        return read_day(text or "")
    except ValueError:
        return None
