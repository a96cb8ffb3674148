"""Room on disk for what is too large to be held in memory, gone with the process that took it."""

import tempfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray


def scratch_file(folder: Path | None) -> IO[bytes]:
    """A file without a name: however the process ends, killed too, nothing of it stays.

    Without a folder it lies where the system keeps such files, which may be in memory.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


def mapped(file: IO[bytes], kind: Any, shape: tuple[int, int]) -> NDArray[Any]:
    """What was written to such a file, mapped into memory; it lives on when the file is closed.

    It is written first and mapped then, so that a full disk is an error and not the end of the
    process.
    """
    file.flush()
    return np.memmap(file, kind, "r", shape=shape) if shape[0] else np.empty(shape, kind)
