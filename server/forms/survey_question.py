"""The form with which one question of a survey is written, in both languages."""

from collections.abc import Iterator, Sequence
from typing import Any, Self
from uuid import UUID

from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from consultations.surveys.asking import QuestionFacts
from consultations.surveys.questionnaire import CHOSEN, Question, choices_in, read_number
from consultations.vocabulary import N_, QuestionKind
from server.forms.localised import AtMost, LocalisedForm, Needed
from server.forms.survey import typed

MOST_OPTIONS = 40
LONGEST_LINE = 300
LONGEST_SCALE = 11
SHORT = 80
WITH_OPTIONS = frozenset(
    {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX, QuestionKind.RANKING}
)


class QuestionForm(LocalisedForm):
    """A question of one kind, in both languages; ``offer`` says which kind and what is there."""

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
    condition = SelectMultipleField(
        N_("Hanya ditanyakan bila jawabannya salah satu dari ini"),
        choices={},
        validate_choice=False,
    )
    place = SelectField(N_("Letaknya"), choices={}, validate_choice=False)
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

    def offer(
        self, kind: QuestionKind, questions: Sequence[Question], own: UUID | None = None
    ) -> Self:
        """Name the question's kind, the questions it may depend on, and where it can stand.

        ``questions`` are all of the survey, ``own`` is the one that is being changed.
        """
        self.kind = kind
        ids = [one.id for one in questions]
        stands = ids.index(own) if own in ids else len(ids)
        others = [one for one in questions if one.id != own]
        self.earlier = {str(one.id): one for one in others[:stands] if one.kind in CHOSEN}
        self.condition.choices = {
            f"{key}:{option.key}": option.text
            for key, one in self.earlier.items()
            for option in choices_in(one)
        }
        self.place.choices = {"0": self.say(N_("Paling awal"))} | {
            str(number): self.say(N_("Setelah %(question)s"), question=_named(one))
            for number, one in enumerate(others, start=1)
        }
        self.place.data = self.place.data or str(stands)
        if kind is QuestionKind.SCALE:
            self.least.data = self.least.data or "1"
            self.most.data = self.most.data or "5"
        return self

    def conditions(self) -> Iterator[tuple[str, bool, list[tuple[str, str, bool]]]]:
        """Each earlier question in short, whether it decides, and its options with their values."""
        ticked = set(self.condition.data or ())
        for key, one in self.earlier.items():
            options = [
                (value, option.text, value in ticked)
                for option in choices_in(one)
                for value in [f"{key}:{option.key}"]
            ]
            yield _named(one), any(chosen for _, _, chosen in options), options

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

    def validate_condition(self, field: SelectMultipleField) -> None:
        """Answers to one earlier question, or none."""
        ticked = field.data or []
        if not set(ticked) <= set(field.choices):
            raise ValidationError(self.say(N_("Pilih salah satu yang tersedia.")))
        if len({value.partition(":")[0] for value in ticked}) > 1:
            raise ValidationError(self.say(N_("Centang jawaban dari satu pertanyaan saja.")))

    def validate_place(self, field: SelectField) -> None:
        """One of the places there are."""
        if field.data not in field.choices:
            raise ValidationError(self.say(N_("Pilih salah satu yang tersedia.")))

    def chosen_place(self) -> int:
        """How many questions stand before it."""
        return int(self.place.data)

    def facts(self) -> QuestionFacts:
        """The valid form as the domain's value."""
        bounded = self.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}
        ticked = [value.partition(":") for value in self.condition.data or []]
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
            depends_on=UUID(ticked[0][0]) if ticked else None,
            depends_choices=",".join(key for _, _, key in ticked),
        )

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


def _named(question: Question) -> str:
    words = question.text if len(question.text) <= SHORT else f"{question.text[:SHORT]}…"
    return f"{question.code}. {words}"


def _lines(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in typed(text).splitlines() if line.strip()]
