"""The form to note what is said in a session."""

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from consultations.commenting import Statement
from consultations.noting import Remark
from consultations.queries.drafts import UnitFacts
from consultations.regions import PROVINCES
from consultations.vocabulary import (
    N_,
    Element,
    InputKind,
    NoteForm,
    Scope,
    Stance,
    Visibility,
)
from server.forms.localised import (
    AtMost,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)


class NoteTakingForm(LocalisedForm):
    """One thing said in a session; made for the keyboard: the words come first."""

    key = HiddenField()
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
        choices=choices_of(Element),
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
    unit = SelectField(N_("Butir"), choices={}, validate_choice=False)
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    proposed_wording = TextAreaField(N_("Usulan rumusan"), validators=[AtMost(8000)])
    dissent = TextAreaField(
        N_("Pandangan berbeda"),
        description=N_("Selalu diterbitkan bersama kesepakatan."),
        validators=[AtMost(4000)],
    )

    def offer_units(self, units: list[UnitFacts]) -> None:
        """Let the note name a clause of the draft."""
        self.unit.choices = {"": self.say(N_("Tidak terkait butir tertentu"))} | {
            str(unit.id): f"{self.say(unit.kind.label)} {unit.number}"
            for unit in units
            if unit.text
        }

    def validate_unit(self, field: SelectField) -> None:
        """A clause of this draft, or none."""
        OneOf()(self, field)

    def statement(self) -> Statement:
        """The words as they enter the register."""
        wording = (self.proposed_wording.data or "").strip() or None
        return Statement(
            text=self.text.data.strip(),
            kind=InputKind.PROPOSED_WORDING if wording else _KINDS[self.stance.data or ""],
            scope=Scope.DRAFT_POLICY,
            element=Element(self.element.data),
            region=self.region.data or None,
            proposed_wording=wording,
            visibility=Visibility.ANONYMOUS,
        )

    def remark(self) -> Remark:
        """What is noted beside the words."""
        return Remark(
            speaker_code=self.speaker_code.data.strip(),
            form=NoteForm(self.form.data),
            stance=Stance(self.stance.data) if self.stance.data else None,
            dissent=(self.dissent.data or "").strip() or None,
        )


_KINDS = {
    "": InputKind.EXPERIENCE,
    Stance.AGREE.value: InputKind.SUPPORT,
    Stance.NEUTRAL.value: InputKind.EXPERIENCE,
    Stance.DISAGREE.value: InputKind.OBJECTION,
}
