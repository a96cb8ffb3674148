"""Input from paper: one after the other, with what the pile shares remembered."""

from urllib.parse import parse_qs, urlsplit

import pypdfium2
from httpx import AsyncClient

from consultations.clock import now
from consultations.noting import announce_session
from consultations.tables import Consultation, EvidenceFile, Input, Session
from consultations.vocabulary import Role, SessionKind
from tests.client import ORIGIN, Visitor
from tests.consultations.session_documents.meetings import picture
from tests.factories import make_account, make_consultation, make_draft

PAPER = "/kerja/contoh/masukan-kertas"


async def _note_taker(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.NOTE_TAKER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _session(consultation: Consultation) -> Session:
    return await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FKP,
        title="FKP Buru",
        theme="T",
        place="P",
        moderator="",
        starts_at=now(),
        by=None,
    )


def _form(session: Session, **facts: str) -> dict[str, str]:
    return {
        "key": "kunci-kertas",
        "text": "Kapal layanan jarang datang.",
        "clause": "1.1.1",
        "kind": "pengalaman",
        "channel": "whatsapp",
        "session": str(session.id),
        "element": "media_massa",
        "visibility": "tanpa_nama",
        "received_on": "2026-02-16",
        "region": "",
        **facts,
    }


async def test_input_is_entered_and_the_next_form_remembers(app_client: AsyncClient) -> None:
    consultation = await make_consultation(accepts_input=False)
    await make_draft(consultation)
    session = await _session(consultation)
    visitor = await _note_taker(app_client, consultation)
    assert "Belum ada yang dicatat" in (await visitor.read(PAPER)).text
    scan = [("evidence", ("kertas.jpg", picture(), "image/jpeg"))]
    answer = await visitor.send_files(PAPER, _form(session, author_name="Ibu Ani"), scan)
    assert answer.status_code == 303
    where = answer.headers["location"]
    kept = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    assert kept == {
        "channel": "whatsapp",
        "session": str(session.id),
        "element": "media_massa",
        "received_on": "2026-02-16",
        "visibility": "tanpa_nama",
        "tersimpan": "CTH-00001",
    }
    page = await visitor.read(where)
    assert "Tersimpan dengan nomor CTH-00001." in page.text
    assert '<option value="whatsapp" selected>' in page.html
    assert "Kapal layanan jarang datang." in page.text
    entry = await Input.objects().first()
    assert entry is not None
    assert (entry.channel, entry.session, entry.account) == ("whatsapp", session.id, None)
    assert entry.received_at.date().isoformat() == "2026-02-15"  # midnight in Jakarta
    assert await EvidenceFile.count() == 1
    again = await visitor.send_files(PAPER, _form(session, author_name="Ibu Ani"), scan)
    assert again.status_code == 303
    assert await Input.count() == 1
    public = await Visitor(app_client).read("/konsultasi/contoh/masukan/CTH-00001")
    assert "Ibu Ani" not in public.text


async def test_wrong_clause_is_named_and_nothing_is_lost(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await _session(consultation)
    visitor = await _note_taker(app_client, consultation)
    page = await visitor.refused(PAPER, _form(session, clause="9.9.9", received_on="kemarin"))
    assert "Tulis tanggal" in page.text
    page = await visitor.refused(PAPER, _form(session, clause="9.9.9"))
    assert "Butir ini tidak ada dalam rancangan terbaru." in page.text
    assert "Kapal layanan jarang datang." in page.html
    elsewhere = await _session(await make_consultation(slug="lain"))
    page = await visitor.refused(PAPER, _form(elsewhere))
    assert "Pilih salah satu yang tersedia." in page.text
    assert not await Input.exists()


async def test_sheet_names_every_clause_on_screen_and_paper(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _note_taker(app_client, consultation)
    await visitor.read(f"{PAPER}/lembar.pdf", status=404)
    await make_draft(consultation)
    page = await Visitor(app_client).read("/konsultasi/contoh/rancangan/1/lembar")
    pdf = await visitor._send("GET", f"{PAPER}/lembar.pdf")
    words = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(pdf.content))
    for number in ("1.1.1", "1.1.2"):
        assert number in page.text
        assert number in words
    await Visitor(app_client).read("/konsultasi/contoh/rancangan/9/lembar", status=404)


async def test_sheet_of_inputs_can_belong_to_a_session(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await _session(consultation)
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(app_client).sign_in(account.id)
    upload = await visitor._send(
        "POST",
        "/kerja/contoh/impor",
        files={"file": ("kertas.csv", b"isi,kanal\nLoket lansia,kertas\n")},
        data={},
        headers=dict(ORIGIN),
    )
    preview = upload.headers["location"]
    assert "FKP Buru" in (await visitor.read(preview)).text
    await visitor.send(preview, {"session": str(session.id)})
    entry = await Input.objects().first()
    assert entry is not None
    assert (entry.session, entry.channel) == (session.id, "kertas")
