import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from consultations.clock import now
from consultations.drafting import prepare_draft, publish_draft
from consultations.queries.threads import place_of
from consultations.responding import respond
from consultations.tables import Consultation, EvidenceFile, Input, Phase, Response, Support, Unit
from consultations.vocabulary import InputKind, Role, Visibility
from server.database import Engine
from server.security.device import DEVICE_COOKIE
from tests.client import ORIGIN, Visitor
from tests.factories import (
    DRAFT,
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
)
from tests.page import Page
from tests.server.test_public_pages import FORM, UNIT

TEXT = "Pelayanan publik harus mudah, cepat dan terjangkau bagi semua warga."
BASE = "/konsultasi/contoh"


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    return target.getvalue()


async def make_unit() -> tuple[Consultation, Unit]:
    consultation = await make_consultation()
    return consultation, await find_clause(await make_draft(consultation))


async def test_quoted_words_are_marked_and_lead_to_the_input(guest: Visitor) -> None:
    await make_unit()
    await guest.send(UNIT, {**FORM, "quote": "mudah,  cepat"})
    page = await guest.read(UNIT)
    marks = page.all("mark")
    assert ["".join(mark.itertext()) for mark in marks] == ["mudah, cepat"]
    assert "#masukan-CTH-00001" in page.links()
    assert page.classed("quoted")
    row = await Input.objects().first()
    assert (row.quote, row.quote_start) == ("mudah, cepat", TEXT.index("mudah"))
    assert row.quote_suffix.startswith(" dan terjangkau")


async def test_overlapping_quotes_are_marked_without_losing_text(guest: Visitor) -> None:
    await make_unit()
    for number, quote in enumerate(("mudah, cepat dan", "cepat dan terjangkau")):
        await guest.send(UNIT, {**FORM, "key": f"k{number}", "quote": quote})
    page = await guest.read(UNIT)
    assert "".join(page.classed("unit-text")[0].itertext()).strip() == TEXT
    assert len(page.all("mark")) == 3


@pytest.mark.parametrize("quote", ["tidak ada kata ini", "a"])
async def test_quote_that_fits_nowhere_or_anywhere_is_refused(guest: Visitor, quote: str) -> None:
    await make_unit()
    page = await guest.refused(UNIT, {**FORM, "quote": quote})
    assert len(page.errors()) == 1
    assert page.value("quote").strip() == quote
    assert page.value("text").strip() == FORM["text"]
    assert await Input.count() == 0


async def test_proposed_wording_is_shown_as_a_difference(guest: Visitor) -> None:
    await make_unit()
    wording = TEXT.replace("cepat", "tepat")
    await guest.send(UNIT, {**FORM, "kind": "usulan_rumusan", "proposed_wording": wording})
    page = await guest.read(UNIT)
    spoken = [" ".join("".join(e.itertext()).split()) for e in (*page.all("del"), *page.all("ins"))]
    assert spoken == ["[dihapus: cepat]", "[ditambahkan: tepat]"]


async def test_evidence_is_kept_and_handed_out_as_a_download(guest: Visitor) -> None:
    await make_unit()
    files = [
        ("evidence", ("foto\u202e.png", png(), "image/png")),
        ("evidence", ("data.csv", b"a,b\n", "text/csv")),
    ]
    sent = await guest.send_files(UNIT, FORM, files)
    assert sent.status_code == 303
    page = await guest.read(UNIT)
    links = [link for link in page.links() if link.startswith("/bukti/")]
    assert len(links) == 2
    guest.cookies["rembuk_masuk"] = "apa-saja"
    answer = await guest._send("GET", links[0])
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "image/png"
    assert "set-cookie" not in answer.headers


async def test_refused_file_keeps_what_was_typed(guest: Visitor) -> None:
    await make_unit()
    answer = await guest.send_files(
        UNIT, FORM, [("evidence", ("gambar.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"))]
    )
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.value("text").strip() == FORM["text"]
    assert "gambar.svg" in page.errors()[0]
    assert "Pilih lagi berkasnya" in page.errors()[0]
    assert await Input.count() == 0


@pytest.mark.parametrize("accepts_input", [True, False])
async def test_files_of_a_refused_form_are_not_kept(
    guest: Visitor, tmp_path: Path, accepts_input: bool
) -> None:
    await make_draft(await make_consultation(accepts_input=accepts_input))
    form = {**FORM, "text": ""} if accepts_input else FORM
    answer = await guest.send_files(UNIT, form, [("evidence", ("a.csv", b"a,b\n", "text/csv"))])
    assert answer.status_code == 422
    assert [path for path in (tmp_path / "bukti").rglob("*") if path.is_file()] == []


async def test_six_files_are_too_many(guest: Visitor) -> None:
    await make_unit()
    files = [("evidence", (f"{n}.csv", b"a,b\n", "text/csv")) for n in range(6)]
    answer = await guest.send_files(UNIT, FORM, files)
    assert answer.status_code == 422
    assert "Paling banyak 5 berkas." in Page(answer.text).errors()[0]


async def test_same_form_with_files_sent_twice_is_stored_once(guest: Visitor) -> None:
    await make_unit()
    files = [("evidence", ("data.csv", b"a,b\n", "text/csv"))]
    one, other = [await guest.send_files(UNIT, FORM, files) for _ in range(2)]
    assert one.headers["location"] == other.headers["location"]
    assert (await Input.count(), await EvidenceFile.count()) == (1, 1)


async def test_confidential_evidence_is_for_the_team_only(guest: Visitor) -> None:
    consultation, _ = await make_unit()
    await guest.send_files(
        UNIT,
        {**FORM, "visibility": "rahasia"},
        [("evidence", ("data.csv", b"a,b\n", "text/csv"))],
    )
    evidence = (await EvidenceFile.objects().first()).id
    await guest.read(f"/bukti/{evidence}", status=404)
    team = Visitor(guest.client)
    await team.sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    found = await team._send("GET", f"/kerja/contoh/bukti/{evidence}")
    assert (found.status_code, found.content) == (200, b"a,b\n")
    elsewhere = await make_consultation(slug="lain")
    other = Visitor(guest.client)
    await other.sign_in((await make_account(Role.DRAFTER, elsewhere.id)).id)
    assert (await other._send("GET", f"/kerja/contoh/bukti/{evidence}")).status_code == 403
    assert (await other._send("GET", f"/kerja/lain/bukti/{evidence}")).status_code == 404


async def test_guest_supports_once_and_sees_it(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    choice = {"pilih": f"mendukung:{number}", "kembali": UNIT}
    first = await guest.post(f"{BASE}/dukungan", choice)
    assert first.headers["location"] == f"{UNIT}#masukan-{number}"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    guest.cookies[DEVICE_COOKIE] = cookie.split("=", 1)[1].split(";")[0]
    again = await guest.post(f"{BASE}/dukungan", choice)
    assert "set-cookie" not in again.headers
    assert await Support.count() == 1
    page = await guest.read(UNIT)
    pressed = [b.get("value") for b in page.all("button") if b.get("aria-pressed") == "true"]
    assert pressed == [f"batal:{number}"]
    guest.cookies.clear()
    page = await guest.read(UNIT)
    assert [b for b in page.all("button") if b.get("aria-pressed") == "true"] == []
    assert "1 orang mendukung" in page.text


async def test_forged_device_mark_is_not_believed(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    guest.cookies[DEVICE_COOKIE] = "palsu.00000000000000000000000000000000"
    answer = await guest.post(f"{BASE}/dukungan", {"pilih": f"mendukung:{number}"})
    assert "set-cookie" in answer.headers


async def test_who_read_the_way_to_report_takes_sides_with_one_mark(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    answer = await guest._send("GET", f"{BASE}/masukan/{number}/laporkan")
    cookie = answer.headers["set-cookie"]
    assert "Path=/;" in f"{cookie};"
    guest.cookies[DEVICE_COOKIE] = cookie.split("=", 1)[1].split(";")[0]
    for _ in range(2):
        answer = await guest.post(f"{BASE}/dukungan", {"pilih": f"mendukung:{number}"})
        assert "set-cookie" not in answer.headers
    assert await Support.count() == 1


async def test_htmx_gets_the_changed_buttons(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    answer = await guest.post(
        f"{BASE}/dukungan", {"pilih": f"tidak_mendukung:{number}"}, **{"HX-Request": "true"}
    )
    page = Page(answer.text, fragment=True)
    assert page.all("span")[0].get("id") == f"suara-{number}"
    assert [b.get("aria-pressed") for b in page.all("button")] == ["false", "true"]


@pytest.mark.parametrize("choice", ["", "mendukung:", "hapus:CTH-00001", "mendukung:CTH-99999"])
async def test_senseless_choice_is_not_found(guest: Visitor, choice: str) -> None:
    await make_unit()
    assert (await guest.post(f"{BASE}/dukungan", {"pilih": choice})).status_code == 404


async def test_responses_are_listed_and_official_ones_marked(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    thread = f"{BASE}/masukan/{number}"
    response = {"key": "a", "text": "Saya juga mengalaminya.", "author_name": "Budi"}
    assert await guest.send(f"{thread}/balasan", response) == f"{thread}?terkirim=true#balasan"
    await guest.send(f"{thread}/balasan", response)
    team = await Visitor(guest.client).sign_in(
        (await make_account(Role.DRAFTER, consultation.id)).id
    )
    await team.send(f"{thread}/balasan", {"key": "b", "text": "Kami catat.", "author_name": ""})
    page = await guest.read(thread)
    assert await Response.count() == 2
    assert page.text.count("Balasan resmi tim penyusun") == 1
    assert "2 balasan" in (await guest.read(UNIT)).text


async def test_empty_response_is_refused(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    number = (await Input.objects().first()).registration
    page = await guest.refused(f"{BASE}/masukan/{number}/balasan", {"key": "a", "text": " "})
    assert page.errors() == ["Tulis balasan Anda."]


async def test_consultation_without_responses_takes_none(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    await Consultation.update({Consultation.responses_allowed: False}, force=True)
    number = (await Input.objects().first()).registration
    assert "tidak dibuka untuk balasan" in (await guest.read(f"{BASE}/masukan/{number}")).text
    await guest.post(f"{BASE}/masukan/{number}/balasan", {"key": "a", "text": "Halo"})
    assert await Response.count() == 0


async def test_long_thread_is_paged(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    entry = await make_input(consultation, unit.id)
    for n in range(52):
        await respond(entry=entry.input, text=f"B{n}", author_name=None, idempotency_key=str(n))
    page = await guest.read(f"{BASE}/masukan/{entry.registration}?halaman=2")
    assert len(page.classed("response")) == 2


async def test_number_leads_to_the_page_of_the_list(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    receipts = [await make_input(consultation, unit.id) for _ in range(55)]
    answer = await guest._send("GET", f"/masukan/{receipts[0].registration.lower()}")
    target = answer.headers["location"]
    assert target == f"{UNIT}?halaman=2#masukan-{receipts[0].registration}"
    page = await guest.read(target.split("#")[0])
    assert f"masukan-{receipts[0].registration}" in page.html
    whole = await make_input(consultation)
    answer = await guest._send("GET", f"/masukan/{whole.registration}")
    assert answer.headers["location"].startswith(f"{BASE}/rancangan/1/masukan#")
    await guest.read("/masukan/CTH-99999", status=404)


async def test_confidential_number_leads_the_team_only(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    entry = await make_input(consultation, unit.id, visibility=Visibility.CONFIDENTIAL)
    await guest.read(f"/masukan/{entry.registration}", status=404)
    await guest.read(f"{BASE}/masukan/{entry.registration}", status=404)
    team = await Visitor(guest.client).sign_in(
        (await make_account(Role.DRAFTER, consultation.id)).id
    )
    answer = await team._send("GET", f"/masukan/{entry.registration}")
    assert answer.headers["location"] == f"/kerja/contoh/masukan/{entry.registration}"
    assert (await place_of(entry.registration)).public is False


async def test_list_is_sorted_and_filtered_as_the_address_says(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    for n in range(3):
        kind = InputKind.QUESTION if n == 1 else InputKind.OBJECTION
        await make_input(consultation, unit.id, f"Isi {n}", kind=kind)
    await Input.update({Input.supports: 5}).where(Input.text == "Isi 1")

    async def listed(query: str) -> list[str]:
        page = await guest.read(UNIT + query)
        return ["".join(e.itertext()).split("Isi ")[1][0] for e in page.classed("entry")]

    assert await listed("") == ["2", "1", "0"]
    assert await listed("?urut=terlama") == ["0", "1", "2"]
    assert await listed("?urut=terdukung") == ["1", "2", "0"]
    assert await listed("?jenis=keberatan&urut=terlama") == ["0", "2"]
    assert await listed("?urut=ngawur&jenis=ngawur") == ["2", "1", "0"]
    assert "Tidak ada masukan yang cocok" in (await guest.read(f"{UNIT}?jenis=dukungan")).text


async def test_pages_keep_the_choice(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    for _ in range(51):
        await make_input(consultation, unit.id)
    page = await guest.read(f"{UNIT}?urut=terlama&jenis=keberatan")
    assert f"{UNIT}?urut=terlama&jenis=keberatan&halaman=2" in page.links()


async def test_author_edits_within_the_window_and_the_team_sees_it(guest: Visitor) -> None:
    consultation, _ = await make_unit()
    receipt = await guest.send(UNIT, FORM)
    page = await guest.read(f"{receipt}/ubah")
    assert page.value("text").strip() == FORM["text"]
    words = {
        "edition": page.value("edition"),
        "text": "Kuota habis.",
        "proposed_wording": "",
        "reason": "",
    }
    assert await guest.send(f"{receipt}/ubah", words) == receipt
    assert "disunting" in (await guest.read(UNIT)).text
    refused = await guest.refused(f"{receipt}/ubah", {**words, "text": "Lain."})
    assert refused.value("text").strip() == "Lain."
    team = await Visitor(guest.client).sign_in(
        (await make_account(Role.DRAFTER, consultation.id)).id
    )
    assert FORM["text"] in (await team.read("/kerja/contoh/masukan/CTH-00001")).text
    assert FORM["text"] not in (await guest.read(UNIT)).text


async def test_edit_is_not_offered_after_the_window(guest: Visitor) -> None:
    await make_unit()
    receipt = await guest.send(UNIT, FORM)
    await Input.update({Input.received_at: now() - timedelta(minutes=31)}, force=True)
    assert f"{receipt}/ubah" not in (await guest.read(receipt)).links()
    page = await guest.refused(f"{receipt}/ubah", {"edition": "1", "text": "Lain."})
    assert "sudah lewat" in page.text


async def test_withdrawn_input_leaves_a_tombstone(guest: Visitor) -> None:
    await make_unit()
    receipt = await guest.send(UNIT, {**FORM, "quote": "mudah, cepat", "author_name": "Sari"})
    assert FORM["text"] in (await guest.read(UNIT)).text
    await guest.read(f"{receipt}/tarik")
    await guest.send(f"{receipt}/tarik", {})
    page = await guest.read(UNIT)
    assert "Ditarik oleh penulis" in page.text
    assert "CTH-00001" in page.text
    assert FORM["text"] not in page.html
    assert "Sari" not in page.html
    assert page.all("mark") == []
    assert "0 masukan" in page.text
    thread = await guest.read(f"{BASE}/masukan/CTH-00001")
    assert FORM["text"] not in thread.html
    assert "sudah ditarik" in (await guest.read(receipt)).text


async def test_guest_input_is_claimed_after_signing_in(guest: Visitor) -> None:
    await make_unit()
    receipt = await guest.send(UNIT, FORM)
    assert f"/masuk?lanjut={receipt}" in (await guest.read(receipt)).links()
    author = await Visitor(guest.client).sign_in((await make_account()).id)
    assert "Belum ada masukan" in (await author.read("/akun/masukan")).text
    await author.send(f"{receipt}/simpan", {})
    assert FORM["text"] in (await author.read("/akun/masukan")).text
    own = await author.read("/akun/masukan/CTH-00001")
    assert receipt.rsplit("/", 1)[1] not in own.html
    await author.send("/akun/masukan/CTH-00001/tarik", {})
    other = await Visitor(guest.client).sign_in((await make_account()).id)
    await other.read("/akun/masukan/CTH-00001", status=404)
    assert (await other.post("/akun/masukan/CTH-00001/tarik", {})).status_code == 404
    assert (await other.post(f"{receipt}/simpan", {})).status_code == 409


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("", ""),
        ("Pelayanan publik harus mudah, cepat", "berbunyi: “Pelayanan publik harus mudah, tepat”"),
        ("cepat", "tidak kami temukan lagi dengan pasti"),
    ],
)
async def test_receipt_shows_what_a_later_version_changed(
    guest: Visitor, quote: str, said: str
) -> None:
    consultation, unit = await make_unit()
    receipt = await guest.send(UNIT, {**FORM, "quote": quote})
    assert "Rumusan yang berubah" not in (await guest.read(receipt)).text
    later = await prepare_draft(
        consultation=consultation.id, text=DRAFT.replace("mudah, cepat", "mudah, tepat"), by=None
    )
    await Unit.update({Unit.identity: unit.identity}).where(
        (Unit.version == later.id) & (Unit.number == "1.1.1")
    )
    await publish_draft(version=later.id, by=None)
    page = await guest.read(receipt)
    assert "[ditambahkan: tepat]" in page.text
    assert said in page.text
    assert quote or "yang Anda kutip" not in page.text
    assert f"{BASE}/rancangan/2/butir/1.1.1" in page.links()


async def test_closed_window_shows_counts_without_buttons(guest: Visitor) -> None:
    consultation, unit = await make_unit()
    await make_input(consultation, unit.id)
    await Phase.update({Phase.accepts_input: False}, force=True)
    page = await guest.read(UNIT)
    assert page.classed("side") == []
    assert "mendukung" not in page.text
    await Input.update({Input.supports: 3}, force=True)
    await Consultation.update({Consultation.revision: Consultation.revision + 1}, force=True)
    assert "3 mendukung, 0 tidak" in (await guest.read(UNIT)).text


async def test_hostile_words_stay_words_everywhere(guest: Visitor) -> None:
    await make_unit()
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    receipt = await guest.send(UNIT, {**FORM, "proposed_wording": hostile, "reason": hostile})
    await guest.send(
        f"{BASE}/masukan/CTH-00001/balasan", {"key": "a", "text": hostile, "author_name": hostile}
    )
    for path in (UNIT, receipt, f"{receipt}/ubah", f"{BASE}/masukan/CTH-00001"):
        assert hostile in (await guest.read(path)).html.replace("&lt;", "<").replace(
            "&gt;", ">"
        ).replace("&#34;", '"')
        assert (await guest.read(path)).all("script")[-1].text is None


async def test_sign_in_that_ended_meanwhile_loses_no_word(guest: Visitor) -> None:
    await make_draft(await make_consultation(guests_may_comment=False))
    assert guest.cookies == {}
    page = await guest.refused(UNIT, FORM)
    assert page.value("text").strip() == FORM["text"]
    assert page.value("element") == FORM["element"]
    assert f"/masuk?lanjut={UNIT}" in page.links()


async def test_window_that_closed_meanwhile_loses_no_word(guest: Visitor) -> None:
    await make_draft(await make_consultation(accepts_input=False))
    assert (await guest.refused(UNIT, FORM)).value("text").strip() == FORM["text"]


@pytest.mark.parametrize("number", ["%00", "CTH%0000001", "x" * 60, "..%2F..", "' OR 1=1 --"])
async def test_senseless_number_is_not_found(guest: Visitor, number: str) -> None:
    await make_unit()
    await guest.read(f"/masukan/{number}", status=404)
    await guest.read(f"{BASE}/masukan/{number}", status=404)


async def test_form_that_is_no_text_is_the_senders_mistake(guest: Visitor) -> None:
    await make_unit()
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    answer = await guest._send(
        "POST",
        UNIT,
        content=body,
        headers={**ORIGIN, "Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("count", [1, 3])
async def test_pages_cost_the_same_however_much_was_said(
    guest: Visitor, database: Engine, count: int
) -> None:
    consultation, unit = await make_unit()
    receipt = await guest.send(UNIT, FORM)
    for n in range(count):
        await make_input(consultation, unit.id)
        await respond(
            entry=(await Input.objects().first()).id,
            text=f"B{n}",
            author_name=None,
            idempotency_key=str(n),
        )
    author = await Visitor(guest.client).sign_in((await make_account()).id)
    await author.send(f"{receipt}/simpan", {})
    costs = {}
    for path in (f"{BASE}/masukan/CTH-00001", receipt, "/akun/masukan", "/masukan/CTH-00001"):
        before = database.statements
        await author._send("GET", path)
        costs[path.replace(receipt, "receipt")] = database.statements - before
    assert costs == {
        f"{BASE}/masukan/CTH-00001": 14,
        "receipt": 12,
        "/akun/masukan": 4,
        "/masukan/CTH-00001": 4,
    }


async def test_file_of_a_submission_refused_late_is_not_left_behind(
    guest: Visitor, tmp_path: Path
) -> None:
    await make_unit()
    form = {**FORM, "key": "satu"}
    mine = [("evidence", ("a.csv", b"a,b\n", "text/csv"))]
    assert (await guest.send_files(UNIT, form, mine)).status_code == 303
    # The same key with other words is refused by the domain, after the files were kept.
    other = {**form, "text": "Kata lain."}
    more = [*mine, ("evidence", ("b.csv", b"c,d\n", "text/csv"))]
    assert (await guest.send_files(UNIT, other, more)).status_code == 422
    left = [path for path in (tmp_path / "bukti").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in left] == [b"a,b\n"]
