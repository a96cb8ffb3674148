import asyncio
from pathlib import Path
from uuid import UUID

import numpy as np

from analysis.embedding import Embedder
from analysis.likeness import Likeness
from analysis.vectors import embed_new
from consultations.tables import Consultation
from server.database import Engine
from server.likeness import answering, ask_for_likes
from server.settings import Settings
from tests.factories import make_consultation, make_input

SAID = (
    "Kuota antrean daring habis sebelum subuh, kami yang bekerja tidak sempat.",
    "Antrean online sudah penuh jam lima pagi.",
    "Petugas di loket ramah dan membantu.",
    "Aplikasinya tidak dapat dibaca pembaca layar tunanetra.",
    "Jaringan internet di desa kami putus-putus.",
    "Terlalu banyak aplikasi dengan akun yang berbeda.",
)
IN_JAVANESE = "Antrian online wis entek isuk-isuk, sing kerja ora kebagian nomer."


async def _said(embedder: Embedder) -> tuple[UUID, list[UUID]]:
    consultation = await make_consultation()
    entries = [(await make_input(consultation, text=text)).input for text in SAID]
    await embed_new(embedder)
    return consultation.id, entries


async def test_like_inputs_are_found_in_other_words_and_language(
    database: Engine, embedder: Embedder
) -> None:
    consultation, entries = await _said(embedder)
    likeness = Likeness(embedder)
    for words in ("Nomor antrean online selalu habis pagi-pagi.", IN_JAVANESE):
        found = await likeness.like(consultation, words, most=1, least=0.0)
        assert [like.input in entries[:2] for like in found] == [True]


async def test_nothing_is_alike_in_an_empty_consultation_or_to_no_words(
    sqlite_database: Engine, embedder: Embedder
) -> None:
    consultation = await make_consultation()
    likeness = Likeness(embedder)
    assert await likeness.like(consultation.id, "Antrean penuh.", most=3) == []
    await make_input(consultation, text=SAID[0])
    await embed_new(embedder)
    assert await likeness.like(consultation.id, " \u200b ", most=3) == []


async def test_arrivals_are_found_as_soon_as_they_are_embedded(
    sqlite_database: Engine, embedder: Embedder
) -> None:
    consultation, _ = await _said(embedder)
    likeness = Likeness(embedder)
    text = "Kursi roda tidak bisa masuk ke gedung pelayanan."
    assert await likeness.like(consultation, text, most=1, least=0.9) == []
    made = await Consultation.objects().get(Consultation.id == consultation)
    assert made is not None
    row = (await make_input(made, text=text)).input
    await embed_new(embedder)
    assert [like.input for like in await likeness.like(consultation, text, most=1)] == [row]


async def test_web_process_asks_over_the_socket(
    sqlite_database: Engine, embedder: Embedder, tmp_path: Path
) -> None:
    consultation, entries = await _said(embedder)
    settings = Settings(data=tmp_path)
    asked = {"consultation": consultation, "text": SAID[0], "most": 1, "least": 0.5}
    async with answering(settings, Likeness(embedder)):
        found = await ask_for_likes(settings, **asked, patience=20)
        assert settings.likeness_socket.stat().st_mode & 0o777 == 0o600
    assert [like.input for like in found] == [entries[0]]
    assert await ask_for_likes(settings, **asked) == []


async def test_answer_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)

    over, gone = asyncio.Event(), asyncio.Event()

    async def never(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_unix_server(never, settings.likeness_socket)
    async with server:
        asked = {"text": "Antrean.", "most": 1, "least": 0.5}
        nobody = UUID(int=1)
        # The worker answers only when this is over.
        assert await ask_for_likes(settings, consultation=nobody, **asked, patience=0.1) == []
        over.set()
        await gone.wait()


def test_embedder_that_shares_weights_gives_the_same_vectors(embedder: Embedder) -> None:
    other = embedder.sharing()
    assert np.array_equal(other.embed(list(SAID)), embedder.embed(list(SAID)))
    assert other._model[0].model is embedder._model[0].model
