"""The program as people run it: real processes on loopback, for faults, commands and figures."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from server.settings import CHECKOUT, Settings

PATIENCE_SECONDS = 120.0


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """This process's environment without its settings, and with these."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("REMBUK_")}
    return {
        **inherited,
        "PYTHONPATH": str(CHECKOUT),
        "REMBUK_DATA": str(settings.data),
        "REMBUK_PORT": str(settings.port),
        # A test's crowd comes from one address.
        "REMBUK_ADDRESS_BURST": "0",
        "REMBUK_DATABASE_URL": settings.database_url,
        **more,
    }


def run_rembuk(
    settings: Settings,
    *arguments: str,
    folder: Path | None = None,
    typed: str | None = None,
    **more: str,
) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end, from any folder."""
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=folder or settings.data.parent,
        env=environment(settings, **more),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class ServerProcess:
    """A server that was started here, and how much of the machine it has used."""

    def __init__(self, command: list[str], port: int, env: Mapping[str, str], path: str) -> None:
        self.port = port
        started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._wait_for(path)
        self.seconds_to_first_answer = time.perf_counter() - started

    @property
    def resident_megabytes(self) -> float:
        """The memory it holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def processor_seconds(self) -> float:
        """User and system time it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pin(self, processor: int) -> None:
        """Let it run on one processor only, so that others don't disturb it."""
        for thread in Path(f"/proc/{self.process.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {processor})

    def kill(self) -> None:
        """End it as a power cut would: no signal handler runs."""
        self.process.send_signal(signal.SIGKILL)
        self.stop()

    def stop(self) -> str:
        """End it politely; returns what it wrote to its log."""
        self.process.terminate()
        try:
            return self.process.communicate(timeout=PATIENCE_SECONDS)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[1]

    def _wait_for(self, path: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", path)
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
            finally:
                connection.close()
        raise RuntimeError(f"It did not start: {self.stop()[-2000:]}")


@contextmanager
def web_server(settings: Settings, *, command: str = "web", **more: str) -> Iterator[ServerProcess]:
    """``rembuk web`` on the port of these settings; ``serve`` has the worker beside it."""
    server = ServerProcess(
        [sys.executable, "-m", "server", command],
        settings.port,
        environment(settings, **more),
        "/sehat",
    )
    try:
        yield server
    finally:
        server.stop()
