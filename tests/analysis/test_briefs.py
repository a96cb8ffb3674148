from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.briefs import Part, Spoken, part_of, sentences_of, write_brief
from analysis.embedding import unit
from analysis.normalising import normalise
from consultations.vocabulary import InputKind

TEXTS = [
    "Saya setuju loket dibuka hari Sabtu. Mohon jadwalnya diumumkan lewat radio desa.",
    "Saya menolak penutupan loket. Ibu saya 78 tahun dan tidak punya telepon pintar.",
    "Petugas loket ramah dan sangat membantu warga lansia.",
    "Sebaiknya loket keliling datang dua kali sebulan ke dusun kami.",
]


def spoken(texts: list[str], kind: InputKind = InputKind.QUESTION) -> list[Spoken]:
    return [Spoken(input=UUID(int=place), text=text, kind=kind) for place, text in enumerate(texts)]


def alike(count: int) -> np.ndarray:
    return unit(np.eye(count, 8, dtype=np.float32) + 0.5)


def test_write_brief_sorts_sentences_by_what_they_do() -> None:
    brief = write_brief(spoken(TEXTS), alike(4))

    assert {cited.sentence for cited in brief[Part.FOR]} == {
        "Saya setuju loket dibuka hari Sabtu.",
        "Petugas loket ramah dan sangat membantu warga lansia.",
    }
    assert [cited.input for cited in brief[Part.AGAINST]] == [UUID(int=1)]
    assert {cited.input for cited in brief[Part.PROPOSAL]} == {UUID(int=0), UUID(int=3)}
    assert [cited.sentence for cited in brief[Part.EVIDENCE]] == [
        "Ibu saya 78 tahun dan tidak punya telepon pintar."
    ]


def test_write_brief_same_sentence_is_cited_once_with_how_many_say_it() -> None:
    texts = [TEXTS[1], TEXTS[1].upper(), TEXTS[1]]

    [cited] = write_brief(spoken(texts), alike(3))[Part.AGAINST]

    assert cited.also == 2


def test_write_brief_most_central_first_and_no_more_than_asked() -> None:
    matters = ["parkir", "pasar", "pajak", "pupuk", "paspor", "pulau", "panen", "padi"]
    texts = [f"Saya menolak {matter} {matter[::-1]} {matter}an." for matter in matters]
    places = alike(8)
    places[5] = unit(np.ones((1, 8), np.float32))[0]

    cited = write_brief(spoken(texts), places, most=2)[Part.AGAINST]

    assert len(cited) == 2
    assert cited[0].input == UUID(int=5)


def test_write_brief_proposed_wording_is_a_proposal() -> None:
    entry = Spoken(
        input=uuid4(),
        text="Kurang jelas.",
        kind=InputKind.PROPOSED_WORDING,
        proposed_wording="Loket tatap muka wajib dibuka setiap hari kerja.",
    )

    [cited] = write_brief([entry], alike(1))[Part.PROPOSAL]

    assert cited.sentence == entry.proposed_wording


@pytest.mark.parametrize(
    "courtesy",
    [
        "Atas perhatian Bapak/Ibu kami ucapkan terima kasih.",
        "Demikian masukan kami, semoga mendukung kemajuan layanan.",
        "Terima kasih banyak sebelumnya!",
        "Terima kasih atas perhatian dan bantuannya.",
        "Matur nuwun sanget.",
        "Thank you very much for your attention.",
    ],
)
def test_write_brief_leaves_out_what_is_only_courtesy(courtesy: str) -> None:
    texts = [f"{TEXTS[2]} {courtesy}", f"{courtesy} {TEXTS[2]}"]

    brief = write_brief(spoken(texts, InputKind.SUPPORT), alike(2))

    assert [cited.sentence for part in Part for cited in brief[part]] == [TEXTS[2]]


@pytest.mark.parametrize(
    "thanks",
    [
        "Terima kasih atas layanan keliling yang sangat membantu lansia.",
        "Demikian juga loket tiga bagus dan petugasnya ramah sekali.",
        "Atas perhatian petugas kepada lansia, kami mendukung loket prioritas.",
    ],
)
def test_write_brief_keeps_thanks_that_say_something(thanks: str) -> None:
    [cited] = write_brief(spoken([thanks]), alike(1))[Part.FOR]

    assert cited.sentence == thanks


def test_write_brief_of_nothing_is_empty() -> None:
    assert write_brief([], np.empty((0, 8), np.float32)) == {part: [] for part in Part}


@given(st.lists(st.text(alphabet="abdeginrstu .!?7\nAJMST", max_size=120), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_write_brief_every_sentence_is_somebodys_word_for_word(texts: list[str]) -> None:
    said = spoken([*texts, *TEXTS], InputKind.OBJECTION)

    for cited in [c for own in write_brief(said, alike(len(said))).values() for c in own]:
        assert cited.sentence in normalise(said[cited.input.int].text)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Saya tidak setuju dengan biaya itu.", Part.AGAINST),
        ("Pelayanannya belum cepat.", Part.AGAINST),
        ("Pelayanannya cepat.", Part.FOR),
        ("Tolong tambah loket.", Part.PROPOSAL),
        ("Antrean mencapai 200 orang.", Part.EVIDENCE),
        ("Di mana kantornya?", None),
    ],
)
def test_part_of_sentence_by_its_words(sentence: str, part: Part | None) -> None:
    assert part_of(sentence) is part


def test_part_of_sentence_without_sign_is_what_its_author_called_it() -> None:
    assert part_of("Begitulah keadaannya di desa.", InputKind.EXPERIENCE) is Part.EVIDENCE
    assert part_of("Begitulah keadaannya di desa.", InputKind.SUPPORT) is Part.FOR


def test_sentences_of_keeps_abbreviations_and_numbers_together() -> None:
    assert sentences_of("Lihat UU No. 25 Tahun 2009. Di Jl. Merdeka rusak! Benar?") == [
        "Lihat UU No. 25 Tahun 2009.",
        "Di Jl. Merdeka rusak!",
        "Benar?",
    ]
