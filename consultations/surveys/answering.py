"""Take a filled questionnaire, once, with a receipt; its texts enter the register as inputs."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import Statement, receipt_token, register_input
from consultations.errors import AccountNeeded, OtherSubmission, Refusal
from consultations.queries.surveys import questions_of
from consultations.revisions import touch
from consultations.surveys.entering import Entry, require_unused
from consultations.surveys.keys import spend_key
from consultations.surveys.preparing import SurveyNotOpen, require_survey, takes_answers
from consultations.surveys.questionnaire import (
    NOTHING,
    Answers,
    Given,
    Question,
    asked,
    problems_in,
    read_number,
)
from consultations.tables import Survey, SurveyAnswer, SurveyReturn
from consultations.tokens import token_hash
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import (
    N_,
    Channel,
    Element,
    InputKind,
    Instrument,
    QuestionKind,
    Scope,
    SurveyAdmission,
    Visibility,
)


class AnsweredAlready(Refusal):
    """The account has answered the survey."""

    message = N_("Akun Anda sudah menjawab survei ini.")


class AnswersWrong(Refusal):
    """Some answers are missing or are not what was asked; nothing was stored."""

    message = N_("Sebagian jawaban belum lengkap.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Who answers, as far as results may be told apart by it."""

    element: Element
    region: str | None = None


@dataclass(frozen=True, slots=True)
class SurveyReceipt:
    """Proof of a filled questionnaire: the token of its private page."""

    sheet: UUID
    token: str
    repeated: bool = False


@again_after_collision
async def submit_answers(
    *,
    survey: UUID,
    respondent: Respondent,
    answers: Answers,
    idempotency_key: str,
    key: str = "",
    by: UUID | None = None,
    entered: Entry | None = None,
    locale: str = "id",
    at: datetime | None = None,
) -> SurveyReceipt:
    """Store a filled questionnaire and enter its texts into the register.

    The same idempotency key with the same answers returns the first receipt again. Raises
    ``SurveyNotOpen``, ``AccountNeeded``, ``AnsweredAlready``, ``KeyRefused``, ``SheetKnown``,
    ``AnswersWrong`` or ``OtherSubmission``; nothing is stored then. On paper questions may be
    left out that have to be answered here: nobody can ask again.
    """
    async with transaction():
        row = await require_survey(survey)
        # First, so that on every engine no question changes while somebody's answers are stored.
        await touch(row.consultation)
        body = _body_hash(survey, respondent, answers)
        if earlier := await _earlier(idempotency_key, body):
            return earlier
        questions = await questions_of(survey)
        await _admit(row, key=key, by=by, entered=entered)
        if problems_in(questions, answers, complete=entered is None):
            raise AnswersWrong
        token = receipt_token(f"survei:{idempotency_key}")
        sheet = SurveyReturn(
            survey=survey,
            element=respondent.element.value,
            region=respondent.region,
            account=None if entered else by,
            entered_by=entered.by if entered else None,
            sheet_number=entered.sheet_number if entered else None,
            channel=(Channel.PAPER if entered else Channel.ONLINE).value,
            received_at=at or (entered.received_at if entered else None) or now(),
            receipt_hash=token_hash(token),
            idempotency_key=token_hash(idempotency_key),
            body_hash=body,
        )
        await SurveyReturn.insert(sheet)
        put = [q for q in asked(questions, answers) if not q.is_section]
        texts = await _register_texts(row, sheet, put, answers, token, locale)
        rows = [
            SurveyAnswer(sheet=sheet.id, question=question.id, input=texts.get(question.id), **cell)
            for question in put
            for cell in _cells(question, answers.get(question.id, NOTHING))
        ]
        if rows:
            await SurveyAnswer.insert(*rows)
        await audit.record(
            "survey.answered",
            sheet,
            by=entered.by if entered else None,
            consultation=row.consultation,
        )
    return SurveyReceipt(sheet.id, token)


def text_receipt_token(survey_token: str, question: UUID) -> str:
    """The status token of the input that one open answer became."""
    return receipt_token(_text_key(survey_token, question))


async def check_admission(*, survey: UUID, by: UUID | None) -> None:
    """Raise what stands in the way of this person's answer, as far as can be told before it."""
    await _admit(await require_survey(survey), key=None, by=by, entered=None)


async def _admit(row: Survey, *, key: str | None, by: UUID | None, entered: Entry | None) -> None:
    if entered is not None:
        # Sheets that were filled in time are typed in afterwards.
        if row.opened_at is None:
            raise SurveyNotOpen
        await require_unused(row.id, entered.sheet_number)
        return
    if not takes_answers(row):
        raise SurveyNotOpen
    admission = SurveyAdmission(row.admission)
    if admission is SurveyAdmission.ACCOUNT and by is None:
        raise AccountNeeded(N_("Survei ini hanya untuk yang masuk dengan akun."))
    if by is not None and await SurveyReturn.exists().where(
        (SurveyReturn.survey == row.id) & (SurveyReturn.account == by)
    ):
        raise AnsweredAlready
    if admission is SurveyAdmission.KEY and key is not None:
        await spend_key(row.id, key)


async def _earlier(idempotency_key: str, body: str) -> SurveyReceipt | None:
    row = (
        await SurveyReturn.select(SurveyReturn.id, SurveyReturn.body_hash)
        .where(SurveyReturn.idempotency_key == token_hash(idempotency_key))
        .first()
    )
    if row is None:
        return None
    if row["body_hash"] != body:
        raise OtherSubmission
    return SurveyReceipt(row["id"], receipt_token(f"survei:{idempotency_key}"), repeated=True)


async def _register_texts(
    row: Survey,
    sheet: SurveyReturn,
    questions: Sequence[Question],
    answers: Answers,
    token: str,
    locale: str,
) -> dict[UUID, UUID]:
    made: dict[UUID, UUID] = {}
    is_skm = row.instrument == Instrument.SATISFACTION.value
    for question in questions:
        words = answers.get(question.id, NOTHING).words.strip()
        if question.kind is QuestionKind.OPEN and words:
            receipt = await register_input(
                consultation=row.consultation,
                statement=Statement(
                    text=words,
                    kind=InputKind.EXPERIENCE,
                    scope=Scope.EVALUATION if is_skm else Scope.DRAFT_POLICY,
                    element=Element(sheet.element),
                    region=sheet.region,
                    visibility=Visibility.ANONYMOUS,
                ),
                channel=Channel(sheet.channel),
                question=question.id,
                idempotency_key=_text_key(token, question.id),
                by=sheet.account,
                received_at=sheet.received_at,
                consent_at=sheet.received_at,
                locale=locale,
            )
            made[question.id] = receipt.input
    return made


def _cells(question: Question, given: Given) -> Iterator[dict[str, Any]]:
    """The rows of an answer; one with an empty choice where the question was left unanswered."""
    if question.kind is QuestionKind.OPEN:
        yield {"item": "", "choice": "teks" if given.words.strip() else ""}
    elif question.kind is QuestionKind.NUMBER:
        number = read_number(given.words)
        yield {"item": "", "choice": "" if number is None else "angka", "number": number}
    elif question.kind is QuestionKind.MATRIX:
        for row in question.rows:
            yield {"item": row.key, "choice": (given.choices.get(row.key) or ("",))[0]}
    elif question.kind is QuestionKind.RANKING:
        for option in question.options:
            yield {"item": option.key, "choice": (given.choices.get(option.key) or ("",))[0]}
    else:
        for choice in dict.fromkeys(given.chosen or ("",)):
            yield {"item": "", "choice": choice}


def _body_hash(survey: UUID, respondent: Respondent, answers: Answers) -> str:
    said = {
        str(question): [sorted(given.choices.items()), given.words]
        for question, given in answers.items()
        if not given.is_empty
    }
    body = json.dumps([str(survey), respondent.element, respondent.region, said], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _text_key(survey_token: str, question: UUID) -> str:
    return f"survei-{survey_token}-{question}"
