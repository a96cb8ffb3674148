"""A brand-new consultation: every page says what is missing and where to begin."""

import pytest
from httpx import AsyncClient

from consultations.theming import accept_theme
from consultations.vocabulary import Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input

WORK, PUBLIC = "/kerja/contoh", "/konsultasi/contoh"
# Pages of the team: what they say, and where they lead.
PAGES = {
    "": ("Mulai dari sini", "/pengaturan/jadwal"),
    "/keputusan": ("Belum ada tema yang diterima", "/tema"),
    "/keputusan/masukan": ("Belum ada masukan", "/rancangan"),
    "/keputusan/terbitkan": ("Belum ada yang siap terbit", "/keputusan"),
    "/matriks": ("Belum ada masukan", "/impor"),
    "/masukan": ("Belum ada masukan", "/impor"),
    "/perubahan": ("Belum ada usulan rumusan", "/keputusan"),
    "/finalisasi": ("Belum ada rancangan", "/rancangan"),
}


async def _drafter(client: AsyncClient) -> Visitor:
    account = await make_account(Role.DRAFTER, (await make_consultation()).id)
    return await Visitor(client).sign_in(account.id)


@pytest.mark.parametrize("path", PAGES)
async def test_team_page_without_anything_says_what_to_do_first(
    app_client: AsyncClient, path: str
) -> None:
    drafter = await _drafter(app_client)
    words, leads = PAGES[path]
    page = await drafter.read(WORK + path)
    assert words in page.text
    main = next(one for one in page.all("main"))
    links = [link.get("href") for link in main.iter("{http://www.w3.org/1999/xhtml}a")]
    assert WORK + leads in links
    for wrong in ("Ubah atau hapus saringan", "Terpenuhi"):
        assert wrong not in page.text


async def test_narrowed_list_says_that_it_is_narrowed(app_client: AsyncClient) -> None:
    drafter = await _drafter(app_client)
    for path in ("/keputusan", "/keputusan/masukan", "/matriks", "/masukan"):
        page = await drafter.read(f"{WORK}{path}?words=antre")
        assert "Ubah atau hapus saringan" in page.text


async def test_themes_to_decide_on_are_found_by_a_part_of_their_name(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    for name in ("Antrean 50%", "Loket"):
        await accept_theme(consultation=consultation.id, name=name, placements=[], by=None)
    page = await drafter.read(f"{WORK}/keputusan?words=ANTREAN+50%25")
    assert "Antrean 50%" in page.text
    assert "1 tema" in page.text


async def test_public_pages_count_nothing_that_is_not_there(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    guest = Visitor(app_client)
    assert "Belum ada masukan" in (await guest.read(f"{PUBLIC}/matriks")).text
    page = await guest.read(f"{PUBLIC}/data")
    assert "0 masukan" not in page.text
    assert "Surel, nomor telepon" in page.text
    await make_draft(consultation)
    await make_input(consultation)
    assert "Belum ada masukan" not in (await guest.read(f"{PUBLIC}/matriks")).text


async def test_first_steps_go_away_when_they_are_done(app_client: AsyncClient) -> None:
    consultation = await make_consultation(announced=False)
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    note_taker = await Visitor(app_client).sign_in(
        (await make_account(Role.NOTE_TAKER, consultation.id)).id
    )
    await make_draft(consultation)
    page = await drafter.read(WORK)
    assert "Siap Siapkan dan terbitkan rancangan" in page.text
    assert "Mulai dari sini" not in (await note_taker.read(WORK)).text
    await drafter.send(f"{WORK}/pengaturan/umumkan", {})
    assert "Mulai dari sini" not in (await drafter.read(WORK)).text
