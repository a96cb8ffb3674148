from analysis.claims import MOST_SENTENCES, Claim, claims_in


def test_claims_in_reads_sentences_with_their_numbers() -> None:
    answer = "Antrean lama [1][3]. Loket kurang. [2]\nJam layanan singkat [2, 4].\n"

    assert claims_in(answer) == [
        Claim("Antrean lama.", (1, 3)),
        Claim("Loket kurang.", (2,)),
        Claim("Jam layanan singkat.", (2, 4)),
    ]


def test_claims_in_sentence_without_a_number_stays_apart_from_one_with() -> None:
    answer = "Semua warga puas. Antrean lama [1]."

    assert claims_in(answer) == [Claim("Semua warga puas.", ()), Claim("Antrean lama.", (1,))]


def test_claims_in_takes_lists_thoughts_and_marks_away() -> None:
    answer = (
        "<think>Saya harus mengutip [9].\nBaik.</think>\n"
        "```\n# **Ringkasan**\n- **Antrean** lama [1].\n2) Loket kurang [2].\n```\n"
        "<b>Jam</b> pendek [3]."
    )

    assert [claim.words for claim in claims_in(answer)] == [
        "Ringkasan",
        "Antrean lama.",
        "Loket kurang.",
        "Jam pendek.",
    ]


def test_claims_in_thought_that_never_ends_is_no_answer() -> None:
    assert claims_in("<think>Antrean lama [1].") == []


def test_claims_in_reads_no_more_than_a_dozen() -> None:
    assert len(claims_in("Antrean lama [1].\n" * 50)) == MOST_SENTENCES


def test_claims_in_nothing() -> None:
    assert claims_in(" \n- \n[1]\n***") == []
