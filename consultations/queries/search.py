"""Finds inputs and units by words, best first: one way to ask, whichever engine answers."""

import re
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from consultations.queries.drafts import UnitFacts, units_by_id
from consultations.searching import plain_words
from consultations.tables import Input, SearchEntry

MOST_HITS = 1000
MOST_UNITS = 5
_WORD = re.compile(r'"([^"]+)"|(\S+)')
MOST_TERMS = 12

_SQLITE = """
SELECT e.{column} AS found FROM search_words w JOIN search_entry e ON e.id = w.rowid
WHERE search_words MATCH {{}} AND e.consultation = {{}} AND e.{column} IS NOT NULL
ORDER BY w.rank, e.id DESC LIMIT {most}
"""
_POSTGRES = """
SELECT e.{column} AS found FROM search_entry e, to_tsquery('simple', {{}}) asked
WHERE to_tsvector('simple', e.words) @@ asked AND e.consultation = {{}} AND e.{column} IS NOT NULL
ORDER BY ts_rank(to_tsvector('simple', e.words), asked) DESC, e.id DESC LIMIT {most}
"""


def inputs_holding(words: str) -> Any:
    """The condition for inputs that hold the words; every input where no word is asked for."""
    terms = asked_terms(words)
    if not terms:
        return Input.id.is_not_null()
    if _is_embedded():
        return WhereRaw(
            "input.id IN (SELECT e.input FROM search_words w JOIN search_entry e ON e.id = w.rowid "
            "WHERE search_words MATCH {})",
            _for_sqlite(terms),
        )
    return WhereRaw(
        "input.id IN (SELECT e.input FROM search_entry e "
        "WHERE to_tsvector('simple', e.words) @@ to_tsquery('simple', {}))",
        _for_postgres(terms),
    )


async def inputs_with_words(consultation: UUID, words: str) -> list[UUID]:
    """Inputs that hold every word (or its beginning) and every "quoted phrase", best first.

    At most ``MOST_HITS``; none when nothing is asked.
    """
    return await _hits("input", consultation, words, MOST_HITS)


async def units_with_words(consultation: UUID, version: UUID, words: str) -> list[UnitFacts]:
    """The few units of a version that fit the words best."""
    found = await _hits("unit", consultation, words, MOST_HITS)
    return (await units_by_id(version, found))[:MOST_UNITS]


async def _hits(column: str, consultation: UUID, words: str, most: int) -> list[UUID]:
    terms = asked_terms(words)
    if not terms:
        return []
    query = (_SQLITE if _is_embedded() else _POSTGRES).format(column=column, most=most)
    asked = _for_sqlite(terms) if _is_embedded() else _for_postgres(terms)
    rows = await SearchEntry.raw(query, asked, consultation)
    return [UUID(str(row["found"])) for row in rows]


def asked_terms(words: str) -> list[list[str]]:
    """What was typed as terms of one word, or of several for a quoted phrase; letters only.

    Nothing of the engines' own query languages survives this.
    """
    terms = [plain_words(phrase or word) for phrase, word in _WORD.findall(words)]
    return [term for term in terms if term][:MOST_TERMS]


def _is_embedded() -> bool:
    return SearchEntry._meta.db.engine_type == "sqlite"  # noqa: SLF001 - documented meta data


def _for_sqlite(terms: list[list[str]]) -> str:
    return " AND ".join(f'"{" ".join(term)}"{"*" if len(term) == 1 else ""}' for term in terms)


def _for_postgres(terms: list[list[str]]) -> str:
    return " & ".join(
        f"{term[0]}:*" if len(term) == 1 else f"({' <-> '.join(term)})" for term in terms
    )
