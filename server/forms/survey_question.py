"""The form with which one question of a survey is written, in both languages."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError

from consultations.surveys.asking import QuestionFacts
from consultations.surveys.questionnaire import CHOSEN, Question, read_number, scale_steps
from consultations.vocabulary import N_, QuestionKind
from server.forms.localised import AtMost, LocalisedForm, Needed
from server.forms.survey import typed

MOST_OPTIONS = 40
LONGEST_LINE = 300
LONGEST_SCALE = 11
WITH_OPTIONS = frozenset(
    {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX, QuestionKind.RANKING}
)


class QuestionForm(LocalisedForm):
    """A question of one kind, in both languages; ``offer`` says which kind and what came before."""

    text = TextAreaField(N_("Pertanyaan"), validators=[Needed(), AtMost(1000)])
    hint = StringField(N_("Petunjuk"), validators=[AtMost(500)])
    options = TextAreaField(
        N_("Pilihan jawaban"), description=N_("Satu pilihan tiap baris."), validators=[]
    )
    matrix_rows = TextAreaField(
        N_("Baris tabel"), description=N_("Satu pernyataan tiap baris."), validators=[]
    )
    least = StringField(N_("Paling kecil"))
    most = StringField(N_("Paling besar"))
    required = BooleanField(N_("Wajib dijawab"))
    depends_on = SelectField(
        N_("Hanya ditanyakan bila jawaban atas"), choices={}, validate_choice=False
    )
    depends_choices = StringField(
        N_("adalah pilihan nomor"),
        description=N_("Nomor pilihannya, misalnya 1 atau 1, 3."),
        validators=[AtMost(120)],
    )
    text_en = TextAreaField(N_("Pertanyaan dalam bahasa Inggris"), validators=[AtMost(1000)])
    hint_en = StringField(N_("Petunjuk dalam bahasa Inggris"), validators=[AtMost(500)])
    options_en = TextAreaField(
        N_("Pilihan jawaban dalam bahasa Inggris"),
        description=N_("Satu tiap baris, urutan dan banyaknya sama."),
    )
    matrix_rows_en = TextAreaField(
        N_("Baris tabel dalam bahasa Inggris"),
        description=N_("Satu tiap baris, urutan dan banyaknya sama."),
    )

    kind: QuestionKind
    earlier: dict[str, Question]

    def offer(self, kind: QuestionKind, earlier: Iterable[Question]) -> Self:
        """Name the question's kind and the questions it may depend on."""
        self.kind = kind
        self.earlier = {str(one.id): one for one in earlier if one.kind in CHOSEN}
        self.depends_on.choices = {"": self.say(N_("Selalu ditanyakan"))} | {
            key: f"{one.code}. {one.text[:80]}" for key, one in self.earlier.items()
        }
        if kind is QuestionKind.SCALE:
            self.least.data = self.least.data or "1"
            self.most.data = self.most.data or "5"
        return self

    def validate_options(self, field: TextAreaField) -> None:
        """What can be chosen: at least two, each different, none too long."""
        if self.kind not in WITH_OPTIONS:
            return
        lines = _lines(field.data)
        if len(lines) < 2:  # noqa: PLR2004 - one option is no choice
            raise ValidationError(self.say(N_("Tulis sedikitnya dua pilihan, satu tiap baris.")))
        self._check_lines(lines)

    def validate_matrix_rows(self, field: TextAreaField) -> None:
        """What is judged in a matrix."""
        if self.kind is QuestionKind.MATRIX:
            lines = _lines(field.data)
            if not lines:
                raise ValidationError(self.say(N_("Tulis sedikitnya satu baris.")))
            self._check_lines(lines)

    def validate_options_en(self, field: TextAreaField) -> None:
        """As many English lines as Indonesian ones, or none."""
        self._check_pair(self.options, field)

    def validate_matrix_rows_en(self, field: TextAreaField) -> None:
        """As many English lines as Indonesian ones, or none."""
        self._check_pair(self.matrix_rows, field)

    def validate_least(self, field: StringField) -> None:
        """Where a scale or a number begins."""
        self._check_end(field)

    def validate_most(self, field: StringField) -> None:
        """Where a scale or a number ends: after its beginning, and a scale not too far."""
        self._check_end(field)
        least, most = read_number(self.least.data or ""), read_number(field.data or "")
        if least is None or most is None:
            return
        if most <= least:
            raise ValidationError(self.say(N_("Harus lebih besar daripada yang paling kecil.")))
        if self.kind is QuestionKind.SCALE and most - least >= LONGEST_SCALE:
            raise ValidationError(
                self.say(N_("Paling banyak %(most)s langkah."), most=LONGEST_SCALE)
            )

    def validate_depends_on(self, field: SelectField) -> None:
        """An earlier question with choices, or none."""
        if field.data and field.data not in self.earlier:
            raise ValidationError(self.say(N_("Pilih salah satu yang tersedia.")))

    def validate_depends_choices(self, _: StringField) -> None:
        """Numbers of options that the earlier question has."""
        looked_at = self.earlier.get(self.depends_on.data or "")
        if looked_at is None:
            return
        keys = scale_steps(looked_at) if looked_at.kind is QuestionKind.SCALE else ()
        known = {option.key for option in looked_at.options} or set(keys)
        chosen = self._chosen_numbers()
        if not chosen or not set(chosen) <= known:
            raise ValidationError(
                self.say(N_("Tulis nomor pilihan pertanyaan itu, misalnya 1 atau 1, 3."))
            )

    def facts(self) -> QuestionFacts:
        """The valid form as the domain's value."""
        bounded = self.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}
        depends_on = self.depends_on.data if self.depends_on.data in self.earlier else ""
        return QuestionFacts(
            kind=self.kind,
            text=typed(self.text.data),
            text_en=typed(self.text_en.data),
            hint=typed(self.hint.data),
            hint_en=typed(self.hint_en.data),
            options="\n".join(_lines(self.options.data)),
            options_en="\n".join(_lines(self.options_en.data)),
            matrix_rows="\n".join(_lines(self.matrix_rows.data)),
            matrix_rows_en="\n".join(_lines(self.matrix_rows_en.data)),
            required=bool(self.required.data) and self.kind is not QuestionKind.SECTION,
            least=read_number(self.least.data or "") if bounded else None,
            most=read_number(self.most.data or "") if bounded else None,
            depends_on=UUID(depends_on) if depends_on else None,
            depends_choices=",".join(self._chosen_numbers()) if depends_on else "",
        )

    def _chosen_numbers(self) -> list[str]:
        return [part for part in typed(self.depends_choices.data).replace(",", " ").split() if part]

    def _check_lines(self, lines: list[str]) -> None:
        if len(lines) > MOST_OPTIONS:
            raise ValidationError(self.say(N_("Paling banyak %(most)s baris."), most=MOST_OPTIONS))
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(self.say(N_("Ada baris yang terlalu panjang.")))
        if len({line.casefold() for line in lines}) < len(lines):
            raise ValidationError(self.say(N_("Ada baris yang sama.")))

    def _check_pair(self, ours: TextAreaField, field: TextAreaField) -> None:
        lines = _lines(field.data)
        if lines and len(lines) != len(_lines(ours.data)):
            raise ValidationError(self.say(N_("Banyaknya baris harus sama dalam kedua bahasa.")))

    def _check_end(self, field: StringField) -> None:
        if self.kind is QuestionKind.SCALE:
            words = (field.data or "").strip()
            if not (words.isdecimal() and len(words) <= 3):  # noqa: PLR2004 - up to 999
                raise ValidationError(self.say(N_("Tulis bilangan bulat.")))
        elif (field.data or "").strip() and read_number(field.data) is None:
            raise ValidationError(self.say(N_("Tulis angka, misalnya 3 atau 2,5.")))


def as_number(value: Any) -> str:
    """A bound as it was typed."""
    return "" if value is None else f"{value:g}"


def _lines(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in typed(text).splitlines() if line.strip()]
