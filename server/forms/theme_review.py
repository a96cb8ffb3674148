"""Forms of the review workbench: narrow the board, choose among members, act on what is ticked."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from analysis.board import BoardChoice, BoardOrder, BoardState
from consultations.queries.theme_members import MemberChoice, MemberOrder
from consultations.regions import PROVINCES
from consultations.vocabulary import N_, Channel, Element, ThemeAct
from server.forms.localised import (
    AtMost,
    Choices,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

BOARD_ORDERS = {
    BoardOrder.SPREAD.value: N_("Paling banyak unsur dahulu"),
    BoardOrder.SIZE.value: N_("Paling banyak masukan dahulu"),
    BoardOrder.NEWEST.value: N_("Terbaru diterima dahulu"),
    BoardOrder.STABILITY.value: N_("Paling rapuh dahulu"),
    BoardOrder.NAME.value: N_("Menurut nama"),
}
MEMBER_ORDERS = {
    MemberOrder.CENTRAL.value: N_("Paling mewakili dahulu"),
    MemberOrder.NEWEST.value: N_("Terbaru dahulu"),
    MemberOrder.OLDEST.value: N_("Terlama dahulu"),
    MemberOrder.ELEMENT.value: N_("Menurut unsur"),
}
_NARROWING = ("element", "region", "channel", "unit")
# What can be done to ticked inputs, and what else each needs.
TICKED_ACTS = frozenset(
    {
        ThemeAct.MOVE,
        ThemeAct.ADD,
        ThemeAct.TAKE_OUT,
        ThemeAct.PIN,
        ThemeAct.UNPIN,
        ThemeAct.OFF_TOPIC,
        ThemeAct.SPLIT,
    }
)
_NEEDS = {
    ThemeAct.MOVE: ("to", N_("Pilih tema tujuan.")),
    ThemeAct.ADD: ("to", N_("Pilih tema tujuan.")),
    ThemeAct.SPLIT: ("new_name", N_("Beri tema baru ini nama.")),
    ThemeAct.OFF_TOPIC: (
        "why",
        N_("Tulis alasannya: penulis masukan akan membacanya di tanda terima."),
    ),
}


class BoardForm(LocalisedForm):
    """How the board is narrowed and sorted; read from the address, unknown values do nothing."""

    words = StringField(N_("Kata dalam nama atau kutipan"))
    state = SelectField(
        N_("Keadaan"), choices=choices_of(BoardState, empty=N_("Semua")), validate_choice=False
    )
    order = SelectField(N_("Urutan"), choices=BOARD_ORDERS, validate_choice=False)

    def chosen(self) -> BoardChoice:
        """What was chosen."""
        return BoardChoice(
            order=BoardOrder(self.order.data)
            if self.order.data in BOARD_ORDERS
            else BoardOrder.SPREAD,
            state=BoardState(self.state.data) if self.state.data in set(BoardState) else None,
            words=(self.words.data or "").strip()[:200],
        )

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        return {field.name: field.data for field in self if field.data}


class MemberFilterForm(LocalisedForm):
    """How a theme's inputs are narrowed and sorted; read from the address."""

    words = StringField(N_("Kata dalam masukan"))
    element = SelectField(
        N_("Unsur"), choices=choices_of(Element, empty=N_("Semua unsur")), validate_choice=False
    )
    channel = SelectField(
        N_("Kanal"), choices=choices_of(Channel, empty=N_("Semua kanal")), validate_choice=False
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Semua provinsi")),
        validate_choice=False,
    )
    unit = SelectField(N_("Butir"), choices={}, validate_choice=False)
    order = SelectField(N_("Urutan"), choices=MEMBER_ORDERS, validate_choice=False)

    def offer(self, *, units: Choices) -> None:
        """Offer the units of this consultation, by identity."""
        self.unit.choices = {"": self.say(N_("Semua butir")), **units}

    def chosen(self) -> MemberChoice:
        """What was chosen; unknown choices narrow nothing."""
        values = {
            name: self[name].data if self[name].data in self[name].choices else ""
            for name in _NARROWING
        }
        known = self.order.data in MEMBER_ORDERS
        return MemberChoice(
            **values,
            words=self._asked(),
            order=MemberOrder(self.order.data) if known else MemberOrder.CENTRAL,
        )

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        found = {name: self[name].data for name in (*_NARROWING, "order")}
        kept = {name: data for name, data in found.items() if data and data in self[name].choices}
        return ({"words": self._asked()} if self._asked() else {}) | kept

    def _asked(self) -> str:
        return (self.words.data or "").strip()[:200]


class TickedForm(LocalisedForm):
    """What is to be done to the ticked inputs: where they go, under which name, why."""

    to = SelectField(N_("Tema tujuan"), choices={}, validate_choice=False)
    new_name = StringField(N_("Nama tema baru"), validators=[AtMost(200)])
    why = TextAreaField(
        N_("Alasan"),
        description=N_("Hanya bila di luar pokok bahasan; dibaca penulisnya di tanda terima."),
        validators=[AtMost(1000)],
    )

    def offer(self, themes: Choices) -> None:
        """Offer the themes they may go to, by id."""
        self.to.choices = {"": self.say(N_("Pilih tema")), **themes}

    def is_ready_for(self, act: ThemeAct) -> bool:
        """Whether what the act needs is there; an error says what is missing."""
        if not self.validate():
            return False
        name, missing = _NEEDS.get(act, ("", ""))
        if name and not (self[name].data or "").strip():
            self[name].errors = [self.say(missing)]
            return False
        if name == "to" and self.to.data not in self.to.choices:
            self.to.errors = [self.say(missing)]
            return False
        return True


class NoteForm(LocalisedForm):
    """A note on a theme, for the team."""

    note = TextAreaField(
        N_("Catatan"),
        description=N_("Hanya dibaca tim penyusun."),
        validators=[Needed(N_("Tulis catatannya.")), AtMost(2000)],
    )


class MergeForm(LocalisedForm):
    """Which of two themes stays, as they were read."""

    stays = RadioField(
        N_("Tema yang tetap"),
        choices={},
        validators=[Needed(N_("Pilih tema yang tetap.")), OneOf()],
        validate_choice=False,
    )
    versions = HiddenField(default="")

    def offer(self, themes: Choices) -> None:
        """Offer the two, by id."""
        self.stays.choices = themes


def part_name(number: int) -> Any:
    """A field for the name of a part that is to become a theme."""
    return StringField(N_("Nama tema baru"), id=f"part-{number}", validators=[AtMost(200)])


class PartsForm(LocalisedForm):
    """Names for parts of a theme; a part without one stays."""

    version = HiddenField(default="0")
    members = HiddenField(default="")
    parts = HiddenField(default="2")
    part_0 = part_name(0)
    part_1 = part_name(1)
    part_2 = part_name(2)
    part_3 = part_name(3)

    def names(self, count: int) -> list[str]:
        """The names given to the first ``count`` parts."""
        return [(self[f"part_{number}"].data or "").strip() for number in range(count)]
