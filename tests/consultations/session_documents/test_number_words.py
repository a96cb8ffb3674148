"""Numbers and dates in words."""

from datetime import date

import pytest

from consultations.session_documents.number_words import date_spelt_out, spelt_out, written_date


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (1100, "seribu seratus"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2024, "dua ribu dua puluh empat"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_number_is_spelt_as_people_say_it(number: int, words: str) -> None:
    assert spelt_out(number) == words


@pytest.mark.parametrize("number", [-1, 10_000])
def test_number_out_of_reach_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        spelt_out(number)


def test_every_number_reads_back_as_itself() -> None:
    ones = {spelt_out(number): number for number in range(12)}

    def read(words: str) -> int:
        total = part = 0
        for word in words.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
            if word == "ribu":
                total, part = total + part * 1000, 0
            elif word == "ratus":
                total, part = total + part * 100, 0
            elif word == "puluh":
                total, part = total + part * 10, 0
            elif word == "belas":
                part += 10
            else:
                part = ones[word]
        return total + part

    assert [read(spelt_out(number)) for number in range(10_000)] == list(range(10_000))


def test_date_reads_as_official_records_write_it() -> None:
    day = date(2024, 2, 16)
    assert (
        date_spelt_out(day)
        == "Jumat, tanggal enam belas bulan Februari tahun dua ribu dua puluh empat"
    )
    assert written_date(day) == "16 Februari 2024"
