"""On paper: one size of letters in a table, and nothing is left folded."""

from consultations.demonstration.finished.data import told
from tests.browser.conftest import OpenAs

BASE = f"/konsultasi/{told('consultation')['slug']}"
SIZES = """() => [...new Set([...document.querySelectorAll(".on-its-side th, .on-its-side td *")]
  .map((one) => getComputedStyle(one).fontSize))]"""
FOLDED = """() => [...document.querySelectorAll("main details:not([open])")]
  .filter((one) => ![...one.children].slice(1).some((part) => part.checkVisibility())).length"""


def test_matrix_has_one_size_of_letters_on_paper(open_as: OpenAs) -> None:
    page = open_as().page
    page.emulate_media(media="print")
    page.goto(f"{BASE}/matriks")
    assert len(page.evaluate(SIZES)) == 1


def test_what_is_folded_on_the_page_of_results_is_printed(open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(f"{BASE}/hasil")
    assert page.evaluate(FOLDED) > 1
    page.emulate_media(media="print")
    page.wait_for_function(f"({FOLDED})() === 0")
