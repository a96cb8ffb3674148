"""The response matrix and the list of issues: read, downloaded, edited offline and read back."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from httpx import AsyncClient
from openpyxl import load_workbook

from consultations.deciding import Answer, Subject, write_disposition
from consultations.drafting import prepare_draft, publish_draft
from consultations.publications import (
    claim_publication,
    perform_publication,
    request_publication,
)
from consultations.queries.being_heard import Reached, reached_by_element, reached_by_unit
from consultations.response_matrix.columns import DECISION, HEADINGS, KEY, REASON, REPLY
from consultations.tables import Consultation, Deliberation, Input
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role, Visibility
from server.database import Engine
from tests.client import Visitor
from tests.factories import DRAFT, find_clause, make_account, make_consultation, make_draft
from tests.factories import make_input as give

WORK, PUBLIC = "/kerja/contoh/matriks", "/konsultasi/contoh/matriks"
CHANGED = "Masuk akal, kecuali biayanya."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
YES = Answer(Decision.ACCEPTED, "Masuk akal.", "Terima kasih.", "diterima")


async def _entry(registration: str) -> Input:
    found = await Input.objects().get(Input.registration == registration)
    assert found is not None
    return found


async def _decide(registration: str, answer: Answer = YES, *, version: int = 0) -> None:
    entry = await _entry(registration)
    subject = Subject(entry.consultation, input=entry.id)
    await write_disposition(subject=subject, answer=answer, version=version, ready=True, by=None)


async def _told(client: AsyncClient) -> tuple[Consultation, Visitor]:
    """Four inputs: with a proposal, confidential, anonymous, and on the whole draft."""
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit = await find_clause(draft)
    await give(
        consultation,
        unit.id,
        "Kata “cepat” perlu ukuran.",
        proposed_wording="Pelayanan publik selesai dalam satu hari.",
        author_name="Bu Sari",
    )
    await give(consultation, unit.id, "Rahasia sekali.", visibility=Visibility.CONFIDENTIAL)
    await give(
        consultation,
        unit.id,
        "=CMD() Loket & antrean <b>",
        author_name="Pak Budi",
        visibility=Visibility.ANONYMOUS,
    )
    await give(consultation, None, "Naskahnya panjang.")
    account = await make_account(Role.DRAFTER, consultation.id)
    return consultation, await Visitor(client).sign_in(account.id)


async def _file(visitor: Visitor, path: str) -> bytes:
    answer = await visitor._send("GET", path)
    assert answer.status_code == 200
    return bytes(answer.content)


def _word_rows(content: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def _edited(content: bytes, number: str, **cells: str) -> bytes:
    document = docx.Document(io.BytesIO(content))
    rows = document.tables[0].rows
    names = [cell.text for cell in rows[0].cells]
    row = next(row for row in rows if row.cells[1].text == number)
    columns = {"reply": REPLY, "decision": DECISION, "reason": REASON}
    for name, words in cells.items():
        row.cells[names.index(columns[name])].text = words
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


async def _upload(visitor: Visitor, content: bytes, name: str = "matriks.docx") -> str:
    answer = await visitor.send_files(f"{WORK}/baca", {}, [("file", (name, content, WORD))])
    assert answer.status_code == 303, answer.text[-900:]
    return str(answer.headers["location"])


async def test_matrix_has_a_row_for_every_public_input(app_client: AsyncClient) -> None:
    consultation, visitor = await _told(app_client)
    await _decide("CTH-00001")
    page = await visitor.read(WORK)
    assert "3 masukan" in page.text
    assert "1 masukan hanya untuk tim penyusun" in page.text
    assert "Rahasia sekali" not in page.text
    assert "Bu Sari" in page.text
    assert "Pak Budi" not in page.text
    assert "Masuk akal." in page.text
    rows = _word_rows(await _file(visitor, f"{WORK}/unduh/matriks.docx"))
    assert rows[0] == [*HEADINGS, KEY]
    assert [row[1] for row in rows[1:]] == ["CTH-00001", "CTH-00003", "CTH-00004"]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first[DECISION] == "Diterima"
    assert first["Usulan rumusan"] == "Pelayanan publik selesai dalam satu hari."
    assert first["Rumusan semula"].startswith("Pelayanan publik harus mudah")
    assert rows[2][7] == "=CMD() Loket & antrean <b>"
    assert rows[3][5] == "Seluruh naskah"
    found = await visitor.read(f"{WORK}?decision=diterima")
    assert "1 masukan" in found.text
    guest = await Visitor(app_client).read(PUBLIC)
    assert "3 masukan" in guest.text
    assert "Masuk akal." not in guest.text
    del consultation


async def test_public_matrix_shows_published_decisions_and_no_key(app_client: AsyncClient) -> None:
    consultation, visitor = await _told(app_client)
    await _decide("CTH-00001")
    guest = Visitor(app_client)
    assert "0 masukan" in (await guest.read(f"{PUBLIC}?decision=diterima")).text
    account = await make_account(Role.DRAFTER, consultation.id)
    await request_publication(consultation=consultation.id, by=account.id)
    publication = await claim_publication()
    assert publication
    await perform_publication(publication)
    assert "1 masukan" in (await guest.read(f"{PUBLIC}?decision=diterima")).text
    rows = _word_rows(await _file(guest, f"{PUBLIC}/unduh/matriks.docx"))
    assert rows[0] == list(HEADINGS)
    assert rows[1][11] == "Diterima"
    book = load_workbook(io.BytesIO(await _file(guest, f"{PUBLIC}/unduh/matriks.xlsx")))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet["H3"].value == "=CMD() Loket & antrean <b>"
    assert sheet["H3"].data_type == "s"
    assert "Keputusan yang sudah diterbitkan." in {c.value for c in book["Catatan"]["A"]}
    del visitor


async def test_withdrawn_and_withheld_inputs_are_tombstones(app_client: AsyncClient) -> None:
    _, visitor = await _told(app_client)
    for number, column in (("CTH-00003", Input.withdrawn_at), ("CTH-00004", Input.withheld_at)):
        entry = await _entry(number)
        await Input.update({column: entry.received_at}).where(Input.id == entry.id)
    page = await visitor.read(WORK)
    assert "3 masukan" in page.text
    assert "Ditarik oleh penulis" in page.text
    assert "Naskahnya panjang." not in page.text
    rows = _word_rows(await _file(visitor, f"{WORK}/unduh/matriks.docx"))
    assert rows[2][7] == "Ditarik oleh penulis."
    assert rows[2][4] == ""


async def test_new_wording_comes_from_the_next_version(app_client: AsyncClient) -> None:
    consultation, visitor = await _told(app_client)
    text = DRAFT.replace("semua warga", "setiap warga negara")
    draft = await prepare_draft(consultation=consultation.id, text=text, by=None)
    await publish_draft(version=draft.id, by=None)
    rows = _word_rows(await _file(visitor, f"{WORK}/unduh/matriks.docx"))
    assert rows[1][13:15] == [
        "Pelayanan publik harus mudah, cepat dan terjangkau bagi setiap warga negara.",
        "2",
    ]
    issues = await visitor.read("/kerja/contoh/dim")
    assert "Versi 1 dibanding versi 2." in issues.text
    assert "Pelayanan publik selesai dalam satu hari." in issues.text
    only = await Visitor(app_client).read("/konsultasi/contoh/dim?keterangan=substansi")
    assert only.html.count('id="dim-') == 1


async def test_list_of_issues_numbers_every_unit_for_good(app_client: AsyncClient) -> None:
    consultation, visitor = await _told(app_client)
    before = _word_rows(await _file(visitor, "/kerja/contoh/dim/unduh/dim.docx"))
    assert [row[0] for row in before[1:]] == ["1", "2", "3", "4"]
    assert {row[4] for row in before[1:]} == {"Tetap"}
    text = DRAFT.replace(
        "1.1.2 Antrean",
        "1.1.2 Pengaduan dijawab paling lama dalam lima hari kerja.\n\n1.1.3 Antrean",
    )
    draft = await prepare_draft(consultation=consultation.id, text=text, by=None)
    await publish_draft(version=draft.id, by=None)
    after = _word_rows(await _file(visitor, "/kerja/contoh/dim/unduh/dim.docx"))
    numbers = {row[0]: row for row in after[1:]}
    assert sorted(numbers) == ["1", "2", "3", "4", "5"]
    assert numbers["5"][4] == "Substansi baru"
    assert "Pengaduan dijawab" in numbers["5"][3]
    assert "Antrean" in numbers["4"][1]
    assert [row[0] for row in after[1:]] == ["1", "2", "3", "5", "4"]


async def test_word_edited_offline_is_read_back_as_drafts_and_undone(
    app_client: AsyncClient,
) -> None:
    _, visitor = await _told(app_client)
    await _decide("CTH-00001")
    given = await _file(visitor, f"{WORK}/unduh/matriks.docx")
    content = _edited(given, "CTH-00001", decision="Diterima sebagian", reason=CHANGED)
    content = _edited(
        content, "CTH-00003", decision="tidak diterima", reason="Sudah diatur.", reply="Maaf."
    )
    preview = await _upload(visitor, content)
    page = await visitor.read(preview)
    assert "kecuali biayanya" in page.text
    assert "<ins>" in page.html
    assert await Deliberation.count() == 1  # nothing before it is confirmed
    leads = await visitor.send(preview, {})
    rows = {row.input: row for row in await Deliberation.objects()}
    first, third = rows[(await _entry("CTH-00001")).id], rows[(await _entry("CTH-00003")).id]
    assert (first.decision, first.reason, first.state) == (
        "diterima_sebagian",
        CHANGED,
        "konsep",
    )
    assert (third.decision, third.reply, third.published_at) == ("tidak_diterima", "Maaf.", None)
    await visitor.read(preview, status=404)
    done = await visitor.read(leads)
    undo = re.search(r'action="(/kerja/contoh/keputusan/batal/[^"]+)"', done.html)
    assert undo
    await visitor.send(undo[1], {})
    rows = {row.input: row for row in await Deliberation.objects()}
    assert rows[first.input].decision == "diterima"
    assert rows[third.input].decision == ""


async def test_decision_made_meanwhile_is_a_conflict(app_client: AsyncClient) -> None:
    _, visitor = await _told(app_client)
    given = await _file(visitor, f"{WORK}/unduh/matriks.docx")
    await _decide("CTH-00001")
    content = _edited(given, "CTH-00001", decision="Tidak diterima", reason="Tidak.")
    preview = await _upload(visitor, content)
    page = await visitor.read(preview)
    assert "Berbenturan" in page.text
    refused = await visitor.refused(preview, {})
    assert "Tidak ada baris yang dipilih" in refused.text
    entry = await _entry("CTH-00001")
    # Decided on once more after the look.
    await _decide("CTH-00001", version=1)
    stale = await visitor.refused(preview, {"pilih": f"{entry.id}:1"})
    assert "sudah" in stale.text
    await visitor.send(preview, {"pilih": f"{entry.id}:2"})
    row = await Deliberation.objects().get(Deliberation.input == entry.id)
    assert row is not None
    assert row.decision == "tidak_diterima"


async def test_rows_that_cannot_be_taken_over_say_why(app_client: AsyncClient) -> None:
    _, visitor = await _told(app_client)
    given = await _file(visitor, f"{WORK}/unduh/matriks.docx")
    content = _edited(given, "CTH-00001", decision="Entahlah", reason="Ya.")
    content = _edited(content, "CTH-00003", decision="Diterima")
    content = _edited(content, "CTH-00004", reply="Terima kasih.")
    page = await visitor.read(await _upload(visitor, content))
    assert "Keputusan ini tidak dikenal" in page.text
    assert "Tulis alasannya" in page.text
    assert "Isi keputusannya" in page.text
    same = await visitor.read(await _upload(visitor, given))
    assert "Tidak ada yang berubah" in same.text


async def test_sheet_edited_offline_is_read_back(app_client: AsyncClient) -> None:
    _, visitor = await _told(app_client)
    book = load_workbook(io.BytesIO(await _file(visitor, f"{WORK}/unduh/matriks.xlsx")))
    sheet = book.worksheets[0]
    sheet["L2"], sheet["M2"] = "Diterima", "Baik."
    made = io.BytesIO()
    book.save(made)
    preview = await _upload(visitor, made.getvalue(), "matriks.xlsx")
    await visitor.send(preview, {})
    assert await Deliberation.count().where(Deliberation.reason == "Baik.") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4", "tidak dikenal"),
        (b"PK\x03\x04rusak", "rusak"),
        (b"", "Pilih berkasnya"),
    ],
)
async def test_hostile_file_is_refused(app_client: AsyncClient, content: bytes, words: str) -> None:
    _, visitor = await _told(app_client)
    answer = await visitor.send_files(f"{WORK}/baca", {}, [("file", ("m.docx", content, WORD))])
    assert answer.status_code == 422
    assert words in answer.text


async def test_word_file_with_entities_or_without_matrix_is_refused(
    app_client: AsyncClient,
) -> None:
    _, visitor = await _told(app_client)
    plain = io.BytesIO()
    docx.Document().save(plain)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    for content, words in (
        (plain.getvalue(), "Kolom matriks tidak ditemukan"),
        (bomb.getvalue(), "merujuk ke isi dari luar"),
    ):
        answer = await visitor.send_files(f"{WORK}/baca", {}, [("file", ("m.docx", content, WORD))])
        assert answer.status_code == 422
        assert words in answer.text


async def test_queries_do_not_grow_with_the_rows(app_client: AsyncClient, database: Engine) -> None:
    consultation, visitor = await _told(app_client)

    async def count(path: str) -> int:
        before = database.statements
        await visitor.read(path)
        return database.statements - before

    few = [await count(path) for path in (WORK, PUBLIC, "/kerja/contoh/dim")]
    for _ in range(12):
        await give(consultation, proposed_wording="Lain.")
    assert [await count(path) for path in (WORK, PUBLIC, "/kerja/contoh/dim")] == few


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
async def test_libreoffice_opens_the_word_files(app_client: AsyncClient, tmp_path: Path) -> None:
    _, visitor = await _told(app_client)
    for name, path in (("matriks", WORK), ("dim", "/kerja/contoh/dim")):
        (tmp_path / f"{name}.docx").write_bytes(await _file(visitor, f"{path}/unduh/{name}.docx"))
    subprocess.run(  # noqa: ASYNC221 - nothing else runs meanwhile
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
         "--convert-to", "pdf", "matriks.docx", "dim.docx"],
        cwd=tmp_path, check=True, timeout=170, capture_output=True,
    )  # fmt: skip
    for name in ("matriks", "dim"):
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-")


async def test_results_say_what_was_not_done_and_how_far_inputs_got(
    app_client: AsyncClient,
) -> None:
    consultation, _ = await _told(app_client)
    entries = [(await _entry(number)).id for number in ("CTH-00001", "CTH-00003")]
    for name, decision, entry in (
        ("Ukuran", Decision.ACCEPTED, entries[0]),
        ("Loket", Decision.NOT_ACCEPTED, entries[1]),
    ):
        theme = await accept_theme(
            consultation=consultation.id, name=name, placements=[Placement(entry)], by=None
        )
        answer = Answer(decision, f"Karena {name}.", "Terima kasih.")
        subject = Subject(consultation.id, theme=theme.id)
        await write_disposition(subject=subject, answer=answer, version=0, ready=True, by=None)
    await request_publication(consultation=consultation.id, by=None)
    publication = await claim_publication()
    assert publication
    await perform_publication(publication)
    page = await Visitor(app_client).read("/konsultasi/contoh/hasil")
    done, undone = page.html.index("judul-lakukan"), page.html.index("judul-tidak-lakukan")
    assert done < page.html.index("Karena Ukuran.") < undone < page.html.index("Karena Loket.")
    together, reached = await reached_by_element(consultation.id)
    assert together == Reached(heard=3, considered=2, explained=2)
    # So few were heard that naming any element would tell who they are.
    assert set(reached.values()) == {Reached(None, None, None)}
    (unit,) = await reached_by_unit(consultation.id)
    assert (unit[0].number, unit[1]) == ("1.1.1", Reached(2, 2, 2))
    assert 'property="og:description"' in page.html
