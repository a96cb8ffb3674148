"""The evidence bundle: complete, checked, the same each time."""

import hashlib
import io
import zipfile
from pathlib import Path

from consultations.evidence import EvidenceStore
from consultations.session_documents.bundle import CHECKSUMS, CONTENTS, bundle
from consultations.session_records import keep_session_file
from consultations.tables import Session
from consultations.vocabulary import SessionFileUse
from server.database import Engine
from tests.consultations.session_documents.meetings import (
    add_photo,
    dossier,
    make_meeting,
    picture,
)


async def _bundle(session: Session, folder: Path) -> list[bytes]:
    made = bundle(session.consultation, await dossier(session), EvidenceStore(folder).path_of)
    return [piece async for piece in made]


async def test_bundle_holds_every_document_with_its_checksum(
    database: Engine, tmp_path: Path
) -> None:
    session = await make_meeting()
    await add_photo(session, tmp_path, "Peserta <membahas> butir")
    store = EvidenceStore(tmp_path)
    await keep_session_file(
        session=session.id,
        use=SessionFileUse.SIGNED_RECORD,
        file=await store.keep(await store.check(picture(), "ba.jpg")),
        caption="",
        taken_at=None,
        by=None,
    )
    pieces = await _bundle(session, tmp_path)
    assert len(pieces) > 8
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert names == [
        "01-berita-acara.pdf",
        "01-berita-acara-bertanda-tangan.jpg",
        "02-notulen.pdf",
        "03-daftar-hadir.pdf",
        "04-laporan-pelaksanaan.pdf",
        "05-rencana-tindak-lanjut.pdf",
        "06-foto/01.jpg",
        "08-masukan-sesi.csv",
        "08-masukan-sesi.xlsx",
        f"{CONTENTS}.html",
        f"{CONTENTS}.txt",
        CHECKSUMS,
    ]
    sums = dict(
        reversed(line.split("  ")) for line in archive.read(CHECKSUMS).decode().splitlines()
    )
    assert sums == {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in names
        if not name.startswith((CONTENTS, CHECKSUMS))
    }
    contents = archive.read(f"{CONTENTS}.html").decode()
    assert "Peserta &lt;membahas&gt; butir" in contents
    assert all(name in contents for name in sums)
    assert archive.read("08-masukan-sesi.csv").decode().count("Pernyataan") == 12
    assert b"rahasia" not in archive.read("06-foto/01.jpg")


async def test_same_session_gives_the_same_bundle(sqlite_database: Engine, tmp_path: Path) -> None:
    session = await make_meeting(hostile=False)
    first, second = [b"".join(await _bundle(session, tmp_path)) for _ in range(2)]
    assert first == second
