"""The form to note what is said in a session; made for the keyboard."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import NumberInput

from consultations.clock import now
from consultations.commenting import Statement
from consultations.noting import Device, Remark
from consultations.queries.drafts import UnitFacts
from consultations.queries.note_forms import RoomFacts
from consultations.regions import PROVINCES
from consultations.vocabulary import (
    N_,
    Agreement,
    Element,
    InputKind,
    NoteForm,
    Scope,
    Stance,
    Visibility,
)
from server.forms.input import words_of
from server.forms.localised import (
    AtMost,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

_LONGEST_COUNT = 6
_DEVICE = re.compile(r"[0-9a-f-]{8,40}")
_CODE_GAP = re.compile(r"\s+")


class Count:
    """Nothing, or how many people: no more than fit in a hall."""

    def __call__(self, form: LocalisedForm, field: StringField) -> None:
        given = (field.data or "").strip()
        if given and not (given.isdecimal() and len(given) < _LONGEST_COUNT):
            raise ValidationError(form.say(N_("Tulis jumlah orang dengan angka.")))


class NoteTakingForm(LocalisedForm):
    """One thing said in a session: the words come first, what seldom changes last."""

    key = HiddenField()
    # Whose note it is, on which device, as which one there, and how long ago it was written.
    writer = HiddenField()
    device = HiddenField()
    device_number = HiddenField()
    age = HiddenField()
    version = HiddenField()
    question = SelectField(N_("Pertanyaan panduan"), choices={}, default="", validate_choice=False)
    group = SelectField(N_("Kelompok kecil"), choices={}, default="", validate_choice=False)
    text = TextAreaField(
        N_("Yang disampaikan"), validators=[Needed(N_("Tulis catatannya.")), AtMost(8000)]
    )
    speaker_code = StringField(
        N_("Kode penutur"),
        description=N_("Misalnya P3. Bukan nama."),
        validators=[Needed(N_("Tulis kode penutur.")), AtMost(12)],
    )
    element = SelectField(
        N_("Unsur penutur"),
        choices=choices_of(Element, empty=N_("Menurut daftar peserta")),
        validators=[OneOf()],
        validate_choice=False,
    )
    form = RadioField(
        N_("Bentuk catatan"),
        # A field named "form" would hide the browser's own property of that name from htmx.
        name="note_form",
        choices=choices_of(NoteForm),
        default=NoteForm.PARAPHRASE.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    stance = SelectField(
        N_("Sikap"),
        choices=choices_of(Stance, empty=N_("Tidak dicatat")),
        validators=[OneOf()],
        validate_choice=False,
    )
    unit = StringField(
        N_("Butir"),
        description=N_("Tulis nomornya, misalnya 3.1.2. Kosongkan bila tidak terkait butir."),
        validators=[AtMost(20)],
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    proposed_wording = TextAreaField(N_("Usulan rumusan"), validators=[AtMost(8000)])
    agreement = SelectField(
        N_("Tingkat kesepakatan forum"),
        choices=choices_of(Agreement, empty=N_("Tidak dihitung")),
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )
    agreeing = StringField(N_("Setuju"), widget=NumberInput(min=0), validators=[Count()])
    neutral = StringField(N_("Netral"), widget=NumberInput(min=0), validators=[Count()])
    disagreeing = StringField(N_("Menolak"), widget=NumberInput(min=0), validators=[Count()])
    dissent = TextAreaField(
        N_("Pandangan berbeda"),
        description=N_("Selalu diterbitkan bersama kesepakatan."),
        validators=[AtMost(4000)],
    )

    def offer(self, room: RoomFacts, units: Sequence[UnitFacts]) -> None:
        """Let the note name what this session has: its questions, groups, people and clauses."""
        self.room = room
        self.units = {unit.number: unit for unit in units if unit.text}
        self.unit.render_kw = {"list": "daftar-butir", "autocomplete": "off"}
        self.speaker_code.render_kw = {"list": "daftar-peserta", "autocomplete": "off"}
        self.question.choices = {"": self.say(N_("Di luar panduan"))} | {
            str(question.id): f"{question.position}. {question.text}" for question in room.questions
        }
        self.group.choices = {"": self.say(N_("Seluruh forum"))} | {
            str(group.id): group.name for group in room.groups
        }

    def validate_question(self, field: SelectField) -> None:
        """A question of this session's guide, or none."""
        OneOf()(self, field)

    def validate_group(self, field: SelectField) -> None:
        """A group of this session, or the whole forum."""
        OneOf()(self, field)

    def validate_unit(self, field: StringField) -> None:
        """The number of a clause of this draft, or nothing."""
        if (field.data or "").strip() and self._unit() is None:
            raise ValidationError(self.say(N_("Butir dengan nomor ini tidak ada.")))

    def validate_element(self, field: SelectField) -> None:
        """Known from the speaker's code, or chosen."""
        if not field.data and self._known_element() is None:
            raise ValidationError(
                self.say(N_("Kode ini tidak ada di daftar peserta: pilih unsur penutur."))
            )

    def validate_dissent(self, field: TextAreaField) -> None:
        """A room that is not of one mind has another view, and it is written down."""
        if (
            self.agreement.data == Agreement.UNANIMOUS.value
            and (_number(self.disagreeing) or 0) > 0
        ):
            raise ValidationError(
                self.say(N_("Ada yang menolak, jadi kesepakatannya tidak bulat."))
            )
        if self.agreement.data in _NOT_OF_ONE_MIND and not (field.data or "").strip():
            raise ValidationError(
                self.say(N_("Tulis pandangan yang berbeda, walau hanya disampaikan satu orang."))
            )

    def statement(self) -> Statement:
        """The words as they enter the register."""
        wording = words_of(self.proposed_wording.data)
        return Statement(
            text=words_of(self.text.data) or "",
            kind=InputKind.PROPOSED_WORDING if wording else _KINDS[self.stance.data or ""],
            scope=Scope.DRAFT_POLICY,
            element=Element(self.element.data)
            if self.element.data
            else self.room.elements[self._code()],
            region=self.region.data or None,
            proposed_wording=wording,
            visibility=Visibility.ANONYMOUS,
        )

    def remark(self) -> Remark:
        """What is noted beside the words."""
        return Remark(
            speaker_code=self._code(),
            form=NoteForm(self.form.data),
            stance=Stance(self.stance.data) if self.stance.data else None,
            dissent=words_of(self.dissent.data),
            question=UUID(self.question.data) if self.question.data else None,
            group=UUID(self.group.data) if self.group.data else None,
            agreement=Agreement(self.agreement.data) if self.agreement.data else None,
            agreeing=_number(self.agreeing),
            neutral=_number(self.neutral),
            disagreeing=_number(self.disagreeing),
            noted_at=self._noted_at(),
        )

    def unit_id(self) -> UUID | None:
        """The clause the note is about."""
        unit = self._unit()
        return unit.id if unit else None

    def read_version(self) -> int:
        """Which version of the note was read before it was edited."""
        given = self.version.data or ""
        return int(given) if given.isdecimal() and len(given) < 9 else 0  # noqa: PLR2004

    def origin(self) -> Device | None:
        """Which note of which device it is, if a device has kept it."""
        name, number = self.device.data or "", self.device_number.data or ""
        if not _DEVICE.fullmatch(name) or not (number.isdecimal() and len(number) < 9):  # noqa: PLR2004
            return None
        return Device(name, int(number))

    def _noted_at(self) -> datetime | None:
        # The device says how long ago it was, so that its clock may be wrong.
        age = self.age.data or ""
        if not (age.isdecimal() and len(age) < 9) or self.origin() is None:  # noqa: PLR2004
            return None
        return now() - timedelta(seconds=int(age))

    def _unit(self) -> UnitFacts | None:
        return self.units.get((self.unit.data or "").strip())

    def _code(self) -> str:
        return _CODE_GAP.sub(" ", (self.speaker_code.data or "").strip()).upper()

    def _known_element(self) -> Element | None:
        return self.room.elements.get(self._code())


def _number(field: StringField) -> int | None:
    given = (field.data or "").strip()
    return int(given) if given.isdecimal() else None


_NOT_OF_ONE_MIND = (Agreement.MAJORITY.value, Agreement.DIVIDED.value)
_KINDS = {
    "": InputKind.EXPERIENCE,
    Stance.AGREE.value: InputKind.SUPPORT,
    Stance.NEUTRAL.value: InputKind.EXPERIENCE,
    Stance.DISAGREE.value: InputKind.OBJECTION,
}


class WithdrawalForm(LocalisedForm):
    """Why a note is taken out."""

    reason = StringField(
        N_("Alasan menarik catatan"),
        description=N_("Dibaca tim dan tersimpan bersama catatannya."),
        validators=[Needed(N_("Tulis alasannya.")), AtMost(300)],
    )
