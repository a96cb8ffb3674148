"""A list that has no such page (any more) leads to its last one."""

import pytest
from httpx import AsyncClient

from consultations.vocabulary import Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft

KEEP = "/kerja/contoh/inovasi"
PAST = ["2", "99", "9" * 30]


async def _drafter(client: AsyncClient) -> Visitor:
    consultation = await make_consultation()
    await make_draft(consultation)
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def test_page_past_the_end_leads_to_the_last_page_of_what_was_chosen(
    app_client: AsyncClient,
) -> None:
    drafter, guest = await _drafter(app_client), Visitor(app_client)
    for number in range(21):
        facts = {"title": f"Antre {number:02}", "owner_agency": "Kota A", "is_public": "y"}
        await drafter.send(f"{KEEP}/baru", facts)
    for past in PAST[1:]:
        moved = await guest._send("GET", f"/inovasi?words=antre&halaman={past}&order=judul")
        assert moved.status_code == 303
        assert moved.headers["location"] == "/inovasi?words=antre&order=judul&halaman=2"
    last = await guest.read("/inovasi?words=antre&order=judul&halaman=2")
    assert "Antre 20" in last.text
    assert "21–21 dari 21" in last.text
    # Where nothing matches there is no page to lead to.
    assert "Tidak ada inovasi yang cocok" in (await guest.read("/inovasi?words=x&halaman=9")).text


@pytest.mark.parametrize("past", PAST)
async def test_pages_that_guests_share_lead_back_too(app_client: AsyncClient, past: str) -> None:
    drafter, guest = await _drafter(app_client), Visitor(app_client)
    for reader, path in ((guest, "/konsultasi/contoh/dim"), (drafter, "/kerja/contoh/dim")):
        moved = await reader._send("GET", f"{path}?halaman={past}")
        assert moved.status_code == 303
        assert moved.headers["location"] == f"{path}?halaman=1"
        assert "Tidak ada butir" not in (await reader.read(f"{path}?halaman=1")).text
