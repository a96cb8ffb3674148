"""The bundled model, built once a session."""

import os
from pathlib import Path

import pytest

from analysis.embedding import Embedder


@pytest.fixture(scope="session")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The bundled model; ``REMBUK_CACHE`` names a folder that keeps it between sessions."""
    kept = os.environ.get("REMBUK_CACHE")
    return Embedder(Path(kept) if kept else tmp_path_factory.mktemp("model"))
