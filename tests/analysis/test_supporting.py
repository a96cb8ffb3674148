import numpy as np
import pytest

from analysis.claims import Claim
from analysis.embedding import Vectors, unit
from analysis.supporting import weigh
from consultations.vocabulary import SuggestionFault as Fault

QUOTED = [
    "Antrean di loket terlalu panjang, saya menunggu lima jam.",
    "Jalan menuju puskesmas berlubang, 12 mobil rusak.",
]
PLACES = np.eye(2, 3, dtype=np.float32)


def fault_of(words: str, *cited: int, near: int = 0) -> Fault | None:
    """``near``: the quotation that the sentence lies at; nought: the first that it cites."""
    there = PLACES[[(near or (cited[0] if cited and cited[0] <= len(QUOTED) else 1)) - 1]]
    [one] = weigh([Claim(words, cited)], QUOTED, PLACES, lambda _: there)
    return one.fault


@pytest.mark.parametrize(
    ("words", "cited", "fault"),
    [
        ("Antrean di loket panjang.", (1,), None),
        ("Warga menunggu 5 jam di loket.", (1,), None),
        ("Antrean di loket panjang.", (), Fault.UNCITED),
        ("Antrean di loket panjang.", (3,), Fault.UNCITED),
        ("Antrean di loket panjang.", (1, 0), Fault.UNCITED),
        ("Antrean di loket enam jam.", (1,), Fault.NUMBER),
        ("Sebanyak 13 mobil rusak di jalan.", (2,), Fault.NUMBER),
        ("Menteri menyetujui rancangan seluruhnya.", (1,), Fault.UNSUPPORTED),
        ("Antrean panjang, lihat www.contoh.id", (1,), Fault.FORM),
        ("Antrean panjang <script>alert(1)", (1,), Fault.FORM),
        ("Antrean panjang, hubungi 081234567890.", (1,), Fault.FORM),
        ("Antrean panjang, tulis ke a@b.id.", (1,), Fault.FORM),
        ("Antrean di loket " + "panjang " * 60, (1,), Fault.FORM),
    ],
)
def test_weigh_drops_what_its_source_does_not_carry(
    words: str, cited: tuple[int, ...], fault: Fault | None
) -> None:
    assert fault_of(words, *cited) is fault


def test_weigh_same_words_with_another_meaning_are_dropped() -> None:
    assert fault_of("Antrean di loket panjang.", 1, near=2) is Fault.UNSUPPORTED


def test_weigh_lets_go_of_sources_that_lie_far_off() -> None:
    there = unit(np.array([[1.0, 0.02, 0.3]], np.float32))
    claims = [Claim("Antrean di loket panjang.", (1, 2))]

    [one] = weigh(claims, QUOTED, PLACES, lambda _: there)

    assert one.fault is None
    assert one.claim.cited == (1,)


def test_weigh_asks_for_no_places_where_nothing_is_cited() -> None:
    def never(_: list[str]) -> Vectors:
        raise AssertionError

    [one] = weigh([Claim("Semua puas.", ())], QUOTED, PLACES, never)

    assert one.fault is Fault.UNCITED
