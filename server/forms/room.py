"""Forms of a session's room: what participants send, and what the moderator does with it."""

from uuid import UUID

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError

from consultations.dot_voting import FEWEST_ITEMS, MOST_ITEMS
from consultations.vocabulary import N_, Element
from server.forms.input import words_of
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

LONGEST_QUESTION = 400
LONGEST_ITEM = 200


class AskForm(LocalisedForm):
    """A question or statement; no name."""

    key = HiddenField()
    text = TextAreaField(
        N_("Pertanyaan atau pernyataan Anda"),
        description=N_("Tanpa nama. Tampil di layar ruang; jangan menulis data pribadi."),
        validators=[Needed(N_("Tulis pertanyaan Anda.")), AtMost(LONGEST_QUESTION)],
    )
    element = SelectField(
        N_("Anda sebagai"),
        choices=choices_of(Element, empty=N_("Tidak disebutkan")),
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )

    def words(self) -> str:
        """The question as one paragraph or a few."""
        return words_of(self.text.data) or ""

    def asker(self) -> Element | None:
        """What the asker says of themselves."""
        return Element(self.element.data) if self.element.data else None


class AnswerForm(LocalisedForm):
    """How a question was answered."""

    answer = TextAreaField(
        N_("Jawaban singkat"),
        description=N_("Terbit di halaman sesi. Kosongkan bila dijawab lisan."),
        validators=[AtMost(1000)],
    )


class HideForm(LocalisedForm):
    """Why a question is hidden."""

    reason = StringField(
        N_("Alasan menyembunyikan"),
        description=N_("Hanya dibaca tim."),
        validators=[Needed(N_("Tulis alasannya.")), AtMost(300)],
    )


class TakeDownForm(LocalisedForm):
    """Of which element the asker is, where they did not say it."""

    element = SelectField(
        N_("Unsur penanya"),
        choices=choices_of(Element, empty=N_("Pilih unsur")),
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )


class DotRoundForm(LocalisedForm):
    """A round of dot-voting: what is asked, and one item a line."""

    title = StringField(
        N_("Yang ditanyakan"),
        description=N_("Misalnya: mana yang paling mendesak?"),
        validators=[Needed(N_("Tulis yang ditanyakan.")), AtMost(200)],
    )
    items = TextAreaField(
        N_("Pilihan, satu tiap baris"),
        validators=[Needed(N_("Tulis pilihannya, satu tiap baris."))],
    )

    def lines(self) -> list[str]:
        """The items in their order, each once."""
        given = (" ".join(line.split()) for line in (self.items.data or "").splitlines())
        return list(dict.fromkeys(line for line in given if line))

    def validate_items(self, _: TextAreaField) -> None:
        """Enough to choose among, and short enough to read on a phone."""
        lines = self.lines()
        if not FEWEST_ITEMS <= len(lines) <= MOST_ITEMS:
            raise ValidationError(
                self.say(
                    N_("Tulis %(fewest)s sampai %(most)s pilihan; sekarang %(now)s."),
                    fewest=FEWEST_ITEMS,
                    most=MOST_ITEMS,
                    now=len(lines),
                )
            )
        if any(len(line) > LONGEST_ITEM for line in lines):
            raise ValidationError(
                self.say(N_("Paling banyak %(most)s karakter tiap pilihan."), most=LONGEST_ITEM)
            )


def uuid_in(text: object) -> UUID | None:
    """A posted identifier, or ``None``."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
