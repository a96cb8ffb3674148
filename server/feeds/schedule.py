"""What a consultation's calendar holds: its sessions, and when input is accepted."""

from uuid import NAMESPACE_URL, uuid5

from consultations.queries.consultations import ConsultationFacts, PhaseFacts
from consultations.queries.session_plans import PlanFacts
from consultations.queries.sessions import SessionFacts
from consultations.vocabulary import N_
from server.feeds.calendar import CalendarEvent
from server.translations import translator


def schedule_of(
    consultation: ConsultationFacts,
    phases: list[PhaseFacts],
    sessions: list[SessionFacts],
    *,
    address: str,
    locale: str,
) -> list[CalendarEvent]:
    """Every session, and each input window as one event from its opening to its closing."""
    page = f"{address}/konsultasi/{consultation.slug}"
    title = translator(locale).gettext(N_("Masa penyampaian masukan"))
    windows = [
        CalendarEvent(
            id=uuid5(NAMESPACE_URL, f"rembuk:{consultation.id}:{phase.stage.value}"),
            title=f"{title}: {consultation.title}",
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
            address=page,
        )
        for phase in phases
        if phase.accepts_input
    ]
    return windows + [
        session_event(session, consultation, address=address, locale=locale) for session in sessions
    ]


def session_event(
    session: SessionFacts | PlanFacts,
    consultation: ConsultationFacts,
    *,
    address: str,
    locale: str,
    link: str = "",
) -> CalendarEvent:
    """A session; ``link`` leads to its online room and is for those who take part only."""
    kind = translator(locale).gettext(session.kind.label)
    details = (kind, session.theme, consultation.title, link)
    return CalendarEvent(
        id=session.id,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        details="\n".join(line for line in details if line),
        address=f"{address}/konsultasi/{consultation.slug}/sesi/{session.id}",
        sequence=session.version - 1 + bool(session.cancelled_at),
        is_cancelled=session.cancelled_at is not None,
    )
