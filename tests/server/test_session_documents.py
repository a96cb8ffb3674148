"""The documents, files and closing of a session, as its team works with them."""

import io
import zipfile
from pathlib import Path

from httpx import AsyncClient

from consultations.noting import Remark, take_note
from consultations.queries.session_dossiers import dossier_of
from consultations.tables import (
    AuditEntry,
    Session,
    SessionClosing,
    SessionFile,
    SessionRecord,
    Signatory,
)
from consultations.vocabulary import NoteForm, Role, SessionKind
from server.database import Engine
from tests.client import Visitor
from tests.consultations.session_documents.meetings import make_meeting, picture
from tests.factories import make_account, make_consultation, make_statement


async def _facilitator(client: AsyncClient, session: Session) -> tuple[Visitor, str]:
    account = await make_account(Role.FACILITATOR, session.consultation)
    return await Visitor(client).sign_in(account.id), f"/kerja/contoh/sesi/{session.id}"


async def test_words_of_documents_are_kept_and_not_overwritten(app_client: AsyncClient) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    page = await visitor.read(f"{here}/dokumen")
    assert "B/12/FKP/II/2024" in page.html
    await visitor.send(f"{here}/dokumen", {"number": "B/13", "version": "1", "no_dissent": "y"})
    row = await SessionRecord.objects().get(SessionRecord.session == session.id)
    assert row is not None
    assert (row.number, row.no_dissent, row.version) == ("B/13", True, 2)
    stale = await visitor.refused(f"{here}/dokumen", {"number": "B/14", "version": "1"})
    assert "Orang lain sudah mengubahnya" in stale.text
    assert "B/14" in stale.html
    long = await visitor.refused(f"{here}/dokumen", {"number": "x" * 81, "version": "2"})
    assert "Paling banyak 80 karakter" in long.text


async def test_signatories_are_named_and_taken_off(app_client: AsyncClient) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    form = {
        "tanda-name": "Wati <b>",
        "tanda-job": "Ketua",
        "tanda-element": "media_massa",
        "tanda-manner": "tte",
        "tanda-signed_on": "2024-02-16",
    }
    await visitor.send(f"{here}/dokumen/penanda-tangan", form)
    page = await visitor.read(f"{here}/dokumen")
    assert "Wati <b>" in page.text
    assert "16 Februari 2024" in page.text
    wrong = await visitor.refused(
        f"{here}/dokumen/penanda-tangan", {**form, "tanda-name": "", "tanda-signed_on": "kemarin"}
    )
    assert "Isian ini wajib diisi." in wrong.text
    assert "Tulis tanggal" in wrong.text
    remove = next(
        action
        for form_html in page.html.split('action="')
        if (action := form_html.split('"')[0]).startswith(f"{here}/dokumen/penanda-tangan/")
        and action.endswith("/hapus")
    )
    await visitor.send(remove, {})
    assert (await visitor.read(f"{here}/dokumen")).html.count("/hapus") == 3


async def test_a_signatory_is_corrected_and_put_in_order(app_client: AsyncClient) -> None:
    session = await make_meeting(hostile=False)
    visitor, here = await _facilitator(app_client, session)
    rows = await Signatory.select().order_by(Signatory.acknowledges).order_by(Signatory.position)
    retno, slamet, sri = rows
    own = f"{here}/dokumen/penanda-tangan/{slamet['id']}"
    page = await visitor.read(own)
    assert page.value("tanda-name") == "Slamet Riyadi"
    assert page.value("tanda-signed_on") == "2024-02-16"
    form = {"tanda-name": "Slamet Rahardjo", "tanda-job": "Wakil Ketua", "tanda-manner": "tte"}
    form["tanda-element"] = ""
    wrong = await visitor.refused(own, {**form, "tanda-job": ""})
    assert wrong.value("tanda-name") == "Slamet Rahardjo"
    await visitor.send(own, form)
    changed = (await Signatory.select().where(Signatory.id == slamet["id"]))[0]
    assert (changed["name"], changed["job"], changed["manner"]) == (
        *("Slamet Rahardjo", "Wakil Ketua"),
        "tte",
    )
    assert (changed["element"], changed["signed_at"]) == (None, None)
    for where in ("naik", "naik", "entah"):
        await visitor.send(f"{own}/geser", {"ke": where})
    # Who acknowledges stands apart, after all who sign.
    await visitor.send(f"{here}/dokumen/penanda-tangan/{sri['id']}/geser", {"ke": "naik"})
    dossier = await dossier_of(session.consultation, session.id)
    assert dossier
    assert [each.id for each in dossier.signatories] == [slamet["id"], retno["id"], sri["id"]]
    other = await make_meeting(consultation=await make_consultation(slug="lain"))
    theirs = await Signatory.select(Signatory.id).where(Signatory.session == other.id).first()
    assert theirs
    await visitor.read(f"{here}/dokumen/penanda-tangan/{theirs['id']}", status=404)
    await visitor.post(f"{here}/dokumen/penanda-tangan/{theirs['id']}/geser", {"ke": "naik"})
    acts = await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject == "signatory")
    assert {"session.signatory_changed", "session.signatories_ordered"} <= {
        act["action"] for act in acts
    }


async def test_documents_are_downloaded_as_pdf_and_word(app_client: AsyncClient) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    pdf = await visitor._send("GET", f"{here}/dokumen/unduh/berita-acara.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-disposition"] == (
        'attachment; filename="berita-acara-fkp-2024-02-16.pdf"'
    )
    word = await visitor._send("GET", f"{here}/dokumen/unduh/notulen.docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    for unknown in ("berita-acara.exe", "rahasia.pdf", "berita-acara"):
        await visitor.read(f"{here}/dokumen/unduh/{unknown}", status=404)
    whole = await visitor._send("GET", f"{here}/bukti.zip")
    assert "SHA256SUMS.txt" in zipfile.ZipFile(io.BytesIO(whole.content)).namelist()


async def test_photos_and_scans_are_checked_and_shown(
    app_client: AsyncClient, tmp_path: Path
) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    photo = ("evidence", ("foto.jpg", picture(), "image/jpeg"))
    form = {"use": "foto", "caption": "Meja satu", "taken_at": "2024-02-16T09:30"}
    added = await visitor.send_files(f"{here}/berkas", form, [photo, photo])
    assert added.status_code == 303
    page = await visitor.read(f"{here}/berkas")
    assert page.text.count("Meja satu") == 2
    file = await SessionFile.objects().first()
    assert file is not None
    shown = await visitor._send("GET", f"{here}/berkas/{file.id}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert b"rahasia" not in shown.content
    text = ("evidence", ("ba.txt", b"bukan pindaian", "text/plain"))
    for use, files, reason in (
        ("pindaian_ba", [text], "Pindaian harus berupa PDF"),
        ("foto", [text], "Foto harus berupa gambar"),
        ("foto", [], "Pilih berkasnya lebih dahulu."),
        ("pindaian_ba", [photo, photo], "Pilih satu berkas"),
        ("foto", [("evidence", ("x.jpg", b"\xff\xd8\xffrusak", "image/jpeg"))], "rusak"),
    ):
        refused = await visitor.send_files(f"{here}/berkas", {**form, "use": use}, files)
        assert refused.status_code == 422
        assert reason in refused.text
    await visitor.send_files(f"{here}/berkas", {**form, "use": "pindaian_ba"}, [photo])
    await visitor.send_files(f"{here}/berkas", {**form, "use": "pindaian_ba"}, [photo])
    assert await SessionFile.count().where(SessionFile.removed_at.is_null()) == 3
    await visitor.send(f"{here}/berkas/{file.id}/keluarkan", {})
    await visitor.read(f"{here}/berkas/{file.id}", status=404)


async def test_closing_says_what_is_missing_and_asks_why(app_client: AsyncClient) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    page = await visitor.read(f"{here}/tutup")
    missing = [
        link.split(">")[1].split("<")[0]
        for link in page.html.split('<span class="ds-tag"')
        if ">Belum<" in link
        for link in [link.split("<a ")[1]]
    ]
    assert missing == [
        "Semua catatan dikonfirmasi penuturnya",
        "Foto kegiatan",
        "Pindaian Berita Acara yang sudah ditandatangani",
    ]
    assert "3 hal belum lengkap." in page.text
    refused = await visitor.refused(f"{here}/tutup", {"reason": " "})
    assert "Tulis alasannya." in refused.text
    await visitor.send(f"{here}/tutup", {"reason": "Foto menyusul."})
    closed = await Session.objects().get(Session.id == session.id)
    assert closed is not None
    assert closed.closed_at is not None
    act = await SessionClosing.objects().first()
    assert act is not None
    assert (act.reason, act.missing) == ("Foto menyusul.", "confirmed,photos,signed")
    entry = await AuditEntry.objects().get(AuditEntry.action == "session.closed")
    assert entry is not None
    assert "Foto menyusul" not in str(entry.details)
    assert "Foto menyusul." in (await visitor.read(f"{here}/tutup")).text


async def test_reopening_needs_a_reason(app_client: AsyncClient) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)
    await visitor.send(f"{here}/tutup", {"reason": "Selesai."})
    assert "Tulis alasannya." in (await visitor.refused(f"{here}/buka-lagi", {})).text
    await visitor.send(f"{here}/buka-lagi", {"reason": "Satu catatan tertinggal."})
    assert await Session.exists().where(Session.closed_at.is_null())
    page = await visitor.read(f"{here}/tutup")
    assert "Dibuka lagi" in page.text
    assert "Satu catatan tertinggal." in page.text


async def test_an_fgd_is_asked_for_dissent_and_not_for_agreement(app_client: AsyncClient) -> None:
    session = await make_meeting(SessionKind.FGD)
    visitor, here = await _facilitator(app_client, session)
    page = await visitor.read(f"{here}/tutup")
    assert "Pandangan berbeda dicatat" in page.text
    assert "Kesepakatan dicatat" not in page.text
    assert "Penanda tangan dari penyelenggara" not in page.text


async def test_pages_of_a_session_read_as_much_however_many_notes_there_are(
    database: Engine, app_client: AsyncClient
) -> None:
    session = await make_meeting()
    visitor, here = await _facilitator(app_client, session)

    async def cost(path: str) -> int:
        before = database.statements
        await visitor.read(path)
        return database.statements - before

    paths = [f"{here}/tutup", f"{here}/dokumen", f"{here}/berkas", f"{here}/rtl"]
    first = [await cost(path) for path in paths]
    for place in range(30):
        await take_note(
            session=session.id,
            statement=make_statement(f"Lagi {place}."),
            remark=Remark(speaker_code="P1", form=NoteForm.PARAPHRASE),
            unit=None,
            idempotency_key=f"lagi-{place}",
            by=None,
        )
    assert [await cost(path) for path in paths] == first
    assert max(first) <= 23
