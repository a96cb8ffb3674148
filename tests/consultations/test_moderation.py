from uuid import UUID

import pytest

from consultations import moderation
from consultations.errors import NotFound, Stale
from consultations.moderated import Subject
from consultations.moderation_cases import Marked, Ruling
from consultations.moderation_reasons import LastReason, add_reason, change_reason
from consultations.queries.bilingual import Bilingual
from consultations.queries.inputs import find_public_input
from consultations.queries.moderation import (
    case_of,
    queue,
    reasons_of,
    reports_of,
    waiting_by_cause,
)
from consultations.queries.moderation_log import acts_of
from consultations.queries.moderation_tally import moderation_tally
from consultations.queries.responses import responses_to
from consultations.queries.unit_inputs import inputs_on
from consultations.redacting import QuoteNotFound, spans_of
from consultations.reporting import report_entry
from consultations.responding import respond
from consultations.tables import (
    AuditEntry,
    Consultation,
    HiddenSpan,
    Input,
    ModerationAct,
    Response,
)
from consultations.vocabulary import Cause, SpanState
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input

NIK = "3201014505900001"


async def _text(entry: UUID) -> str:
    row = await Input.select(Input.text).where(Input.id == entry).first()
    return str(row["text"])


async def _ruling(consultation: Consultation, note: str = "") -> Ruling:
    reasons = await reasons_of(consultation.id)
    account = await make_account()
    return Ruling(consultation=consultation.id, by=account.id, reason=reasons[0].id, note=note)


async def _version(consultation: Consultation, entry: UUID) -> Marked:
    case = await case_of(consultation.id, Subject(entry))
    return Marked(entry, case.version)


async def test_withheld_input_leaves_a_tombstone_and_comes_back_by_undo(database: object) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit = await find_clause(draft)
    entry = (await make_input(consultation, unit.id, "Kata kasar.", author_name="Budi")).input
    ruling = await _ruling(consultation)
    await moderation.withhold([Marked(entry, 0)], ruling)
    seen = await inputs_on(version=draft.id, unit=unit.id)
    assert (seen.page.items[0].text, seen.page.items[0].author) == ("", "")
    assert seen.page.items[0].withheld_for.text == "Memuat data pribadi"
    assert (seen.total, seen.withheld) == (1, 1)
    assert (await moderation_tally(consultation.id)).withheld_in_all == 1
    act = (await acts_of(consultation.id)).items[0]
    await moderation.undo(act=act.id, consultation=consultation.id, by=ruling.by)
    seen = await inputs_on(version=draft.id, unit=unit.id)
    assert seen.page.items[0].text == "Kata kasar."
    assert await AuditEntry.count().where(AuditEntry.action == "input.moderated") == 2
    with pytest.raises(NotFound):
        await moderation.undo(act=act.id, consultation=consultation.id, by=None)


async def test_bulk_is_all_or_nothing_and_undone_at_once(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entries = [(await make_input(consultation)).input for _ in range(3)]
    ruling = await _ruling(consultation)
    await moderation.flag([Marked(entries[2], 0)], ruling)
    with pytest.raises(Stale):
        await moderation.withhold([Marked(entry, 0) for entry in entries], ruling)
    assert await Input.count().where(Input.withheld_at.is_not_null()) == 0
    marked = [await _version(consultation, entry) for entry in entries]
    await moderation.withhold(marked, ruling)
    assert await Input.count().where(Input.withheld_at.is_not_null()) == 3
    newest = (await acts_of(consultation.id)).items[0]
    await moderation.undo(act=newest.id, consultation=consultation.id, by=None)
    assert await Input.count().where(Input.withheld_at.is_not_null()) == 0
    assert (await waiting_by_cause(consultation.id))[Cause.FLAGGED] == 1


async def test_undo_is_refused_once_somebody_moderated_again(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = (await make_input(consultation)).input
    ruling = await _ruling(consultation)
    await moderation.withhold([Marked(entry, 0)], ruling)
    act = (await acts_of(consultation.id)).items[0]
    await moderation.restore([await _version(consultation, entry)], ruling)
    with pytest.raises(Stale):
        await moderation.undo(act=act.id, consultation=consultation.id, by=None)


async def test_personal_data_is_shown_or_stays_hidden_as_a_person_decides(
    database: object,
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = (await make_input(consultation, text=f"NIK {NIK}, HP 0812-3456-7890.")).input
    ruling = await _ruling(consultation)
    spans = {span.kind: span.id for span in await spans_of(entry)}
    await moderation.decide_spans(Marked(entry, 1), {spans["telepon"]: SpanState.SHOWN}, ruling)
    assert await _text(entry) == "NIK ▇▇▇ [nomor induk disembunyikan], HP 0812-3456-7890."
    assert (await queue(consultation.id)).total == 1
    await moderation.keep_hidden([await _version(consultation, entry)], ruling)
    assert (await queue(consultation.id)).total == 0
    assert "nomor induk" in await _text(entry)
    await moderation.clear([await _version(consultation, entry)], ruling)
    assert "nomor induk" in await _text(entry)


async def test_false_alarm_is_cleared_with_one_act(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = (await make_input(consultation, text=f"Berkas {NIK}.")).input
    await moderation.clear([Marked(entry, 1)], await _ruling(consultation))
    assert await _text(entry) == f"Berkas {NIK}."
    act = (await acts_of(consultation.id)).items[0]
    await moderation.undo(act=act.id, consultation=consultation.id, by=None)
    assert await _text(entry) == "Berkas ▇▇▇ [nomor induk disembunyikan]."
    assert (await waiting_by_cause(consultation.id))[Cause.PERSONAL_DATA] == 1


async def test_quoted_words_are_redacted_everywhere_and_can_be_brought_back(
    database: object,
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    words = f"Pak Joko menolak. Pak Joko marah. NIK {NIK}."
    entry = (await make_input(consultation, text=words)).input
    ruling = await _ruling(consultation)
    await moderation.redact(Marked(entry, 1), field="text", quote="Pak Joko", ruling=ruling)
    assert await _text(entry) == (
        "▇▇▇ [sebagian kata disembunyikan] menolak. ▇▇▇ [sebagian kata disembunyikan] marah. "
        "NIK ▇▇▇ [nomor induk disembunyikan]."
    )
    with pytest.raises(QuoteNotFound):
        await moderation.redact(
            await _version(consultation, entry), field="text", quote="Pak Joko", ruling=ruling
        )
    act = (await acts_of(consultation.id)).items[0]
    await moderation.undo(act=act.id, consultation=consultation.id, by=None)
    assert await _text(entry) == words.replace(NIK, "▇▇▇ [nomor induk disembunyikan]")


async def test_sealed_words_are_read_with_every_reading_written_down(database: object) -> None:
    consultation = await make_consultation()
    other = await make_consultation(slug="lain")
    await make_draft(consultation)
    entry = (await make_input(consultation, text=f"NIK {NIK}.")).input
    account = await make_account()
    facts = {"entry": entry, "by": account.id}
    words = await moderation.read_original(consultation=consultation.id, **facts)
    assert words["text"] == f"NIK {NIK}."
    with pytest.raises(NotFound):
        await moderation.read_original(consultation=other.id, **facts)
    rows = await AuditEntry.select().where(AuditEntry.action == "original.read")
    assert [row["account"] for row in rows] == [account.id]
    assert NIK not in str(rows)


async def test_reports_count_once_a_reporter_and_close_with_the_decision(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = (await make_input(consultation)).input
    reason = (await reasons_of(consultation.id))[1].id
    facts = {"consultation": consultation.id, "entry": entry, "reason": reason, "note": "Kasar."}
    assert await report_entry(reporter="a", **facts)
    assert not await report_entry(reporter="a", **facts)
    assert await report_entry(reporter="b", **facts)
    case = (await queue(consultation.id, cause=Cause.REPORTED)).items[0]
    assert (case.reports, case.causes) == (2, [Cause.REPORTED])
    await moderation.clear([Marked(entry, case.version)], await _ruling(consultation))
    tally = await moderation_tally(consultation.id)
    assert (tally.reports, tally.reports_closed, tally.waiting) == (2, 2, 0)


async def test_reasons_are_a_consultations_own(database: object) -> None:
    consultation = await make_consultation()
    other = await make_consultation(slug="lain")
    defaults = await reasons_of(consultation.id)
    await add_reason(consultation=consultation.id, text="Hoaks", text_en="Hoax", by=None)
    assert [reason.words.text for reason in await reasons_of(consultation.id)] == [
        *(reason.words.text for reason in defaults),
        "Hoaks",
    ]
    assert [reason.id for reason in await reasons_of(consultation.id)][:7] == [
        reason.id for reason in defaults
    ]
    assert len(await reasons_of(other.id)) == 7
    await make_draft(consultation)
    entry = (await make_input(consultation)).input
    foreign = Ruling(
        consultation=consultation.id, by=None, reason=(await reasons_of(other.id))[0].id
    )
    with pytest.raises(NotFound):
        await moderation.withhold([Marked(entry, 0)], foreign)


async def test_reason_change_is_refused_when_stale_or_the_last_one(database: object) -> None:
    consultation = await make_consultation()
    first, *others = await reasons_of(consultation.id)
    facts = {"consultation": consultation.id, "text": "X", "text_en": "", "by": None}
    await change_reason(reason=first.id, version=1, offered=True, **facts)
    with pytest.raises(Stale):
        await change_reason(reason=first.id, version=1, offered=True, **facts)
    for reason in others:
        await change_reason(reason=reason.id, version=1, offered=False, **facts)
    with pytest.raises(LastReason):
        await change_reason(reason=first.id, version=2, offered=False, **facts)


async def test_moderating_what_is_elsewhere_is_not_found(database: object) -> None:
    consultation = await make_consultation()
    other = await make_consultation(slug="lain")
    await make_draft(consultation)
    entry = (await make_input(consultation)).input
    with pytest.raises(NotFound):
        await moderation.withhold([Marked(entry, 0)], await _ruling(other))
    assert await ModerationAct.count() == 0
    assert await HiddenSpan.count() == 0


async def _respond(entry: UUID, text: str = "Balasan kasar.") -> UUID:
    await respond(entry=entry, text=text, author_name="Budi", idempotency_key=text)
    row = await Response.select(Response.id).where(Response.text == text).first()
    return UUID(str(row["id"]))


async def test_response_is_withheld_and_its_input_stays(database: object) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    entry = (await make_input(consultation, unit.id, "Sopan.")).input
    response = await _respond(entry)
    ruling = await _ruling(consultation)
    await moderation.withhold([Marked(response, 0)], ruling)
    seen = (await responses_to(entry)).items[0]
    assert (seen.text, seen.author) == ("", "")
    assert seen.withheld_for == Bilingual("Memuat data pribadi", "Contains personal data")
    assert (await find_public_input(consultation.id, "CTH-00001")).text == "Sopan."
    case = await case_of(consultation.id, Subject(entry, response))
    assert (case.response.text, case.response.author) == ("Balasan kasar.", "Budi")
    assert (await case_of(consultation.id, Subject(entry))).version == 0
    tally = await moderation_tally(consultation.id)
    assert (tally.withheld_in_all, tally.responses_withheld_in_all) == (0, 1)
    act = (await acts_of(consultation.id, of=Subject(entry, response))).items[0]
    assert act.of_response
    assert (await acts_of(consultation.id, of=Subject(entry))).total == 0
    await moderation.undo(act=act.id, consultation=consultation.id, by=None)
    assert (await responses_to(entry)).items[0].text == "Balasan kasar."


async def test_input_and_response_are_reported_apart_and_settled_at_once(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = (await make_input(consultation)).input
    response = await _respond(entry)
    why = (await reasons_of(consultation.id))[1].id
    facts = {"consultation": consultation.id, "reason": why, "note": "", "reporter": "a"}
    assert await report_entry(entry=entry, **facts)
    assert await report_entry(entry=response, **facts)
    assert not await report_entry(entry=response, **facts)
    assert (await waiting_by_cause(consultation.id))[Cause.REPORTED] == 2
    found = await queue(consultation.id, cause=Cause.REPORTED)
    assert [(case.id, case.reports) for case in found.items] == [(entry, 1), (response, 1)]
    ruling = await _ruling(consultation)
    await moderation.clear([Marked(response, 1)], ruling)
    assert (await reports_of(Subject(entry, response)))[0].closed_at is not None
    assert (await reports_of(Subject(entry)))[0].closed_at is None
    with pytest.raises(Stale):
        await moderation.withhold([Marked(entry, 1), Marked(response, 1)], ruling)
    await moderation.withhold([Marked(entry, 1), Marked(response, 2)], ruling)
    assert (await queue(consultation.id)).total == 0
    newest = (await acts_of(consultation.id)).items[0]
    await moderation.undo(act=newest.id, consultation=consultation.id, by=None)
    assert await Response.count().where(Response.withheld_at.is_not_null()) == 0
    assert await Input.count().where(Input.withheld_at.is_not_null()) == 0


async def test_response_of_another_consultation_is_not_moderated_and_hides_no_words(
    database: object,
) -> None:
    consultation = await make_consultation()
    elsewhere = await make_consultation(slug="lain")
    await make_draft(consultation)
    response = await _respond((await make_input(consultation)).input)
    with pytest.raises(NotFound):
        await moderation.withhold([Marked(response, 0)], await _ruling(elsewhere))
    why = (await reasons_of(consultation.id))[0].id
    ruling = Ruling(consultation=consultation.id, by=None, reason=why)
    with pytest.raises(NotFound):
        await moderation.redact(Marked(response, 0), field="text", quote="kasar", ruling=ruling)
    assert await ModerationAct.count() == 0
