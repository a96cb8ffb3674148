import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server.serving import AddressTaken, require_free_address
from server.settings import Settings
from tests.processes import ServerProcess, environment, free_port


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


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["asked", "one part dies"])
def test_serve_runs_web_and_worker_and_leaves_none_behind(tmp_path: Path, ending: str) -> None:
    settings = Settings(data=tmp_path / "data", port=free_port())
    server = ServerProcess(
        [sys.executable, "-m", "server", "serve"], settings.port, environment(settings), "/sehat"
    )
    parts = _children(server.process.pid)
    assert len(parts) == 2
    if ending == "asked":
        server.process.send_signal(signal.SIGTERM)
    else:
        os.kill(parts[1], signal.SIGKILL)
    server.process.wait(timeout=20)
    server.stop()
    end = time.monotonic() + 5
    while time.monotonic() < end and any(Path(f"/proc/{part}").exists() for part in parts):
        time.sleep(0.05)
    assert [part for part in parts if Path(f"/proc/{part}").exists()] == []
