import pytest

from analysis.campaign_groups import group_arrivals
from analysis.embedding import Embedder
from analysis.vectors import embed_new
from consultations.campaigning import decide_suggestion
from consultations.queries.campaigns import campaigns_of, open_suggestions
from tests.analysis.test_campaigns import UNRELATED, mail_merged
from tests.factories import make_consultation, make_draft, make_input

IN_JAVANESE = (
    "Kula mboten setuju loket ing kecamatan ditutup amargi tiyang sepuh kathah ingkang mboten "
    "gadhah HP. Nyuwun pamarentah tetep mbikak loket langsung ngantos sedaya warga siap."
)
IN_ENGLISH = (
    "We reject the closing of face-to-face counters in our district because many elderly people "
    "have no smartphone. Please keep the counters open until everyone is ready."
)
ELSE_IN_ENGLISH = "The passport officer was friendly and explained the requirements clearly."


@pytest.mark.slow
async def test_translations_are_suggested_and_join_only_by_a_persons_word(
    sqlite_database: object, embedder: Embedder
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    for text in [*mail_merged(20), *UNRELATED, IN_JAVANESE, IN_ENGLISH, ELSE_IN_ENGLISH]:
        await make_input(consultation, text=text)
    await embed_new(embedder)
    await group_arrivals(embedder.name)
    suggested = await open_suggestions(consultation.id)
    texts = [suggestion.entry.text for suggestion in suggested]
    assert IN_ENGLISH in texts
    assert ELSE_IN_ENGLISH not in texts
    assert not set(UNRELATED) & set(texts)
    facts = {"consultation": consultation.id, "by": None}
    for suggestion in suggested:
        wanted = suggestion.entry.text == IN_ENGLISH
        await decide_suggestion(suggestion=suggestion.id, accepted=wanted, **facts)
    assert [line.inputs for line in (await campaigns_of(consultation.id)).items] == [21]
    await make_input(consultation, text=UNRELATED[0] + " Lagi.")
    await embed_new(embedder)
    await group_arrivals(embedder.name)
    assert await open_suggestions(consultation.id) == []
