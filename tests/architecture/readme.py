"""Writes the README's tables from the code: ``python -m tests.architecture.readme``."""

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from consultations import vocabulary
from consultations.vocabulary import Term
from server.commands import rembuk
from server.settings import CHECKOUT, Settings
from server.translations import translator

README = CHECKOUT / "README.md"
# Proper names of time zones, which nobody translates.
NOT_GLOSSED = ("Zone",)


def commands() -> str:
    """Every command with what it does."""
    rows = [
        f"| `rembuk {name}` | {command.help.splitlines()[0] if command.help else ''} |"
        for name, command in sorted(rembuk.commands.items())
    ]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def settings() -> str:
    """Every setting with its meaning and default."""
    rows = [
        f"| `{variable}` | {meaning} | {f'`{default}`' if default else ''} |"
        for variable, meaning, default in Settings.table()
    ]
    return "\n".join(["| variable | meaning | default |", "|---|---|---|", *rows])


def glossary() -> str:
    """Every enumeration of the field with its words in both languages."""
    english = translator("en").gettext
    rows = [
        f"| `{kind.__name__}` | "
        + " · ".join(
            f"{term.label} ({english(term.label)})"
            if english(term.label) != term.label
            else term.label
            for term in kind
        )
        + " |"
        for kind in terms()
        if kind.__name__ not in NOT_GLOSSED
    ]
    return "\n".join(["| in the code | words |", "|---|---|", *rows])


def terms() -> list[type[Term]]:
    """The enumerations, file by file, in the order they are written."""
    files = [
        import_module(f"{vocabulary.__name__}.{file.name}")
        for file in iter_modules(vocabulary.__path__)
    ]
    found = [kind for file in files for kind in vars(file).values() if inspect.isclass(kind)]
    return [kind for kind in found if issubclass(kind, Term) and kind is not Term]


def written(text: str) -> str:
    """The README with its tables as the code has them now."""
    tables: dict[str, Callable[[], str]] = {
        "commands": commands,
        "settings": settings,
        "glossary": glossary,
    }
    for name, table in tables.items():
        block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        rows = table()
        text = block.sub(lambda match, rows=rows: f"{match[1]}{rows}\n{match[2]}", text)
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
