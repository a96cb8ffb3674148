import pytest

from analysis.normalising import normalise, text_hash


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<p>Antrean <b>panjang</b></p>", "Antrean panjang"),
        ("jam\u00a05\n\tpagi ", "jam 5 pagi"),
        ("lo\u200bket\ufeff \u202etutup", "loket tutup"),
        ("kafe\u0301", "kafé"),
        ("waktu < 3 jam > lama", "waktu lama"),
        ("", ""),
    ],
)
def test_normalise_raw_text_gives_its_one_form(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


def test_text_hash_same_words_otherwise_written_is_equal() -> None:
    assert text_hash("<i>SETUJU</i>  sekali") == text_hash("setuju sekali")


def test_text_hash_other_words_differs() -> None:
    assert text_hash("setuju") != text_hash("tidak setuju")
