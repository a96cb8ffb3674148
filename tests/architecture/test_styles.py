"""Templates and style sheets know the same classes: none is used that nothing styles, and back."""

import re
from pathlib import Path

from server.rendering import TEMPLATES
from server.static_files import DESIGN, STATIC, static_files

# What scripts and tests look for; nothing styles it.
HOOKS = {"is-ahead"}


def defined(*sheets: Path) -> set[str]:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return classes_in(text)


def classes_in(text: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))


def used() -> dict[str, str]:
    """Every class that a template names, with one template that does."""
    found: dict[str, str] = {}
    for template in sorted(TEMPLATES.rglob("*.html")):
        for value in re.findall(r'class="((?:\{[{%].*?[%}]\}|[^"])*)"', template.read_text()):
            # Of {{ 'a' if b else 'c' }} the quoted words are classes; of {% … %} nothing is.
            chosen = " ".join(re.findall(r"\{\{.*?\}\}", value))
            words = re.sub(r"\{[{%].*?[%}]\}", " ", value).split()
            words += re.findall(
                r"""['"]([\w-]+)['"]""", re.sub(r"""==\s*['"].*?['"]""", "", chosen)
            )
            found |= {word: str(template.relative_to(TEMPLATES)) for word in words}
    return found


def test_no_two_components_have_a_macro_of_one_name() -> None:
    # Every page knows all of them by their names alone.
    named: dict[str, list[str]] = {}
    for component in sorted((TEMPLATES / "components").glob("*.html")):
        for name in re.findall(r"\{%-? macro ([a-z]\w*)\(", component.read_text(encoding="utf-8")):
            named.setdefault(name, []).append(component.name)
    assert named["matrix_table"] == ["matrices.html"]
    assert {name: where for name, where in named.items() if len(where) > 1} == {}


def test_every_class_in_a_template_is_styled() -> None:
    sent = static_files()[DESIGN].plain.decode()
    known = defined(*(STATIC / "css").glob("*.css")) | classes_in(sent) | HOOKS
    assert {name: where for name, where in used().items() if name not in known} == {}


def test_every_class_of_ours_is_used() -> None:
    ours = defined(STATIC / "css" / "rembuk.css")
    scripts = "".join(script.read_text() for script in (STATIC / "js").glob("*.js"))
    known = used()
    unused = {name for name in ours if name not in known and name not in scripts}
    # htmx sets the one class itself; the other is a layer's name.
    assert unused - {"htmx-request", "base"} == set()
