"""The house keeps its shape: names, sizes, vendored files and what the README says of them."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from server.settings import CHECKOUT
from tests.architecture.readme import README, written

PACKAGES = ("consultations", "analysis", "server")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}
LONGEST_MODULE = 300
TOP_LEVEL = {"server", "templates", "consultations", "analysis", "tests"}
README_TEXT = README.read_text(encoding="utf-8")


def modules() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((CHECKOUT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_top_level_holds_only_the_five_folders() -> None:
    folders = {
        path.name
        for path in CHECKOUT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert folders - {"__pycache__"} == TOP_LEVEL


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_no_module_is_too_long_to_say_one_thing() -> None:
    lengths = {
        str(path.relative_to(CHECKOUT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    silent = [
        str(path.relative_to(CHECKOUT))
        for path in modules()
        if (text := path.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


@pytest.mark.parametrize(
    "listing", sorted(CHECKOUT.glob("**/vendor/vendored.md")), ids=lambda path: path.parts[-4]
)
def test_vendored_files_are_unchanged_and_listed(listing: Path) -> None:
    rows = re.findall(r"^\| ([\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", listing.read_text(), re.MULTILINE)
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in listing.parent.iterdir()
        if path != listing and path.suffix != ".LICENSE"
    }
    assert dict(rows) == found


def test_readme_tables_are_as_the_code_has_them() -> None:
    for name in ("commands", "settings", "glossary"):
        assert f"<!-- {name} -->" in README_TEXT
    assert written(README_TEXT) == README_TEXT, "run: python -m tests.architecture.readme"


def test_readme_leads_nowhere_that_is_not_there() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", README_TEXT)
    assert [target for target in targets if not (CHECKOUT / target).exists()] == []
