from analysis.arrivals import place_arrivals
from analysis.corpus_reading import load_corpus
from analysis.embedding import Embedder
from analysis.sharing import count_waiting
from analysis.tables import AnalysedInput
from analysis.unthemed import count_unthemed
from analysis.vectors import embed_new
from consultations.revising import Words, edit_input, withdraw_input
from tests.factories import make_consultation, make_input


async def test_edited_input_is_read_again(sqlite_database: object, embedder: Embedder) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation, text="Loket terlalu sedikit.")).input
    await embed_new(embedder, consultation=consultation.id)
    before = (await AnalysedInput.objects().first()).text_hash
    assert await count_waiting(consultation.id) == 0
    await edit_input(
        entry=entry, words=Words("Jam layanan terlalu pendek.", None, None), edition=1, by=None
    )
    assert await count_waiting(consultation.id) == 1
    assert await place_arrivals(embedder) == 1
    assert await count_waiting(consultation.id) == 0
    after = await AnalysedInput.objects().first()
    assert after.text_hash != before
    corpus = await load_corpus(consultation.id, embedder.name)
    assert list(corpus.texts) == ["Jam layanan terlalu pendek."]


async def test_withdrawn_input_leaves_the_analysis(
    sqlite_database: object, embedder: Embedder
) -> None:
    consultation = await make_consultation()
    read = await make_input(consultation, text="Loket terlalu sedikit.")
    unread = await make_input(consultation, text="Jam layanan terlalu pendek.")
    await withdraw_input(entry=unread.input, by=None)
    assert await count_waiting(consultation.id) == 1
    await embed_new(embedder, consultation=consultation.id)
    assert await count_unthemed(consultation.id) == 1
    await withdraw_input(entry=read.input, by=None)
    assert len(await load_corpus(consultation.id, embedder.name)) == 0
    assert await count_unthemed(consultation.id) == 0
