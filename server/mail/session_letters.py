"""Letters to the participants of a session: each with their private link and the calendar file."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from consultations.mailing import LetterKind
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.participants import find_person
from consultations.queries.session_plans import PlanFacts, find_plan_by_id
from consultations.signatures import LinkPurpose, signed
from consultations.tables import OutgoingMessage
from consultations.vocabulary import RegistrationState
from server.feeds.calendar import write_calendar
from server.feeds.schedule import session_event
from server.mail.letters import Letter, facts_of, write_letter

SESSION_LETTERS = (
    LetterKind.SESSION_INVITATION,
    LetterKind.REGISTRATION,
    LetterKind.SEAT_FREE,
    LetterKind.SESSION_CHANGED,
    LetterKind.SESSION_CANCELLED,
)


async def session_letter(message: OutgoingMessage, address: str) -> Letter | None:
    """The letter of this kind, or ``None`` where what it says no longer holds."""
    person = await find_person(message.about)
    plan = await find_plan_by_id(person.session) if person else None
    if person is None or plan is None:
        return None
    told_off = message.kind == LetterKind.SESSION_CANCELLED
    gone = plan.cancelled_at is not None or person.state is RegistrationState.CANCELLED
    if gone and not told_off:
        return None
    was = _former(plan, message)
    # Changed back before anybody was told.
    if message.kind == LetterKind.SESSION_CHANGED and was == plan:
        return None
    consultation = await find_consultation_by_id(plan.consultation, message.locale)
    if consultation is None:
        return None
    event = session_event(
        plan, consultation, address=address, locale=message.locale, link=plan.link
    )
    host = urlsplit(address).hostname or "rembuk"
    return write_letter(
        message.kind,
        message.locale,
        address,
        person=person,
        session=plan,
        was=was,
        consultation=consultation,
        waiting=person.state is RegistrationState.WAITING,
        link=f"{address}/peserta/{signed(LinkPurpose.PARTICIPANT, person.id)}",
        calendar=write_calendar(plan.title, [event], host=host).decode(),
    )


def _former(plan: PlanFacts, message: OutgoingMessage) -> PlanFacts:
    """The plan with what the letter's reader was last told of it."""
    was = dict(facts_of(message))
    for name in ("starts_at", "ends_at"):
        if was.get(name):
            was[name] = datetime.fromisoformat(was[name])
    return replace(plan, **was)
