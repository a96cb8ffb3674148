"""Forms of reading back: what the forum has agreed to, and what a speaker says of a note."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import DateTimeLocalInput

from consultations.clock import now
from consultations.vocabulary import N_
from consultations.written_dates import read_local_moment
from server.forms.input import words_of
from server.forms.localised import AtMost, LocalisedForm


class ForumForm(LocalisedForm):
    """Notes that were read aloud and agreed to, and when; a time in the room, to the minute."""

    notes = SelectMultipleField(N_("Catatan"), choices={}, validate_choice=False)
    at = StringField(N_("Dibacakan pada"), widget=DateTimeLocalInput())
    following = HiddenField()
    tampil = HiddenField()

    def offer(self, notes: Sequence[str]) -> None:
        """Which notes may be chosen."""
        self.known = frozenset(notes)

    def at_now(self, zone: str) -> None:
        """Most often it is done just now."""
        self.at.data = now().astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")

    def validate_notes(self, field: SelectMultipleField) -> None:
        """At least one, and notes of this session only."""
        if not field.data:
            raise ValidationError(self.say(N_("Pilih catatan yang sudah dibacakan.")))
        if not self.known.issuperset(field.data):
            raise ValidationError(self.say(N_("Sebagian catatan sudah berubah. Pilih lagi.")))

    def validate_at(self, field: StringField) -> None:
        """A time, or nothing for now."""
        if not (field.data or "").strip():
            return
        try:
            read_local_moment(field.data)
        except ValueError as error:
            raise ValidationError(
                self.say(N_("Tulis tanggal dan jam, misalnya 2026-12-01 09:00."))
            ) from error

    def moment(self, zone: str) -> datetime:
        """When, never in the future."""
        given = (self.at.data or "").strip()
        if not given:
            return now()
        return min(now(), read_local_moment(given).replace(tzinfo=ZoneInfo(zone)))

    def next_number(self) -> int:
        """Which note comes up next on the screen."""
        given = self.following.data or ""
        return int(given) if given.isdecimal() and len(given) < 7 else 1  # noqa: PLR2004


class AnswerForm(LocalisedForm):
    """A speaker says that a note is right, or how it should read."""

    version = HiddenField()
    correction = TextAreaField(
        N_("Seharusnya begini"),
        description=N_("Catatan aslinya tetap ada; koreksi Anda tampil di sebelahnya."),
        validators=[AtMost(8000)],
    )
    action = HiddenField(name="jawaban")

    def validate_correction(self, field: TextAreaField) -> None:
        """A correction holds words."""
        if self.action.data == "koreksi" and words_of(field.data) is None:
            raise ValidationError(self.say(N_("Tulis bagaimana seharusnya.")))

    def given(self) -> str | None:
        """The correction, if it is one."""
        return words_of(self.correction.data) if self.action.data == "koreksi" else None

    def read_version(self) -> int:
        """Which version of the note the speaker has read."""
        given = self.version.data or ""
        return int(given) if given.isdecimal() and len(given) < 9 else 0  # noqa: PLR2004
