"""Easy language: how long the sentences are, and that no edit is lost."""

import pytest

from consultations.easy_language import LONGEST_SENTENCE, measured, write_easily
from consultations.errors import Stale
from consultations.queries.easy_texts import easy_text_of
from server.database import Engine
from tests.factories import make_consultation


@pytest.mark.parametrize(
    ("text", "sentences", "words"),
    [
        ("", 0, 0),
        ("  \n\n ", 0, 0),
        ("Kami membaca. Kami menjawab.", 2, 4),
        ("Butir 3.1.2 berubah.", 1, 3),
        ("Biaya Rp1.000 saja!", 1, 3),
        ("Baris satu\nBaris dua", 2, 4),
        ("“Loket buka.” Kata mereka.", 2, 4),
        ("Apa? Ya… Baik.", 3, 3),
    ],
)
def test_sentences_and_words_are_counted(text: str, sentences: int, words: int) -> None:
    found = measured(text)
    assert (found.sentences, found.words) == (sentences, words)


def test_sentences_that_are_too_long_are_named_longest_first() -> None:
    longer = "kata " * (LONGEST_SENTENCE + 2)
    long = "kata " * (LONGEST_SENTENCE + 1)
    just = "kata " * LONGEST_SENTENCE
    found = measured(f"{just.strip()}. {long.strip()}. {longer.strip()}.")
    assert [count for _, count in found.long] == [LONGEST_SENTENCE + 2, LONGEST_SENTENCE + 1]


async def test_text_is_kept_and_an_older_edit_refused(database: Engine) -> None:
    consultation = await make_consultation()
    facts = {"consultation": consultation.id, "about": "hasil", "by": None}
    await write_easily(text="Satu.", text_en="One.", version=0, **facts)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        await write_easily(text="Dua.", text_en="", version=0, **facts)  # type: ignore[arg-type]
    await write_easily(text="Tiga.", text_en="", version=1, **facts)  # type: ignore[arg-type]
    kept = await easy_text_of(consultation.id, "hasil")
    assert (kept.said("id"), kept.said("en"), kept.version) == ("Tiga.", "Tiga.", 2)
