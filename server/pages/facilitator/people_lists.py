"""A pasted or uploaded list of people: looked at first, then entered as a whole."""

import asyncio
import csv
import io
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import Malformed, Refusal
from consultations.inviting import add_participants
from consultations.people_lists import MOST_PEOPLE, PeoplePreview, check_people
from consultations.rules import Permission
from consultations.sheets import Sheet, is_workbook, read_sheet
from consultations.vocabulary import RegistrationState
from server.forms.participant import LARGEST_LIST, PeopleListForm
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

LIST = SESSION + "/peserta/impor"
SHOWN = 100


@get(LIST, name="participant.import", opt=needs(Permission.KEEP_PARTICIPANTS))
async def show_import(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Where a list is pasted or chosen."""
    return await _page(request, session, PeopleListForm(locale=request.locale))


@post(
    LIST,
    name="participant.import.post",
    opt=needs(Permission.KEEP_PARTICIPANTS),
    status_code=303,
    request_max_body_size=LARGEST_LIST + 100_000,
)
async def enter_list(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Show what the list would do; enter it once that was looked at and nothing is wrong.

    Nothing is kept between the two: the page itself brings the list back.
    """
    await plan_at_hand(request, session)
    posted = await request.form()
    form = PeopleListForm(posted, locale=request.locale)
    form.validate()
    content = await form.read()
    if content is None:
        return await _page(request, session, form)
    try:
        sheet = await asyncio.to_thread(
            read_sheet, content, workbook=is_workbook(content), most_rows=MOST_PEOPLE
        )
        preview = check_people(sheet)
    except Malformed as refusal:
        form.text.errors = [form.say(refusal.message)]
        return await _page(request, session, form)
    if posted.get("daftarkan") == "ya" and preview.people and not preview.errors:
        try:
            await add_participants(
                session=session,
                people=preview.people,
                state=RegistrationState(form.state.data),
                by=request.visitor.account,
                key=preview.fingerprint,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{session_path(request, session)}/peserta")
    return await _page(request, session, form, preview, _as_text(sheet))


async def _page(
    visit: Visit,
    session: UUID,
    form: PeopleListForm,
    preview: PeoplePreview | None = None,
    text: str | None = None,
) -> Response[Any]:
    if text is not None:
        form.text.data = text
    return page(
        visit,
        "facilitator/people_list.html",
        status_code=422 if form.errors or (preview and preview.errors) else 200,
        session=await plan_at_hand(visit, session),
        form=form,
        preview=preview,
        shown=SHOWN,
    )


def _as_text(sheet: Sheet) -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows([sheet.headings, *sheet.rows])
    return lines.getvalue()
