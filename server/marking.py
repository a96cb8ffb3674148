"""Marks the words of a unit that inputs are about, and shows its pictures among them."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from markupsafe import Markup, escape

from consultations.differences import Change, ChangeKind
from consultations.picturing import NAMED
from consultations.queries.quotes import QuotedWords

_PICTURE = Markup('<img src="/gambar/{}" alt="{}" loading="lazy">')
_LINE = re.compile(r"[^\n]+")


def marked_paragraphs(
    text: str, quotes: Collection[QuotedWords], listed: Collection[str] = ()
) -> Markup:
    """Plain text as paragraphs with the quoted words marked.

    A mark leads to the newest input on it: on this page where it is among ``listed``, else to
    wherever it is.
    """
    blocks: list[list[Markup]] = []
    end = 0
    for line in _LINE.finditer(text):
        marked = Markup("").join(_line(text, line.start(), line.end(), quotes, listed))
        if not blocks or "\n\n" in text[end : line.start()]:
            blocks.append([])
        blocks[-1].append(marked)
        end = line.end()
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(block)) for block in blocks
    )


def shown_changes(changes: Collection[Change], gone: str, come: str) -> Markup:
    """A word diff that a screen reader can tell apart; ``gone`` and ``come`` are its words."""
    shapes = {
        ChangeKind.ADDED: Markup("<ins>{}{}{}</ins>"),
        ChangeKind.REMOVED: Markup("<del>{}{}{}</del>"),
    }
    said = {ChangeKind.ADDED: come, ChangeKind.REMOVED: gone}
    aside = Markup('<span class="visually-hidden">{}</span>')
    shown = []
    for change in changes:
        words = Markup("<br>").join(escape(line) for line in change.text.split("\n"))
        if change.kind in shapes:
            lead = aside.format(f"[{said[change.kind]}: ")
            words = shapes[change.kind].format(lead, words, aside.format("]"))
        shown.append(words)
    return Markup("").join(shown)


def with_pictures(shown: Markup, otherwise: str) -> Markup:
    """The pictures in the place of their marks in a shown text.

    ``otherwise`` is said of one without words of its own. A mark that somebody quoted in part is
    left as it is.
    """

    def picture(mark: re.Match[str]) -> str:
        # What stands there is escaped already, as all of the shown text.
        return _PICTURE.format(mark[1], Markup(mark[2] or escape(otherwise)))  # noqa: S704

    return Markup(NAMED.sub(picture, shown))  # noqa: S704 - made of escaped text


def _line(
    text: str, start: int, end: int, quotes: Collection[QuotedWords], listed: Collection[str]
) -> Iterator[Markup]:
    here = [quote for quote in quotes if quote.start < end and quote.end > start]
    edges = {start, end}
    for quote in here:
        edges |= {max(start, quote.start), min(end, quote.end)}
    places = sorted(edges)
    for left, right in pairwise(places):
        words = escape(text[left:right])
        about = [quote for quote in here if quote.start <= left and quote.end >= right]
        if not about:
            yield words
            continue
        shown = next((quote for quote in about if quote.registration in listed), None)
        target = f"#masukan-{shown.registration}" if shown else f"/masukan/{about[0].registration}"
        yield Markup('<mark><a href="{}" aria-describedby="arti-tanda">{}</a></mark>').format(
            target, words
        )
