"""The finalisation page: what is missing with its links, a stated gap, a public override."""

from httpx import AsyncClient

from consultations.tables import Consultation
from consultations.vocabulary import Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input

GATE = "/kerja/contoh/finalisasi"
FINAL = "/konsultasi/contoh/rancangan/1"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def test_page_names_what_is_missing_and_leads_there(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    assert "Belum ada rancangan" in (await drafter.read(GATE)).text
    await make_draft(consultation)
    entry = await make_input(consultation)
    page = await drafter.read(GATE)
    assert f"/kerja/contoh/masukan/{entry.registration}/keputusan" in page.links()
    assert "0 dari 1" in page.text
    assert "1 dari 6" in page.text
    refused = await drafter.refused(f"{GATE}/unsur/media_massa", {"reason": " "})
    assert len(refused.errors()) == 1
    await drafter.send(f"{GATE}/unsur/media_massa", {"reason": "Diundang, tidak hadir."})
    page = await drafter.read(GATE)
    assert "2 dari 6" in page.text
    assert "Diundang, tidak hadir." in page.text


async def test_override_is_public_and_a_new_round_needs_a_reason(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await make_input(consultation)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    refused = await drafter.refused(GATE, {"version": "1", "edition": "0"})
    assert [error.startswith("Masih ada yang kurang.") for error in refused.errors()] == [True]
    assert refused.field("override_reason").get("aria-invalid") == "true"
    assert "lanjutkan dengan alasan yang dibaca publik" in refused.text
    reason = "Tenggat undang-undang lebih dahulu."
    await drafter.send(GATE, {"version": "1", "edition": "0", "override_reason": reason})
    page = await guest.read(FINAL)
    assert "Ini versi final" in page.text
    assert reason in page.text
    assert "Setiap masukan sudah dijawab: 1 belum" in page.text
    assert "Final" in (await guest.read("/konsultasi/contoh/rancangan/versi")).text
    draft = {"text": "# Lain\n\n1.1 Butir lain."}
    assert "putaran baru" in (await drafter.refused("/kerja/contoh/rancangan", draft)).text
    await drafter.refused(f"{GATE}/putaran", {"round_reason": ""})
    await drafter.send(f"{GATE}/putaran", {"round_reason": "Putusan pengadilan."})
    await drafter.send("/kerja/contoh/rancangan", draft)
    assert "Putusan pengadilan." in (await guest.read(FINAL)).text
