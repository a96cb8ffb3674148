from datetime import timedelta

import pytest

from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.errors import (
    AlreadyAnswered,
    AlreadyWithdrawn,
    ClaimedBySomebody,
    EditingOver,
    Stale,
)
from consultations.queries.search import inputs_with_words
from consultations.queries.threads import editions_of
from consultations.revising import Words, claim_input, edit_input, withdraw_input
from consultations.tables import AuditEntry, Consultation, Input, ThemeMember
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision
from tests.factories import make_account, make_consultation, make_input

OTHER = Words("Loket terlalu sedikit dan jauh.", "Loket paling sedikit lima.", None)


async def find(entry: object) -> Input:
    row = await Input.objects().get(Input.id == entry)
    assert row is not None
    return row


async def answer(consultation: Consultation, entry: object) -> None:
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(entry)], by=None
    )
    await answer_theme(
        theme=theme.id,
        answer=Answer(Decision.ACCEPTED, "Sebab.", "Terima kasih."),
        version=0,
        publish=True,
        by=None,
    )


async def test_edit_keeps_the_earlier_words(database: object) -> None:
    receipt = await make_input(await make_consultation(), text="Loket terlalu sedikit.")
    await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)
    row = await find(receipt.input)
    assert (row.text, row.proposed_wording, row.edition) == (OTHER.text, OTHER.proposed_wording, 2)
    assert row.edited_at is not None
    assert [(e.number, e.text) for e in await editions_of(receipt.input)] == [
        (1, "Loket terlalu sedikit.")
    ]
    assert await AuditEntry.count().where(AuditEntry.action == "input.edited") == 1


async def test_same_words_are_no_edit(database: object) -> None:
    receipt = await make_input(await make_consultation(), text="Sama.")
    await edit_input(entry=receipt.input, words=Words("Sama.", None, None), edition=1, by=None)
    assert (await find(receipt.input)).edition == 1


async def test_edit_of_an_older_reading_is_refused(database: object) -> None:
    receipt = await make_input(await make_consultation())
    await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)
    with pytest.raises(Stale):
        await edit_input(entry=receipt.input, words=Words("Lagi.", None, None), edition=1, by=None)
    assert (await find(receipt.input)).text == OTHER.text


async def test_edit_after_the_window_is_refused(database: object) -> None:
    receipt = await make_input(await make_consultation())
    await Input.update({Input.received_at: now() - timedelta(minutes=31)}, force=True)
    with pytest.raises(EditingOver):
        await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)


async def test_window_is_the_consultations(database: object) -> None:
    receipt = await make_input(await make_consultation())
    await Consultation.update({Consultation.edit_minutes: 0}, force=True)
    with pytest.raises(EditingOver):
        await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)


async def test_answered_input_stays_as_it_was(database: object) -> None:
    consultation = await make_consultation()
    receipt = await make_input(consultation)
    await answer(consultation, receipt.input)
    with pytest.raises(AlreadyAnswered):
        await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)
    with pytest.raises(AlreadyAnswered):
        await withdraw_input(entry=receipt.input, by=None)


async def test_withdrawn_input_leaves_its_themes_and_stays_in_the_audit_trail(
    database: object,
) -> None:
    consultation = await make_consultation()
    receipt = await make_input(consultation)
    await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(receipt.input)], by=None
    )
    await withdraw_input(entry=receipt.input, by=None)
    await withdraw_input(entry=receipt.input, by=None)
    assert await ThemeMember.count() == 0
    entries = await AuditEntry.select(AuditEntry.details).where(
        AuditEntry.action == "input.withdrawn"
    )
    assert len(entries) == 1
    assert "themes" in entries[0]["details"]
    with pytest.raises(AlreadyWithdrawn):
        await edit_input(entry=receipt.input, words=OTHER, edition=1, by=None)


async def test_input_is_claimed_by_one_account(database: object) -> None:
    receipt = await make_input(await make_consultation())
    one, other = await make_account(), await make_account()
    await claim_input(entry=receipt.input, by=one.id)
    await claim_input(entry=receipt.input, by=one.id)
    with pytest.raises(ClaimedBySomebody):
        await claim_input(entry=receipt.input, by=other.id)
    assert (await find(receipt.input)).account == one.id


async def test_search_follows_edits_and_forgets_what_was_withdrawn(database: object) -> None:
    consultation = await make_consultation()
    receipt = await make_input(consultation, text="Loket terlalu sedikit.")

    async def found(words: str) -> bool:
        return await inputs_with_words(consultation.id, words) == [receipt.input]

    await edit_input(
        entry=receipt.input, words=Words("Antrean panjang.", None, None), edition=1, by=None
    )
    assert (await found("antrean"), await found("sedikit")) == (True, False)
    await withdraw_input(entry=receipt.input, by=None)
    assert (await found("antrean"), await found(receipt.registration)) == (False, True)
