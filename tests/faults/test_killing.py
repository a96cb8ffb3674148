"""The web server is killed while people post; ``REMBUK_TEST_KILLS`` says how often."""

import asyncio
import os
import random

import pytest

from server.settings import Settings
from tests.faults.crowd import Crowd, stored_texts
from tests.processes import PATIENCE_SECONDS, ServerProcess, web_server

KILLS = int(os.environ.get("REMBUK_TEST_KILLS", "3"))


async def _post_and_kill(crowd: Crowd, server: ServerProcess, seconds: float) -> None:
    await crowd.post_again()

    async def strike() -> None:
        await asyncio.sleep(seconds)
        server.process.kill()

    await asyncio.gather(strike(), crowd.post_until(lambda: server.process.poll() is not None))


@pytest.mark.slow
def test_killed_server_keeps_all_it_acknowledged_and_nothing_twice(site: Settings) -> None:
    crowd = Crowd(site.port)
    moments = random.Random(7)
    ready = 0.0
    for _ in range(KILLS):
        with web_server(site) as server:
            ready = max(ready, server.seconds_to_first_answer)
            asyncio.run(_post_and_kill(crowd, server, moments.uniform(0.3, 1.2)))
    with web_server(site):
        asyncio.run(crowd.post_again())
    stored = stored_texts(site)
    print(f"{KILLS} kills, {len(crowd.acknowledged)} acknowledged, ready in {ready:.1f} s at worst")
    assert len(crowd.acknowledged) > 10 * KILLS
    assert set(crowd.acknowledged) - set(stored) == set()
    assert len(stored) == len(set(stored))
    assert set(crowd.statuses) == {303}
    assert crowd.unanswered == set()


@pytest.mark.slow
def test_polite_end_answers_what_was_asked_before(site: Settings) -> None:
    crowd = Crowd(site.port)
    with web_server(site) as server:

        async def run() -> None:
            async def end() -> None:
                await asyncio.sleep(0.7)
                server.process.terminate()

            await asyncio.gather(end(), crowd.post_until(lambda: server.process.poll() is not None))

        asyncio.run(asyncio.wait_for(run(), PATIENCE_SECONDS))
    assert set(crowd.acknowledged) - set(stored_texts(site)) == set()
    assert set(crowd.statuses) == {303}
