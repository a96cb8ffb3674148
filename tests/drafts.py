"""A language model's draft for a theme as the worker leaves it."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from analysis.normalising import analysed_text, text_hash
from analysis.suggesting import Sourced, request_suggestion
from analysis.tables import ThemeSuggestion
from consultations.clock import now
from consultations.tables import Input
from consultations.vocabulary import SuggestionKind, SuggestionState
from tests.language_model import MODEL


async def leave_draft(
    theme: UUID, kind: SuggestionKind, sentences: Mapping[str, list[UUID]], **facts: object
) -> UUID:
    """A draft of these sentences, each resting on the inputs named with it."""
    await request_suggestion(theme=theme, kind=kind, by=None)
    content = [
        Sourced(words, sources, [await _hash(source) for source in sources])
        for words, sources in sentences.items()
    ]
    values = {
        "state": SuggestionState.READY.value,
        "model": MODEL,
        "content": msgspec.json.encode(content).decode(),
        "sent": msgspec.json.encode([source for one in content for source in one.inputs]).decode(),
        "finished_at": now(),
        **facts,
    }
    rows = (
        await ThemeSuggestion.update(values)
        .where(ThemeSuggestion.open_as == f"{theme}:{kind.value}")
        .returning(ThemeSuggestion.id)
    )
    found: UUID = rows[0]["id"]
    return found


async def _hash(entry: UUID) -> str:
    row = await Input.objects().get(Input.id == entry)
    assert row is not None
    return text_hash(analysed_text(row.text, row.proposed_wording))
