"""The workspace's navigation: folded on a narrow screen, whole on a wide one."""

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site


def test_every_group_is_in_sight_on_a_wide_screen(site: Site, open_as: OpenAs) -> None:
    watched = open_as(Role.DRAFTER)
    watched.visit(f"/kerja/{site.slug}/pernyataan")
    groups = watched.page.get_by_role("navigation", name="Ruang kerja").get_by_role("link")
    rows = {round(link.bounding_box()["y"]) for link in groups.all()}
    assert len(rows) == 1
    assert all(link.is_visible() for link in groups.all())
    expect(groups.and_(watched.page.locator("[aria-current]"))).to_have_text("Survei")


def test_a_phone_folds_the_groups_and_says_where_one_is(site: Site, open_as: OpenAs) -> None:
    watched = open_as(Role.DRAFTER, viewport=NARROW, javascript=False)
    watched.visit(f"/kerja/{site.slug}/pernyataan")
    page = watched.page
    groups = page.get_by_role("navigation", name="Ruang kerja")
    expect(groups.get_by_role("link", name="Survei")).to_be_hidden()
    groups.get_by_text("Ruang kerja: Survei").click()
    for link in groups.get_by_role("link").all():
        edges = link.bounding_box()
        assert edges
        assert edges["x"] >= 0
        assert edges["x"] + edges["width"] <= NARROW["width"]
    groups.get_by_role("link", name="Keputusan").click()
    expect(page).to_have_url(f"{site.address}/kerja/{site.slug}/keputusan")


def test_a_sessions_pages_all_fit_on_a_phone(site: Site, open_as: OpenAs) -> None:
    watched = open_as(Role.FACILITATOR, viewport=NARROW)
    watched.visit(site.path("/kerja/{slug:str}/sesi/{session:uuid}/rencana"))
    pages = watched.page.get_by_role("navigation", name="Halaman sesi ini").get_by_role("link")
    assert pages.count() > 10
    for link in pages.all():
        edges = link.bounding_box()
        assert edges
        assert edges["x"] + edges["width"] <= NARROW["width"]


def test_votes_take_the_whole_width_of_a_phone(site: Site, open_as: OpenAs) -> None:
    watched = open_as(viewport=NARROW)
    watched.visit(f"/konsultasi/{site.slug}/pernyataan")
    for name in ("Setuju", "Tidak setuju", "Tidak tahu, lewati"):
        edges = watched.page.get_by_role("button", name=name).first.bounding_box()
        assert edges
        assert edges["width"] > 0.75 * NARROW["width"]
