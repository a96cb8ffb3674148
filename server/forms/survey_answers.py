"""A questionnaire as a form: what was typed, what is asked because of it, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal
from wtforms import BooleanField, HiddenField, SelectField, StringField

from consultations.regions import PROVINCES
from consultations.surveys.answering import Respondent
from consultations.surveys.questionnaire import (
    NOTHING,
    Given,
    Question,
    asked,
    problems_in,
    scale_steps,
)
from consultations.vocabulary import N_, Element, QuestionKind, SurveyAdmission
from server.forms.localised import (
    AtMost,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

FOLLOWS = N_("Pertanyaan lanjutan sesuai jawaban Anda. Silakan dijawab, lalu kirim lagi.")


class RespondentForm(LocalisedForm):
    """Who answers, as far as results are told apart by it; and the leave to use the answers."""

    key = HiddenField()
    access_key = StringField(
        N_("Kunci Anda"), description=N_("Tertulis pada undangan."), validators=[AtMost(60)]
    )
    sheet_number = StringField(
        N_("Nomor lembar"),
        description=N_("Agar lembar kertasnya dapat dicari kembali."),
        validators=[AtMost(40)],
    )
    element = SelectField(
        N_("Anda mewakili unsur"),
        choices=choices_of(Element, empty=N_("Pilih unsur")),
        validators=[Needed(N_("Pilih unsur yang paling sesuai.")), OneOf()],
        validate_choice=False,
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    consent = BooleanField(
        N_("Saya setuju jawaban ini dicatat dan diolah untuk penyusunan peta jalan."),
        validators=[Needed(N_("Beri persetujuan agar jawaban dapat dicatat."))],
    )


@dataclass(slots=True)
class Line:
    """A question in the form, with what was answered and what is wrong with it."""

    question: Question
    given: Given
    is_put: bool
    # Of a section: which one it is, and of how many.
    part: tuple[int, int] = (0, 0)
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.question)

    @property
    def id(self) -> str:
        """Of the first field of the question: where an error leads."""
        return self.name

    @property
    def label(self) -> SimpleNamespace:
        """As the error summary reads a field's label."""
        return SimpleNamespace(text=f"{self.question.code}. {self.question.text[:80]}")

    @property
    def steps(self) -> tuple[str, ...]:
        return scale_steps(self.question)

    @property
    def condition(self) -> tuple[str, str] | None:
        """The name of the field that decides whether it is asked, and its deciding values."""
        if self.question.depends_on is None:
            return None
        return short(self.question.depends_on), ",".join(sorted(self.question.depends_choices))

    def has(self, choice: str, item: str = "") -> bool:
        """Whether this was chosen."""
        return choice in self.given.choices.get(item, ())


class AnswerForm:
    """All questions and the respondent, read like one form by the error summary."""

    def __init__(
        self,
        questions: Sequence[Question],
        posted: Any = None,
        *,
        locale: str,
        admission: SurveyAdmission,
        is_skm: bool = False,
        is_entry: bool = False,
    ) -> None:
        self.respondent = RespondentForm(posted, locale=locale)
        self.is_entry = is_entry
        if is_entry:
            del self.respondent.consent
        if is_skm:
            # Whoever answers has used the service.
            del self.respondent.element
        if is_entry or admission is not SurveyAdmission.KEY:
            del self.respondent.access_key
        if not is_entry:
            del self.respondent.sheet_number
        self.questions = questions
        self.form_errors: list[str] = []
        self.answers: dict[UUID, Given] = {
            question.id: read_answer(question, posted) for question in questions if posted
        }
        put = {question.id for question in asked(questions, self.answers)}
        self.lines = [
            Line(question, self.answers.get(question.id, NOTHING), question.id in put)
            for question in questions
        ]
        sections = [line for line in self.lines if line.question.is_section]
        for number, line in enumerate(sections, start=1):
            line.part = (number, len(sections))
        self._seen = {
            line.name for line in self.lines if posted and f"tampil-{line.name}" in posted
        }

    def __iter__(self) -> Iterator[Any]:
        yield from self.lines
        yield from self.respondent

    @property
    def errors(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.form_errors or self.respondent.errors or any(x.errors for x in self.lines))

    def validate(self) -> bool:
        """Check everything at once; what only now turns out to be asked is shown first."""
        self.respondent.validate()
        access = self.respondent._fields.get("access_key")
        if access is not None and not (access.data or "").strip():
            access.errors = [self.respondent.say(N_("Tulis kunci Anda."))]
        problems = problems_in(self.questions, self.answers, complete=not self.is_entry)
        for line in self.lines:
            if line.is_put and not line.question.is_section:
                if line.name not in self._seen:
                    line.errors = [self.respondent.say(FOLLOWS)]
                elif problem := problems.get(line.question.id):
                    bounds = {"least": line.question.least, "most": line.question.most}
                    line.errors = [self.respondent.say(problem, **self._written(bounds))]
        return not self.errors and (access is None or not access.errors)

    @property
    def has_conditions(self) -> bool:
        """Whether some questions are asked of some people only."""
        return any(line.condition for line in self.lines)

    @property
    def has_texts(self) -> bool:
        """Whether some answers go into the register."""
        return any(line.question.kind is QuestionKind.OPEN for line in self.lines)

    @property
    def asks(self) -> int:
        """How many questions there are."""
        return sum(not line.question.is_section for line in self.lines)

    def _written(self, numbers: Mapping[str, float | None]) -> dict[str, str]:
        locale = self.respondent.locale
        return {
            name: format_decimal(number, locale=locale)
            for name, number in numbers.items()
            if number is not None
        }

    def refuse(self, message: str) -> None:
        """Add an error that belongs to the form as a whole."""
        self.form_errors.append(self.respondent.say(message))

    def words(self) -> str:
        """Everything that was answered, as one text: to notice the same again and again."""
        return " ".join(
            f"{question} {sorted(given.choices.items())} {given.words}"
            for question, given in self.answers.items()
        )

    def who(self) -> Respondent:
        """The valid form's respondent."""
        element = self.respondent._fields.get("element")
        return Respondent(
            element=Element(element.data) if element else Element.SERVICE_USER,
            region=self.respondent.region.data or None,
        )


def read_answer(question: Question, posted: Mapping[str, Any]) -> Given:
    """What a posted form holds for one question."""
    name = name_of(question)
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.SCALE:
            return _chosen({"": [posted.get(name, "")]})
        case QuestionKind.MULTIPLE:
            return _chosen({"": [o.key for o in question.options if f"{name}-{o.key}" in posted]})
        case QuestionKind.MATRIX:
            return _chosen({r.key: [posted.get(f"{name}-{r.key}", "")] for r in question.rows})
        case QuestionKind.RANKING:
            return _chosen({o.key: [posted.get(f"{name}-{o.key}", "")] for o in question.options})
        case _:
            words = str(posted.get(name, ""))
            return Given(words=words.replace("\r\n", "\n").replace("\x00", ""))


def name_of(question: Question) -> str:
    """The name of a question's fields: it stays when questions are put in another order."""
    return short(question.id)


def short(question: UUID) -> str:
    """A question's id as field names carry it."""
    return f"j-{question.hex[:12]}"


def _chosen(values: Mapping[str, Sequence[Any]]) -> Given:
    return Given(
        {item: tuple(str(c)[:8] for c in keys if c) for item, keys in values.items() if any(keys)}
    )
