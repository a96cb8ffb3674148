"""A session that is prepared and attended, so that each of its pages has something to show."""

from uuid import UUID

from consultations.attending import check_in
from consultations.checklists import begin_checklist
from consultations.grouping import divide, make_groups
from consultations.inviting import add_participants
from consultations.preparing import ensure_code
from consultations.registering import Person
from consultations.running_order import AgendaLine, GuideLine, set_agenda, set_guide
from consultations.session_templates import usual_checklist
from consultations.signatures import LinkPurpose, signed
from consultations.tables import Participant
from consultations.targeting import Target, set_targets
from consultations.vocabulary import Element, GuidePart, RegistrationState, VulnerableGroup

LONG = "Perkumpulan Pengguna Layanan Publik Terpadu Satu Pintu Kabupaten Kepulauan Selatan Raya"


async def attended(session: UUID, by: UUID) -> dict[str, str]:
    """Fill the session; returns the values of its addresses' parameters."""
    code = await ensure_code(session=session)
    await set_agenda(
        session=session,
        version=1,
        lines=[AgendaLine(title="Pembukaan", minutes=15), AgendaLine(title="Diskusi", minutes=75)],
        by=by,
    )
    await set_guide(
        session=session,
        version=2,
        lines=[GuideLine(part=GuidePart.KEY, text="Apa yang menghalangi?")],
        by=by,
    )
    targets = [
        Target(element=Element.MEDIA, wanted=2, region="Maluku"),
        Target(element=Element.SERVICE_USER, wanted=3, region="Maluku"),
        Target(element=Element.EXPERT, wanted=1, vulnerable_group=VulnerableGroup.ELDERLY),
    ]
    await set_targets(session=session, version=3, targets=targets, by=by)
    people = [
        Person(
            name=f"Peserta {element.label}",
            element=element,
            organisation=LONG,
            region="Maluku" if place % 2 else None,
            email=f"peserta{place}@contoh.id",
            needs="Jalur kursi roda" if place == 1 else None,
            needs_consented=True,
        )
        for place, element in enumerate(list(Element)[:4])
    ]
    await add_participants(
        session=session, people=people, state=RegistrationState.REGISTERED, by=by
    )
    await add_participants(
        session=session, people=people[:1], state=RegistrationState.INVITED, by=by
    )
    rows = (
        await Participant.select(Participant.id)
        .where(Participant.session == session)
        .order_by(Participant.position)
    )
    await check_in(session=session, participant=rows[1]["id"], by=by)
    await make_groups(session=session, names=["Kelompok 1", "Kelompok 2"], by=by)
    await divide(session=session, by=by)
    await begin_checklist(session=session, texts=usual_checklist(), by=by)
    own = rows[0]["id"]
    return {
        "participant:uuid": str(own),
        "code:str": code,
        "/peserta/{token:str}": f"/peserta/{signed(LinkPurpose.PARTICIPANT, own)}",
        "/hadir/{token:str}": f"/hadir/{signed(LinkPurpose.PRESENCE, rows[1]['id'])}",
        "/s/{code:str}": f"/s/{code}",
    }
