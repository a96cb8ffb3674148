from consultations.wording import Piece, varying_wording

LETTER = "Saya {name} dari {city} menolak penutupan loket karena warga lansia masih membutuhkannya."


def test_frame_stays_and_slots_hold_what_varies() -> None:
    texts = [
        LETTER.format(name=name, city=city)
        for name, city in (("Budi", "Medan"), ("Siti", "Medan"), ("Made", "Denpasar Selatan"))
    ]
    assert varying_wording(texts) == [
        Piece(words="Saya"),
        Piece(variants=(("Budi", 1), ("Siti", 1), ("Made", 1))),
        Piece(words="dari"),
        Piece(variants=(("Medan", 2), ("Denpasar Selatan", 1))),
        Piece(words="menolak penutupan loket karena warga lansia masih membutuhkannya."),
    ]


def test_equal_texts_are_all_frame() -> None:
    assert varying_wording(["Sama saja."] * 3) == [Piece(words="Sama saja.")]


def test_ends_may_vary_and_many_variants_are_counted() -> None:
    texts = [f"Kami minta loket dibuka. Terima kasih, warga nomor-{n}" for n in range(9)]
    last = varying_wording(texts)[-1]
    assert (len(last.variants), last.others) == (6, 3)


def test_nothing_to_compare_gives_nothing() -> None:
    assert varying_wording([]) == []
    assert varying_wording([""]) == []
