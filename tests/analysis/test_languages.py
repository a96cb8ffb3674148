import re

import numpy as np
import pytest

from analysis.embedding import Embedder, unit
from analysis.languages import (
    LANGUAGES,
    Guesser,
    _said_by,
    _shared_by,
    guess_languages,
    is_mixed,
    leading,
    learn_centring,
    listen,
)
from analysis.tongues import Tongue, tongues_in

PAIRS = [
    ("Antrean di puskesmas terlalu panjang.", "Antrian ing puskesmas dawa banget."),
    ("Anak saya sudah bisa membaca.", "Anakku wis bisa maca."),
    ("Jalan ke sekolah rusak parah.", "Dalan menyang sekolahan rusak nemen."),
    ("Petani membutuhkan pupuk murah.", "Wong tani butuh rabuk sing murah."),
    ("Sungai meluap setiap musim hujan.", "Kali mbludag saben mangsa rendheng."),
    ("Ibu memasak ikan di dapur.", "Ibu masak iwak ing pawon."),
    ("Listrik padam setiap malam.", "Listrike mati saben bengi."),
    ("Kereta berangkat jam enam pagi.", "Sepure mangkat jam enem esuk."),
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kami mohon agar loket tetap dibuka pada hari Sabtu.", "ind"),
        ("Kula antri wiwit subuh nanging nomeripun sampun telas.", "jav"),
        ("Abdi teu tiasa ngadaptar kusabab teu gaduh HP anu sae.", "sun"),
        ("Kami di siko indak punyo jaringan nan elok untuak mandaftar.", "min"),
        ("The queue is too long and there is no place to sit.", "eng"),
        ("KTP", "ind"),
        ("", "ind"),
    ],
)
def test_guesser_telling_words_name_the_language(text: str, language: str) -> None:
    assert Guesser().guess([text], np.zeros((1, 4), np.float32)) == [language]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Kami mohon agar loket tetap dibuka, I think it is better for us.", {"ind", "eng"}),
        (
            "Kula sampun antri wiwit subuh, tetapi nomor sudah habis karena aplikasi.",
            {"jav", "ind"},
        ),
        ("Abdi teu tiasa ngadaptar, karena sinyal di desa kami tidak ada.", {"sun", "ind"}),
        (
            "Ambo indak punyo jaringan, sehingga tidak bisa mendaftar seperti mereka.",
            {"min", "ind"},
        ),
    ],
)
def test_guesser_calls_a_text_in_two_languages_by_both(text: str, languages: set[str]) -> None:
    [guess] = Guesser().guess([text], np.zeros((1, 4), np.float32))

    assert is_mixed(guess)
    assert set(guess.split("+")) == languages
    assert leading(guess) in languages


@pytest.mark.parametrize(
    "text",
    [
        "Server antrean down, tolong diperbaiki.",
        "Kami mohon agar loket tetap dibuka pada hari Sabtu.",
        "Calo SIM di depan gerbang terang2an, satpamnya ikut menawarkan.",
        "The queue is too long and there is no place to sit.",
    ],
)
def test_guesser_a_borrowed_word_makes_no_second_language(text: str) -> None:
    [guess] = Guesser().guess([text], np.zeros((1, 4), np.float32))

    assert not is_mixed(guess)
    assert leading(guess) == guess


def test_listen_sums_what_each_word_says() -> None:
    texts = [*(text for pair in PAIRS for text in pair), "", "Jalan jalan yang RUSAK"]

    heard = listen(texts)

    for place, text in enumerate(texts):
        words = re.findall(r"[A-Za-z]+", text)
        nothing = np.zeros(len(LANGUAGES))
        told = sum((np.array(_said_by(word)) for word in words), nothing)
        shared = sum((np.array(_shared_by(word)) for word in words), nothing)
        assert np.array_equal(heard.told[place], told)
        assert np.array_equal(heard.shared[place], shared)
        assert heard.much[place] == pytest.approx(told.sum())
    assert np.array_equal(heard.of(np.array([3, 1])).shares, heard.shares[[3, 1]])


def test_tongues_in_counts_mixed_ones_together() -> None:
    counted = {"ind": 5, "jav": 2, "jav+ind": 2, "ind+eng": 1}

    assert list(tongues_in(counted).items()) == [
        (Tongue.INDONESIAN, 5),
        (Tongue.MIXED, 3),
        (Tongue.JAVANESE, 2),
    ]
    assert tongues_in({}) == {}


def test_guess_languages_vectors_speak_where_words_do_not() -> None:
    random = np.random.default_rng(1)
    sides = np.zeros((2, 384), dtype=np.float32)
    sides[0, 0] = sides[1, 1] = 3
    indonesian = ["Kami mohon agar loket tetap dibuka dan tidak ditutup"] * 20
    javanese = ["Kula sampun antri wiwit subuh nanging dereng saged mlebet"] * 20
    texts = [*indonesian, *javanese, "KTP", "KTP"]
    places = [0] * 20 + [1] * 20 + [0, 1]
    noise = random.normal(0, 0.1, (len(texts), 384)).astype(np.float32)

    guesses = guess_languages(texts, unit(sides[places] + noise))

    assert guesses == ["ind"] * 20 + ["jav"] * 20 + ["ind", "jav"]


def test_guess_languages_without_texts_is_empty() -> None:
    assert guess_languages([], np.empty((0, 384), np.float32)) == []


def test_centring_translations_find_each_other(embedder: Embedder) -> None:
    texts = [text for pair in PAIRS for text in pair]
    languages = ["ind", "jav"] * len(PAIRS)
    vectors = embedder.embed(texts)

    centred = learn_centring(np.repeat(vectors, 8, axis=0), languages_of(languages, 8)).apply(
        vectors, languages
    )

    assert lead(centred) > lead(vectors) + 0.1


def test_centring_few_texts_lean_on_the_overall_mean() -> None:
    vectors = unit(np.array([[1, 0]] * 50 + [[0, 1]], dtype=np.float32))

    centring = learn_centring(vectors, ["ind"] * 50 + ["sun"])

    assert np.allclose(centring.means["ind"], [1, 0])
    assert np.allclose(centring.means["sun"], 0.02 * np.array([0, 1]) + 0.98 * centring.overall)


def test_centring_mixed_text_goes_with_the_language_that_leads() -> None:
    vectors = unit(np.array([[1, 0]] * 50 + [[0, 1]] * 50, dtype=np.float32))
    centring = learn_centring(vectors, ["jav+ind"] * 25 + ["jav"] * 25 + ["ind"] * 50)

    assert set(centring.means) == {"ind", "jav"}
    text = unit(np.array([[1, 1]], np.float32))
    assert np.allclose(centring.apply(text, ["jav+ind"]), centring.apply(text, ["jav"]))


def test_centring_unknown_language_takes_the_overall_mean() -> None:
    vectors = unit(np.array([[1, 0], [0, 1]], dtype=np.float32))
    centring = learn_centring(vectors, ["ind", "ind"])

    moved = centring.apply(vectors, ["ban", "ban"])

    assert np.allclose(moved, unit(vectors - centring.overall))


def languages_of(languages: list[str], times: int) -> list[str]:
    return [name for name in languages for _ in range(times)]


def lead(vectors: np.ndarray) -> float:
    """How much nearer a text is to its translation than to any other text, on average."""
    likeness = vectors @ vectors.T
    places = np.arange(len(vectors))
    twin = likeness[places, places ^ 1].copy()
    likeness[places, places] = likeness[places, places ^ 1] = -1
    return float((twin - likeness.max(axis=1)).mean())
