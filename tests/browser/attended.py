"""A session that is prepared and attended, so that each of its pages has something to show."""

from uuid import UUID

from consultations.asking import ask_question
from consultations.attending import check_in
from consultations.checklists import begin_checklist
from consultations.dot_voting import cast_dots, close_round, open_round
from consultations.entering import Person
from consultations.grouping import divide, make_groups
from consultations.inviting import add_participants
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
)
from consultations.polling.voting import vote_on
from consultations.preparing import ensure_code
from consultations.queries.statements import statements_of
from consultations.room_moderation import answer_question, pin_question
from consultations.running_order import AgendaLine, GuideLine, set_agenda, set_guide
from consultations.session_templates import usual_checklist
from consultations.signatures import LinkPurpose, signed
from consultations.signing import Signature, add_signatory
from consultations.supporting import Supporter
from consultations.tables import Participant, Session, Signatory
from consultations.targeting import Target, set_targets
from consultations.timekeeping import next_step
from consultations.vocabulary import (
    Attribution,
    Element,
    GuidePart,
    RegistrationState,
    Vote,
    VulnerableGroup,
)

LONG = "Perkumpulan Pengguna Layanan Publik Terpadu Satu Pintu Kabupaten Kepulauan Selatan Raya"


async def attended(session: UUID, by: UUID) -> dict[str, str]:
    """Fill the session; returns the values of its addresses' parameters."""
    code = await ensure_code(session=session)
    await Session.update({Session.attribution: Attribution.OPEN.value}).where(Session.id == session)
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
        .where((Participant.session == session) & Participant.email.is_not_null())
        .order_by(Participant.position)
    )
    await check_in(session=session, participant=rows[1]["id"], by=by)
    await make_groups(session=session, names=["Kelompok 1", "Kelompok 2"], by=by)
    await divide(session=session, by=by)
    await begin_checklist(session=session, texts=usual_checklist(), by=by)
    own = rows[0]["id"]
    for name in ("Retno Wulandari", "Slamet Riyadi"):
        await add_signatory(session=session, signature=Signature(name=name, job=LONG), by=by)
    signatory = await Signatory.select(Signatory.id).where(Signatory.session == session).first()
    question = await _in_the_room(session, by)
    return {
        "/kerja/{slug:str}/sesi/{session:uuid}/papan/{question:uuid}": question,
        "participant:uuid": str(own),
        "signatory:uuid": str(signatory["id"]) if signatory else "",
        "code:str": code,
        "/peserta/{token:str}": f"/peserta/{signed(LinkPurpose.PARTICIPANT, own)}",
        "/hadir/{token:str}": f"/hadir/{signed(LinkPurpose.PRESENCE, rows[1]['id'])}",
        "/s/{code:str}": f"/s/{code}",
    }


async def _in_the_room(session: UUID, by: UUID) -> str:
    """Questions, a running round after a closed one, and a timer; the path of one question."""
    asked = [
        await ask_question(
            session=session, text=text, element=element, idempotency_key=f"{session}{text}"
        )
        for text, element in (
            ("Mengapa antrean lansia masih lama?", Element.SERVICE_USER),
            ("Kapan biaya diumumkan?", None),
        )
    ]
    await answer_question(session=session, question=asked[1], answer="Mulai Senin.", by=by)
    await pin_question(session=session, question=asked[0])
    for title in ("Mana yang paling mendesak?", "Mana yang paling mudah?"):
        round_id = await open_round(
            session=session, title=title, items=["Loket", "Biaya", "Jam buka", "Petunjuk"], by=by
        )
        await cast_dots(
            session=session, round_id=round_id, voter=Supporter("gawai"), choices=[1, 3]
        )
        if title.endswith("mendesak?"):
            await close_round(session=session, round_id=round_id, by=by)
    await next_step(session=session, after=None)
    row = (
        await Session.select(Session.consultation, Session.consultation.slug)  # type: ignore[attr-defined]
        .where(Session.id == session)
        .first()
    )
    if row is None:
        return ""
    await _statements(row["consultation"], session, by)
    return f"/kerja/{row['consultation.slug']}/sesi/{session}/papan/{asked[0]}"


async def _statements(consultation: UUID, session: UUID, by: UUID) -> None:
    """A statement that is asked in the room and one that was closed after two votes."""
    await add_statements(
        consultation=consultation,
        statements=[
            NewStatement("Biaya harus tertulis di setiap loket."),
            NewStatement("Loket lansia cukup satu."),
        ],
        session=session,
        by=by,
    )
    _, closed = await statements_of(consultation, session)
    for mark, vote in (("gawai", Vote.AGREE), ("gawai lain", Vote.DISAGREE)):
        await vote_on(
            consultation=consultation,
            statement=closed.id,
            vote=vote,
            voter=Supporter(mark),
            room=session,
        )
    await act_on_statement(
        consultation=consultation, statement=closed.id, act=StatementAct.CLOSE, by=by
    )
