"""Prepare a survey: its texts and dates, open it, close it, copy it, publish what came of it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.figures.hiding import FEWEST_SHOWN
from consultations.revisions import touch
from consultations.surveys.skm_instrument import ELEMENTS, PROFILE, SUGGESTION, Wording
from consultations.tables import Survey, SurveyKey, SurveyQuestion, SurveyReturn
from consultations.transactions import transaction
from consultations.vocabulary import N_, Instrument, QuestionKind, SurveyAdmission


class SurveyNotReady(Refusal):
    """A survey opens with at least one question."""

    message = N_("Tulis sedikitnya satu pertanyaan sebelum survei dibuka.")


class SurveyNotOpen(Refusal):
    """Answers are taken only while the survey is open."""

    message = N_("Survei ini sedang tidak dibuka.")


class SurveyOpen(Refusal):
    """Results are published once nobody can answer any more."""

    message = N_("Tutup survei ini sebelum hasilnya diterbitkan.")


class TooFewAnswers(Refusal):
    """Results of a few would tell what single people said."""

    message = N_("Hasil baru dapat diterbitkan bila sedikitnya 5 orang menjawab.")


class SurveyBegun(Refusal):
    """What people could have answered is kept."""

    message = N_("Survei yang pernah dibuka tidak dapat dihapus.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFacts:
    """What a survey says before its first question."""

    title: str
    title_en: str = ""
    introduction: str = ""
    introduction_en: str = ""
    admission: SurveyAdmission = SurveyAdmission.OPEN
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    population: int | None = None


async def prepare_survey(
    *, consultation: UUID, instrument: Instrument, facts: SurveyFacts, by: UUID | None
) -> Survey:
    """Begin a survey. An SKM comes with its questions."""
    row = Survey(
        consultation=consultation,
        instrument=instrument.value,
        created_by=by,
        **_columns(facts),
    )
    async with transaction():
        await Survey.insert(row)
        if instrument is Instrument.SATISFACTION:
            wordings = (*ELEMENTS, *PROFILE, SUGGESTION)
            await SurveyQuestion.insert(
                *(_ready(row.id, place, wording) for place, wording in enumerate(wordings, 1))
            )
        await audit.record("survey.prepared", row, by=by, consultation=consultation)
    return row


async def change_survey(*, survey: UUID, facts: SurveyFacts, by: UUID | None) -> None:
    """Give a survey other texts, dates or rules of admission."""
    async with transaction():
        row = await _hold_survey(survey)
        for name, value in _columns(facts).items():
            setattr(row, name, value)
        await row.save()
        await audit.record("survey.changed", row, by=by, consultation=row.consultation)


async def open_survey(*, survey: UUID, by: UUID | None) -> None:
    """Let people answer, from the day that was set. Raises ``SurveyNotReady``."""
    async with transaction():
        row = await _hold_survey(survey)
        if not await SurveyQuestion.exists().where(
            (SurveyQuestion.survey == survey) & (SurveyQuestion.kind != QuestionKind.SECTION.value)
        ):
            raise SurveyNotReady
        row.opened_at, row.closed_at = row.opened_at or now(), None
        if row.ends_at is not None and row.ends_at <= now():
            # Opened again after its day has passed: until somebody closes it.
            row.ends_at = None
        await row.save()
        await audit.record("survey.opened", row, by=by, consultation=row.consultation)


async def close_survey(*, survey: UUID, by: UUID | None) -> None:
    """Take no more answers. Raises ``SurveyNotOpen`` where none were taken."""
    async with transaction():
        row = await _hold_survey(survey)
        if row.opened_at is None or row.closed_at is not None:
            raise SurveyNotOpen
        row.closed_at = now()
        await row.save()
        await audit.record("survey.closed", row, by=by, consultation=row.consultation)


async def publish_survey_results(*, survey: UUID, shown: bool, by: UUID | None) -> None:
    """Show the results to everyone, or take them back. Raises ``SurveyOpen``, ``TooFewAnswers``."""
    async with transaction():
        row = await _hold_survey(survey)
        if shown and not is_over(row):
            raise SurveyOpen
        answers = await SurveyReturn.count().where(SurveyReturn.survey == survey)
        if shown and answers < FEWEST_SHOWN:
            raise TooFewAnswers
        row.results_published_at = now() if shown else None
        await row.save()
        act = "survey.published" if shown else "survey.unpublished"
        await audit.record(act, row, by=by, consultation=row.consultation)


async def copy_survey(*, survey: UUID, by: UUID | None) -> Survey:
    """Make a new edition with the same questions, to be changed and opened."""
    async with transaction():
        old = await require_survey(survey)
        last = (
            await Survey.select(Survey.edition)
            .where((Survey.consultation == old.consultation) & (Survey.title == old.title))
            .order_by(Survey.edition, ascending=False)
            .first()
        )
        copy = Survey(
            consultation=old.consultation,
            instrument=old.instrument,
            title=old.title,
            title_en=old.title_en,
            introduction=old.introduction,
            introduction_en=old.introduction_en,
            admission=old.admission,
            population=old.population,
            edition=(last["edition"] if last else old.edition) + 1,
            copied_from=old.id,
            created_by=by,
        )
        await Survey.insert(copy)
        await _copy_questions(old.id, copy.id)
        await audit.record("survey.copied", copy, by=by, consultation=old.consultation)
    return copy


async def drop_survey(*, survey: UUID, by: UUID | None) -> None:
    """Throw away a survey that was never opened. Raises ``SurveyBegun``."""
    async with transaction():
        row = await require_survey(survey)
        await touch(row.consultation)
        if row.opened_at is not None:
            raise SurveyBegun
        await SurveyKey.delete().where(SurveyKey.survey == survey)
        await SurveyQuestion.delete().where(SurveyQuestion.survey == survey)
        await Survey.delete().where(Survey.id == survey)
        await audit.record("survey.removed", row, by=by, consultation=row.consultation)


async def _hold_survey(survey: UUID) -> Survey:
    """The row as nobody else changes it until the transaction ends; its pages change by it."""
    await touch((await require_survey(survey)).consultation)
    return await require_survey(survey)


async def require_survey(survey: UUID) -> Survey:
    """The survey's row, or ``NotFound``."""
    row = await Survey.objects().get(Survey.id == survey)
    if row is None:
        raise NotFound
    return row


async def is_answered(survey: UUID) -> bool:
    """Whether anybody has answered: from then on the questions are fixed."""
    return await SurveyReturn.exists().where(SurveyReturn.survey == survey)


def takes_answers(row: Survey) -> bool:
    """Whether answers are taken at this moment."""
    moment = now()
    return (
        row.opened_at is not None
        and row.closed_at is None
        and (row.starts_at is None or row.starts_at <= moment)
        and (row.ends_at is None or moment < row.ends_at)
    )


def is_over(row: Survey) -> bool:
    """Whether answers were taken and are no more."""
    return row.opened_at is not None and (
        row.closed_at is not None or (row.ends_at is not None and row.ends_at <= now())
    )


def _columns(facts: SurveyFacts) -> dict[str, Any]:
    return asdict(facts) | {"admission": facts.admission.value}


def _ready(survey: UUID, place: int, wording: Wording) -> SurveyQuestion:
    return SurveyQuestion(
        survey=survey,
        position=place,
        kind=wording.kind.value,
        text=wording.text,
        text_en=wording.text_en,
        options="\n".join(wording.options),
        options_en="\n".join(wording.options_en),
        required=wording in ELEMENTS,
        slug=str(wording.slug),
    )


async def _copy_questions(old: UUID, fresh: UUID) -> None:
    rows = (
        await SurveyQuestion.objects()
        .where(SurveyQuestion.survey == old)
        .order_by(SurveyQuestion.position)
    )
    if not rows:
        return
    identities = {row.id: uuid4() for row in rows}
    copies = []
    for row in rows:
        facts = row.to_dict()
        facts |= {
            "id": identities[row.id],
            "survey": fresh,
            "depends_on": identities.get(row.depends_on) if row.depends_on else None,
        }
        copies.append(SurveyQuestion(**facts))
    await SurveyQuestion.insert(*copies)
