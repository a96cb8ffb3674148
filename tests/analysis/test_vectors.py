import numpy as np

from analysis.corpus_reading import load_corpus
from analysis.normalising import analysed_text
from analysis.tables import AnalysedInput, Embedding
from analysis.vectors import embed_new, embedded_batch
from consultations.tables import Consultation, Input
from server.database import Engine
from tests.analysis.conftest import QUEUES, RememberingEmbedder
from tests.factories import make_consultation, make_input


async def test_embed_new_embeds_each_text_once(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    first, second = await make_consultation(), await another_consultation()
    for text in [QUEUES[0], QUEUES[0].upper(), f"<b>{QUEUES[0]}</b>", QUEUES[1]]:
        await make_input(first, text=text)
    await make_input(second, text=QUEUES[1])

    await embed_new(remembering, consultation=first.id)
    await embed_new(remembering, consultation=second.id)
    await embed_new(remembering, consultation=first.id)

    assert len(remembering.asked) == 2
    assert await Embedding.count() == 2
    assert await AnalysedInput.count() == 5


async def test_embed_new_leaves_other_consultations_waiting(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    first, second = await make_consultation(), await another_consultation()
    await make_input(first, text=QUEUES[0])
    await make_input(second, text=QUEUES[1])

    await embed_new(remembering, consultation=first.id)

    assert remembering.asked == [QUEUES[0]]
    async with embedded_batch(remembering) as waiting:
        assert waiting is not None
        assert waiting.consultations == [second.id]


async def test_embed_new_reports_its_progress_batch_by_batch(
    sqlite_database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await make_consultation()
    for place in range(300):
        await make_input(consultation, text=f"{QUEUES[place % 8]}{' ' * (place // 8)}")
    seen: list[tuple[int, int]] = []

    await embed_new(
        remembering,
        consultation=consultation.id,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(256, 300), (300, 300)]


async def test_load_corpus_is_in_the_order_of_the_numbers(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await make_consultation()
    for text in QUEUES:
        await make_input(consultation, text=text)
    await embed_new(remembering, consultation=consultation.id)

    corpus = await load_corpus(consultation.id, remembering.name)

    assert list(corpus.texts) == QUEUES
    assert corpus.vectors().shape == (8, 384)
    assert np.einsum("nd,nd->n", corpus.vectors(), remembering.embed(QUEUES)).min() > 0.999
    rows = await Input.select(Input.id).order_by(Input.number)
    assert list(corpus.ids) == [row["id"] for row in rows]


async def test_load_corpus_of_another_model_is_empty(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await make_consultation()
    await make_input(consultation, text=QUEUES[0])
    await embed_new(remembering, consultation=consultation.id)

    assert len(await load_corpus(consultation.id, "model lain")) == 0


async def another_consultation() -> Consultation:
    consultation = await make_consultation(slug="lain")
    await Consultation.update({Consultation.code: "LAIN"}).where(Consultation.id == consultation.id)
    return consultation


def test_analysed_text_reads_the_proposed_wording_too() -> None:
    assert analysed_text("<p>Ubah</p> ", "menjadi wajib") == "Ubah menjadi wajib"
    assert analysed_text("Ubah", None) == "Ubah"
