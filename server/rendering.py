"""Templates into HTML: one environment per language, with the components known everywhere."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from babel.numbers import format_decimal, format_percent
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from consultations.personal_data import MARK, MARKED
from consultations.picturing import pictures_in_words
from consultations.scoring.templates import TEMPLATES as TEMPLATES_OF_CRITERIA
from consultations.vocabulary import N_, USUAL_DEFINITIONS, Term
from server.marking import marked_paragraphs, shown_changes, with_pictures
from server.settings import CHECKOUT
from server.static_files import static_url
from server.translations import translator
from server.writing_time import time_filters

HIDDEN = N_("%(what)s disembunyikan")
TEMPLATES = CHECKOUT / "templates"
MEGABYTE = 1_000_000
QUOTE = "> "
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def render_template(name: str, locale: str, facts: dict[str, Any]) -> str:
    """The whole page."""
    return environment(locale).get_template(name).render(facts)


def render_block(name: str, block: str, locale: str, facts: dict[str, Any]) -> str:
    """One named block of a page: the part that htmx swaps, so page and part can't differ."""
    template = environment(locale).get_template(name)
    return "".join(template.blocks[block](template.new_context(facts)))


def prepare_templates(locales: Iterable[str]) -> None:
    """Make what the first page of each language would otherwise wait for."""
    for locale in locales:
        environment(locale)


@cache
def environment(locale: str) -> Environment:
    """The templates of one language. The macros of ``components/`` are global names."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Letters are plain text first.
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translator(locale), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(_filters(locale))
    made.globals.update(locale=locale, static_url=static_url, ngettext=_counting(made, locale))
    for component in sorted((TEMPLATES / "components").glob("*.html")):
        macros = made.get_template(f"components/{component.name}").module
        made.globals.update(
            {name: macro for name, macro in vars(macros).items() if not name.startswith("_")}
        )
    return made


def paragraphs(text: str | None) -> Markup:
    """Plain text as paragraphs; everything in it is text, never markup."""
    blocks = (block.strip() for block in (text or "").replace("\r\n", "\n").split("\n\n"))
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
        if block
    )


def _counting(made: Environment, locale: str) -> Any:
    """``ngettext`` that writes counts as the language writes numbers: 12.345 or 12,345."""
    choose = made.globals["ngettext"]

    @pass_context
    def ngettext(context: Context, one: str, many: str, n: int, /, **facts: Any) -> str:
        shown = {
            name: format_decimal(fact, locale=locale) if isinstance(fact, int) else fact
            for name, fact in facts.items()
        }
        return choose(context, one, many, n, **shown)  # type: ignore[no-any-return, operator]

    return ngettext


def format_size(count: int, locale: str) -> str:
    """A file's size as people read it."""
    if count < MEGABYTE:
        return f"{format_decimal(max(1, round(count / 1000)), locale=locale)} kB"
    return f"{format_decimal(round(count / MEGABYTE, 1), locale=locale)} MB"


def format_number(value: float, locale: str) -> str:
    """A number as the language writes it; one that decimals can't hold in its powers of ten."""
    try:
        return format_decimal(value, locale=locale)
    except InvalidOperation:
        return f"{value:.3g}"


def format_exact(value: Decimal, locale: str) -> str:
    """A figure with all its decimals, also those that are naught: 76,00."""
    places = -int(value.as_tuple().exponent)
    return format_decimal(value, format=f"#,##0.{'0' * places}", locale=locale)


def quoted(text: str | None) -> str:
    """Somebody's words in a plain letter: marked as a quotation, line by line."""
    clean = UNPRINTABLE.sub("", (text or "").replace("\r\n", "\n"))
    return "\n".join(QUOTE + line for line in clean.split("\n"))


# Words that pages offer and people may replace: only ours are translated, and theirs, with any
# % sign in them, are left alone.
OFFERED = {
    *USUAL_DEFINITIONS.values(),
    *(words for template in TEMPLATES_OF_CRITERIA.values() for row in template for words in row),
}


def _filters(locale: str) -> dict[str, Any]:
    say = translator(locale).gettext

    def pictured(shown: Markup, kind: Term | None = None, number: str = "") -> Markup:
        words = say(N_("Gambar"))
        if kind is not None:
            unit = f"{say(kind.label).lower()} {number}"
            words = say(N_("Gambar pada %(unit)s")) % {"unit": unit}
        return with_pictures(shown, words)

    def marks(text: str | None) -> str:
        def in_words(mark: re.Match[str]) -> str:
            if not mark[1]:
                return mark[0]
            return f"{MARK} [{say(HIDDEN) % {'what': say(mark[1])}}]"

        return MARKED.sub(in_words, text or "")

    return {
        **time_filters(locale),
        "number": lambda value: format_number(value, locale),
        "exact": lambda value: format_exact(value, locale),
        "percent": lambda value: format_percent(value, locale=locale),
        "marked": marked_paragraphs,
        "pictured": pictured,
        "without_codes": lambda text: pictures_in_words(text or ""),
        "changes": lambda changes: shown_changes(
            changes, say(N_("dihapus")), say(N_("ditambahkan"))
        ),
        "size": lambda value: format_size(value, locale),
        # Marks of hidden words are stored in Indonesian, for every reader to find them there.
        "paragraphs": lambda text: paragraphs(marks(text)),
        "marks": marks,
        "said": lambda words: words.written_in(locale) if words else "",
        "quoted": quoted,
        "in_language": lambda words: say(words) if words in OFFERED else words,
        "label": lambda term: say(term.label) if isinstance(term, Term) else "",
    }
