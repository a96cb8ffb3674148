"""Notes that are taken while the network is away: none lost, none twice, in order.

``REMBUK_OFFLINE_SCHEDULES=200`` plays that many random schedules (about two minutes); fewer run
by default.
"""

import os
import sqlite3
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from consultations.vocabulary import Role
from server.security.identity import COOKIE
from tests.browser.conftest import OpenAs
from tests.browser.site import Site

SCHEDULES = int(os.environ.get("REMBUK_OFFLINE_SCHEDULES", "16"))
AT_ONCE = 8
STEPS = 30
PLAY = Path(__file__).with_name("offline_schedules.js").read_text(encoding="utf-8")
FIELDS = {"speaker_code": "P3", "element": "pengguna_layanan", "note_form": "parafrase"}
EMPTY = "stance unit region proposed_wording agreement agreeing neutral disagreeing dissent"


@pytest.fixture
def room(site: Site) -> tuple[str, uuid.UUID]:
    """The address of a session that nobody else has noted in."""
    first, fresh = site.parameters["session:uuid"], uuid.uuid4()
    with sqlite3.connect(site.database, timeout=10) as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM session WHERE id = ?", (first,)).fetchone())
        row |= {"id": str(fresh), "code": "", "closed_at": None, "last_note": 0, "last_change": 0}
        marks = ", ".join("?" for _ in row)
        database.execute(
            f"INSERT INTO session ({', '.join(row)}) VALUES ({marks})", [*row.values()]
        )
    return f"/kerja/{site.slug}/sesi/{fresh}", fresh


def _stored(site: Site, session: uuid.UUID) -> list[str]:
    with sqlite3.connect(site.database, timeout=10) as database:
        rows = database.execute(
            "SELECT input.text FROM note JOIN input ON input.id = note.input "
            "WHERE note.session = ? ORDER BY note.noted_at, note.position",
            (str(session),),
        )
        return [row[0] for row in rows]


def _note(page: Page, text: str) -> None:
    page.get_by_label("Yang disampaikan").fill(text)
    page.get_by_label("Yang disampaikan").press("Control+Enter")
    expect(page.get_by_label("Yang disampaikan")).to_have_value("")


def _choose_speaker(page: Page) -> None:
    page.get_by_label("Kode penutur").fill("P3")
    page.get_by_label("Unsur penutur").select_option("pengguna_layanan")


def _ready(page: Page) -> None:
    """Until the device says that it can open the page without a network."""
    expect(page.locator("#siap-luring")).to_be_visible()


def _reopened(context: BrowserContext, page: Page, path: str) -> Page:
    page.close()
    page = context.new_page()
    page.goto(path)
    return page


def test_thirty_notes_offline_with_the_tab_closed_in_between(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    watcher = open_as(Role.FACILITATOR)
    watcher.visit(path)
    device = open_as(Role.NOTE_TAKER)
    context, page = device.page.context, device.page
    device.visit(path)
    _ready(page)
    texts = [f"Catatan nomor {number}." for number in range(1, 31)]
    context.set_offline(True)
    _choose_speaker(page)
    for text in texts[:15]:
        _note(page, text)
    panel = page.locator("#antrean-catatan")
    expect(panel).to_contain_text("15 catatan tersimpan di perangkat")
    page = _reopened(context, page, path)
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("#antrean-catatan")).to_contain_text("15 catatan tersimpan di perangkat")
    _choose_speaker(page)
    for text in texts[15:]:
        _note(page, text)
    page = _reopened(context, page, path)
    assert _stored(site, session) == []
    context.set_offline(False)
    expect(watcher.page.locator("#daftar-catatan article")).to_have_count(30)
    assert _stored(site, session) == texts
    shown = watcher.page.locator("#daftar-catatan article > div").all_inner_texts()
    assert [text.strip() for text in shown] == texts[::-1]
    # The page that was opened without a network becomes the whole page again by itself.
    expect(page.locator("#daftar-catatan article")).to_have_count(30)
    expect(page.locator("[data-offline]")).to_have_count(0)
    assert watcher.complaints == []


def test_page_opened_without_a_network_becomes_whole_with_nothing_to_send(
    open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, _ = room
    device = open_as(Role.NOTE_TAKER)
    context, page = device.page.context, device.page
    device.visit(path)
    _ready(page)
    context.set_offline(True)
    page = _reopened(context, page, path)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.get_by_label("Yang disampaikan").fill("Sedang ditulis")
    context.set_offline(False)
    # Words that are being typed are waited for.
    page.wait_for_timeout(1500)
    expect(page.get_by_label("Yang disampaikan")).to_have_value("Sedang ditulis")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.get_by_label("Yang disampaikan").fill("")
    expect(page.locator("[data-offline]")).to_have_count(0)


def test_note_sent_twice_in_a_hurry_is_one(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    device = open_as(Role.NOTE_TAKER)
    device.visit(path)
    _choose_speaker(device.page)
    device.page.get_by_label("Yang disampaikan").fill("Sekali saja.")
    device.page.evaluate(
        "() => { const form = document.getElementById('form-catatan');"
        " form.requestSubmit(); form.requestSubmit(); }"
    )
    expect(device.page.locator("#daftar-catatan article")).to_have_count(1)
    expect(device.page.locator("#antrean-catatan")).to_contain_text("sudah terkirim")
    assert _stored(site, session) == ["Sekali saja."]


def test_two_devices_at_once_see_each_others_notes(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    one, two = open_as(Role.NOTE_TAKER), open_as(Role.FACILITATOR)
    for device in (one, two):
        device.visit(path)
        _choose_speaker(device.page)
    for number in range(5):
        _note(one.page, f"Satu {number}.")
        _note(two.page, f"Dua {number}.")
    for device in (one, two):
        expect(device.page.locator("#daftar-catatan article")).to_have_count(10)
        expect(device.page.locator("#antrean-catatan")).to_contain_text("sudah terkirim")
    assert sorted(_stored(site, session)) == sorted(
        f"{who} {number}." for who in ("Satu", "Dua") for number in range(5)
    )
    assert one.complaints == two.complaints == []


def test_ended_sign_in_keeps_the_notes_and_no_other_account_sends_them(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    device = open_as(Role.NOTE_TAKER)
    context, page = device.page.context, device.page
    device.visit(path)
    _ready(page)
    _choose_speaker(page)
    mine = next(c for c in context.cookies() if c["name"] == COOKIE)
    context.clear_cookies(name=COOKIE)
    _note(page, "Sesudah masa masuk berakhir.")
    panel = page.locator("#antrean-catatan")
    expect(panel).to_contain_text("Masa masuk Anda sudah berakhir")
    assert _stored(site, session) == []

    theirs = [{"name": COOKIE, "value": site.cookies[Role.FACILITATOR], "url": site.address}]
    context.add_cookies(theirs)
    # The open page still is the first one's, though the browser is the other's by now.
    _note(page, "Masih halaman yang pertama.")
    page = _reopened(context, page, path)
    expect(page.locator("#antrean-catatan")).to_contain_text("milik Nanda Notulis")
    _choose_speaker(page)
    _note(page, "Dari akun kedua.")
    expect(page.locator("#daftar-catatan article")).to_have_count(1)
    assert _stored(site, session) == ["Dari akun kedua."]

    context.add_cookies([{"name": COOKIE, "value": mine["value"], "url": site.address}])
    page = _reopened(context, page, path)
    expect(page.locator("#daftar-catatan article")).to_have_count(3)
    assert sorted(_stored(site, session)) == [
        "Dari akun kedua.",
        "Masih halaman yang pertama.",
        "Sesudah masa masuk berakhir.",
    ]


def test_refused_note_says_why_and_is_corrected(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    device = open_as(Role.NOTE_TAKER)
    page = device.page
    device.visit(path)
    _choose_speaker(page)
    page.get_by_label("Butir").fill("9.9.9")
    _note(page, "Tentang butir yang salah.")
    panel = page.locator("#antrean-catatan")
    expect(panel).to_contain_text("Ditolak")
    expect(panel).to_contain_text("Butir dengan nomor ini tidak ada.")
    _note(page, "Yang ini benar.")
    expect(page.locator("#daftar-catatan article")).to_have_count(1)
    panel.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_label("Yang disampaikan")).to_have_value("Tentang butir yang salah.")
    page.get_by_label("Butir").fill("3.1.2")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("#daftar-catatan article")).to_have_count(2)
    assert _stored(site, session) == ["Tentang butir yang salah.", "Yang ini benar."]


def test_random_schedules_lose_nothing_and_double_nothing(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    device = open_as(Role.NOTE_TAKER)
    page = device.page
    page.set_default_timeout(100_000)
    device.visit(path)
    writer = page.locator("#antrean-catatan").get_attribute("data-writer")
    fields = {**FIELDS, **dict.fromkeys(EMPTY.split(), "")}
    facts = {"work": path, "writer": writer, "fields": fields, "steps": STEPS}
    expected: dict[int, list[str]] = {}
    posts = 0
    for first in range(0, SCHEDULES, AT_ONCE):
        seeds = range(first, min(first + AT_ONCE, SCHEDULES))
        played = page.evaluate(
            f"all => Promise.all(all.map({PLAY}))", [{**facts, "seed": seed} for seed in seeds]
        )
        for seed, outcome in zip(seeds, played, strict=True):
            assert outcome["left"] == [], seed
            expected[seed] = outcome["added"]
            posts += outcome["posts"]
    stored = _stored(site, session)
    for seed, added in expected.items():
        assert [text for text in stored if text.startswith(f"Jadwal {seed},")] == added, seed
    total = sum(map(len, expected.values()))
    print(f"\n{SCHEDULES} schedules: {total} notes, {posts} posts, 0 lost, 0 twice, in order")
    assert len(stored) == total


def test_plain_form_works_without_scripts(
    site: Site, open_as: OpenAs, room: tuple[str, uuid.UUID]
) -> None:
    path, session = room
    device = open_as(Role.NOTE_TAKER, javascript=False)
    device.visit(path)
    page = device.page
    _choose_speaker(page)
    page.get_by_label("Yang disampaikan").fill("Tanpa skrip.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("#daftar-catatan article")).to_have_count(1)
    expect(page.get_by_label("Kode penutur")).to_have_value("P3")
    assert _stored(site, session) == ["Tanpa skrip."]
