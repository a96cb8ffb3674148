"""The Berita Acara for everyone: when there is one, and whom it doesn't name."""

import json
from pathlib import Path

from httpx import AsyncClient

from consultations.clock import now
from consultations.evidence import EvidenceStore
from consultations.session_documents.public_record import compose_public_record, is_public
from consultations.session_records import RecordWords, keep_session_file, write_record
from consultations.tables import Participant, Session
from consultations.vocabulary import SessionFileUse, SessionKind
from server.database import Engine
from tests.client import Visitor
from tests.consultations.session_documents.meetings import dossier, make_meeting, picture


async def _sign(session: Session, folder: Path) -> None:
    store = EvidenceStore(folder)
    await keep_session_file(
        session=session.id,
        use=SessionFileUse.SIGNED_RECORD,
        file=await store.keep(await store.check(picture(), "ba.jpg")),
        caption="",
        taken_at=None,
        by=None,
    )


async def _set(session: Session, **facts: object) -> None:
    columns = {Session._meta.get_column_by_name(name): value for name, value in facts.items()}
    await Session.update(columns).where(Session.id == session.id)


async def test_public_record_says_what_was_agreed_and_names_nobody(database: Engine) -> None:
    session = await make_meeting(hostile=False)
    await _set(session, link="https://rapat.contoh.id/j/1?pwd=rahasia")
    await write_record(
        session=session.id,
        words=RecordWords(
            number="B/12", subjects="Jadwal. Tanya wati@contoh.id.", attachments="0812-3456-7890"
        ),
        version=1,
        by=None,
    )
    said = json.dumps(compose_public_record(await dossier(session)).plain(), ensure_ascii=False)
    for words in ("Berita Acara Kesepakatan", "B/12", "Versi publik", "Balai Kota Semarang"):
        assert words in said
    for words in ("Pernyataan 1: jadwal keliling", "Sebagian menilai cukup dua minggu."):
        assert words in said
    assert "Ketua Paguyuban Pengguna" in said
    people = await Participant.select(Participant.name)
    assert people
    names = [row["name"] for row in people] + ["Retno Wulandari", "Slamet Riyadi", "Sri Lestari"]
    private = ("rapat.contoh.id", "wati@contoh.id", "rahasia@contoh.id", "0812-3456-7890")
    assert [words for words in (*names, *private) if words in said] == []


async def test_public_record_counts_no_few(database: Engine) -> None:
    session = await make_meeting(SessionKind.FGD, hostile=False)
    said = json.dumps(compose_public_record(await dossier(session)).plain())
    assert "kurang dari 5" in said
    assert "9 (sembilan)" not in said
    assert "Daftar hadir" not in said


async def test_record_is_public_once_signed_and_closed(
    app_client: AsyncClient, tmp_path: Path
) -> None:
    session = await make_meeting(hostile=False)
    guest, here = Visitor(app_client), f"/konsultasi/contoh/sesi/{session.id}"
    record = f"{here}/berita-acara.pdf"
    assert record not in (await guest.read(here)).links()
    await _sign(session, tmp_path)
    assert not is_public(await dossier(session))
    assert (await guest._send("GET", record)).status_code == 404
    await _set(session, closed_at=now())
    assert record in (await guest.read(here)).links()
    answer = await guest._send("GET", record)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    await _set(session, closed_at=None)
    assert (await guest._send("GET", record)).status_code == 404
