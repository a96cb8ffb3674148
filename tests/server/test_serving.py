import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from server.serving import AddressTaken, require_free_address
from server.settings import Settings
from tests.processes import PATIENCE_SECONDS, free_port, web_server


def test_free_address_is_accepted_and_stays_free() -> None:
    settings = Settings(port=free_port())
    require_free_address(settings)
    require_free_address(settings)


def test_taken_address_is_told_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"Port {port} .* REMBUK_PORT"):
            require_free_address(Settings(port=port))


def _children(parent: int) -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()]


def _alive(parts: list[int]) -> list[int]:
    return [part for part in parts if Path(f"/proc/{part}").exists()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", port=free_port())


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, 1])
def test_when_one_part_dies_the_other_ends_and_it_is_told(settings: Settings, part: int) -> None:
    with web_server(settings, command="serve") as server:
        parts = _children(server.process.pid)
        assert len(parts) == 2
        os.kill(parts[part], signal.SIGKILL)
        assert server.process.wait(PATIENCE_SECONDS) == 1
        assert _alive(parts) == []


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2])
def test_asked_to_stop_it_ends_in_time_and_leaves_none_behind(
    settings: Settings, times: int
) -> None:
    with web_server(settings, command="serve") as server:
        parts = _children(server.process.pid)
        assert len(parts) == 2
        # The worker is building its model, which takes long. Not by the signal of Ctrl+C, which a
        # shell lets no program hear that it starts in the background.
        for _ in range(times):
            server.process.terminate()
            time.sleep(0.1)
        # The second may find it at its very end, where Python hears no more.
        assert server.process.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)
        assert _alive(parts) == []
