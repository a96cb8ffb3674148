"""The forms with which the drafting team writes, approves and narrows new wording."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from consultations.queries.drafts import UnitFacts
from consultations.queries.wording_evidence import EvidenceBehind
from consultations.queries.wordings import WordingChoice, WordingFacts
from consultations.redrafting import LONGEST_REASON, Wording
from consultations.splitting import LONGEST_HEADING, LONGEST_NUMBER
from consultations.vocabulary import N_, ChangeKind, WordingAct, WordingState
from consultations.working_units import LONGEST_TEXT, number_flaw
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of


class WordingForm(LocalisedForm):
    """New words for a unit, a new clause after it, or its removal; with why and whence."""

    change = HiddenField(default="")
    version = HiddenField(default="0")
    adopted = HiddenField(default="")
    act = RadioField(
        N_("Yang diusulkan"),
        default=WordingAct.REVISE.value,
        choices=choices_of(WordingAct),
        validators=[OneOf()],
        validate_choice=False,
    )
    number = StringField(
        N_("Nomor butir baru"),
        description=N_("Hanya untuk butir baru; letaknya sesudah butir ini."),
        validators=[AtMost(LONGEST_NUMBER)],
    )
    heading = StringField(N_("Judul"), validators=[AtMost(LONGEST_HEADING)])
    text = TextAreaField(
        N_("Rumusan baru"),
        description=N_("Tidak dipakai bila butirnya dihapus."),
        validators=[AtMost(LONGEST_TEXT)],
    )
    reason = TextAreaField(
        N_("Alasan"),
        description=N_("Dibaca semua orang pada halaman perubahan."),
        validators=[Needed(N_("Tulis alasannya.")), AtMost(LONGEST_REASON)],
    )
    editorial = BooleanField(N_("Redaksional saja: maknanya tidak berubah, tanpa sumber"))
    themes = SelectMultipleField(N_("Tema sumber"), choices={}, validate_choice=False)
    inputs = SelectMultipleField(N_("Masukan sumber"), choices={}, validate_choice=False)
    assessments = SelectMultipleField(
        N_("Hasil penilaian"),
        description=N_("Judulnya dibaca semua orang pada halaman perubahan."),
        choices={},
        validate_choice=False,
    )
    evidence = SelectMultipleField(
        N_("Sumber bukti"),
        description=N_("Yang belum tampil pada halaman tahap disebut jenisnya saja."),
        choices={},
        validate_choice=False,
    )
    others = StringField(
        N_("Masukan sumber lainnya"),
        description=N_("Nomor registrasi, dipisahkan spasi atau koma."),
        validators=[AtMost(1000)],
    )

    def validate(self) -> bool:
        """What is written must fit what is proposed."""
        super().validate()
        writes = self.act.data != WordingAct.REMOVE.value
        if writes and not (self.text.data or "").strip():
            self.text.errors = [*self.text.errors, self.say(N_("Tulis rumusannya."))]
        if self.act.data == WordingAct.ADD.value:
            number = (self.number.data or "").strip()
            flaw = number_flaw(number) if number else N_("Tulis nomornya.")
            self.number.errors = [*self.number.errors, *([self.say(flaw)] if flaw else [])]
        return not self.errors

    def numbers(self) -> list[str]:
        """The registration numbers of all inputs it rests on, the adopted one apart."""
        typed = (self.others.data or "").upper().replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys([*(self.inputs.data or []), *typed]))

    def wording(self, base: UUID, known: dict[str, UUID]) -> Wording:
        """The valid form as the domain's value; ``known`` are the inputs by number."""
        editorial = bool(self.editorial.data)
        return Wording(
            base=base,
            act=WordingAct(self.act.data),
            kind=ChangeKind.EDITORIAL if editorial else ChangeKind.SUBSTANCE,
            reason=_words(self.reason.data),
            number=(self.number.data or "").strip(),
            heading=" ".join((self.heading.data or "").split()),
            text=_words(self.text.data),
            themes=_chosen(self.themes),
            assessments=_chosen(self.assessments),
            evidence=_chosen(self.evidence),
            inputs=tuple(known[number] for number in self.numbers() if number in known),
            adopted=known.get(self.adopted.data or ""),
        )

    @classmethod
    def on(
        cls, unit: UnitFacts, *, theme: UUID | None, assessment: UUID | None, locale: str
    ) -> "WordingForm":
        """The form as it begins: with the words of the unit, and what led there as a source."""
        return cls(
            locale=locale,
            heading=unit.heading,
            text=unit.text,
            themes=[str(theme)] if theme else [],
            assessments=[str(assessment)] if assessment else [],
        )

    @classmethod
    def of(cls, change: WordingFacts, *, locale: str) -> "WordingForm":
        """The form as it shows a proposal."""
        return cls(
            locale=locale,
            change=str(change.id),
            version=str(change.version),
            adopted=change.adopted.registration if change.adopted else "",
            act=change.act.value,
            number=change.number,
            heading=change.heading,
            text=change.text,
            reason=change.reason,
            editorial=change.kind is ChangeKind.EDITORIAL,
            themes=[str(theme) for theme, _ in change.themes],
            inputs=[source.registration for source in change.inputs],
            assessments=[str(one.id) for one in change.evidence if one.kind is None],
            evidence=[str(one.id) for one in change.evidence if one.kind],
        )

    def offer(self, themes: Sequence[tuple[UUID, str]], evidence: Sequence[EvidenceBehind]) -> None:
        """The themes, results of scoring and evidence it may rest on."""
        self.themes.choices = {str(theme): name for theme, name in themes}
        self.assessments.choices = {str(one.id): one.title for one in evidence if not one.kind}
        self.evidence.choices = {
            str(one.id): f"{self.say(one.kind.label)}: {one.title}" for one in evidence if one.kind
        }


class WordingDecisionForm(LocalisedForm):
    """Why a proposal is rejected, or what there is to say of it."""

    remark = TextAreaField(N_("Catatan atau alasan"), validators=[AtMost(2000)])


class WordingFilterForm(LocalisedForm):
    """What the list is narrowed to; unknown values narrow nothing."""

    state = SelectField(
        N_("Keadaan"),
        choices=choices_of(WordingState, empty=N_("Semua keadaan")),
        validate_choice=False,
    )
    act = SelectField(
        N_("Yang diusulkan"),
        choices=choices_of(WordingAct, empty=N_("Semua")),
        validate_choice=False,
    )

    def chosen(self) -> WordingChoice:
        """The choice for the query."""
        return WordingChoice(
            WordingState(self.state.data) if self.state.data in set(WordingState) else None,
            WordingAct(self.act.data) if self.act.data in set(WordingAct) else None,
        )


def _chosen(field: SelectMultipleField) -> tuple[UUID, ...]:
    return tuple(UUID(key) for key in dict.fromkeys(field.data or []) if key in field.choices)


def _words(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()
