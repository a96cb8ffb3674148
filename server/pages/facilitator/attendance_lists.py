"""The attendance list (daftar hadir) for wet signatures: to print, and as a workbook.

It has no identity number. Contacts are left out unless they are asked for: a list that goes
around a room is read by everybody in it. What people need is never on it.
"""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.queries.participants import ParticipantFacts, everybody_of
from consultations.queries.session_plans import PlanFacts
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.pages.facilitator.at_hand import SESSION, plan_at_hand
from server.responses import page
from server.security.permissions import needs
from server.sheets import workbook_response
from server.translations import translator
from server.visit import Visit
from server.writing_time import time_filters

LIST = SESSION + "/daftar-hadir"
BLANK_LINES = 10
HEADINGS = (
    N_("No."),
    N_("Nama"),
    N_("Unsur"),
    N_("Lembaga"),
    N_("Jabatan"),
    N_("L/P"),
    N_("Luring/daring"),
    N_("Jam hadir"),
    N_("Kontak"),
    N_("Tanda tangan"),
)
CONTACT = 8


@get(LIST, name="attendance.list", opt=needs(Permission.CHECK_IN))
async def show_list(
    request: Visit, session: FromPath[UUID], hadir: FromQuery[str] = "", kontak: FromQuery[str] = ""
) -> Response[Any]:
    """Everybody with a seat, or with ``hadir=ya`` who is there; blank lines for more."""
    async with reading():
        plan = await plan_at_hand(request, session)
        people = await everybody_of(session, present=hadir == "ya")
    return page(
        request,
        "facilitator/attendance_list.html",
        session=plan,
        people=people,
        only_present=hadir == "ya",
        contacts=_with_contacts(request, kontak),
        blank=BLANK_LINES,
    )


@get(LIST + ".xlsx", name="attendance.xlsx", opt=needs(Permission.CHECK_IN))
async def download_list(
    request: Visit, session: FromPath[UUID], hadir: FromQuery[str] = "", kontak: FromQuery[str] = ""
) -> Response[Any]:
    """The same as a workbook."""
    async with reading():
        plan = await plan_at_hand(request, session)
        people = await everybody_of(session, present=hadir == "ya")
    rows = _rows(request, plan, people, contacts=_with_contacts(request, kontak))
    name = f"daftar-hadir-{plan.starts_at:%Y-%m-%d}-{plan.kind.value}"
    return await workbook_response(rows, sheet="Daftar hadir", name=name)


def _with_contacts(visit: Visit, wanted: str) -> bool:
    return wanted == "ya" and visit.may(Permission.KEEP_PARTICIPANTS)


def _rows(
    visit: Visit, plan: PlanFacts, people: list[ParticipantFacts], *, contacts: bool
) -> list[list[str]]:
    say = translator(visit.locale).gettext
    clock = time_filters(visit.locale)["clock"]
    zone = visit.consultation.zone
    kept = [at for at in range(len(HEADINGS)) if contacts or at != CONTACT]
    rows = [[say(HEADINGS[at]) for at in kept]]
    for person in people:
        cells = [
            person.code,
            person.name or say(N_("Data dihapus")),
            say(person.element.label),
            person.organisation,
            person.job,
            person.sex,
            person.attendance.value,
            clock(person.attended_at, zone) if person.attended_at else "",
            " / ".join(part for part in (person.email, person.phone) if part),
            "",
        ]
        rows.append([cells[at] for at in kept])
    return [[plan.title], [plan.theme], [plan.place], [], *rows]
