from pathlib import Path

import pytest

from consultations.demonstration.loading import load_demonstration
from consultations.demonstration.rewordings import load_rewordings
from consultations.demonstration.stages import load_stages
from consultations.evidence import EvidenceStore
from consultations.queries.word_traces import sources_of_words
from consultations.queries.wordings import WordingChoice, count_wordings, wordings_of
from consultations.tables import DraftVersion
from consultations.vocabulary import ChangeKind, WordingState
from tests.factories import find_clause


@pytest.mark.usefixtures("database")
async def test_demonstration_shows_clauses_in_every_state_of_redrafting(tmp_path: Path) -> None:
    here = (await load_demonstration()).consultation
    await load_stages(here, EvidenceStore(tmp_path))
    await load_rewordings(here)
    await load_rewordings(here)
    assert await count_wordings(here) == {
        WordingState.PROPOSED: 2,
        WordingState.APPROVED: 5,
        WordingState.REJECTED: 1,
    }
    found = await wordings_of(here, WordingChoice())
    assert all(any(part.kind != "equal" for part in change.words) for change in found.items)
    assert {change.kind for change in found.items} == {ChangeKind.SUBSTANCE, ChangeKind.EDITORIAL}
    second = await DraftVersion.objects().get(DraftVersion.number == 2)
    assert second is not None
    unit = await find_clause(second, "5.1.1")
    (source,) = await sources_of_words(unit.identity, 2)
    assert source.author == "Lembaga Pemantau Layanan Publik"
    assert source.adopted in source.named
    trained = await find_clause(second, "6.1.1")
    (source,) = await sources_of_words(trained.identity, 2)
    assert [(one.title, one.is_open) for one in source.evidence] == [
        ("Analisis kemampuan aparatur (contoh)", True)
    ]
