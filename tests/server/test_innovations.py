from io import BytesIO

from httpx import AsyncClient
from openpyxl import load_workbook

from consultations.tables import Consultation, Innovation, Replication, ReplicationFile
from consultations.vocabulary import Role
from tests.client import ORIGIN, Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft
from tests.page import Page

KEEP = "/kerja/contoh/inovasi"
INNOVATION = {
    "title": "Antre Ramah",
    "owner_agency": "Kota A",
    "nri": "NRI-7",
    "awards": "Top 45 (2019)",
    "is_public": "y",
}
REPLICATION = {
    "agency": "Kabupaten B",
    "replication_form": "adaptasi",
    "scope": "sebagian",
    "status": "menunggu",
    "document_kind": "kesepakatan",
    "before": "60 menit",
}


async def _drafter(client: AsyncClient) -> Visitor:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def test_innovation_is_kept_replicated_and_read_by_everyone(app_client: AsyncClient) -> None:
    drafter, guest = await _drafter(app_client), Visitor(app_client)
    assert "Belum ada inovasi" in (await guest.read("/inovasi")).text
    await drafter.read(f"{KEEP}/baru")
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    await drafter.read(f"{place}/replikasi-baru")
    agreement = ("documents", ("mou.txt", b"Kesepakatan replikasi.", "text/plain"))
    sent = await drafter.send_files(f"{place}/replikasi-baru", REPLICATION, [agreement])
    assert sent.status_code == 303
    page = await guest.read("/inovasi?words=ANTRE&bentuk=adaptasi&year=2019")
    link = next(one for one in page.links() if one.startswith("/inovasi/"))
    page = await guest.read(link)
    assert "NRI-7" in page.text
    assert "NRI NRI" not in page.text
    assert "Top 45 2019" in page.text
    assert "60 menit" in page.text
    file = next(one for one in page.links() if one.startswith("/inovasi/dokumen/"))
    download = await guest._send("GET", file)
    assert download.content == b"Kesepakatan replikasi."
    assert download.headers["content-disposition"].startswith("attachment")
    hidden = {name: value for name, value in INNOVATION.items() if name != "is_public"}
    await drafter.send(place, {**hidden, "version": "1"})
    await guest.read(link, status=404)
    await guest.read(file, status=404)
    inside = f"{KEEP}/dokumen/{file.rsplit('/', 1)[1]}"
    assert (await drafter._send("GET", inside)).status_code == 200


async def test_document_is_taken_out_for_everyone(app_client: AsyncClient) -> None:
    drafter, guest = await _drafter(app_client), Visitor(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    wrong = ("documents", ("rahasia.txt", b"Salah unggah.", "text/plain"))
    await drafter.send_files(f"{place}/replikasi-baru", REPLICATION, [wrong])
    use = await Replication.objects().first()
    file = await ReplicationFile.objects().first()
    assert use is not None
    assert file is not None
    replication = f"{place}/replikasi/{use.id}"
    assert "rahasia.txt" in (await drafter.read(replication)).text
    assert (await guest._send("GET", f"/inovasi/dokumen/{file.id}")).status_code == 200
    await drafter.send(f"{replication}/keluarkan/{file.id}", {})
    assert "rahasia.txt" not in (await drafter.read(replication)).text
    assert (await guest._send("GET", f"/inovasi/dokumen/{file.id}")).status_code == 404
    assert (await drafter._send("GET", f"{KEEP}/dokumen/{file.id}")).status_code == 404
    other = await make_consultation(slug="lain")
    account = await make_account(Role.DRAFTER, other.id)
    stranger = await Visitor(app_client).sign_in(account.id)
    theirs = f"/kerja/lain/inovasi/{place.rsplit('/', 1)[1]}/replikasi/{use.id}"
    assert (await stranger.post(f"{theirs}/keluarkan/{file.id}", {})).status_code == 404


async def test_edit_on_an_older_reading_keeps_the_words_and_can_be_sent_again(
    app_client: AsyncClient,
) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    await drafter.send(place, {**INNOVATION, "summary": "Yang pertama.", "version": "1"})
    page = await drafter.refused(place, {**INNOVATION, "summary": "Yang kedua.", "version": "1"})
    assert page.value("summary").strip() == "Yang kedua."
    await drafter.send(
        place, {**INNOVATION, "summary": "Yang kedua.", "version": page.value("version")}
    )
    assert (await drafter.read(place)).value("summary").strip() == "Yang kedua."


async def test_status_needs_its_dates_in_their_order(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    dates = {"proposed_on": "2024-03-01", "decided_on": "2024-02-01", "implemented_on": ""}
    page = await drafter.refused(
        f"{place}/replikasi-baru", {**REPLICATION, **dates, "status": "implemen"}
    )
    assert page.errors() == [
        "Status ini membutuhkan tanggal mulai diterapkan.",
        "Tanggal ini mendahului tahap sebelumnya.",
    ]
    assert page.value("before").strip() == "60 menit"
    assert await Replication.count() == 0
    page = await drafter.refused(
        f"{place}/replikasi-baru", {**REPLICATION, "status": "tolak", "proposed_on": "kemarin"}
    )
    assert len(page.errors()) == 2


async def test_replication_is_brought_up_to_date_on_the_latest_reading_only(
    app_client: AsyncClient,
) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    await drafter.send(f"{place}/replikasi-baru", REPLICATION)
    use = await Replication.objects().first()
    assert use is not None
    address = f"{place}/replikasi/{use.id}"
    page = await drafter.read(address)
    assert (page.value("agency"), page.value("replication_form")) == ("Kabupaten B", "adaptasi")
    later = {**REPLICATION, "version": "1", "impact": "Antrean pendek."}
    await drafter.send(address, later)
    page = await drafter.refused(address, {**later, "impact": "Lain."})
    assert "Orang lain sudah mengubahnya" in page.text
    assert page.value("impact").strip() == "Lain."


async def test_linked_innovation_is_shown_on_the_unit(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    consultation = await Consultation.objects().first()
    assert consultation is not None
    unit = await find_clause(await make_draft(consultation))
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    await drafter.send(f"{place}/butir", {"unit": str(unit.identity)})
    guest = Visitor(app_client)
    address = "/konsultasi/contoh/rancangan/1/butir/1.1.1"
    assert "Praktik baik: Antre Ramah (Kota A)" in (await guest.read(address)).text
    await drafter.send(f"{place}/butir", {"unit": str(unit.identity), "tindakan": "lepas"})
    assert "Praktik baik" not in (await guest.read(address)).text


async def test_sheet_is_previewed_imported_and_downloaded(
    app_client: AsyncClient,
) -> None:
    drafter = await _drafter(app_client)

    async def hand_in(words: str) -> tuple[int, str]:
        files = {"file": ("inovasi.csv", words.encode())}
        sent = await drafter._send(
            "POST", f"{KEEP}/impor", files=files, data={}, headers=dict(ORIGIN)
        )
        if sent.status_code != 303:
            return sent.status_code, Page(sent.text).text
        return 303, sent.headers["location"]

    assert (await hand_in("judul\nx\n"))[0] == 422
    heading = "judul_inovasi;instansi_pemilik;instansi_replikator;bentuk\n"
    _, place = await hand_in(f"{heading}Antre;Kota A;Kota B;tiruan\n")
    page = await drafter.read(place)
    assert "“tiruan” tidak dikenal." in page.text
    assert (await drafter.post(place, {})).status_code == 422
    assert await Innovation.count() == 0
    _, place = await hand_in(f"{heading}Antre;Kota A;Kota B;adopsi\n")
    assert "Impor 1 baris" in (await drafter.read(place)).text
    told = await drafter.read(await drafter.send(place, {}))
    assert "Impor selesai: 1 inovasi dan 1 replikasi baru dicatat." in told.text
    page = await drafter.read(KEEP)
    assert "Antre" in page.text
    assert "Impor selesai" not in page.text
    book = load_workbook(BytesIO((await drafter._send("GET", f"{KEEP}/unduh.xlsx")).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (rows[1][1], rows[1][7], rows[1][9]) == ("Antre", "Kota B", "adopsi")


async def test_meaning_of_a_form_is_edited_and_read_by_everyone(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    await drafter.read(f"{KEEP}/arti")
    meaning = {"adopsi-text": "Dipakai utuh.", "adopsi-text_en": ""}
    await drafter.send(f"{KEEP}/arti/adopsi", meaning)
    public = f"/inovasi/{place.rsplit('/', 1)[1]}"
    assert "Dipakai utuh." in (await Visitor(app_client).read(public)).text
    assert (await drafter.post(f"{KEEP}/arti/tiruan", {})).status_code == 404


async def test_wrong_innovation_stays_typed_and_another_teams_is_not_found(
    app_client: AsyncClient,
) -> None:
    drafter = await _drafter(app_client)
    page = await drafter.refused(f"{KEEP}/baru", {**INNOVATION, "title": "", "awards": "Top 45"})
    assert len(page.errors()) == 2
    assert page.value("nri") == "NRI-7"
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    other = await make_consultation(slug="lain")
    account = await make_account(Role.DRAFTER, other.id)
    stranger = await Visitor(app_client).sign_in(account.id)
    await stranger.read(f"/kerja/lain/inovasi/{place.rsplit('/', 1)[1]}", status=404)


async def test_what_is_kept_already_is_not_entered_again(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    again = {**INNOVATION, "title": "Lain", "nri": "nri-7 "}
    page = await drafter.refused(f"{KEEP}/baru", again)
    assert page.errors() == ["Inovasi dengan kode NRI ini sudah tercatat."]
    assert page.value("title") == "Lain"
    plain = {"title": "Antre", "owner_agency": "Kota A"}
    other = await drafter.send(f"{KEEP}/baru", plain)
    page = await drafter.refused(f"{KEEP}/baru", {**plain, "owner_agency": "KOTA A"})
    assert page.field("title").get("aria-invalid") == "true"
    # To change one is not to enter it again, unless it becomes another one.
    await drafter.send(other, {**plain, "summary": "Cepat.", "version": "1"})
    assert (await drafter.refused(other, {**plain, "nri": "NRI-7", "version": "2"})).errors()

    await drafter.send(f"{place}/replikasi-baru", REPLICATION)
    same = {**REPLICATION, "agency": "kabupaten b"}
    page = await drafter.refused(f"{place}/replikasi-baru", same)
    assert page.errors() == [
        "Replikasi oleh instansi dan unit ini dalam bentuk yang sama sudah tercatat."
    ]
    await drafter.send(f"{place}/replikasi-baru", {**same, "unit": "Dinas C"})


async def test_slip_in_a_year_is_said_beside_the_date(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    place = await drafter.send(f"{KEEP}/baru", INNOVATION)
    for day in ("0025-01-31", "9999-12-31"):
        page = await drafter.refused(f"{place}/replikasi-baru", {**REPLICATION, "proposed_on": day})
        assert page.errors() == ["Tulis tanggal seperti 2026-11-24."]
        assert page.value("proposed_on") == day
    moment = "0001-01-01T00:00"
    page = await drafter.refused(
        "/kerja/contoh/survei", {"title": "Loket", "admission": "terbuka", "starts_at": moment}
    )
    assert page.errors() == ["Tulis tanggal dan jam, misalnya 2026-12-01 09:00."]
    assert page.value("starts_at") == moment
