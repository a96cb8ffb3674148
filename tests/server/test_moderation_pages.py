import csv
import io
import stat
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from consultations.queries.moderation import reasons_of
from consultations.responding import respond
from consultations.tables import AuditEntry, Consultation, Input, InputReport
from consultations.vocabulary import Role
from server.app import create_app
from server.security.sealing_keys import sealing_keys
from server.settings import Settings, SettingsError
from tests.analysis.test_campaign_groups import analyse
from tests.analysis.test_campaigns import mail_merged
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
)

NIK = "3201014505900001"
UNIT = "/konsultasi/contoh/rancangan/1/butir/1.1.1"
QUEUE = "/kerja/contoh/moderasi"


async def _set_up(client: AsyncClient) -> tuple[Consultation, Visitor]:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    return consultation, await Visitor(client).sign_in(account.id)


async def _why(consultation: Consultation, place: int = 0) -> str:
    return str((await reasons_of(consultation.id))[place].id)


async def test_personal_data_is_on_no_page_until_a_person_shows_it(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    unit = await find_clause(await make_draft(consultation))
    receipt = await make_input(consultation, unit.id, f"NIK saya {NIK} dipakai orang.")
    case = f"{QUEUE}/{receipt.input}"
    for visitor, path in (
        (guest, UNIT),
        (guest, f"/tanda-terima/{receipt.token}"),
        (drafter, QUEUE),
        (drafter, case),
        (drafter, "/kerja/contoh/masukan"),
    ):
        page = await visitor.read(path)
        assert NIK not in page.html, path
        assert "▇▇▇ [nomor induk disembunyikan]" in page.text, path
    assert "menunggu diperiksa" in (await guest.read(f"/tanda-terima/{receipt.token}")).text
    guest.cookies["bahasa"] = "en"
    assert "▇▇▇ [identity number hidden]" in (await guest.read(UNIT)).text

    response = await drafter.post(f"{case}/asli", {})
    assert response.status_code == 200
    assert NIK in response.text
    assert await AuditEntry.count().where(AuditEntry.action == "original.read") == 1
    span = (await drafter.read(case)).html.partition('name="bagian-')[2].partition('"')[0]
    await drafter.send(f"{case}/bagian", {"version": "1", f"bagian-{span}": "ditampilkan"})
    assert NIK in (await guest.read(UNIT)).text
    assert "Tidak ada yang menunggu" in (await drafter.read(QUEUE)).text


async def test_withheld_input_is_a_tombstone_and_its_author_is_told_why(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    unit = await find_clause(await make_draft(consultation))
    receipt = await make_input(consultation, unit.id, "Kata-kata kasar sekali.")
    case, why = f"{QUEUE}/{receipt.input}", await _why(consultation, 1)
    form = {"version": "0", "why": why, "note": "Sudah kedua kali.", "tindakan": "sembunyikan"}
    await drafter.send(case, form)
    page = await guest.read(UNIT)
    assert "kasar" not in page.text
    assert "Disembunyikan: Menghina, mengancam, atau menyerang pribadi" in page.text
    assert "1 masukan disembunyikan" in page.text
    told = await guest.read(f"/tanda-terima/{receipt.token}")
    assert "Menghina, mengancam" in told.text
    assert "Kata-kata kasar sekali." in told.text
    assert "Sudah kedua kali." not in told.text
    tally = await guest.read("/konsultasi/contoh/moderasi")
    assert [cell.text for cell in tally.classed("number")[1:2]] == ["1"]
    stale = await drafter.refused(case, form)
    assert "Orang lain sudah mengubahnya" in stale.text
    assert stale.value("note") == "Sudah kedua kali."
    act = (await drafter.read(case)).html.partition("/moderasi/tindakan/")[2].partition("/")[0]
    await drafter.send(f"{QUEUE}/tindakan/{act}/batal", {"entry": str(receipt.input)})
    assert "Kata-kata kasar sekali." in (await guest.read(UNIT)).text


async def test_bulk_withholds_with_one_reason_and_says_what_is_missing(
    app_client: AsyncClient,
) -> None:
    consultation, drafter = await _set_up(app_client)
    await make_draft(consultation)
    entries = [(await make_input(consultation, text=f"HP 0812345678{n:02d}")) for n in range(3)]
    chosen = [f"{entry.input}:1" for entry in entries[:2]]
    page = await drafter.refused(QUEUE, {"tindakan": "sembunyikan", "why": "", "note": ""})
    assert "Pilih paling sedikit satu masukan." in page.text
    facts = {"pilih": chosen, "note": "", "tindakan": "sembunyikan"}
    page = await drafter.refused(QUEUE, {**facts, "why": ""})
    assert "Pilih alasan yang akan dibaca pengirimnya." in page.text
    await drafter.send(QUEUE, {**facts, "why": await _why(consultation)})
    assert await Input.count().where(Input.withheld_at.is_not_null()) == 2


async def test_words_are_redacted_by_quoting_without_script(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    unit = await find_clause(await make_draft(consultation))
    entry = (await make_input(consultation, unit.id, "Pak Joko di loket dua kasar.")).input
    form = {
        "version": "0",
        "samarkan-part": "text",
        "samarkan-quote": "Pak Joko",
        "samarkan-why": await _why(consultation),
        "samarkan-note": "",
    }
    wrong = {**form, "samarkan-quote": "Pak Budi"}
    page = await drafter.refused(f"{QUEUE}/{entry}/samarkan", wrong)
    assert page.value("samarkan-quote").strip() == "Pak Budi"
    await drafter.send(f"{QUEUE}/{entry}/samarkan", form)
    text = (await guest.read(UNIT)).text
    assert "▇▇▇ [sebagian kata disembunyikan] di loket dua kasar." in text


async def test_reader_reports_once_without_script_or_account(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    unit = await find_clause(await make_draft(consultation))
    await make_input(consultation, unit.id, "Kasar.")
    path = "/konsultasi/contoh/masukan/CTH-00001/laporkan"
    assert path in (await guest.read(UNIT)).links()
    response = await guest._send("GET", path)
    name, _, value = response.headers["set-cookie"].partition(";")[0].partition("=")
    guest.cookies[name] = value
    page = await guest.refused(path, {"note": "Mohon dilihat."})
    assert page.value("note").strip() == "Mohon dilihat."
    form = {"why": await _why(consultation, 1), "note": "Mohon dilihat."}
    done = await guest.send(path, form)
    assert "Laporan Anda diterima" in (await guest.read(done)).text
    await guest.send(path, form)
    assert await InputReport.count() == 1
    queue = await drafter.read(f"{QUEUE}?sebab=dilaporkan")
    assert "1 laporan" in queue.text
    await guest.read("/konsultasi/contoh/masukan/CTH-00009/laporkan", status=404)


async def test_log_is_a_page_and_a_table_without_words_of_inputs(app_client: AsyncClient) -> None:
    consultation, drafter = await _set_up(app_client)
    await make_draft(consultation)
    entry = (await make_input(consultation, text="Rahasia betul.")).input
    form = {
        "version": "0",
        "why": await _why(consultation),
        "note": "=HYPERLINK(1)",
        "tindakan": "sembunyikan",
    }
    await drafter.send(f"{QUEUE}/{entry}", form)
    page = await drafter.read(f"{QUEUE}/catatan")
    assert "Memuat data pribadi" in page.text
    assert "Rahasia betul." not in page.text
    response = await drafter._send("GET", f"{QUEUE}/catatan.csv")
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert [row["nomor_registrasi"] for row in rows] == ["CTH-00001"]
    assert rows[0]["catatan_tim"] == "'=HYPERLINK(1)"
    assert "Rahasia betul." not in response.text


async def test_reasons_are_worded_and_withdrawn_on_their_page(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    path = f"{QUEUE}/alasan"
    await drafter.refused(path, {"text": " ", "text_en": ""})
    await drafter.send(path, {"text": "Hoaks", "text_en": "Hoax"})
    first = await _why(consultation)
    form = {f"{first}-text": "Ada data pribadi", f"{first}-text_en": "", "version": "1"}
    await drafter.send(f"{path}/{first}", form)
    await drafter.refused(f"{path}/{first}", form)
    offered = [reason.words.text for reason in await reasons_of(consultation.id)]
    assert "Ada data pribadi" not in offered
    assert "Hoaks" in (await guest.read("/konsultasi/contoh/moderasi")).text


@pytest.mark.parametrize("count", [1, 3])
async def test_queue_costs_the_same_however_many_wait(
    app_client: AsyncClient, database: object, count: int
) -> None:
    consultation, drafter = await _set_up(app_client)
    await make_draft(consultation)
    for _ in range(count):
        await make_input(consultation, text=f"NIK {NIK}")
    before = database.statements
    await drafter.read(QUEUE)
    assert database.statements - before == 11


async def test_campaign_is_one_entry_with_a_page_of_its_own(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    unit = await find_clause(await make_draft(consultation))
    for letter in mail_merged(20):
        await make_input(consultation, unit.id, letter)
    await analyse()
    page = await guest.read(UNIT)
    assert "20 masukan, 1 naskah berbeda" in page.text
    assert len(page.classed("entry")) == 1
    group = next(link for link in page.links() if "/serupa/" in link)
    shown = await guest.read(group)
    assert len(shown.classed("entry")) == 20
    assert "Bukan bagian kelompok ini" not in shown.text
    assert "20 masukan dari 20 pengirim" in (await drafter.read("/kerja/contoh/serupa")).text
    team = await drafter.read(group)
    out = next(
        form.get("action") for form in team.all("form") if "keluarkan" in form.get("action", "")
    )
    await drafter.send(out, {})
    assert "19 masukan dari 19 pengirim" in (await drafter.read("/kerja/contoh/serupa")).text


def test_sealing_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    keys = sealing_keys(Settings(data=tmp_path))
    assert sealing_keys(Settings(data=tmp_path)) == keys
    assert stat.S_IMODE((tmp_path / "sealing.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["sealing.key"]
    given = Settings(data=tmp_path / "lain", key=f"{keys[0].decode()}, {keys[0].decode()}")
    assert sealing_keys(given) == keys * 2
    with pytest.raises(SettingsError):
        sealing_keys(Settings(data=tmp_path, key="pendek"))


async def test_key_of_another_installation_opens_nothing_and_says_so(
    app_client: AsyncClient, database: object, tmp_path: Path
) -> None:
    consultation, drafter = await _set_up(app_client)
    await make_draft(consultation)
    entry = (await make_input(consultation, text=f"NIK {NIK}")).input
    app = create_app(Settings(data=tmp_path / "lain"), engine=database)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        drafter.client = client
        response = await drafter.post(f"{QUEUE}/{entry}/asli", {})
    assert response.status_code == 409
    assert "kunci segel" in response.text


async def test_response_is_reported_withheld_and_logged_as_one(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation, drafter = await _set_up(app_client)
    await make_draft(consultation)
    entry = (await make_input(consultation, text="Sopan.")).input
    await respond(entry=entry, text="Bodoh!", author_name="Budi", idempotency_key="a")
    thread = "/konsultasi/contoh/masukan/CTH-00001"
    report = next(link for link in (await guest.read(thread)).links() if "/balasan/" in link)
    assert "Bodoh!" in (await guest.read(report)).text
    await guest.refused(report, {"note": "Kasar."})
    done = await guest.send(report, {"why": await _why(consultation, 1), "note": "Kasar."})
    assert "balasan pada masukan CTH-00001" in (await guest.read(done)).text
    queue = (await drafter.read(f"{QUEUE}?sebab=dilaporkan")).text
    assert ("1 laporan" in queue, "Bodoh!" in queue) == (True, True)
    response = report.split("/")[-2]
    assert "Kasar." in (await drafter.read(f"{QUEUE}/{response}")).text
    form = {
        "pilih": f"{response}:1",
        "why": await _why(consultation, 1),
        "note": "",
        "tindakan": "sembunyikan",
    }
    await drafter.send(QUEUE, form)
    text = (await guest.read(thread)).text
    assert "Disembunyikan: Menghina, mengancam, atau menyerang pribadi" in text
    assert ("Bodoh!" in text, "Budi" in text, "Sopan." in text) == (False, False, True)
    await guest.read(report, status=404)
    tally = (await guest.read("/konsultasi/contoh/moderasi")).text
    assert "Balasan yang disembunyikan menurut alasan" in tally
    log = await drafter._send("GET", f"{QUEUE}/catatan.csv")
    rows = list(csv.DictReader(io.StringIO(log.text.removeprefix("\ufeff"))))
    assert [(row["nomor_registrasi"], row["yang_dimoderasi"]) for row in rows] == [
        ("CTH-00001", "balasan")
    ]
    case = await drafter.read(f"{QUEUE}/{response}")
    assert "Bodoh!" in case.text
    undo = next(
        form.get("action", "")
        for form in case.all("form")
        if form.get("action", "").endswith("/batal")
    )
    await drafter.send(undo, {"entry": response})
    assert "Bodoh!" in (await guest.read(thread)).text
