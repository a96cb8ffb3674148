"""The disk runs full while people post, and gets room again."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.settings import Settings
from tests.faults.conftest import open_consultation
from tests.faults.crowd import UNIT, Crowd, stored_texts
from tests.processes import PATIENCE_SECONDS, free_port, web_server
from tests.wire import Answer, Wire, connected


def _mount(*options: str) -> None:
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let us mount a small disk: {done.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder))
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def names(texts: set[str]) -> list[str]:
    return sorted(text.split(".")[0] for text in texts)


async def _refused(crowd: Crowd, wire: Wire, filling: str) -> Answer:
    # What is left may hold one input more where it could not hold sixteen.
    for number in range(50):
        answer = await crowd.post(wire, f"Satu lagi, {number}. {filling}".strip())
        if answer.status != 303:
            return answer
    raise AssertionError("the disk does not run full")


@pytest.mark.slow
def test_full_disk_is_told_to_everyone_and_heals_without_a_restart(small_disk: Path) -> None:
    settings = Settings(data=small_disk / "data", port=free_port())
    asyncio.run(open_consultation(settings))
    crowd = Crowd(settings.port)
    filling = "Antrean. " * 800

    async def run() -> None:
        await crowd.post_until(lambda: crowd.statuses[507] >= 64, filling=filling)
        assert set(crowd.statuses) == {303, 507}
        async with connected(settings.port) as wire:
            refused = await _refused(crowd, wire, filling)
            assert (refused.status, refused.headers["retry-after"]) == (507, "60")
            for _ in range(20):
                assert (await wire.get(UNIT)).status == 200
        _mount("-o", "remount,size=64m", str(small_disk))
        told = crowd.statuses[303]
        await crowd.post_until(lambda: crowd.statuses[303] >= told + 64, filling=filling)

    with web_server(settings):
        asyncio.run(asyncio.wait_for(run(), 2 * PATIENCE_SECONDS))
    stored = stored_texts(settings)
    assert len(stored) == len(set(stored))
    assert names(set(crowd.acknowledged) - set(stored)) == []  # lost
    assert names(set(stored) - set(crowd.acknowledged)) == []  # refused, and yet stored
