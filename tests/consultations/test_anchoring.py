import time
from difflib import SequenceMatcher

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultations.anchoring import LIKE_THE_QUOTE, anchor_at, anchor_quote, find_again
from consultations.errors import QuoteAmbiguous, QuoteMissing

TEXT = (
    "Loket dibuka pukul delapan pagi setiap hari kerja.\n\n"
    "Antrean daring dibuka sehari sebelumnya. Petugas wajib membantu penyandang disabilitas."
)
VOCABULARY = [
    "loket", "antrean", "warga", "petugas", "dibuka", "ditutup", "pagi", "sore", "wajib",
    "membantu", "berkas", "daring", "gratis", "biaya", "hari",
    "kerja", "jam", "layanan", "kantor", "desa",
]  # fmt: skip
SENTENCE = st.lists(st.sampled_from(VOCABULARY), min_size=3, max_size=14).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPHS = st.lists(SENTENCE, min_size=1, max_size=6).map(" ".join)


def place_of(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_typed_quote_is_found_whatever_its_line_breaks() -> None:
    anchor = anchor_quote(TEXT, "hari  kerja.\nAntrean daring")
    assert anchor.quote == "hari kerja.\n\nAntrean daring"
    assert TEXT[anchor.start : anchor.end] == anchor.quote
    assert anchor.prefix == "oket dibuka pukul delapan pagi setiap "[-32:]


def test_quote_that_is_not_there_is_refused() -> None:
    with pytest.raises(QuoteMissing):
        anchor_quote(TEXT, "loket ditutup")
    with pytest.raises(QuoteMissing):
        anchor_quote(TEXT, "  \n ")


def test_quote_that_occurs_twice_needs_its_surroundings() -> None:
    with pytest.raises(QuoteAmbiguous):
        anchor_quote(TEXT, "dibuka")
    second = anchor_quote(TEXT, "dibuka", prefix="kerja. Antrean daring ", suffix=" sehari")
    assert second.start == TEXT.rindex("dibuka")
    with pytest.raises(QuoteAmbiguous):
        anchor_quote(TEXT, "dibuka", prefix="tidak ada di sini")


def test_reworded_quote_is_found_with_a_lower_score() -> None:
    anchor = anchor_quote(TEXT, "Petugas wajib membantu penyandang disabilitas")
    edited = TEXT.replace("wajib membantu", "harus membantu")
    found = find_again(anchor, edited)
    assert found is not None
    assert edited[found.start : found.end].startswith("Petugas harus membantu penyandang")
    assert 0.7 <= found.score < 1.0


def test_look_alike_elsewhere_is_not_chosen_when_the_passage_is_gone() -> None:
    text = (
        "Pemohon baru: berkas diperiksa dalam tiga hari kerja oleh petugas loket. "
        "Pembayaran denda lewat bank: berkas diperiksa dalam tiga hari kerja, lalu disimpan."
    )
    anchor = anchor_at(text, *place_of("berkas diperiksa dalam tiga hari kerja", text))
    gone = text[text.index("Pembayaran") :]
    assert find_again(anchor, gone) is None


def test_two_equal_passages_with_equal_surroundings_are_nobodys() -> None:
    line = "Nomor antrean dipanggil. " * 5
    middle = line.index("dipanggil", 60)
    anchor = anchor_at(line, middle, middle + 9)
    assert find_again(anchor, line) is None


def test_whole_text_as_quote_is_found() -> None:
    anchor = anchor_at(TEXT, 0, len(TEXT))
    assert find_again(anchor, TEXT) is not None


@given(text=PARAGRAPHS, data=st.data())
def test_unchanged_text_gives_the_very_place_or_none_when_it_repeats(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip() == text[start:end])
    found = find_again(anchor_at(text, start, end), text)
    if found is None:
        assert text.replace(" ", "").count(text[start:end].replace(" ", "")) > 1
    else:
        assert (found.start, found.end, found.score) == (start, end, 1.0)


@given(
    before=PARAGRAPHS,
    lead=SENTENCE,
    quote=SENTENCE,
    tail=SENTENCE,
    after=PARAGRAPHS,
    new=PARAGRAPHS,
)
def test_edit_elsewhere_moves_the_place_along(
    before: str, lead: str, quote: str, tail: str, after: str, new: str
) -> None:
    text = f"{before} {lead} {quote} {tail} {after}"
    assume(len(lead) >= 32 and len(tail) >= 32)
    start = len(before) + len(lead) + 2
    anchor = anchor_at(text, start, start + len(quote))
    edited = f"{new} {lead} {quote} {tail}"
    expected = len(new) + len(lead) + 2
    found = find_again(anchor, edited)
    if edited.count(quote) == 1:
        assert found is not None
        assert (found.start, found.end) == (expected, expected + len(quote))
    elif found is not None:
        assert found.start == expected


@given(before=PARAGRAPHS, quote=SENTENCE, after=PARAGRAPHS, edited=PARAGRAPHS)
def test_what_is_found_is_always_much_like_the_quote(
    before: str, quote: str, after: str, edited: str
) -> None:
    text = f"{before} {quote} {after}"
    anchor = anchor_at(text, len(before) + 1, len(before) + 1 + len(quote))
    found = find_again(anchor, edited)
    if found is not None:
        ratio = SequenceMatcher(
            None, edited[found.start : found.end], quote, autojunk=False
        ).ratio()
        assert ratio >= LIKE_THE_QUOTE


@given(lead=PARAGRAPHS, quote=SENTENCE, other_lead=PARAGRAPHS, tail=PARAGRAPHS)
def test_twin_of_a_deleted_passage_is_never_taken_with_other_surroundings(
    lead: str, quote: str, other_lead: str, tail: str
) -> None:
    text = f"{lead} {quote} Bagian lain sama sekali, tentang pajak XYZ. {other_lead} {quote} {tail}"
    anchor = anchor_at(text, len(lead) + 1, len(lead) + 1 + len(quote))
    gone = (
        f"QQQQQQQQ WWWWWWWW ZZZZZZZZ KKKKKKKK VVVVVVVV: {quote} 1234567890 1234567890 1234567890!"
    )
    assert find_again(anchor, gone) is None


def test_long_text_is_searched_in_time() -> None:
    text = " ".join(VOCABULARY[n * 7 % 20] for n in range(2600))
    anchor = anchor_at(" ".join(VOCABULARY[n * 3 % 20] for n in range(120)), 100, 800)
    start = time.process_time()
    find_again(anchor, text)
    assert time.process_time() - start < 4
