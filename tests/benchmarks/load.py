"""Load on a server at loopback, bounded in time: by wrk where it is installed, else by our own."""

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.wire import connected

TOOL = shutil.which("wrk")

# Each request of a form carries a key of its own in place of {key}.
_SCRIPT = """
local count = 0
local body = os.getenv("LOAD_BODY")
local run = os.getenv("LOAD_RUN")
request = function()
  if not body then return wrk.format("GET") end
  count = count + 1
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Origin"] = os.getenv("LOAD_ORIGIN"),
  }
  return wrk.format("POST", nil, headers, (body:gsub("{key}", run .. "-" .. count)))
end
done = function(summary, latency)
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p99": %f, "errors": %d}',
    summary.requests, summary.duration, latency:percentile(99.0),
    summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.status + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load."""

    per_second: float
    p99_milliseconds: float
    requests: int
    errors: int


def load(
    port: int,
    path: str,
    *,
    seconds: float,
    connections: int,
    run: str = "",
    body: str | None = None,
    processor: int | None = None,
) -> Load:
    """Ask for ``path`` on all connections for so long; with ``body`` post it, ``{key}`` made new.

    ``run`` makes the keys of one call differ from those of another.
    """
    if TOOL is None:
        return asyncio.run(_own_load(port, path, seconds, connections, run, body))
    origin = f"http://127.0.0.1:{port}"
    variables = {"LOAD_RUN": run, "LOAD_ORIGIN": origin} | ({"LOAD_BODY": body} if body else {})
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "load.lua"
        script.write_text(_SCRIPT)
        pinned = ["taskset", "-c", str(processor)] if processor is not None else []
        done = subprocess.run(
            [
                *pinned,
                *(TOOL, "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", script, origin + path),
            ],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            timeout=seconds + 30,
            check=True,
        )
    facts = json.loads(done.stdout[done.stdout.rindex("{") :])
    return Load(
        per_second=facts["requests"] / facts["microseconds"] * 1e6,
        p99_milliseconds=facts["p99"] / 1000,
        requests=facts["requests"],
        errors=facts["errors"],
    )


async def _own_load(
    port: int, path: str, seconds: float, connections: int, run: str, body: str | None
) -> Load:
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        nonlocal errors
        count = 0
        async with connected(port) as wire:
            while (begun := time.perf_counter()) < end:
                count += 1
                key = f"{run}-{number}-{count}"
                answer = await (
                    wire.get(path) if body is None else wire.send(path, body.replace("{key}", key))
                )
                times.append(time.perf_counter() - begun)
                errors += answer.status >= 400

    begun = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(connections)))
    times.sort()
    return Load(
        per_second=len(times) / (time.perf_counter() - begun),
        p99_milliseconds=times[int(len(times) * 0.99)] * 1000,
        requests=len(times),
        errors=errors,
    )
