"""Letters to the participants of a session: each with their private link and the calendar file."""

from urllib.parse import urlsplit

from consultations.mailing import LetterKind
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.participants import find_person
from consultations.queries.session_plans import find_plan_by_id
from consultations.signatures import LinkPurpose, signed
from consultations.tables import OutgoingMessage
from consultations.vocabulary import RegistrationState
from server.feeds.calendar import write_calendar
from server.feeds.schedule import session_event
from server.mail.letters import Letter, write_letter


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
        consultation=consultation,
        waiting=person.state is RegistrationState.WAITING,
        link=f"{address}/peserta/{signed(LinkPurpose.PARTICIPANT, person.id)}",
        calendar=write_calendar(plan.title, [event], host=host).decode(),
    )
