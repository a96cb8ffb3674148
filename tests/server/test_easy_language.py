"""The results and versions in easy language."""

from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.easy_language import about_theme
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input

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


async def test_answer_to_a_theme_can_be_read_easily(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation)
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(entry.input)], by=None
    )
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(app_client).sign_in(account.id)
    about = f"{TEAM}/{about_theme(theme.id)}"
    decision = f"/kerja/contoh/tema/{theme.id}/keputusan"
    assert about not in (await visitor.read(decision)).links()
    await visitor.read(about, status=404)
    answer = Answer(Decision.ACCEPTED, "Benar.", "Terima kasih.")
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=True, by=None)
    assert about in (await visitor.read(decision)).links()
    assert "Jawaban: Loket Belum ditulis" in (await visitor.read(TEAM)).text
    words = {"text": "Kami menambah loket.", "text_en": "", "version": "0"}
    await visitor.send(about, words)
    await visitor.send(f"{TEAM}/hasil", {**words, "text": "Kami mendengar."})
    assert "Dalam bahasa mudahKami menambah loket." in (await guest.read(RESULTS)).text
    easy = await guest.read(f"{RESULTS}?bacaan=mudah")
    assert "Kami mendengar." in easy.text
    assert "Kami menambah loket." in easy.text
