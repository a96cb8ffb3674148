import pytest

from consultations.drafting import prepare_draft
from consultations.tables import AuditEntry, Input
from consultations.vocabulary import Visibility
from server.database import Engine
from tests.client import Visitor
from tests.factories import DRAFT, find_clause, make_consultation, make_draft, make_input
from tests.page import Page

FORM = {
    "key": "kunci-formulir-1",
    "kind": "keberatan",
    "text": "Kuota antrean daring habis sebelum subuh.",
    "proposed_wording": "",
    "reason": "",
    "element": "pengguna_layanan",
    "scope": "penerapan",
    "region": "Jawa Tengah",
    "on_behalf_of": "pribadi",
    "organisation": "",
    "author_name": "",
    "author_email": "",
    "vulnerable_group": "",
    "visibility": "publik",
    "consent": "y",
}
UNIT = "/konsultasi/contoh/rancangan/1/butir/1.1.1"


async def test_front_page_without_consultations_says_so(guest: Visitor) -> None:
    page = await guest.read("/")
    assert "Belum ada konsultasi" in page.text


async def test_every_public_page_can_be_read(guest: Visitor) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    await make_input(consultation, (await find_clause(draft)).id)
    for path in (
        "/",
        "/konsultasi/contoh",
        "/konsultasi/contoh/rancangan/1",
        "/konsultasi/contoh/rancangan/1/masukan",
        UNIT,
        "/konsultasi/contoh/rancangan/1/bab/I",
        "/konsultasi/contoh/hasil",
        "/masuk",
        "/masuk/apa-saja",
    ):
        await guest.read(path)


async def test_unpublished_draft_is_not_found(guest: Visitor) -> None:
    consultation = await make_consultation()
    await prepare_draft(consultation=consultation.id, text=DRAFT, by=None)
    await guest.read("/konsultasi/contoh/rancangan", status=404)
    await guest.read("/konsultasi/contoh/rancangan/1", status=404)
    await guest.read(UNIT, status=404)


async def test_input_is_registered_with_receipt_and_audit_entry(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    receipt = await guest.send(UNIT, FORM)
    page = await guest.read(receipt)
    assert "CTH-00001" in page.text
    assert FORM["text"] in page.text
    assert FORM["text"] in (await guest.read(UNIT)).text
    assert await AuditEntry.count().where(AuditEntry.action == "input.registered") == 1


async def test_same_form_sent_twice_is_stored_once(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    assert await guest.send(UNIT, FORM) == await guest.send(UNIT, FORM)
    assert await Input.count() == 1


async def test_same_key_with_other_text_is_refused_with_text_kept(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    await guest.send(UNIT, FORM)
    page = await guest.refused(UNIT, {**FORM, "text": "Lain sama sekali."})
    assert page.value("text").strip() == "Lain sama sekali."
    assert await Input.count() == 1


async def test_bad_form_names_every_error_and_keeps_what_was_typed(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    typed = {
        **FORM,
        "text": "",
        "kind": "usulan_rumusan",
        "element": "",
        "consent": "",
        "on_behalf_of": "lembaga",
        "reason": "Karena begitu.",
        "author_email": "bukan surel",
    }
    page = await guest.refused(UNIT, typed)
    assert sorted(page.errors()) == sorted(
        [
            "Tulis masukan Anda.",
            "Tulis rumusan yang Anda usulkan.",
            "Pilih unsur yang paling sesuai.",
            "Tulis nama lembaga atau kelompok yang Anda wakili.",
            "Tulis alamat surel seperti nama@contoh.go.id.",
            "Beri persetujuan agar masukan dapat dicatat.",
        ]
    )
    assert page.value("reason").strip() == "Karena begitu."
    assert page.value("author_email") == "bukan surel"
    assert page.value("kind") == "usulan_rumusan"
    assert page.value("key") == FORM["key"]
    assert page.classed("ds-error-summary")[0].get("autofocus") is not None
    assert await Input.count() == 0


async def test_htmx_gets_only_the_form_back(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    response = await guest.post(UNIT, {**FORM, "text": ""}, **{"HX-Request": "true"})
    assert response.status_code == 422
    page = Page(response.text, fragment=True)
    assert [form.get("id") for form in page.all("form")] == ["form-masukan"]
    done = await guest.post(UNIT, FORM, **{"HX-Request": "true"})
    assert done.headers["HX-Redirect"].startswith("/tanda-terima/")


async def test_closed_window_refuses_input(guest: Visitor) -> None:
    await make_draft(await make_consultation(accepts_input=False))
    assert "sedang tidak dibuka" in (await guest.read(UNIT)).text
    page = await guest.refused(UNIT, FORM)
    assert await Input.count() == 0
    assert "Masa penyampaian" in page.text


async def test_guest_is_refused_where_an_account_is_needed(guest: Visitor) -> None:
    await make_draft(await make_consultation(guests_may_comment=False))
    await guest.refused(UNIT, FORM)
    assert await Input.count() == 0


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_visibility_decides_what_the_public_sees(
    guest: Visitor, visibility: Visibility
) -> None:
    await make_draft(await make_consultation())
    await guest.send(
        UNIT,
        {
            **FORM,
            "author_name": "Sari Dewi",
            "author_email": "sari@contoh.id",
            "visibility": visibility.value,
        },
    )
    page = await guest.read(UNIT)
    assert ("Sari Dewi" in page.text) == (visibility is Visibility.PUBLIC)
    assert (FORM["text"] in page.text) == (visibility is not Visibility.CONFIDENTIAL)
    assert "sari@contoh.id" not in page.html


async def test_markup_in_input_stays_text(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    hostile = '<script>alert(1)</script><img src=x onerror=alert(2)> <a hx-get="/x">k</a>'
    receipt = await guest.send(UNIT, {**FORM, "text": hostile, "author_name": hostile})
    for path in (UNIT, receipt):
        assert hostile in (await guest.read(path)).text


async def test_post_from_another_site_is_refused(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    for headers in (
        {"Origin": "https://jahat.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://jahat.example", "Sec-Fetch-Site": ""},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    ):
        response = await guest.post(UNIT, FORM, **headers)
        assert response.status_code == 403
    assert await Input.count() == 0


async def test_guest_pages_set_no_cookie_and_carry_security_headers(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    for path in (UNIT, "/tidak-ada"):
        response = await guest._send("GET", path)
        assert "set-cookie" not in response.headers
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_english_reader_gets_english(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    guest.cookies["bahasa"] = "en"
    page = await guest.read("/konsultasi/contoh")
    assert page.root.get("lang") == "en"
    assert "Example Roadmap" in page.title


async def test_long_list_is_paged_newest_first(guest: Visitor) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    for number in range(60):
        await make_input(consultation, unit.id, f"Masukan ke-{number:02d}.")
    page = await guest.read(UNIT)
    assert len(page.classed("entry")) == 50
    assert "Masukan ke-59." in page.text
    assert "Masukan ke-09." not in page.text
    rest = await guest.read(f"{UNIT}?halaman=2", htmx=True)
    assert len(rest.classed("entry")) == 10
    assert "form-masukan" not in [form.get("id") for form in rest.all("form")]


@pytest.mark.parametrize("count", [1, 3])
async def test_unit_page_costs_the_same_however_many_inputs(
    guest: Visitor, database: Engine, count: int
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    for _ in range(count):
        await make_input(consultation, unit.id)
    before = database.statements
    await guest.read(UNIT)
    assert database.statements - before == 11
    again = database.statements
    await guest.read(UNIT)
    # Nothing was committed since; only PostgreSQL must be asked whether that is so.
    assert database.statements - again == (database.engine_type == "postgres")
