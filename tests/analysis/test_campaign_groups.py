import random
from uuid import UUID

import pytest

from analysis.campaign_groups import group_arrivals
from analysis.normalising import analysed_text, text_hash
from analysis.tables import AnalysedInput, TextSignature
from consultations.campaigning import take_out_of_campaign
from consultations.queries.campaigns import campaigns_of, find_campaign, inputs_in
from consultations.queries.unit_inputs import inputs_on
from consultations.tables import Campaign, Consultation, Input
from consultations.vocabulary import Element, Visibility
from tests.analysis.test_campaigns import UNRELATED, mail_merged
from tests.factories import find_clause, make_consultation, make_draft, make_input


async def analyse() -> None:
    """Do as the worker does before grouping, without a model."""
    known = {row["input"] for row in await AnalysedInput.select(AnalysedInput.input)}
    rows = await Input.select(Input.id, Input.text, Input.proposed_wording)
    fresh = [row for row in rows if row["id"] not in known]
    if fresh:
        await AnalysedInput.insert(
            *(
                AnalysedInput(
                    input=row["id"],
                    text_hash=text_hash(analysed_text(row["text"], row["proposed_wording"])),
                    language="id",
                )
                for row in fresh
            )
        )
    await group_arrivals()


async def _campaign_of(entry: UUID) -> UUID | None:
    row = await Input.select(Input.campaign).where(Input.id == entry).first()
    return row["campaign"]


async def _send(consultation: Consultation, texts: list[str], **facts: object) -> list[UUID]:
    return [(await make_input(consultation, text=text, **facts)).input for text in texts]


async def test_campaign_folds_into_one_entry_and_nothing_is_lost(database: object) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit = await find_clause(draft)
    for place, text in enumerate([*UNRELATED, *mail_merged(20)]):
        element = Element.SERVICE_USER if place % 2 else Element.EXPERT
        await make_input(
            consultation,
            unit.id,
            text,
            element=element,
            region="Bali",
            author_name=f"Warga {place}",
        )
    await analyse()
    seen = await inputs_on(version=draft.id, unit=unit.id)
    assert (seen.total, seen.page.total) == (27, 8)
    folded = [entry for entry in seen.page.items if entry.alike]
    assert [entry.alike for entry in folded] == [19]
    facts = await find_campaign(consultation.id, folded[0].campaign)
    assert (facts.inputs, facts.senders) == (20, 20)
    assert facts.by_element == {Element.SERVICE_USER: 10, Element.EXPERT: 10}
    assert facts.by_region == {"Bali": 20}
    assert (await inputs_in(facts.id)).total == 20


async def test_identity_stays_as_the_campaign_grows(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    letters = mail_merged(30)
    first = await _send(consultation, letters[:10])
    await analyse()
    campaign = await _campaign_of(first[0])
    later = await _send(consultation, [*letters[10:], *UNRELATED])
    await analyse()
    assert {await _campaign_of(entry) for entry in later[:20]} == {campaign}
    assert {await _campaign_of(entry) for entry in later[20:]} == {None}
    assert await Campaign.count() == 1
    await TextSignature.delete(force=True)
    await analyse()
    assert {await _campaign_of(entry) for entry in first} == {campaign}
    assert [line.inputs for line in (await campaigns_of(consultation.id)).items] == [30]


async def test_four_alike_are_no_campaign_until_the_fifth(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await _send(consultation, [UNRELATED[0]] * 4)
    await analyse()
    assert await Campaign.count() == 0
    await _send(consultation, [UNRELATED[0].upper()])
    await analyse()
    assert [line.inputs for line in (await campaigns_of(consultation.id)).items] == [5]


async def test_what_a_person_took_out_stays_out(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entries = await _send(consultation, mail_merged(20))
    await analyse()
    campaign = await _campaign_of(entries[0])
    await take_out_of_campaign(
        consultation=consultation.id, campaign=campaign, entry=entries[3], by=None
    )
    await TextSignature.delete(force=True)
    await analyse()
    assert await _campaign_of(entries[3]) is None
    assert (await find_campaign(consultation.id, campaign)).inputs == 19


async def test_one_sender_many_times_is_one_sender(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await _send(consultation, mail_merged(20), author_email="Satu@contoh.id")
    await analyse()
    line = (await campaigns_of(consultation.id)).items[0]
    assert (line.inputs, line.senders) == (20, 1)


async def test_confidential_input_is_counted_and_never_shown(database: object) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    letters = mail_merged(20)
    await _send(consultation, letters[:1], visibility=Visibility.CONFIDENTIAL)
    entries = await _send(consultation, letters[1:])
    await analyse()
    campaign = await _campaign_of(entries[0])
    facts = await find_campaign(consultation.id, campaign)
    assert (facts.inputs, facts.hidden, facts.senders) == (19, 1, 19)
    assert letters[0] not in facts.texts
    assert (await inputs_in(campaign)).total == 19
    seen = await inputs_on(version=draft.id, unit=None)
    assert (seen.total, seen.page.total, seen.confidential) == (19, 1, 1)


@pytest.mark.parametrize("seed", [1, 2])
async def test_flood_is_grouped_and_every_genuine_voice_kept(
    sqlite_database: object, seed: int
) -> None:
    dice = random.Random(seed)
    consultation = await make_consultation()
    await make_draft(consultation)
    templated = [
        f"Yth. tim, nama saya {dice.choice('ABCDEFG')}{n} dari kota {n % 37}. {letter}"
        for n, letter in enumerate(mail_merged(200))
    ]
    words = [word for text in UNRELATED for word in text.split()]
    genuine = [" ".join(dice.sample(words, 14)) for _ in range(20)]
    texts = [*templated, *genuine]
    dice.shuffle(texts)
    entries = await _send(consultation, texts)
    await analyse()
    grouped = {e: await _campaign_of(e) for e in entries}
    in_campaign = [grouped[e] for e, t in zip(entries, texts, strict=True) if t not in genuine]
    largest = max(set(in_campaign), key=in_campaign.count)
    assert await Input.count() == 220
    assert in_campaign.count(largest) >= 0.95 * 200
    assert all(grouped[e] is None for e, t in zip(entries, texts, strict=True) if t in genuine)
