import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from consultations.clock import now
from consultations.flooding import Allowance, take_tokens
from consultations.tables import FloodBucket, Input, Response, Support
from server.app import create_app
from server.database import Engine
from server.security.submission_keys import issue_key
from server.settings import Settings
from tests.client import ORIGIN
from tests.factories import find_clause, make_consultation, make_draft, make_input
from tests.page import Page
from tests.server.test_public_pages import FORM, UNIT

BASE = "/konsultasi/contoh"


@asynccontextmanager
async def _site(database: Engine, tmp_path: Path, **settings: int) -> AsyncIterator[AsyncClient]:
    app = create_app(Settings(data=tmp_path, **settings), engine=database)
    transport = ASGITransport(app, raise_app_exceptions=False, client=("203.0.113.9", 1))
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


def _opened(seconds: int) -> str:
    return issue_key(now() - timedelta(seconds=seconds))


async def test_sixty_devices_behind_one_address_all_get_through(
    database: Engine, tmp_path: Path
) -> None:
    await make_draft(await make_consultation())
    async with _site(database, tmp_path) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    UNIT,
                    data={**FORM, "key": _opened(40), "text": f"Suara peserta {n}-{more}."},
                    headers=ORIGIN,
                )
                for n in range(60)
                for more in range(3)
            )
        )
    assert {answer.status_code for answer in answers} == {303}
    assert await Input.count() == 180


async def test_script_runs_dry_whatever_address_it_claims_and_nothing_typed_is_lost(
    database: Engine, tmp_path: Path
) -> None:
    await make_draft(await make_consultation())
    codes = []
    async with _site(database, tmp_path, address_burst=300, address_per_minute=60) as client:
        for n in range(200):
            headers = {**ORIGIN, "X-Forwarded-For": f"198.51.100.{n}"}
            data = {**FORM, "key": f"buatan-{n}", "text": f"Kiriman {n}."}
            answer = await client.post(UNIT, data=data, headers=headers)
            codes.append(answer.status_code)
    assert codes.count(303) < 100
    assert codes[-1] == 429
    assert int(answer.headers["retry-after"]) >= 1
    page = Page(answer.text)
    assert page.value("text").strip() == "Kiriman 199."
    assert "Terlalu banyak kiriman" in page.text
    assert await Input.count() == codes.count(303)


async def test_same_words_again_and_again_cost_more(database: Engine, tmp_path: Path) -> None:
    await make_draft(await make_consultation())
    async with _site(database, tmp_path, address_burst=100, address_per_minute=1) as client:
        codes = [
            (
                await client.post(UNIT, data={**FORM, "key": _opened(60 + n)}, headers=ORIGIN)
            ).status_code
            for n in range(75)
        ]
    assert codes[:60] == [303] * 60
    assert codes[-1] == 429


async def test_limit_can_be_switched_off(database: Engine, tmp_path: Path) -> None:
    await make_draft(await make_consultation())
    async with _site(database, tmp_path, address_burst=0) as client:
        for n in range(3):
            data = {**FORM, "key": f"k{n}", "text": f"Kiriman {n}."}
            assert (await client.post(UNIT, data=data, headers=ORIGIN)).status_code == 303
    assert await FloodBucket.count() == 0


async def test_two_processes_share_one_bucket(database: Engine, tmp_path: Path) -> None:
    await make_draft(await make_consultation())
    settings = {"address_burst": 20, "address_per_minute": 1}
    codes = []
    async with (
        _site(database, tmp_path, **settings) as one,
        _site(database, tmp_path, **settings) as two,
    ):
        for n in range(30):
            data = {**FORM, "key": _opened(60 + n), "text": f"Kiriman {n}."}
            answer = await (one, two)[n % 2].post(UNIT, data=data, headers=ORIGIN)
            codes.append(answer.status_code)
    assert codes.count(303) == 20


async def test_bucket_fills_again_and_never_hands_a_token_out_twice(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Allowance(burst=5, per_minute=600)
    moment = now()
    monkeypatch.setattr("consultations.flooding.now", lambda: moment)
    waits = await asyncio.gather(*(take_tokens("alamat:a", 1, small) for _ in range(20)))
    assert waits.count(0.0) == 5
    moment += timedelta(seconds=0.25)
    waits = [await take_tokens("alamat:a", 1, small) for _ in range(3)]
    assert (waits[:2], waits[2] > 0) == ([0.0, 0.0], True)
    assert await take_tokens("alamat:b", 5, small) == 0.0
    assert [len(row["subject_hash"]) for row in await FloodBucket.select()] == [64, 64]


async def test_signing_in_and_reporting_are_limited_too(database: Engine, tmp_path: Path) -> None:
    async with _site(database, tmp_path) as client:
        codes = []
        for n in range(75):
            data = {"email": f"a{n}@contoh.id", "password": "x" * 200 + "y"}
            codes.append((await client.post("/masuk", data=data, headers=ORIGIN)).status_code)
        links = [
            (await client.post("/masuk/tebakan", headers=ORIGIN)).status_code for _ in range(75)
        ]
    assert set(codes) == {422}  # too long to be tried: costs nothing
    assert links[-1] == 429


@pytest.mark.parametrize(
    ("given", "trusted"),
    [
        ({}, ""),
        ({"origin": "https://contoh.go.id"}, "127.0.0.1"),
        ({"trusted_proxies": "10.0.0.2"}, "10.0.0.2"),
    ],
)
def test_forwarding_headers_count_only_where_a_proxy_is_to_be_expected(
    given: dict[str, str], trusted: str
) -> None:
    assert Settings(**given).proxies == trusted


async def test_hall_takes_sides_and_a_script_that_sheds_its_marks_does_not(
    database: Engine, tmp_path: Path
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    await make_input(consultation, unit.id)
    side = {"pilih": "mendukung:CTH-00001"}
    async with _site(database, tmp_path, address_burst=20, address_per_minute=1) as client:
        codes = []
        for _ in range(100 + 3):
            client.cookies.clear()
            answer = await client.post(f"{BASE}/dukungan", data=side, headers=ORIGIN)
            codes.append(answer.status_code)
        fragment = await client.post(
            f"{BASE}/dukungan", data=side, headers={**ORIGIN, "HX-Request": "true"}
        )
    assert codes == [303] * 100 + [429] * 3
    assert int(answer.headers["retry-after"]) >= 1
    assert await Support.count() == 100
    shown = Page(fragment.text, fragment=True).text
    assert fragment.status_code == 429
    assert "Terlalu banyak kiriman" in shown


async def test_responses_are_limited_and_keep_what_was_typed(
    database: Engine, tmp_path: Path
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await make_input(consultation)
    path = f"{BASE}/masukan/CTH-00001/balasan"
    async with _site(database, tmp_path, address_burst=20, address_per_minute=1) as client:
        codes = []
        for n in range(22):
            data = {"key": _opened(60 + n), "text": f"Balasan {n}."}
            answer = await client.post(path, data=data, headers=ORIGIN)
            codes.append(answer.status_code)
        # What was spent on responses is not missing for inputs.
        data = {**FORM, "key": _opened(60), "text": "Masukan."}
        assert (await client.post(UNIT, data=data, headers=ORIGIN)).status_code == 303
    assert codes == [303] * 20 + [429] * 2
    assert Page(answer.text).value("text").strip() == "Balasan 21."
    assert await Response.count() == 20
