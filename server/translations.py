"""Indonesian message ids into English: read from the catalogue, extracted from the sources."""

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from server.visit import DEFAULT_LOCALE

FOLDER = Path(__file__).parent / "locale"
CATALOGUE = FOLDER / "en" / "LC_MESSAGES" / "rembuk.po"
SOURCES = ("server", "consultations", "analysis", "templates")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
# Babel's own header holds dates and e-mail placeholders, which only collide in merges.
HEADER = b"""\
msgid ""
msgstr ""
"Project-Id-Version: Rembuk\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# The same dialect as the pages' environment; what can't be parsed fails instead of being left out.
DIALECT = {
    "trimmed": "true",
    "encoding": "utf-8",
    "extensions": "jinja2.ext.do",
    "silent": "false",
}
OPTIONS = {"**.html": DIALECT, "**/emails/**.txt": DIALECT}
METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**.html", "jinja2"),
    ("**/emails/**.txt", "jinja2"),
]


@cache
def translator(locale: str) -> gettext.NullTranslations:
    """The translations of a locale; Indonesian needs none, as message ids are Indonesian."""
    if locale == DEFAULT_LOCALE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue())
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_catalogue() -> Catalog:
    """The English catalogue as it is in the sources."""
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="en")


def extract_messages(checkout: Path) -> Catalog:
    """Every message id in the sources of a checkout."""
    found = Catalog(project="Rembuk", charset="utf-8")
    for source in SOURCES:
        for _, _, message, comments, _ in extract_from_dir(
            checkout / source,
            method_map=METHODS,
            options_map=OPTIONS,
            keywords=KEYWORDS,
        ):
            found.add(message, auto_comments=comments)
    return found


def update_catalogue(checkout: Path) -> list[str]:
    """Bring the English catalogue up to the sources; returns what still lacks English."""
    catalogue = read_catalogue() if CATALOGUE.exists() else Catalog(locale="en", charset="utf-8")
    catalogue.update(extract_messages(checkout), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        file.write(HEADER)
        pofile.write_po(
            file, catalogue, width=100, sort_output=True, no_location=True, omit_header=True
        )
    return untranslated(catalogue)


def untranslated(catalogue: Catalog) -> list[str]:
    """Message ids without English, or with English marked as doubtful."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and (
            message.fuzzy
            or not (all(message.string) if isinstance(message.string, tuple) else message.string)
        )
    ]


if __name__ == "__main__":
    import sys

    missing = update_catalogue(Path(__file__).resolve().parent.parent)
    sys.stdout.write("\n".join([*missing, f"{len(missing)} without English", ""]))
