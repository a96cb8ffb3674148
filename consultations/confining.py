"""Runs work on files from strangers in a process of its own, with hard limits.

Whatever a file does to the library that reads it, it does to a child that may use only so much
memory, processor time and disk, holds no secrets and is killed when it takes too long.
"""

import asyncio
import os
import resource
import sys
from pathlib import Path

MEMORY = 768 * 1024 * 1024
PROCESSOR_SECONDS = 10
LARGEST_WRITE = 40 * 1024 * 1024
# The processor time is what limits; this ends only what sleeps, and not what a busy machine delays.
PATIENCE_SECONDS = 45
_AT_ONCE = 2
_CHECKOUT = Path(__file__).resolve().parent.parent
_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class ConfinedFailure(Exception):  # noqa: N818 - says what happened
    """The child broke, was killed at a limit, or took too long."""


async def run_confined(module: str, *arguments: str) -> bytes:
    """Run a module of ours in a confined child; returns what it wrote to its output."""
    loop = asyncio.get_running_loop()
    async with _places.setdefault(loop, asyncio.Semaphore(_AT_ONCE)):
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": str(_CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                output, _ = await child.communicate()
        except BaseException as error:
            child.kill()
            await child.wait()
            if isinstance(error, TimeoutError):
                raise ConfinedFailure from error
            raise
    if child.returncode != 0:
        raise ConfinedFailure
    return output


def confine_this_process() -> None:
    """Set the limits; the first thing a confined module does."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_WRITE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (limit, limit))
