import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from analysis import labelling
from analysis.labelling import Labeller
from analysis.stopwords import ALL
from tests.analysis.conftest import PRIVACY, QUEUES, ROADS

TEXTS = [*QUEUES, *ROADS, *PRIVACY]
LABELS = np.repeat([0, 1, 2], 8)
PLACES = np.eye(3, dtype=np.float32)[LABELS]


def label(texts=TEXTS, labels=LABELS, places=PLACES, languages=None, campaigns=()):
    return Labeller(texts, languages or ["ind"] * len(texts), campaigns).label(labels, places)


def test_label_names_what_sets_a_theme_apart() -> None:
    queues, roads, privacy = label()

    assert "antrean" in queues.text.lower()
    assert "jalan" in roads.text.lower()
    assert "data" in privacy.text.lower()
    assert queues.text[0].isupper()


def test_label_has_no_word_of_grammar_and_no_stem_twice() -> None:
    for found in label():
        words = [word for phrase in found.phrases for word in phrase.split()]
        assert not ALL.intersection(words)
        assert len(words) == len(set(words))


def test_label_campaign_copies_count_once() -> None:
    letter = "Gratiskan parkir rumah sakit daerah sekarang juga."
    texts = [*QUEUES, *[letter] * 40, *ROADS]
    labels = np.repeat([0, 1], [48, 8])
    campaign = list(range(8, 48))

    [found, _] = label(texts, labels, np.eye(2, dtype=np.float32)[labels], campaigns=[campaign])
    [loud, _] = label(texts, labels, np.eye(2, dtype=np.float32)[labels])

    assert "parkir" not in found.text.lower()
    assert "antrean" in found.text.lower()
    assert "parkir" in loud.text.lower()


def test_label_of_mixed_languages_prefers_indonesian() -> None:
    indonesian = ["Pupuk bersubsidi langka di kios", "Harga pupuk bersubsidi naik"] * 4
    javanese = ["Rabuk larang tenan ing toko", "Rabuk larang ora ana maneh"] * 4
    texts = [*indonesian, *javanese, *ROADS]
    labels = np.repeat([0, 1], [16, 8])
    languages = ["ind"] * 8 + ["jav"] * 8 + ["ind"] * 8

    [found, _] = label(texts, labels, np.eye(2, dtype=np.float32)[labels], languages)

    assert "pupuk" in found.phrases[0]


def test_label_central_texts_are_the_nearest_without_copies() -> None:
    places = PLACES.copy()
    places[2] = [1, 0.5, 0]
    places[3:5] = [2, 0, 0]

    found = label(places=places, campaigns=[[3, 4]])[0]

    assert found.central[0] == 3
    assert 4 not in found.central
    assert len(found.central) == 3


def test_label_without_telling_words_quotes_the_most_central() -> None:
    texts = ["Setuju sekali dengan ini semua", "Sangat sangat setuju saja"]

    [found] = label(texts, np.array([0, 0]), np.ones((2, 3), np.float32))

    assert found.text.startswith("“Setuju")


def test_label_writes_abbreviations_as_most_texts_do() -> None:
    cards = ["urus KTP di kecamatan", "ktp saya hilang, urus lama", "KTP rusak", "ktp ktp ktp"]
    shouting = ["SAYA MAU URUS PASPOR", "PASPOR DIURUS DI MANA"] + ["paspor lama sekali"] * 2
    texts = [*cards * 2, *shouting * 2, *ROADS]

    cards_found, shouted, _ = label(
        texts, np.repeat([0, 1, 2], 8), np.eye(3, dtype=np.float32)[np.repeat([0, 1, 2], 8)]
    )

    assert "KTP" in cards_found.text
    assert "paspor" in shouted.text.lower()
    assert "PASPOR" not in shouted.text


@pytest.mark.parametrize("most", [30_000, 12])
def test_phrases_are_those_that_a_plain_counter_finds(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labelling, "MOST_WORDS", most)
    texts = [*TEXTS, "Jalan-jalan RUSAK", "jalan-jalan rusak, KTP", "", *QUEUES[:3]]
    counter = CountVectorizer(
        ngram_range=(1, 2),
        stop_words=sorted(ALL),
        token_pattern=r"\b[a-zA-Z][a-zA-Z-]{2,}\b",
        min_df=2,
        max_features=most,
        binary=True,
    )
    expected = counter.fit_transform(texts)

    reader = Labeller(texts, ["ind"] * len(texts), ())

    assert reader._words == counter.get_feature_names_out().tolist()
    assert np.array_equal(reader._counts.toarray(), expected.toarray())
