"""Templates into HTML: one environment per language, with the components known everywhere."""

import hashlib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from consultations.clock import now
from consultations.queries.consultations import input_window, last_window, next_window
from consultations.vocabulary import N_, Term, Zone
from server.settings import CHECKOUT
from server.translations import translator

TEMPLATES = CHECKOUT / "templates"
STATIC = Path(__file__).parent / "static"

# From when on a page says how little time is left.
NEAR_THE_END = timedelta(days=7)


def render_template(name: str, locale: str, facts: dict[str, Any]) -> str:
    """The whole page."""
    return environment(locale).get_template(name).render(facts)


def render_block(name: str, block: str, locale: str, facts: dict[str, Any]) -> str:
    """One named block of a page: the part that htmx swaps, so page and part can't differ."""
    template = environment(locale).get_template(name)
    return "".join(template.blocks[block](template.new_context(facts)))


@cache
def environment(locale: str) -> Environment:
    """The templates of one language. The macros of ``components/`` are global names."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translator(locale), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(_filters(locale))
    made.globals.update(static_url=static_url, ngettext=_counting(made, locale))
    for component in sorted((TEMPLATES / "components").glob("*.html")):
        macros = made.get_template(f"components/{component.name}").module
        made.globals.update(
            {name: macro for name, macro in vars(macros).items() if not name.startswith("_")}
        )
    return made


@cache
def static_url(path: str) -> str:
    """The address of a static file; it changes when the file does."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"


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


def _filters(locale: str) -> dict[str, Any]:
    say, ngettext = translator(locale).gettext, translator(locale).ngettext
    hours = "HH:mm" if locale == "en" else "HH.mm"

    def moment(value: datetime, zone: str) -> datetime:
        return value.astimezone(ZoneInfo(zone))

    def day(value: date, zone: str = Zone.WIB.value) -> str:
        local = moment(value, zone) if isinstance(value, datetime) else value
        return format_date(local, "d MMMM y", locale=locale)

    def time(value: datetime, zone: str = Zone.WIB.value) -> str:
        written = format_datetime(moment(value, zone), f"d MMMM y, {hours}", locale=locale)
        return f"{written} {Zone(zone).label}"

    def clock(value: datetime, zone: str = Zone.WIB.value) -> str:
        return format_datetime(moment(value, zone), hours, locale=locale)

    def time_left(ends: datetime) -> str:
        left = max(ends - now(), timedelta())
        days, hours_left, minutes = left.days, left.seconds // 3600, left.seconds // 60
        if days:
            words = ngettext("tinggal %(count)s hari", "tinggal %(count)s hari", days)
            return words % {"count": days}
        if hours_left:
            words = ngettext("tinggal %(count)s jam", "tinggal %(count)s jam", hours_left)
            return words % {"count": hours_left}
        if minutes:
            words = ngettext("tinggal %(count)s menit", "tinggal %(count)s menit", minutes)
            return words % {"count": minutes}
        return say(N_("tinggal kurang dari 1 menit"))

    return {
        "time_left": time_left,
        "is_near": lambda ends: ends - now() <= NEAR_THE_END,
        "grace_runs": lambda ends, minutes: now() < ends + timedelta(minutes=minutes),
        "input_window": input_window,
        "next_window": next_window,
        "last_window": last_window,
        "day": day,
        "time": time,
        "clock": clock,
        "number": lambda value: format_decimal(value, locale=locale),
        "percent": lambda value: format_percent(value, locale=locale),
        "paragraphs": paragraphs,
        "label": lambda term: say(term.label) if isinstance(term, Term) else "",
    }
