"""The bundled model, built once a session, and a small consultation about three matters."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from analysis.embedding import Embedder, Progress, Vectors

QUEUES = [
    "Antrean di loket terlalu panjang, saya menunggu dari subuh.",
    "Nomor antrean daring habis sebelum jam enam pagi.",
    "Mohon tambah loket supaya antrean tidak mengular.",
    "Menunggu antrean tiga jam hanya untuk mengambil berkas.",
    "Kuota antrean setiap hari terlalu sedikit untuk warga.",
    "Sistem antrean sering kacau dan nomor saya dilewati.",
    "Buat antrean khusus lansia agar tidak berdiri lama.",
    "Jam buka loket terlalu singkat sehingga antrean menumpuk.",
]
ROADS = [
    "Jalan menuju puskesmas berlubang dan becek saat hujan.",
    "Ambulans sulit lewat karena jalan desa rusak parah.",
    "Perbaiki jalan dan jembatan ke pusat layanan.",
    "Jalan kabupaten gelap dan penuh lubang.",
    "Aspal jalan baru sebulan sudah hancur lagi.",
    "Jembatan gantung menuju kantor desa hampir putus.",
    "Kami butuh jalan yang bisa dilewati kendaraan roda empat.",
    "Akses jalan ke kantor kecamatan terputus saat banjir.",
]
PRIVACY = [
    "Data pribadi saya bocor setelah mendaftar di aplikasi.",
    "Foto KTP warga jangan disebarkan di grup percakapan.",
    "Siapa yang menjamin keamanan data pribadi kami?",
    "Nomor telepon saya dipakai penipu setelah mengisi data.",
    "Lindungi data pribadi pemohon sesuai undang-undang.",
    "Kata sandi aplikasi lemah sehingga data mudah dicuri.",
    "Hapus data pribadi kami jika layanan sudah selesai.",
    "Aplikasi meminta data keluarga yang tidak perlu.",
]
MATTERS = [*QUEUES, *ROADS, *PRIVACY]


class RememberingEmbedder(Embedder):
    """The real model, which embeds a text once in a session and counts what it embedded."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self.seen: dict[str, Vectors] = {}
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:  # noqa: ARG002
        self.asked += texts
        missing = [text for text in dict.fromkeys(texts) if text not in self.seen]
        made = super().embed(missing) if missing else []
        self.seen.update(zip(missing, made, strict=True))
        rows = [self.seen[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the model is built; ``REMBUK_CACHE`` names a folder kept between sessions."""
    kept = os.environ.get("REMBUK_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("model")


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> Embedder:
    return Embedder(model_cache)


@pytest.fixture(scope="session")
def shared_embedder(model_cache: Path) -> RememberingEmbedder:
    return RememberingEmbedder(model_cache)


@pytest.fixture
def remembering(shared_embedder: RememberingEmbedder) -> RememberingEmbedder:
    """The session's embedder with its count of texts asked for at nought."""
    shared_embedder.asked.clear()
    return shared_embedder
