import asyncio
from pathlib import Path

import msgspec
from httpx import AsyncClient

from analysis.likes import Like
from consultations.answering import Answer, answer_theme
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Element, Visibility
from server.database import Engine
from server.settings import Settings
from tests.client import Visitor
from tests.factories import find_clause, make_consultation, make_draft, make_input

SEARCH = "/konsultasi/contoh/cari"


async def test_units_and_inputs_are_found_by_words(guest: Visitor) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    await make_input(consultation, unit.id, "Antrean daring habis sebelum subuh.")
    await make_input(consultation, unit.id, "Jam layanan terlalu pendek.")
    page = await guest.read(f"{SEARCH}?words=antre")
    assert "Antrean daring habis" in page.text
    assert "Jam layanan" not in page.text
    assert any(link.endswith("/butir/1.1.2") for link in page.links())
    assert page.value("words") == "antre"
    assert "Tidak ada masukan yang cocok" in (await guest.read(f"{SEARCH}?words=zzz")).text
    assert "2 masukan" in (await guest.read(SEARCH)).text


async def test_what_the_public_may_not_read_is_not_found(guest: Visitor) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await make_input(consultation, text="Rahasia loket.", visibility=Visibility.CONFIDENTIAL)
    await make_input(consultation, text="Hubungi loket di 081234567890 segera.")
    page = await guest.read(f"{SEARCH}?words=loket")
    assert "Rahasia" not in page.text
    assert "1 masukan" in page.text
    assert "0 masukan" in (await guest.read(f"{SEARCH}?words=081234567890")).text


async def test_found_inputs_are_narrowed_and_the_choice_stays(guest: Visitor) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await make_input(consultation, text="Loket satu.", region="Bali")
    await make_input(consultation, text="Loket dua.", element=Element.MEDIA)
    page = await guest.read(f"{SEARCH}?words=loket&region=Bali")
    assert "Loket satu." in page.text
    assert "Loket dua." not in page.text
    assert page.value("region") == "Bali"
    odd = await guest.read(f"{SEARCH}?words=loket&element=ngawur&order=ngawur&theme=x&halaman=-3")
    assert "2 masukan" in odd.text


async def test_decision_narrows_only_as_far_as_it_is_published(guest: Visitor) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = await make_input(consultation, text="Loket kurang.")
    await make_input(consultation, text="Loket lain.")
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(entry.input)], by=None
    )
    answer = Answer(Decision.ACCEPTED, "Perlu.", "Ditambah.")
    address = f"{SEARCH}?decision=diterima"
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=False, by=None)
    assert "0 masukan" in (await guest.read(address)).text
    await answer_theme(theme=theme.id, answer=answer, version=1, publish=True, by=None)
    page = await guest.read(address)
    assert "Loket kurang." in page.text
    assert "Loket lain." not in page.text


async def test_search_costs_the_same_however_much_is_found(
    guest: Visitor, database: Engine
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    costs = []
    for _ in range(2):
        for _ in range(3):
            await make_input(consultation, text="Loket penuh.")
        before = database.statements
        await guest.read(f"{SEARCH}?words=loket&halaman=1")
        costs.append(database.statements - before)
    assert costs[0] == costs[1]
    assert costs[0] <= 13


async def test_found_inputs_come_in_stable_pages(guest: Visitor) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    for number in range(53):
        await make_input(consultation, text=f"Loket penuh {number:02}.")
    seen = []
    for page in (1, 2):
        found = await guest.read(f"{SEARCH}?words=loket&halaman={page}")
        seen += [e.get("id") for e in found.classed("entry")]
    assert len(seen) == len(set(seen)) == 53


async def test_likes_of_the_worker_are_shown_beside_words(
    app_client: AsyncClient, tmp_path: Path
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    near = await make_input(consultation, text="Nomor antre selalu habis pagi-pagi.")
    secret = await make_input(consultation, text="Rahasia.", visibility=Visibility.CONFIDENTIAL)
    likes = msgspec.json.encode([Like(near.input, 0.8), Like(secret.input, 0.7)])

    async def worker(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(likes + b"\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    guest = Visitor(app_client)
    similar = "/konsultasi/contoh/serupa-dengan"
    typed = {"text": "Kuota antrean daring cepat sekali habis."}
    server = await asyncio.start_unix_server(worker, Settings(data=tmp_path).likeness_socket)
    async with server:
        page = await guest.read(f"{SEARCH}?words=kuota")
        hint = await guest.post(similar, typed, **{"HX-Request": "true"})
        short = await guest.post(similar, {"text": "Kuota"}, **{"HX-Request": "true"})
    assert "Nomor antre" in page.text
    assert "Maknanya serupa" in page.text
    assert "Rahasia." not in page.text
    assert near.registration in hint.text
    assert secret.registration not in hint.text
    assert "<h1" not in hint.text
    assert near.registration not in short.text
    # Without a worker there is no hint, and nothing else is different.
    silent = await guest.post(similar, typed, **{"HX-Request": "true"})
    assert (silent.status_code, near.registration in silent.text) == (200, False)
