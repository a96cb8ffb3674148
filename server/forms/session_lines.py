"""Rows of a session's agenda, guide, team and targets."""

from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import ValidationError as Wrong

from consultations.regions import PROVINCES
from consultations.running_order import AgendaLine, GuideLine
from consultations.staffing import Member
from consultations.targeting import Target
from consultations.vocabulary import (
    N_,
    Duty,
    Element,
    GuidePart,
    SessionStep,
    VulnerableGroup,
)
from server.forms.localised import (
    AtMost,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)
from server.forms.rows import RowForm

LONGEST_STEP = 600
MOST_WANTED = 500


class Between:
    """A whole number between two others."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: LocalisedForm, field: StringField) -> None:
        given = (field.data or "").strip()
        if not given.isdecimal() or not self.least <= int(given[:9]) <= self.most:
            raise Wrong(
                form.say(
                    N_("Tulis angka dari %(least)s sampai %(most)s."),
                    least=self.least,
                    most=self.most,
                )
            )


class AgendaRow(RowForm):
    """A step of the agenda."""

    id = HiddenField()
    title = StringField(N_("Acara"), validators=[Needed(), AtMost(200)])
    speaker = StringField(N_("Oleh"), validators=[AtMost(120)])
    minutes = StringField(
        N_("Menit"),
        validators=[Between(1, LONGEST_STEP)],
        render_kw={"inputmode": "numeric", "size": "4"},
    )
    remove = BooleanField(N_("Hapus"))

    @property
    def is_blank(self) -> bool:
        return not any((f.data or "").strip() for f in (self.title, self.speaker, self.minutes))

    def line(self) -> AgendaLine:
        """The step of a valid row."""
        return AgendaLine(
            id=_known(self.id.data),
            title=self.title.data.strip(),
            speaker=(self.speaker.data or "").strip(),
            minutes=int(self.minutes.data.strip()),
        )


class GuideRow(RowForm):
    """A question of the guide."""

    id = HiddenField()
    part = SelectField(
        N_("Bagian"),
        choices=choices_of(GuidePart),
        default=GuidePart.KEY.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    text = TextAreaField(N_("Pertanyaan"), validators=[Needed(), AtMost(500)])
    remove = BooleanField(N_("Hapus"))

    @property
    def is_blank(self) -> bool:
        return not (self.text.data or "").strip()

    def line(self) -> GuideLine:
        """The question of a valid row."""
        return GuideLine(
            id=_known(self.id.data),
            part=GuidePart(self.part.data),
            text=self.text.data.replace("\r\n", "\n").strip(),
        )


class MemberRow(RowForm):
    """A person of the team."""

    duty = SelectField(
        N_("Tugas"), choices=choices_of(Duty), validators=[OneOf()], validate_choice=False
    )
    name = StringField(N_("Nama"), validators=[AtMost(120)])
    email = StringField(N_("Surel akun"), validators=[AtMost(254), EmailShaped()])
    remove = BooleanField(N_("Hapus"))

    @property
    def is_blank(self) -> bool:
        return not ((self.name.data or "").strip() or (self.email.data or "").strip())

    def member(self) -> Member:
        """The person of a valid row."""
        return Member(
            duty=Duty(self.duty.data),
            name=(self.name.data or "").strip(),
            email=(self.email.data or "").strip(),
        )

    def refuse_account(self) -> None:
        """Nobody signs in with the address."""
        self.email.errors = [self.say(N_("Belum ada akun aktif dengan surel ini."))]


class TargetRow(RowForm):
    """People whom the session wants to hear."""

    element = SelectField(
        N_("Unsur"), choices=choices_of(Element), validators=[OneOf()], validate_choice=False
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Mana saja")),
        validators=[OneOf()],
        validate_choice=False,
    )
    group = SelectField(
        N_("Kelompok rentan"),
        choices=choices_of(VulnerableGroup, empty=N_("Siapa saja")),
        validators=[OneOf()],
        validate_choice=False,
    )
    wanted = StringField(
        N_("Jumlah"),
        validators=[Between(1, MOST_WANTED)],
        render_kw={"inputmode": "numeric", "size": "4"},
    )
    remove = BooleanField(N_("Hapus"))

    @property
    def is_blank(self) -> bool:
        return not (self.wanted.data or "").strip()

    def target(self) -> Target:
        """The target of a valid row."""
        group = self.group.data
        return Target(
            element=Element(self.element.data),
            region=self.region.data or None,
            vulnerable_group=VulnerableGroup(group) if group else None,
            wanted=int(self.wanted.data.strip()),
        )


class CheckForm(LocalisedForm):
    """Something of the team's own for the checklist."""

    step = SelectField(
        N_("Tahap"), choices=choices_of(SessionStep), validators=[OneOf()], validate_choice=False
    )
    text = StringField(N_("Yang perlu dilakukan"), validators=[Needed(), AtMost(300)])


def _known(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
