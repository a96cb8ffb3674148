import pytest
from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.mentioning import MentionState, NearUnit, find_mentions, suggest_near
from consultations.tables import Consultation, Input, UnitMention
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role, Visibility
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input

WORK = "/kerja/contoh/rujukan"
PUBLIC = "/konsultasi/contoh/rancangan/1/butir/1.1.2"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _mentioning(consultation: Consultation, **facts: object) -> tuple[object, object]:
    """An input on 1.1.1 that names 1.1.2 and is in an answered theme."""
    draft = await make_draft(consultation)
    unit = await find_clause(draft)
    entry = await make_input(
        consultation, unit.id, "Butir 1.1.2 lebih penting daripada butir 1.1.1.", **facts
    )
    theme = await accept_theme(
        consultation=consultation.id,
        name="Loket penuh",
        placements=[Placement(entry.input)],
        by=None,
    )
    answer = Answer(decision=Decision.ACCEPTED, reason="Ya.", reply="Ya.")
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=True, by=None)
    return await find_clause(draft, "1.1.2"), theme


async def test_mention_is_found_confirmed_and_leads_both_ways(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit, _ = await _mentioning(consultation)
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    assert "Loket penuh" not in (await guest.read(PUBLIC)).text
    assert await drafter.send(f"{WORK}/cari", {}) == WORK
    before = database.statements
    page = await drafter.read(WORK)
    assert database.statements - before == 6
    assert "“Butir 1.1.2” merujuk Butir 1.1.2" in page.text
    await drafter.send(f"{WORK}/cari", {})
    found = await UnitMention.select(UnitMention.id)
    assert len(found) == 1

    form = {"pilih": str(found[0]["id"]), "tindakan": "dipastikan", "keadaan": "menunggu"}
    await drafter.send(WORK, form)
    before = database.statements
    both = await drafter.read(f"{WORK}/butir")
    assert database.statements - before == 8
    shown = await drafter.read(f"{WORK}/butir/{unit.identity}")
    assert "Menyebut “Butir 1.1.2”" in shown.text
    assert "Loket penuh" in shown.text
    assert both.text.count("Loket penuh") == 3
    assert "Loket penuh" in (await guest.read(PUBLIC)).text

    await drafter.send(WORK, {**form, "tindakan": "ditolak", "keadaan": "dipastikan"})
    assert "Loket penuh" not in (await guest.read(PUBLIC)).text
    assert "1 rujukan" in (await drafter.read(f"{WORK}?keadaan=ditolak", htmx=True)).text


async def test_a_decision_stays_and_looking_again_finds_only_news(database: Engine) -> None:
    consultation = await make_consultation()
    await _mentioning(consultation)
    assert await find_mentions(consultation=consultation.id) == 1
    await UnitMention.update({UnitMention.state: MentionState.REJECTED.value}, force=True)
    await make_input(consultation, text="Bab I dan 1.1.1 saja.")
    assert await find_mentions(consultation=consultation.id) == 2
    states = await UnitMention.select(UnitMention.state, UnitMention.words).order_by(
        UnitMention.words
    )
    assert [tuple(row.values()) for row in states] == [
        ("menunggu", "1.1.1"),
        ("menunggu", "Bab I"),
        ("ditolak", "Butir 1.1.2"),
    ]


async def test_confidential_input_links_nothing_in_public(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await _mentioning(consultation, visibility=Visibility.CONFIDENTIAL)
    await find_mentions(consultation=consultation.id)
    await UnitMention.update({UnitMention.state: MentionState.CONFIRMED.value}, force=True)
    assert "Loket penuh" not in (await Visitor(app_client).read(PUBLIC)).text


@pytest.mark.parametrize("value", ["bukan-id", "6e6f6f70-0000-4000-8000-000000000000"])
async def test_unknown_mentions_and_states_do_nothing(app_client: AsyncClient, value: str) -> None:
    consultation = await make_consultation()
    await _mentioning(consultation)
    await find_mentions(consultation=consultation.id)
    drafter = await _drafter(app_client, consultation)
    answer = await drafter.post(WORK, {"pilih": value, "tindakan": "dipastikan"})
    assert answer.status_code in {303, 404}
    assert (await drafter.post(WORK, {"tindakan": "apa"})).status_code == 404
    assert await UnitMention.count().where(UnitMention.state != "menunggu") == 0
    await drafter.read(f"{WORK}/butir/6e6f6f70-0000-4000-8000-000000000000", status=404)


async def test_other_consultations_mentions_are_not_decided(app_client: AsyncClient) -> None:
    consultation, other = await make_consultation(), await make_consultation(slug="lain")
    await _mentioning(other)
    await find_mentions(consultation=other.id)
    drafter = await _drafter(app_client, consultation)
    row = await UnitMention.objects().first()
    assert row is not None
    await drafter.send(WORK, {"pilih": str(row.id), "tindakan": "dipastikan"})
    assert await UnitMention.count().where(UnitMention.state == "menunggu") == 1
    assert await Input.count() == 1


async def test_unit_near_in_meaning_counts_once_a_person_confirms_it(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit, _ = await _mentioning(consultation)
    row = await Input.select(Input.id).first()
    assert row is not None
    near = [NearUnit(row["id"], unit.id, 0.31)]
    here = {"consultation": consultation.id, "inputs": [row["id"]]}
    assert await suggest_near(**here, near=near) == 1
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    page = await drafter.read(f"{WORK}?cara=makna")
    assert "Isinya tentang Butir 1.1.2" in page.text
    assert "maknanya sangat dekat (0,31 dari 1)" in page.text
    assert "Loket penuh" not in (await guest.read(PUBLIC)).text
    assert "0 rujukan" in (await drafter.read(f"{WORK}?cara=disebut")).text
    # Without a choice the list opens in which something waits.
    assert "Isinya tentang Butir 1.1.2" in (await drafter.read(WORK)).text

    found = await UnitMention.select(UnitMention.id).first()
    assert found is not None
    form = {"pilih": str(found["id"]), "cara": "makna", "keadaan": "menunggu"}
    back = await drafter.send(WORK, {**form, "tindakan": "dipastikan"})
    assert back == f"{WORK}?cara=makna&keadaan=menunggu"
    # A later analysis leaves what a person has decided.
    assert await suggest_near(**here, near=near) == 0
    assert "Loket penuh" in (await guest.read(PUBLIC)).text
    shown = await drafter.read(f"{WORK}/butir/{unit.identity}")
    assert "Isinya tentang butir ini" in shown.text

    await drafter.send(WORK, {**form, "tindakan": "menunggu"})
    assert "Loket penuh" not in (await guest.read(PUBLIC)).text
    assert await suggest_near(**here, near=[]) == 0
    assert not await UnitMention.exists()
