"""Time as the processor spends it: the same on a busy machine as on an idle one."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within_processor_seconds(most: float) -> Iterator[None]:
    """Fails if what runs inside takes more; threads and children that have ended count too."""
    before = _spent()
    yield
    spent = _spent() - before
    assert spent < most, f"{spent:.1f} s of processor time, at most {most} s"


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in used)
