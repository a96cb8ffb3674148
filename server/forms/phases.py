"""The form with which the four stages get their dates, in the consultation's own time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.widgets import DateTimeLocalInput

from consultations.convening import PlannedPhase, overlaps
from consultations.vocabulary import N_, Stage
from consultations.written_dates import read_local_moment
from server.forms.localised import AtMost, LocalisedForm


class PhasesForm(LocalisedForm):
    """Start, end, description and input window of each stage."""

    version = HiddenField(default="0")

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        for stage in Stage:
            for part in _PARTS:
                # The error summary names fields away from their stage's heading.
                label = self.of(stage, part).label
                label.text = f"{self.say(stage.label)}: {label.text[0].lower()}{label.text[1:]}"

    def of(self, stage: Stage, what: str) -> Field:
        """One field of a stage."""
        return self[f"{stage.value}_{what}"]

    def stages(self) -> list[tuple[Stage, list[Field]]]:
        """The stages with their fields, in order."""
        return [(stage, [self.of(stage, what) for what in _PARTS]) for stage in Stage]

    def validate_in(self, zone: str) -> bool:
        """Check each field, then the stages against each other; all errors at once."""
        fine = bool(self.validate())
        for stage in Stage:
            fine = self._check_stage(stage, zone) and fine
        if fine:
            for earlier, later in overlaps(self.planned(zone)):
                self._complain(
                    later,
                    "starts_at",
                    N_("Tahap ini mulai sebelum tahap %(earlier)s selesai."),
                    earlier=self.say(earlier.label),
                )
                fine = False
        return fine

    def planned(self, zone: str) -> list[PlannedPhase]:
        """The dated stages of a valid form."""
        return [
            PlannedPhase(
                stage=stage,
                starts_at=starts,
                ends_at=ends,
                description=_words(self.of(stage, "description").data),
                description_en=_words(self.of(stage, "description_en").data),
                accepts_input=bool(self.of(stage, "accepts_input").data),
            )
            for stage in Stage
            if (starts := self._moment(stage, "starts_at", zone))
            and (ends := self._moment(stage, "ends_at", zone))
        ]

    def read_version(self) -> int:
        """The version that was read."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - fits a column

    def _check_stage(self, stage: Stage, zone: str) -> bool:
        before = sum(len(field.errors) for field in self)
        moments = [self._moment(stage, part, zone) for part in ("starts_at", "ends_at")]
        given = [bool((self.of(stage, part).data or "").strip()) for part in _DATES]
        for part, moment, is_given in zip(_DATES, moments, given, strict=True):
            if is_given and moment is None:
                self._complain(stage, part, N_("Tulis tanggal dan jam, misalnya 2026-12-01 09:00."))
        if any(given) and not all(given):
            missing = _DATES[given.index(False)]
            self._complain(stage, missing, N_("Isi mulai dan selesai, atau kosongkan keduanya."))
        if not any(given) and self.of(stage, "accepts_input").data:
            self._complain(stage, "starts_at", N_("Masa masukan perlu tanggal mulai dan selesai."))
        elif not any(given) and _words(self.of(stage, "description").data):
            self._complain(stage, "starts_at", N_("Beri tanggal agar tahap ini tampil."))
        starts, ends = moments
        if starts and ends and ends <= starts:
            self._complain(stage, "ends_at", N_("Selesai harus setelah mulai."))
        return before == sum(len(field.errors) for field in self)

    def _moment(self, stage: Stage, part: str, zone: str) -> datetime | None:
        try:
            moment = read_local_moment(self.of(stage, part).data or "")
        except ValueError:
            return None
        return moment.replace(tzinfo=ZoneInfo(zone))

    def _complain(self, stage: Stage, part: str, message: str, **facts: object) -> None:
        field = self.of(stage, part)
        field.errors = [*field.errors, self.say(message, **facts)]


_DATES = ("starts_at", "ends_at")
_PARTS = (*_DATES, "description", "description_en", "accepts_input")

for _stage in Stage:
    for _name, _field in {
        "starts_at": StringField(N_("Mulai"), widget=DateTimeLocalInput()),
        "ends_at": StringField(N_("Berakhir"), widget=DateTimeLocalInput()),
        "description": TextAreaField(N_("Keterangan"), validators=[AtMost(1000)]),
        "description_en": TextAreaField(
            N_("Keterangan dalam bahasa Inggris"), validators=[AtMost(1000)]
        ),
        "accepts_input": BooleanField(N_("Masukan diterima selama tahap ini")),
    }.items():
        setattr(PhasesForm, f"{_stage.value}_{_name}", _field)


def phase_values(phases: Iterable[PlannedPhase], zone: str) -> dict[str, object]:
    """What the form shows of dated stages, in local time."""
    values: dict[str, object] = {}
    for phase in phases:
        for part in _PARTS:
            value = getattr(phase, part)
            if isinstance(value, datetime):
                value = value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
            values[f"{phase.stage.value}_{part}"] = value
    return values


def _words(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip()
