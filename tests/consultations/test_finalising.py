"""The finalisation gate: names what is missing, and lets through only with a public reason."""

import json
from uuid import UUID

import pytest

from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.closing import close_session, reopen_session
from consultations.drafting import Edition, change_draft, prepare_draft, publish_draft
from consultations.errors import Malformed, NotFound
from consultations.evidence import StoredFile
from consultations.final_conditions import Condition, conditions_of
from consultations.finalising import NotFinal, finalise, state_gap
from consultations.noting import announce_session
from consultations.queries.finalisation import finalisations_of
from consultations.queries.working_copies import working_copy_of
from consultations.rounds import Finalised, open_round
from consultations.session_records import keep_session_file
from consultations.tables import Consultation, DraftVersion, Session
from consultations.theming import Placement, accept_theme
from consultations.transactions import transaction
from consultations.vocabulary import (
    ChangeKind,
    Decision,
    Edit,
    Element,
    FinalCondition,
    SessionFileUse,
    SessionKind,
)
from consultations.working_units import WorkingUnit, revise
from tests.factories import DRAFT, find_clause, make_consultation, make_draft, make_input

pytestmark = pytest.mark.usefixtures("database")


async def _conditions(consultation: Consultation) -> dict[FinalCondition, Condition]:
    return {each.kind: each for each in await conditions_of(consultation.id)}


async def _hear_everyone(consultation: Consultation) -> None:
    for element in Element:
        if element is not Element.SERVICE_USER:
            await state_gap(
                consultation=consultation.id, element=element, reason="Tidak hadir.", by=None
            )


async def _scan(session: UUID) -> None:
    await keep_session_file(
        session=session,
        use=SessionFileUse.SIGNED_RECORD,
        file=StoredFile(
            name="ba.pdf",
            media_type="application/pdf",
            size=1,
            sha256="a" * 64,
            given_sha256="a" * 64,
        ),
        caption="",
        taken_at=None,
        by=None,
    )


async def _next_version(consultation: Consultation) -> DraftVersion:
    return await prepare_draft(
        consultation=consultation.id, text=DRAFT.replace("mudah, cepat", "mudah"), by=None
    )


async def _say_source(draft: DraftVersion, note: str = "Tema Loket.") -> None:
    copy = await working_copy_of(draft.id)
    assert copy is not None

    def sourced(units: list[WorkingUnit]) -> list[WorkingUnit]:
        unit = next(unit for unit in units if unit.number == "1.1.1")
        changed = WorkingUnit(
            key=unit.key,
            kind=unit.kind,
            number=unit.number,
            text=unit.text,
            change_kind=ChangeKind.SUBSTANCE,
            change_note=note,
        )
        return revise(units, changed)

    await change_draft(
        edition=Edition(draft.id, copy.edition), edit=Edit.REVISED, change=sourced, by=None
    )


async def test_gate_names_each_thing_that_is_missing() -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = await make_input(consultation)
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FKP,
        title="FKP Wajib",
        theme="T",
        place="P",
        moderator="",
        starts_at=now(),
        by=None,
    )
    async with transaction():
        await Session.update({Session.required: True}).where(Session.id == session.id)
    await _next_version(consultation)
    found = await _conditions(consultation)
    assert [gap.name for gap in found[FinalCondition.INPUTS].gaps] == [entry.registration]
    assert [gap.name for gap in found[FinalCondition.CHANGES].gaps] == ["Butir 1.1.1"]
    assert [gap.name for gap in found[FinalCondition.SESSIONS].gaps] == ["FKP Wajib"]
    assert found[FinalCondition.ELEMENTS].left == 5
    assert found[FinalCondition.SESSIONS].gaps[0].path == f"sesi/{session.id}/berkas"
    await close_session(session=session.id, by=None)
    # Closed is not signed.
    assert (await _conditions(consultation))[FinalCondition.SESSIONS].left == 1
    await _scan(session.id)
    assert (await _conditions(consultation))[FinalCondition.SESSIONS].is_met
    await reopen_session(session=session.id, reason="Keliru.", by=None)
    reopened = (await _conditions(consultation))[FinalCondition.SESSIONS]
    assert [gap.path for gap in reopened.gaps] == [f"sesi/{session.id}/tutup"]
    async with transaction():
        await Session.update({Session.cancelled_at: now()}).where(Session.id == session.id)
    assert (await _conditions(consultation))[FinalCondition.SESSIONS].total == 0
    await _hear_everyone(consultation)
    found = await _conditions(consultation)
    assert found[FinalCondition.ELEMENTS].is_met


async def test_final_version_waits_for_the_last_input_and_the_last_source() -> None:
    consultation = await make_consultation()
    clause = await find_clause(await make_draft(consultation))
    entry = await make_input(consultation, clause.id)
    await _hear_everyone(consultation)
    draft = await _next_version(consultation)
    await _say_source(draft, note=" ")
    for attempt in range(2):
        with pytest.raises(NotFinal):
            await finalise(consultation=consultation.id, version=2, by=None)
        if attempt == 0:
            await _say_source(draft)
    theme = await accept_theme(
        consultation=consultation.id, name="Loket", placements=[Placement(entry.input)], by=None
    )
    answer = Answer(Decision.ACCEPTED, "Benar.", "Diubah.")
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=False, by=None)
    with pytest.raises(NotFinal):
        await finalise(consultation=consultation.id, version=2, by=None)
    await answer_theme(theme=theme.id, answer=answer, version=1, publish=True, by=None)
    assert all(each.is_met for each in await conditions_of(consultation.id))
    await finalise(consultation=consultation.id, version=2, by=None)
    final = await DraftVersion.objects().get(DraftVersion.id == draft.id)
    assert final is not None
    assert final.final
    assert final.published_at is not None
    assert (await finalisations_of(consultation.id))[0].left == {}


async def test_override_needs_a_reason_and_says_what_was_left() -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await make_input(consultation)
    row = await finalise(
        consultation=consultation.id, version=1, override_reason="Tenggat undang-undang.", by=None
    )
    assert json.loads(row.left) == {"masukan": 1, "unsur": 5}
    facts = (await finalisations_of(consultation.id))[0]
    assert facts.override_reason == "Tenggat undang-undang."
    assert facts.stands


async def test_after_the_final_version_only_a_new_round_goes_on() -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    await finalise(consultation=consultation.id, version=1, override_reason="Perlu.", by=None)
    with pytest.raises(Finalised):
        await _next_version(consultation)
    with pytest.raises(Finalised):
        await finalise(consultation=consultation.id, version=1, override_reason="x", by=None)
    with pytest.raises(Malformed):
        await open_round(consultation=consultation.id, reason=" ", by=None)
    await open_round(consultation=consultation.id, reason="Putusan baru.", by=None)
    with pytest.raises(NotFound):
        await open_round(consultation=consultation.id, reason="Lagi.", by=None)
    draft = await _next_version(consultation)
    await publish_draft(version=draft.id, by=None)
    assert not (await finalisations_of(consultation.id))[0].stands
