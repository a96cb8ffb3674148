"""Signing in by link, and staying on the page when the language changes."""

import pytest
from playwright.sync_api import expect

from consultations.demonstration.loading import PEOPLE
from consultations.vocabulary import Role
from tests.browser.conftest import OpenAs
from tests.browser.site import Site


@pytest.mark.parametrize("role", list(PEOPLE))
def test_each_role_signs_in_by_link_once(site: Site, open_as: OpenAs, role: Role) -> None:
    watched = open_as()
    page = watched.page
    watched.visit(f"/masuk/{site.links[role]}")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("button", name="Keluar", exact=True)).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text(PEOPLE[role][0])
    work = "/admin" if role is Role.ADMINISTRATOR else f"/kerja/{site.slug}"
    response = watched.visit(work)
    assert response is not None
    assert response.status == 200

    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("link", name="Masuk")).to_be_visible()
    watched.visit(f"/masuk/{site.links[role]}")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert watched.complaints == []


def test_language_changes_and_the_page_stays(site: Site, open_as: OpenAs) -> None:
    watched = open_as(javascript=False)
    page = watched.page
    path = f"/konsultasi/{site.slug}/hasil"
    watched.visit(path)
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{site.address}{path}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page).to_have_url(f"{site.address}{path}")
    expect(page.locator("html")).to_have_attribute("lang", "id")
