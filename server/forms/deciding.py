"""Forms with which the drafting team decides, hands over and sends back."""

from datetime import date
from uuid import UUID

from wtforms import DateField, HiddenField, SelectField, TextAreaField

from consultations.deciding import Answer
from consultations.queries.accounts import PersonFacts
from consultations.queries.decision_options import OptionFacts, TemplateFacts
from consultations.vocabulary import N_
from consultations.written_dates import is_plausible
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf


class DecisionForm(LocalisedForm):
    """The decision on a theme or an input, its reason, and the reply."""

    version = HiddenField(default="0")
    option = SelectField(
        N_("Keputusan"),
        choices={},
        validators=[Needed(N_("Pilih keputusan.")), OneOf()],
        validate_choice=False,
    )
    reason = TextAreaField(
        N_("Alasan keputusan"),
        description=N_("Dibaca semua orang. Sebut dasar dan pertimbangannya."),
        validators=[
            Needed(N_("Tulis alasannya: setiap orang berhak atas penjelasan.")),
            AtMost(4000),
        ],
    )
    template = SelectField(N_("Templat jawaban"), choices={}, validate_choice=False)
    reply = TextAreaField(
        N_("Jawaban kepada pemberi masukan"),
        description=N_("Isian {nomor}, {butir}, {tema} dan {keputusan} diganti untuk tiap orang."),
        validators=[AtMost(4000)],
    )

    def offer(self, options: list[OptionFacts], templates: list[TemplateFacts]) -> None:
        """Offer what the consultation has; what was chosen before stays possible."""
        self._options = {option.code: option for option in options}
        self.option.choices = {"": self.say(N_("Pilih keputusan"))} | {
            option.code: words_for(option, self)
            for option in options
            if option.offered or option.code == self.option.data
        }
        self.template.choices = {"": self.say(N_("Tanpa templat"))} | {
            str(template.id): template.name for template in templates
        }

    def reply_from(self, templates: list[TemplateFacts]) -> None:
        """An empty reply takes the words of the template that was chosen."""
        if self.template.data and not (self.reply.data or "").strip():
            self.reply.data = {str(t.id): t.text for t in templates}.get(self.template.data, "")

    def answer(self) -> Answer:
        """The valid form as the domain's value."""
        chosen = self._options[self.option.data]
        return Answer(
            decision=chosen.decision,
            reason=_words(self.reason.data),
            reply=_words(self.reply.data),
            option=chosen.code,
        )

    def chosen_words(self) -> str:
        """The chosen decision in Indonesian, as a reply cites it."""
        option = self._options.get(self.option.data or "")
        if option is None:
            return ""
        return option.label.text if option.label else option.decision.label

    def read_version(self) -> int:
        return number(self.version.data)


class AssignForm(LocalisedForm):
    """Who prepares a decision, and until when."""

    assignee = SelectField(N_("Dikerjakan oleh"), choices={}, validate_choice=False)
    due_on = DateField(N_("Tenggat"))

    def offer(self, people: list[PersonFacts]) -> None:
        """Offer the colleagues."""
        self.assignee.choices = {"": self.say(N_("Belum ditugaskan"))} | {
            str(person.id): person.name for person in people
        }

    def validate_here(self) -> bool:
        """All errors; an empty date is none."""
        raw = (self.due_on.raw_data or [""])[0]
        wrong = bool(raw) and not (self.due_on.data and is_plausible(self.due_on.data))
        self.due_on.errors = [self.say(N_("Tulis tanggal yang ada."))] if wrong else []
        if (self.assignee.data or "") not in self.assignee.choices:
            self.assignee.errors = [self.say(N_("Pilih salah satu yang tersedia."))]
        return not (self.due_on.errors or self.assignee.errors)

    def given_to(self) -> UUID | None:
        return UUID(self.assignee.data) if self.assignee.data else None

    def due(self) -> date | None:
        found: date | None = self.due_on.data
        return found


class NoteForm(LocalisedForm):
    """A note for the team."""

    note = TextAreaField(
        N_("Catatan untuk tim"),
        description=N_("Hanya dibaca tim penyusun, tidak pernah terbit."),
        validators=[Needed(N_("Tulis catatannya.")), AtMost(4000)],
    )


class ReturnForm(LocalisedForm):
    """What is to be changed in a decision that is sent back."""

    remark = TextAreaField(
        N_("Yang perlu diperbaiki"),
        validators=[Needed(N_("Tulis apa yang perlu diperbaiki.")), AtMost(2000)],
    )


def words_for(option: OptionFacts, form: LocalisedForm) -> str:
    """A decision in the reader's language, the consultation's own word first."""
    if option.label is not None:
        return option.label.written_in(form.locale)
    return form.say(option.decision.label)


def number(text: object) -> int:
    """A count from a form's field; anything else is 0."""
    digits = str(text or "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0  # noqa: PLR2004 - an integer column


def _words(text: str | None) -> str:
    return (text or "").strip().replace("\r\n", "\n")
