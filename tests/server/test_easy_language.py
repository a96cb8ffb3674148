"""The results and versions in easy language."""

from httpx import AsyncClient

from consultations.vocabulary import Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft

TEAM = "/kerja/contoh/bahasa-mudah"
RESULTS = "/konsultasi/contoh/hasil"
DRAFT = "/konsultasi/contoh/rancangan/1"
SWITCH = "Baca dalam bahasa mudah"


async def test_page_can_be_read_easily_once_the_team_wrote_it(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(app_client).sign_in(account.id)
    long = "Kami " + "sangat " * 20 + "senang."
    for about, public in (("hasil", RESULTS), ("1", DRAFT)):
        assert SWITCH not in (await guest.read(public)).text
        assert SWITCH not in (await guest.read(f"{public}?bacaan=mudah")).text
        words = {"text": f"Loket ditambah. {long}", "text_en": "More counters.", "version": "0"}
        await visitor.send(f"{TEAM}/{about}", words)
        page = await visitor.read(f"{TEAM}/{about}")
        assert "22 kata" in page.text
        assert SWITCH in (await guest.read(public)).text
        easy = await guest.read(f"{public}?bacaan=mudah")
        assert "Loket ditambah." in easy.text
        assert "Baca lengkap" in easy.text
        late = await visitor.refused(f"{TEAM}/{about}", {**words, "text": "Tulisan lain."})
        assert "Tulisan lain." in late.text
    assert "Belum ditulis" not in (await visitor.read(TEAM)).text
    assert (await visitor._send("GET", f"{TEAM}/9")).status_code == 404
