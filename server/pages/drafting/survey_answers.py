"""A survey previewed, printed on paper, typed in from it, counted and downloaded."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.exporting import Workbook, as_csv
from consultations.queries.survey_sheets import entered_sheets
from consultations.queries.surveys import SurveyRow, questions_of
from consultations.rules import Permission
from consultations.surveys.answering import submit_answers
from consultations.surveys.entering import Entry, SheetKnown, discard_sheet
from consultations.surveys.exporting import survey_rows
from consultations.transactions import reading
from server.forms.input import new_key
from server.forms.survey_answers import AnswerForm
from server.pages.drafting.register import CHUNK, XLSX
from server.pages.drafting.surveys import HOLD, SURVEY, address_of, required
from server.pages.public.surveys import answer_form, result_facts
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

ENTER = needs(Permission.ENTER_SURVEY)


@get(SURVEY + "/pratinjau", name="survey.preview", opt=HOLD)
async def show_preview(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The questionnaire as people will see it; nothing can be sent."""
    found = await required(request, survey)
    form = await answer_form(request, found)
    return page(request, "drafting/survey_preview.html", survey=found, form=form)


@get(SURVEY + "/cetak", name="survey.paper", opt=ENTER)
async def show_paper(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The questionnaire on paper: codes, boxes, and room to write."""
    found = await required(request, survey)
    form = await answer_form(request, found)
    by_id = {line.question.id: line.question for line in form.lines}
    return page(request, "drafting/survey_paper.html", survey=found, form=form, by_id=by_id)


@get(SURVEY + "/catat", name="survey.enter", opt=ENTER)
async def show_entry(
    request: Visit,
    survey: FromPath[UUID],
    tercatat: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """The form for a sheet of paper; after each one a fresh one."""
    found = await required(request, survey)
    form = await answer_form(request, found, is_entry=True)
    return await _entry_page(request, found, form, kept=bool(tercatat), number=halaman)


@post(SURVEY + "/catat", name="survey.enter.post", opt=ENTER, status_code=303)
async def enter(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Store what stood on a sheet of paper, on behalf of whoever filled it in."""
    found = await required(request, survey)
    form = await answer_form(request, found, await request.form(), is_entry=True)
    fields, by = form.respondent, request.visitor.account
    if form.validate() and by is not None:
        try:
            await submit_answers(
                survey=survey,
                respondent=form.who(),
                answers=form.answers,
                idempotency_key=fields.key.data or new_key(),
                entered=Entry(by=by, sheet_number=(fields.sheet_number.data or "").strip() or None),
                locale=request.locale,
            )
        except NotFound:
            raise
        except SheetKnown as known:
            fields.sheet_number.errors = [fields.say(known.message)]
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{address_of(request, survey)}/catat?tercatat=ya")
    return await _entry_page(request, found, form)


@post(SURVEY + "/catat/{sheet:uuid}", name="survey.sheet.discard", opt=ENTER, status_code=303)
async def discard(request: Visit, survey: FromPath[UUID], sheet: FromPath[UUID]) -> Response[Any]:
    """Take a mistyped sheet back: note-takers their own, the team any."""
    found = await required(request, survey)
    by = request.visitor.account
    if by is None:
        raise NotFound
    try:
        await discard_sheet(
            survey=survey, sheet=sheet, by=by, anyones=request.may(Permission.HOLD_SURVEY)
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form = await answer_form(request, found, is_entry=True)
        form.refuse(refusal.message)
        return await _entry_page(request, found, form)
    return request.lead_to(f"{address_of(request, survey)}/catat#lembar")


@get(SURVEY + "/hasil", name="survey.results", opt=HOLD)
async def show_results(
    request: Visit, survey: FromPath[UUID], kelompok: FromQuery[str] = ""
) -> Response[Any]:
    """The results as they stand, before or after they are published."""
    async with reading():
        found = await required(request, survey)
        facts = await result_facts(request, found, kelompok)
    return page(request, "drafting/survey_results.html", **facts)


@get(SURVEY + "/unduh.csv", name="survey.csv", opt=HOLD)
async def download_csv(request: Visit, survey: FromPath[UUID]) -> Stream:
    """Every filled questionnaire as CSV, sent while it is read."""
    await required(request, survey)
    rows = survey_rows(
        survey, await questions_of(survey, request.locale), request.consultation.zone
    )

    async def lines() -> AsyncIterator[bytes]:
        yield "\ufeff".encode()
        async for batch in rows:
            yield as_csv(batch).encode()

    return Stream(
        lines(), media_type="text/csv; charset=utf-8", headers=_attachment(request, "csv")
    )


@get(SURVEY + "/unduh.xlsx", name="survey.xlsx", opt=HOLD)
async def download_workbook(request: Visit, survey: FromPath[UUID]) -> Stream:
    """Every filled questionnaire as XLSX."""
    await required(request, survey)
    rows = survey_rows(
        survey, await questions_of(survey, request.locale), request.consultation.zone
    )

    async def chunks() -> AsyncIterator[bytes]:
        with tempfile.TemporaryFile() as file:
            book = Workbook(file, "Jawaban")
            async for batch in rows:
                await asyncio.to_thread(book.add, batch)
            await asyncio.to_thread(book.finish)
            file.seek(0)
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    return Stream(chunks(), media_type=XLSX, headers=_attachment(request, "xlsx"))


async def _entry_page(
    visit: Visit, survey: SurveyRow, form: AnswerForm, *, kept: bool = False, number: int = 1
) -> Response[Any]:
    return page(
        visit,
        "drafting/survey_entry.html",
        status_code=422 if form.errors else 200,
        survey=survey,
        form=form,
        kept=kept,
        sheets=await entered_sheets(survey.id, number),
        submission_key=form.respondent.key.data or new_key(),
    )


def _attachment(visit: Visit, kind: str) -> dict[str, str]:
    name = f"survei-{visit.consultation.slug}-{now():%Y-%m-%d}.{kind}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
