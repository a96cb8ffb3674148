"""News in a reader's words: the same in feeds and in letters."""

from dataclasses import dataclass

from consultations.queries.news import NewsFacts
from consultations.vocabulary import N_, NewsKind
from server.rendering import environment
from server.translations import translator

_TITLES = {
    NewsKind.DRAFT_PUBLISHED: N_("Rancangan versi %(number)s terbit"),
    NewsKind.SESSION_ANNOUNCED: N_("Sesi dijadwalkan: %(name)s"),
    NewsKind.REPLY_PUBLISHED: N_("Tema ditanggapi: %(name)s"),
    NewsKind.INPUT_OPENS: N_("Masa penyampaian masukan segera dibuka"),
    NewsKind.INPUT_OPENED: N_("Masa penyampaian masukan dibuka"),
    NewsKind.INPUT_CLOSES: N_("Masa penyampaian masukan segera ditutup"),
}
_DETAILS = {
    NewsKind.DRAFT_PUBLISHED: "%(name)s",
    NewsKind.SESSION_ANNOUNCED: "%(session_kind)s, %(moment)s, %(place)s",
    NewsKind.REPLY_PUBLISHED: N_("Keputusan: %(decision)s"),
    NewsKind.INPUT_OPENS: N_("Masukan diterima mulai %(moment)s."),
    NewsKind.INPUT_OPENED: N_("Masukan diterima sampai %(moment)s."),
    NewsKind.INPUT_CLOSES: N_("Masukan diterima sampai %(moment)s."),
}


@dataclass(frozen=True, slots=True)
class NewsWords:
    """A headline and a line below it."""

    title: str
    detail: str


def news_words(item: NewsFacts, locale: str, zone: str) -> NewsWords:
    """What a piece of news says to a reader, with times in the consultation's zone."""
    say = translator(locale).gettext
    filters = environment(locale).filters
    facts = {
        "name": item.name,
        "number": item.number,
        "place": item.place,
        "session_kind": filters["label"](item.session_kind),
        "decision": filters["label"](item.decision),
        "moment": filters["time"](item.moment, zone) if item.moment else "",
    }
    return NewsWords(say(_TITLES[item.kind]) % facts, say(_DETAILS[item.kind]) % facts)
