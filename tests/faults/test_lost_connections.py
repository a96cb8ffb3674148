"""PostgreSQL ends the connections of the pool while people post."""

import asyncio

import pytest
from httpx import AsyncClient

from consultations.tables import Input
from tests.client import ORIGIN
from tests.factories import make_consultation, make_draft
from tests.faults.crowd import UNIT
from tests.processes import PATIENCE_SECONDS
from tests.wire import FIELDS

CLIENTS, STRIKES = 16, 4
END_OTHERS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_pool_recovers_and_keeps_what_was_acknowledged(app_client: AsyncClient) -> None:
    await make_draft(await make_consultation())
    acknowledged: set[str] = set()
    statuses: set[int] = set()

    async def post(text: str) -> int:
        answer = await app_client.post(
            UNIT, data={**FIELDS, "text": text, "key": text}, headers=ORIGIN
        )
        if answer.status_code == 303:
            acknowledged.add(text)
        statuses.add(answer.status_code)
        return answer.status_code

    tried: list[str] = []
    strikes = 0

    async def client(number: int) -> None:
        turn = 0
        # Until enough connections were lost, however fast this machine is.
        while strikes < STRIKES or 503 not in statuses:
            turn += 1
            tried.append(f"Masukan {number}-{turn}")
            await post(tried[-1])

    async def strike() -> None:
        nonlocal strikes
        while strikes < STRIKES or 503 not in statuses:
            await asyncio.sleep(0.15)
            await Input.raw(END_OTHERS)
            strikes += 1

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(strike(), *(client(number) for number in range(CLIENTS)))
    assert statuses == {303, 503}
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await post("Sesudahnya") == 303
    # Whoever was told to try again does so with the same form.
    for text in tried:
        assert await post(text) == 303
    stored = [row["text"] for row in await Input.select(Input.text)]
    assert sorted(stored) == sorted(acknowledged)
