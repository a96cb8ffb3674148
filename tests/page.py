"""A page as a careful reader sees it: refuses bad HTML, then answers questions about it."""

import xml.etree.ElementTree as ET
from collections import Counter
from functools import cached_property
from itertools import pairwise

import html5lib

# A field of this name hides the property of its form that scripts, htmx among them, rely on.
HIDING = {"action", "elements", "form", "method", "submit", "target"}
VOID_OF_LABEL = {"hidden", "submit", "button"}
X = "{http://www.w3.org/1999/xhtml}"


class BadPage(AssertionError):  # noqa: N818 - says what it is
    """The page breaks a rule that every page keeps."""


class Page:
    """Parsed HTML. ``fragment`` pages are parts that htmx swaps: no title, no single h1."""

    def __init__(self, html: str, *, fragment: bool = False) -> None:
        self.html = html
        parser = html5lib.HTMLParser(strict=False)
        self.root: ET.Element = parser.parseFragment(html) if fragment else parser.parse(html)
        errors = [
            f"{code} at {place}"
            for place, code, _ in parser.errors
            if not (fragment and code == "expected-doctype-but-got-start-tag")
        ]
        self._refuse(errors, "invalid HTML")
        self._check_ids()
        self._check_forms()
        self._check_behaviour()
        self._check_words()
        if not fragment:
            self._check_document()

    @cached_property
    def text(self) -> str:
        return " ".join("".join(self.root.itertext()).split())

    @property
    def title(self) -> str:
        found = self.root.find(f".//{X}title")
        return (found.text or "") if found is not None else ""

    def all(self, tag: str) -> list[ET.Element]:
        return list(self.root.iter(X + tag))

    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.all("a")]

    def classed(self, name: str) -> list[ET.Element]:
        return [e for e in self.root.iter() if name in (e.get("class") or "").split()]

    def field(self, name: str) -> ET.Element:
        for tag in ("input", "textarea", "select"):
            for element in self.all(tag):
                if element.get("name") == name:
                    return element
        raise BadPage(f"no field {name!r}")

    def value(self, name: str) -> str:
        """What a field holds, as it would be sent."""
        element = self.field(name)
        if element.tag == X + "textarea":
            return element.text or ""
        if element.tag == X + "select":
            chosen = [o for o in element.iter(X + "option") if o.get("selected") is not None]
            return chosen[0].get("value", "") if chosen else ""
        if element.get("type") in ("radio", "checkbox"):
            same = [e for e in self.all("input") if e.get("name") == name]
            return next((e.get("value", "") for e in same if e.get("checked") is not None), "")
        return element.get("value", "")

    def errors(self) -> list[str]:
        return ["".join(e.itertext()).strip() for e in self.classed("ds-validation-message")]

    def _refuse(self, problems: list[str], what: str) -> None:
        if problems:
            raise BadPage(f"{what}: {problems[:5]}")

    def _check_ids(self) -> None:
        ids = Counter(e.get("id") for e in self.root.iter() if e.get("id"))
        self._refuse([str(i) for i, count in ids.items() if count > 1], "ids used twice")
        wanted = [
            (name, one)
            for e in self.root.iter()
            for name in ("for", "aria-describedby", "aria-labelledby")
            for one in (e.get(name) or "").split()
        ]
        self._refuse([f"{n}={i}" for n, i in wanted if i not in ids], "pointing nowhere")
        anchors = [h[1:] for h in self.links() if h.startswith("#") and len(h) > 1]
        self._refuse([a for a in anchors if a not in ids], "anchors to nowhere")

    def _check_forms(self) -> None:
        self._refuse(
            [ET.tostring(f)[:80].decode() for f in self.all("form") if not f.get("action")],
            "forms without action",
        )
        self._refuse(["form"] * sum(not f.get("method") for f in self.all("form")), "no method")
        hiding = [
            e.get("name", "") for f in self.all("form") for e in f.iter() if e.get("name") in HIDING
        ]
        self._refuse(hiding, "fields that hide a property of their form")
        labelled = {label.get("for") for label in self.all("label")}
        within = {
            id(e) for label in self.all("label") for e in label.iter() if e.tag == X + "input"
        }
        known = {e.get("id") for e in self.root.iter()}
        unlabelled = [
            e.get("name") or "?"
            for tag in ("input", "textarea", "select")
            for e in self.all(tag)
            if e.get("type") not in VOID_OF_LABEL
            and e.get("id") not in labelled
            and id(e) not in within
            and not e.get("aria-label")
            and not known.issuperset((e.get("aria-labelledby") or "nothing").split())
        ]
        self._refuse(unlabelled, "fields without label")

    def _check_behaviour(self) -> None:
        inline = [
            f"{e.tag} {name}"
            for e in self.root.iter()
            for name in e.attrib
            if name == "style" or name.startswith(("on", "hx-on"))
        ]
        self._refuse(inline, "inline style or behaviour")
        scripts = [e.text or "" for e in [*self.all("script"), *self.all("style")] if e.text]
        self._refuse(scripts, "inline script or style")

    def _check_words(self) -> None:
        silent = [
            e.get("href") or e.tag
            for tag in ("a", "button")
            for e in self.all(tag)
            if not "".join(e.itertext()).strip() and not e.get("aria-label")
        ]
        self._refuse(silent, "links or buttons without words")
        self._refuse([e.get("src", "") for e in self.all("img") if e.get("alt") is None], "no alt")

    def _check_document(self) -> None:
        if not self.title.strip():
            raise BadPage("no title")
        html = self.root if self.root.tag == X + "html" else self.root.find(f".//{X}html")
        if html is None or not html.get("lang"):
            raise BadPage("no lang")
        levels = [
            int(e.tag[-1]) for e in self.root.iter() if e.tag in {f"{X}h{n}" for n in range(1, 7)}
        ]
        if levels.count(1) != 1:
            raise BadPage(f"{levels.count(1)} h1 headings")
        skipped = [f"h{a}→h{b}" for a, b in pairwise(levels) if b > a + 1]
        self._refuse(skipped, "skipped heading levels")
