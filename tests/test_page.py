import pytest

from tests.page import BadPage, Page

GOOD = (
    '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>T</title></head>'
    "<body><h1>A</h1>{}</body></html>"
)


def test_good_page_is_accepted() -> None:
    page = Page(
        GOOD.format(
            '<form action="/x" method="post"><label for="a">A</label>'
            '<input id="a" name="a" value="b"></form>'
        )
    )
    assert page.title == "T"
    assert page.value("a") == "b"


@pytest.mark.parametrize(
    "body",
    [
        '<p id="a"></p><p id="a"></p>',
        '<form method="post"></form>',
        '<form action="/x"></form>',
        '<form action="/x" method="post"><input name="a"></form>',
        '<p style="color:red">x</p>',
        "<script>alert(1)</script>",
        '<p onclick="x()">x</p>',
        '<a href="/x"></a>',
        "<h1>B</h1>",
        "<h3>B</h3>",
        '<a href="#nowhere">x</a>',
        '<img src="/x.png">',
        "<p><div></p>",
    ],
)
def test_bad_page_is_refused(body: str) -> None:
    with pytest.raises(BadPage):
        Page(GOOD.format(body))


def test_page_without_title_is_refused() -> None:
    with pytest.raises(BadPage):
        Page(GOOD.format("").replace("<title>T</title>", ""))
