"""Everything can be reached and done with the keyboard alone, and the focus is always seen."""

from playwright.sync_api import Page, expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site
from tests.browser.story import QUIET_UNIT

FOCUS = """() => {
  const e = document.activeElement ?? document.body;
  let shown = e;
  // A field's own box shows the focus of the radio button in it.
  for (let up = 0; up < 2 && getComputedStyle(shown).outlineStyle === "none"; up++) {
    shown = shown.parentElement ?? shown;
  }
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  return {
    name: (e.labels?.[0]?.innerText || e.innerText || e.name || "").trim(),
    field: e.name || "", tag: e.tagName,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def tab_through(page: Page, most: int) -> list[dict[str, object]]:
    """Press Tab from the top until the focus leaves the page; what had it, in order."""
    seen: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] in ("BODY", "HTML"):
            break
        seen.append(focus)
    return seen


def test_guest_comments_without_a_mouse(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    _tab_to(page, "kind")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=kind]:checked").input_value() == "keberatan"
    _tab_to(page, "text")
    page.keyboard.type("Dari papan ketik saja.")
    _tab_to(page, "element")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "consent")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    expect(page.locator("main")).to_contain_text("Pengguna layanan")


def test_focus_is_always_seen(site: Site, open_as: OpenAs) -> None:
    places = {
        None: (f"/konsultasi/{site.slug}", f"/konsultasi/{site.slug}/rancangan/1", "/masuk"),
        Role.DRAFTER: (
            f"/kerja/{site.slug}/tema",
            site.path("/kerja/{slug:str}/tema/{theme:uuid}"),
            f"/kerja/{site.slug}/masukan",
        ),
    }
    for who, paths in places.items():
        page = open_as(who).page
        for path in paths:
            page.goto(path)
            seen = tab_through(page, 40)
            assert len(seen) > 4
            dim = [stop["name"] for stop in seen if not (stop["outlined"] and stop["visible"])]
            assert dim == [], path


def test_contents_open_on_a_phone_and_lead_into_the_draft(site: Site, open_as: OpenAs) -> None:
    page = open_as(viewport=NARROW, javascript=False).page
    page.goto(f"/konsultasi/{site.slug}/rancangan/1")
    contents = page.get_by_role("navigation", name="Daftar isi")
    link = contents.get_by_role("link", name="Wilayah terpencil")
    expect(link).to_be_hidden()
    contents.locator("summary").press("Enter")
    link.click()
    expect(page.get_by_role("heading", name="Wilayah terpencil")).to_be_in_viewport()


def test_contents_stand_open_beside_the_draft(site: Site, open_as: OpenAs) -> None:
    page = open_as(javascript=False).page
    page.goto(f"/konsultasi/{site.slug}/rancangan/1")
    contents = page.get_by_role("navigation", name="Daftar isi")
    expect(contents.get_by_role("link").first).to_be_visible()
    contents.focus()
    page.keyboard.press("Tab")
    expect(contents.get_by_role("link").first).to_be_focused()


def _tab_to(page: Page, field: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["field"] == field:
            return
    raise AssertionError(f"Tab never reached {field!r}.")
