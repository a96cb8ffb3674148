"""A session's documents: all fields, both kinds, PDF as pictures, Word through LibreOffice."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pypdfium2
import pytest

from consultations.clock import now
from consultations.evidence import EvidenceStore
from consultations.session_documents.composing import compose_document
from consultations.session_documents.typesetting import NotSet, typeset
from consultations.session_records import RecordWords, write_record
from consultations.tables import Note, Participant, Session
from consultations.vocabulary import Attribution, SessionDocumentKind, SessionKind
from server.database import Engine
from tests.consultations.session_documents.meetings import (
    HOSTILE,
    add_photo,
    dossier,
    make_meeting,
)


async def _set(
    session: Session, kind: SessionDocumentKind, folder: Path, suffix: str = "pdf"
) -> bytes:
    composed = compose_document(kind, await dossier(session), EvidenceStore(folder).path_of)
    return await typeset(composed, suffix)


def words_in_pdf(pdf: bytes) -> str:
    """All words of all pages, with one space between."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


async def test_record_of_an_fkp_has_every_field(sqlite_database: Engine, tmp_path: Path) -> None:
    session = await make_meeting(hostile=False)
    words = words_in_pdf(await _set(session, SessionDocumentKind.RECORD, tmp_path))
    for expected in (
        "KEMENTERIAN CONTOH",
        "BERITA ACARA KESEPAKATAN",
        "Forum Konsultasi Publik (FKP)",
        "Nomor: B/12/FKP/II/2024",
        "Jumat, tanggal enam belas bulan Februari tahun dua ribu dua puluh empat",
        "pukul 09.00 sampai 12.00 WIB",
        "bertempat di Balai Kota Semarang",
        "Layanan dekat warga",
        "UU Nomor 25 Tahun 2009",
        "9 (sembilan) orang, 1 (satu) orang di antaranya daring; hadir 4 dari 6 unsur",
        "Paparan rancangan",
        "Mayoritas",
        "setuju 7, netral 1, menolak 1",
        "Keberatan dan pandangan berbeda",
        "Sebagian menilai cukup dua minggu.",
        "Jadwal diumumkan sebulan sebelumnya.",
        "Demikian berita acara ini dibuat",
        "Retno Wulandari",
        "(tanda tangan basah, 16 Februari 2024)",
        "Mengetahui,",
        "Notulen: 12 catatan",
        "Bahan paparan",
        "Halaman 1 dari 2",
    ):
        assert expected in words


async def test_record_of_an_fgd_claims_no_agreement_and_says_dissent(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    session = await make_meeting(SessionKind.FGD, hostile=False)
    words = words_in_pdf(await _set(session, SessionDocumentKind.RECORD, tmp_path))
    assert "BERITA ACARA PELAKSANAAN" in words
    assert "tidak dimaksudkan untuk mengambil kesepakatan" in words
    assert "Pandangan berbeda" in words
    assert "Kesepakatan" not in words
    await Note.update({Note.dissent: None}).where(Note.session == session.id)
    silent = words_in_pdf(await _set(session, SessionDocumentKind.RECORD, tmp_path))
    assert "Belum dicatat apakah ada pandangan berbeda." in silent
    await write_record(session=session.id, words=RecordWords(no_dissent=True), version=1, by=None)
    asked = words_in_pdf(await _set(session, SessionDocumentKind.RECORD, tmp_path))
    assert "Tidak ada pandangan berbeda yang dinyatakan peserta." in asked


@pytest.mark.parametrize(
    ("attribution", "shown", "hidden"),
    [
        (Attribution.OPEN, ("Peserta 05 (", "Ahli atau praktisi"), ("Peserta 03", "P3")),
        (Attribution.ELEMENT_ONLY, ("Ahli atau praktisi",), ("P3",)),
        (Attribution.NONE, (), ("P3", "Ahli atau praktisi")),
    ],
)
async def test_minutes_name_speakers_as_the_session_allows(
    sqlite_database: Engine,
    tmp_path: Path,
    attribution: Attribution,
    shown: tuple[str, ...],
    hidden: tuple[str, ...],
) -> None:
    session = await make_meeting(hostile=False)
    session.attribution = attribution.value
    await session.save()
    fifth = (Participant.session == session.id) & (Participant.code == "P5")
    await Participant.update({Participant.name_consent_at: now()}).where(fifth)
    words = words_in_pdf(await _set(session, SessionDocumentKind.MINUTES, tmp_path))
    assert [part in words for part in shown] == [True] * len(shown)
    assert [part in words for part in hidden] == [False] * len(hidden)


async def test_attendance_list_holds_no_more_than_it_needs(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    session = await make_meeting(hostile=False)
    words = words_in_pdf(await _set(session, SessionDocumentKind.ATTENDANCE, tmp_path))
    assert "Peserta 01" in words
    assert "Tanda tangan" in words
    assert "rahasia@contoh.id" not in words
    assert "kursi roda" not in words


@pytest.mark.parametrize("kind", list(SessionDocumentKind))
async def test_hostile_words_are_words_in_every_document(
    sqlite_database: Engine, tmp_path: Path, kind: SessionDocumentKind
) -> None:
    session = await make_meeting()
    await add_photo(session, tmp_path, f"Foto {HOSTILE}"[:300])
    pdf = await _set(session, kind, tmp_path)
    # A word that is too long for its cell may break; its letters stay.
    assert '#panic("habis")' in words_in_pdf(pdf)
    assert '#read("/etc/passwd")' in words_in_pdf(pdf)
    word = docx.Document(io.BytesIO(await _set(session, kind, tmp_path, "docx")))
    assert '#panic("habis")' in words_in_word(word)


def words_in_word(word: object) -> str:
    """All words of a Word file."""
    return " ".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(SessionDocumentKind))
async def test_pages_are_filled_and_nothing_runs_over_their_edge(
    sqlite_database: Engine, tmp_path: Path, kind: SessionDocumentKind
) -> None:
    session = await make_meeting()
    await Note.update({Note.dissent: "Mempertanggungjawabkan" * 20}).where(
        Note.session == session.id
    )
    await add_photo(session, tmp_path)
    pdf = pypdfium2.PdfDocument(await _set(session, kind, tmp_path))
    for page in pdf:
        picture = page.render(scale=0.6).to_pil().convert("L")
        inked = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()
        assert inked is not None
        left, top, right, bottom = inked
        edge = 0.6 * 72 * 1.2 / 2.54
        assert left > edge
        assert top > edge
        assert right < picture.width - edge
        assert bottom < picture.height - edge


async def test_same_session_gives_the_same_bytes(sqlite_database: Engine, tmp_path: Path) -> None:
    session = await make_meeting()
    for suffix in ("pdf", "docx"):
        first, second = [
            await _set(session, SessionDocumentKind.RECORD, tmp_path, suffix) for _ in range(2)
        ]
        assert first == second


async def test_word_has_real_styles_and_headings_that_repeat(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    session = await make_meeting(hostile=False)
    word = docx.Document(
        io.BytesIO(await _set(session, SessionDocumentKind.RECORD, tmp_path, "docx"))
    )
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Subtitle", "Heading 1"} <= styles
    table = next(t for t in word.tables if t.rows[0].cells[0].text == "No.")
    assert "w:tblHeader" in table.rows[0]._tr.xml


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
async def test_libreoffice_opens_every_word_file(sqlite_database: Engine, tmp_path: Path) -> None:
    session = await make_meeting()
    await add_photo(session, tmp_path)
    names = []
    for kind in SessionDocumentKind:
        (tmp_path / f"{kind.value}.docx").write_bytes(await _set(session, kind, tmp_path, "docx"))
        names.append(f"{kind.value}.docx")
    subprocess.run(  # noqa: ASYNC221 - nothing else runs meanwhile
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
         "--convert-to", "pdf", *names],
        cwd=tmp_path, check=True, timeout=170, capture_output=True,
    )  # fmt: skip
    for kind in SessionDocumentKind:
        words = words_in_pdf((tmp_path / f"{kind.value}.pdf").read_bytes())
        assert '#panic("habis")' in words
        assert "KEMENTERIAN CONTOH" in words


async def test_missing_picture_leaves_a_report_without_it(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    session = await make_meeting(hostile=False)
    await add_photo(session, tmp_path)
    gone = tmp_path / "kosong"
    assert "Dokumentasi" not in words_in_pdf(await _set(session, SessionDocumentKind.REPORT, gone))


async def test_document_that_cannot_be_set_is_refused(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await make_meeting(hostile=False)
    monkeypatch.setattr("consultations.session_documents.typesetting._SETTING", "tidak.ada")
    with pytest.raises(NotSet):
        await _set(session, SessionDocumentKind.RECORD, tmp_path)


def test_web_process_loads_neither_typst_nor_word() -> None:
    asked = "import sys, server.app; print(sorted({'typst', 'docx', 'PIL'} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
