"""The four stages: told by the team with documents, read by everyone."""

from datetime import date

from httpx import AsyncClient

from consultations.evidence_sources import SourceFacts, add_source
from consultations.stages import StageWords, describe_stage
from consultations.tables import Consultation, StageDocument
from consultations.vocabulary import EvidenceKind, Role, Stage
from server.database import Engine
from server.visit import LANGUAGE_COOKIE
from tests.client import Visitor
from tests.consultations.session_documents.meetings import picture
from tests.factories import make_account, make_consultation, make_draft, make_session

PUBLIC = "/konsultasi/contoh/tahap"
TEAM = "/kerja/contoh/tahap"
DOCUMENT = {
    "dokumen-title": "Laporan evaluasi",
    "dokumen-office": "Biro Perencanaan",
    "dokumen-dated_on": "2026-03-31",
    "dokumen-description": "Ringkasan temuan.",
}
FILE = ("dokumen-evidence", ("laporan.jpg", picture(), "image/jpeg"))


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def test_everyone_reads_what_was_done_in_each_stage(guest: Visitor) -> None:
    consultation = await make_consultation()
    page = await guest.read(PUBLIC)
    assert page.text.count("Belum ada yang dilaporkan dari tahap ini.") == 4
    await make_draft(consultation)
    await make_session(consultation, title="FKP loket")
    await describe_stage(
        consultation=consultation.id,
        stage=Stage.STUDY,
        words=StageWords(summary="Lima kajian.", summary_en="Five studies.", done_by="Biro"),
        version=0,
        by=None,
    )
    for title, stage in (("Studi banding", Stage.STUDY), ("Belum untuk umum", None)):
        await add_source(
            consultation=consultation.id,
            facts=SourceFacts(kind=EvidenceKind.COMPARISON, title=title, stage=stage),
            by=None,
        )
    page = await guest.read(PUBLIC)
    for words in ("Lima kajian.", "Dikerjakan oleh: Biro", "FKP loket", "Versi 1", "Studi banding"):
        assert words in page.text
    assert "Belum untuk umum" not in page.text
    assert page.text.count("Belum ada yang dilaporkan dari tahap ini.") == 2
    guest.cookies[LANGUAGE_COOKIE] = "en"
    assert "Version 1" in (await guest.read(PUBLIC)).text


async def test_team_writes_a_stage_and_no_edit_is_lost(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _drafter(app_client, consultation)
    words = {"summary": "Kami menilai.", "summary_en": "", "done_by": "Biro", "version": "0"}
    await visitor.send(f"{TEAM}/evaluasi", words)
    assert "Kami menilai." in (await visitor.read(TEAM)).text
    late = await visitor.refused(f"{TEAM}/evaluasi", {**words, "summary": "Tulisan lain."})
    assert "Orang lain sudah mengubahnya" in late.text
    assert "Tulisan lain." in late.text
    empty = await visitor.refused(f"{TEAM}/evaluasi", {**words, "summary": " "})
    assert "Isian ini wajib diisi." in empty.text
    assert (await visitor._send("GET", f"{TEAM}/entah")).status_code == 404


async def test_document_is_added_corrected_taken_off_and_put_back(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    visitor = await _drafter(app_client, consultation)
    place = f"{TEAM}/kajian/dokumen"
    assert (await visitor.send_files(place, DOCUMENT, [])).status_code == 422
    assert (await visitor.send_files(place, DOCUMENT, [FILE, FILE])).status_code == 422
    broken = ("dokumen-evidence", ("laporan.exe", b"MZ\x00", "application/pdf"))
    refused = await visitor.send_files(place, DOCUMENT, [broken])
    assert refused.status_code == 422
    assert "Biro Perencanaan" in refused.text
    assert not await StageDocument.exists()
    assert (await visitor.send_files(place, DOCUMENT, [FILE])).status_code == 303
    document = await StageDocument.objects().first()
    assert document is not None
    assert document.dated_on == date(2026, 3, 31)
    here = f"{TEAM}/dokumen/{document.id}"
    shown = await guest._send("GET", f"/bukti/tahap/{document.id}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert "attachment" in shown.headers["content-disposition"]
    facts = {"title": "Laporan akhir", "office": "Biro", "dated_on": "kemarin", "version": "1"}
    assert "Tulis tanggal seperti" in (await visitor.refused(here, facts)).text
    await visitor.send(here, {**facts, "dated_on": ""})
    assert "Orang lain" in (await visitor.refused(here, {**facts, "dated_on": ""})).text
    assert "Laporan akhir" in (await guest.read(PUBLIC)).text
    await visitor.send(f"{here}/keluarkan", {})
    assert "Laporan akhir" not in (await guest.read(PUBLIC)).text
    assert (await guest._send("GET", f"/bukti/tahap/{document.id}")).status_code == 404
    assert (await visitor._send("GET", f"{here}/unduh")).status_code == 200
    assert "Dokumen yang dikeluarkan" in (await visitor.read(f"{TEAM}/kajian")).text
    await visitor.send(f"{here}/kembalikan", {})
    assert "Laporan akhir" in (await guest.read(PUBLIC)).text


async def test_document_is_nobodys_before_the_announcement(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation(announced=False)
    visitor = await _drafter(app_client, consultation)
    await visitor.send_files(f"{TEAM}/kajian/dokumen", DOCUMENT, [FILE])
    document = await StageDocument.objects().first()
    assert document is not None
    assert (await guest._send("GET", f"/bukti/tahap/{document.id}")).status_code == 404


async def test_number_of_reads_does_not_grow(database: Engine, app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _drafter(app_client, consultation)
    costs = []
    for _ in range(2):
        await make_draft(consultation)
        for _ in range(3):
            await make_session(consultation)
        await visitor.read(PUBLIC)
        before = database.statements
        await visitor.read(PUBLIC)
        costs.append(database.statements - before)
    assert costs[0] == costs[1]
