"""A session with everything its documents can hold, also words that try to be markup."""

import io
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from consultations.evidence import EvidenceStore
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.noting import Remark, announce_session, take_note
from consultations.queries.session_dossiers import Dossier, dossier_of
from consultations.session_records import (
    RecordWords,
    keep_session_file,
    write_record,
)
from consultations.signing import Signature, add_signatory
from consultations.tables import AgendaItem, Consultation, Note, Participant, Session, TeamMember
from consultations.vocabulary import (
    Agreement,
    Attendance,
    Attribution,
    Duty,
    Element,
    FollowUpStatus,
    NoteForm,
    SessionFileUse,
    SessionKind,
    Stance,
)
from tests.factories import find_clause, make_consultation, make_draft, make_statement

# What would be markup, code or a reference in Typst, Word, HTML or a spreadsheet.
HOSTILE = (
    '#panic("habis") *tebal* _miring_ $x^2$ `kode` <label> @acuan [isi] \\ // catatan '
    '#read("/etc/passwd") <b>b</b> &amp; =1+1 '
)
STARTS = datetime(2024, 2, 16, 2, 0, tzinfo=UTC)


def picture() -> bytes:
    """A photo with a place hidden in it."""
    image = Image.linear_gradient("L").resize((1600, 900)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


async def make_meeting(
    kind: SessionKind = SessionKind.FKP,
    *,
    consultation: Consultation | None = None,
    hostile: bool = True,
) -> Session:
    """An FKP or FGD with nine people, notes, agreements, words for its documents and follow-up."""
    words = HOSTILE if hostile else ""
    consultation = consultation or await make_consultation()
    clause = await find_clause(await make_draft(consultation))
    session = await announce_session(
        consultation=consultation.id,
        kind=kind,
        title=f"{kind.name} layanan keliling",
        theme=f"Layanan dekat warga {words}".strip(),
        place="Balai Kota Semarang",
        moderator="Retno Wulandari",
        starts_at=STARTS,
        by=None,
    )
    session.legal_basis = "UU Nomor 25 Tahun 2009\nPP Nomor 96 Tahun 2012"
    session.letterhead = "KEMENTERIAN CONTOH\nSekretariat Jenderal\nJalan Merdeka 1, Jakarta 10110"
    session.ends_at = STARTS.replace(hour=5)
    session.attribution = Attribution.ELEMENT_ONLY.value
    await session.save()
    await _prepare(session)
    for place in range(1, 13):
        await take_note(
            session=session.id,
            statement=make_statement(
                f"Pernyataan {place}: jadwal keliling diumumkan sebulan sebelumnya. {words}",
                element=list(Element)[place % 4],
            ),
            remark=Remark(
                speaker_code=f"P{place}",
                form=NoteForm.PARAPHRASE,
                stance=Stance.AGREE,
                dissent=f"Sebagian menilai cukup dua minggu. {words}" if place == 2 else None,
                noted_at=STARTS,
            ),
            unit=clause.id,
            idempotency_key=f"catatan-{session.id}-{place}",
            by=None,
        )
    if kind is SessionKind.FKP:
        await Note.update(
            {
                Note.agreement: Agreement.MAJORITY.value,
                Note.agreeing: 7,
                Note.neutral: 1,
                Note.disagreeing: 1,
            }
        ).where((Note.session == session.id) & Note.position.is_in([1, 2]))
    await _write(session, words)
    return session


async def add_photo(
    session: Session, folder: Path, caption: str = "Peserta membahas butir"
) -> None:
    """Keep a photo of the session as an upload does."""
    store = EvidenceStore(folder)
    checked = await store.check(picture(), "foto.jpg")
    await keep_session_file(
        session=session.id,
        use=SessionFileUse.PHOTO,
        file=await store.keep(checked),
        caption=caption,
        taken_at=STARTS,
        by=None,
    )


async def dossier(session: Session) -> Dossier:
    found = await dossier_of(session.consultation, session.id)
    assert found is not None
    return found


async def _prepare(session: Session) -> None:
    await AgendaItem.insert(
        *(
            AgendaItem(session=session.id, position=place, title=title, speaker="", minutes=30)
            for place, title in enumerate(("Pembukaan", "Paparan rancangan", "Diskusi"))
        )
    )
    await TeamMember.insert(
        TeamMember(session=session.id, duty=Duty.NOTE_TAKER.value, name="Nanda Notulis"),
        TeamMember(session=session.id, duty=Duty.FACILITATOR.value, name="Retno Wulandari"),
    )
    await Participant.insert(
        *(
            Participant(
                session=session.id,
                position=place,
                code=f"P{place}",
                name=f"Peserta {place:02}",
                element=list(Element)[place % 4].value,
                organisation="Dinas Perhubungan Provinsi Jawa Tengah" if place % 2 else "",
                job="Kepala Seksi" if place % 2 else "",
                sex="L" if place % 2 else "P",
                attendance=Attendance.ONLINE.value if place == 9 else Attendance.IN_PERSON.value,
                attended_at=STARTS,
                email="rahasia@contoh.id",
                needs="kursi roda",
                token_hash=f"{session.id}-{place}"[:64],
                idempotency_key=f"kunci-{session.id}-{place}"[:64],
            )
            for place in range(1, 10)
        )
    )


async def _write(session: Session, words: str) -> None:
    await write_record(
        session=session.id,
        words=RecordWords(
            number="B/12/FKP/II/2024",
            report_number="L/12/FKP/II/2024",
            conclusion=f"Jadwal diumumkan sebulan sebelumnya. {words}",
            attachments="Bahan paparan",
        ),
        version=0,
        by=None,
    )
    for name, job, element, acknowledges in (
        ("Retno Wulandari", "Kepala Sekretariat", Element.PROVIDER, False),
        ("Slamet Riyadi", "Ketua Paguyuban Pengguna", Element.SERVICE_USER, False),
        (f"Sri Lestari {words[:30]}".strip(), "Sekretaris Daerah", None, True),
    ):
        await add_signatory(
            session=session.id,
            signature=Signature(
                name=name, job=job, element=element, signed_at=STARTS, acknowledges=acknowledges
            ),
            by=None,
        )
    item = await add_follow_up(
        consultation=session.consultation,
        words=FollowUpWords(
            issue=f"Jadwal keliling sering berubah {words}",
            activity="Menetapkan jadwal tetap",
            indicator="Jadwal terbit tiap bulan",
            owner="Dinas Perhubungan",
            due_on=datetime(2024, 6, 30, tzinfo=UTC).date(),
            session=session.id,
        ),
        by=None,
    )
    await record_step(
        consultation=session.consultation,
        item=item.id,
        progress=Progress(status=FollowUpStatus.UNDER_WAY, note="Rancangan jadwal dibahas."),
        by=None,
    )
