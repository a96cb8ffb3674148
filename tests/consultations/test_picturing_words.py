"""Marks of pictures where the pictures aren't shown: in words, without their code."""

import pytest

from consultations.picturing import pictures_in_words
from consultations.queries.inputs import find_public_input
from consultations.searching import index_units
from consultations.tables import Input, SearchEntry, Unit
from consultations.transactions import transaction
from tests.factories import find_clause, make_consultation, make_draft, make_input

MARK = "[gambar 0f1e2d3c4b5a6978: Alur loket]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Lihat {MARK}.", "Lihat [Gambar: Alur loket]."),
        ("[gambar 0f1e2d3c4b5a6978]", "[Gambar]"),
        ("[gambar bukan kode]", "[gambar bukan kode]"),
    ],
)
def test_mark_is_shown_in_words(text: str, shown: str) -> None:
    assert pictures_in_words(text) == shown


@pytest.mark.usefixtures("database")
async def test_code_is_neither_compared_nor_searched() -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    clause = await find_clause(draft)
    entry = await make_input(consultation, clause.id)
    async with transaction():
        await Unit.update({Unit.text: f"Layanan mudah. {MARK}"}).where(Unit.id == clause.id)
        await Input.update({Input.proposed_wording: f"Layanan cepat. {MARK}"}).where(
            Input.id == entry.input
        )
        await SearchEntry.delete().where(SearchEntry.unit.is_not_null())
        await index_units(draft.id, consultation.id)
    shown = await find_public_input(consultation.id, entry.registration)
    assert shown is not None
    words = "".join(change.text for change in shown.wording_changes)
    assert "[Gambar: Alur loket]" in words
    assert "0f1e2d3c" not in words
    rows = await SearchEntry.select(SearchEntry.words).where(SearchEntry.unit == clause.id)
    assert "gambar alur loket" in rows[0]["words"]
    assert "0f1e2d3c4b5a6978" not in rows[0]["words"]
