"""Every page, as everyone, in both languages and widths: accessible, fitting, quiet."""

import pytest

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.pages import LEADING, STATUSES, WHO, pages_for
from tests.browser.site import Site
from tests.browser.watching import Watched

SWAPS_WITHOUT_HTMX = "!('htmx' in window) && !!document.querySelector('[hx-get], [hx-post]')"


def named(who: Role | None) -> str:
    return who.value if who else "guest"


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("who", WHO, ids=named)
def test_every_page_is_accessible_fits_and_is_quiet(
    site: Site, open_as: OpenAs, who: Role | None, locale: str, examined: set[str]
) -> None:
    watched = open_as(who, locale=locale)
    found: dict[str, list[str]] = {}
    for name, path in pages_for(site, who).items():
        watched.complaints.clear()
        problems = _arrive(watched, name, path) + _look(watched, examined)
        if problems:
            found[f"{name} {path}"] = problems
    assert not found, "\n".join(f"{page}: {'; '.join(lines)}" for page, lines in found.items())


@pytest.fixture(scope="module")
def examined() -> set[str]:
    """Fingerprints of what axe has seen: the same words for another role are not seen twice."""
    return set()


def _arrive(watched: Watched, name: str, path: str) -> list[str]:
    """Whether the page is the one that was meant, and not an error or another in its place."""
    answer = watched.visit(path)
    status = answer.status if answer else None
    problems = [f"answers {status}"] if status != STATUSES.get(name, 200) else []
    if name not in LEADING and not watched.page.url.endswith(path):
        problems.append(f"leads to {watched.page.url}")
    return problems


def _look(watched: Watched, examined: set[str]) -> list[str]:
    problems: list[str] = []
    parts = watched.parts()
    for viewport in (WIDE, NARROW):
        width = viewport["width"]
        watched.page.set_viewport_size(viewport)
        main, around = (f"{width} {part}" not in examined for part in parts)
        examined.update(f"{width} {part}" for part in parts)
        if main or around:
            problems += [f"{width} px: {problem}" for problem in watched.axe(without_main=not main)]
        if watched.overflow() > 0:
            problems.append(f"{width} px: {watched.overflow()} px too wide")
    if watched.page.evaluate(SWAPS_WITHOUT_HTMX):
        problems.append("swaps parts without htmx: fill the block 'htmx'")
    return problems + watched.complaints
