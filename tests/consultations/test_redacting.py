import json
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from analysis.normalising import analysed_text
from consultations.clock import now
from consultations.commenting import register_input, submit_input
from consultations.noting import Remark, announce_session, take_note
from consultations.queries.notes import notes_of
from consultations.redacting import cover, original_words, reword, spans_of
from consultations.sealing import SealUnopened, seal, unseal, use_keys
from consultations.tables import (
    AuditEntry,
    HiddenSpan,
    Input,
    ModerationCase,
    Note,
    SealedOriginal,
    Session,
)
from consultations.vocabulary import Channel, NoteForm, SessionKind, SpanState
from tests.conftest import SEALING_KEY
from tests.factories import make_consultation, make_draft, make_input, make_statement

NIK = "3201014505900001"
PHONE = "0812-3456-7890"


async def _stored(entry: object) -> Input:
    row = await Input.objects().get(Input.id == entry)
    assert row is not None
    return row


async def test_personal_data_is_masked_and_sealed_on_arrival(database: object) -> None:
    consultation = await make_consultation()
    receipt = await make_input(
        consultation,
        text=f"NIK saya {NIK}.",
        reason=f"Hubungi {PHONE}.",
        author_name="Budi 081234567890",
        proposed_wording="Loket dibuka pukul 08.00.",
    )
    row = await _stored(receipt.input)
    assert row.text == "NIK saya ▇▇▇ [nomor induk disembunyikan]."
    assert row.reason == "Hubungi ▇▇▇ [nomor telepon disembunyikan]."
    assert row.author_name == "Budi ▇▇▇"
    assert row.proposed_wording == "Loket dibuka pukul 08.00."
    assert {span.state for span in await spans_of(row.id)} == {SpanState.WAITING.value}
    case = await ModerationCase.objects().get(ModerationCase.input == row.id)
    assert (case.waiting, case.personal_data, case.version) == (True, True, 1)
    assert (await original_words(row.id))["text"] == f"NIK saya {NIK}."


async def test_no_table_holds_the_personal_data_in_clear(database: object) -> None:
    consultation = await make_consultation()
    await make_input(consultation, text=f"NIK saya {NIK}, HP {PHONE}.", reason=f"Lihat {NIK}")
    for table in (Input, SealedOriginal, HiddenSpan, ModerationCase, AuditEntry):
        written = json.dumps(await table.select(), default=str)
        assert NIK not in written
        assert PHONE not in written


async def test_input_without_personal_data_costs_nothing_more(database: object) -> None:
    consultation = await make_consultation()
    await make_input(consultation, text="Loket terlalu sedikit sejak UU 25/2009.")
    assert await SealedOriginal.count() == 0
    assert await ModerationCase.count() == 0


@pytest.mark.parametrize("channel", [Channel.FGD, Channel.IMPORT])
async def test_every_channel_is_covered(database: object, channel: Channel) -> None:

    consultation = await make_consultation()
    receipt = await register_input(
        consultation=consultation.id,
        statement=make_statement(f"WA {PHONE}"),
        channel=channel,
        idempotency_key="satu",
    )
    assert PHONE not in (await _stored(receipt.input)).text


async def test_repeated_submission_with_personal_data_is_the_same(database: object) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    facts = {
        "consultation": consultation.id,
        "unit": None,
        "statement": make_statement(f"NIK {NIK}"),
        "idempotency_key": "sama",
    }
    first, again = await submit_input(**facts), await submit_input(**facts)
    assert (again.input, again.repeated) == (first.input, True)


async def test_author_changing_words_keeps_what_was_hidden_hidden(database: object) -> None:
    consultation = await make_consultation()
    receipt = await make_input(consultation, text=f"NIK {NIK}, panggil Sari.")
    row = await _stored(receipt.input)
    await HiddenSpan.update({HiddenSpan.state: SpanState.HIDDEN.value}).where(
        HiddenSpan.input == row.id
    )
    words = {"text": f"Sari lagi. NIK {NIK}, HP {PHONE}."}
    facts = await reword(entry=row, facts=words)
    assert facts["text"] == (
        "Sari lagi. NIK ▇▇▇ [nomor induk disembunyikan], HP ▇▇▇ [nomor telepon disembunyikan]."
    )
    states = {span.kind: span.state for span in await spans_of(row.id)}
    assert states == {"nik": SpanState.HIDDEN.value, "telepon": SpanState.WAITING.value}
    assert (await original_words(row.id))["text"] == words["text"]
    assert (await reword(entry=row, facts={"text": "Bersih."}))["text"] == "Bersih."
    assert await SealedOriginal.count() == 0


async def test_seal_opens_only_for_its_input_and_with_its_key() -> None:

    use_keys([SEALING_KEY])
    entry, other = uuid4(), uuid4()
    ciphertext = seal(entry, {"text": NIK})
    assert NIK not in ciphertext
    assert unseal(entry, ciphertext) == {"text": NIK}
    with pytest.raises(SealUnopened):
        unseal(other, ciphertext)
    try:
        use_keys([Fernet.generate_key(), SEALING_KEY])
        assert unseal(entry, ciphertext) == {"text": NIK}
        use_keys([Fernet.generate_key()])
        with pytest.raises(SealUnopened):
            unseal(entry, ciphertext)
    finally:
        use_keys([SEALING_KEY])


async def test_what_the_analysis_reads_holds_no_personal_data(database: object) -> None:
    covered = cover({"text": f"Loket kurang, NIK {NIK}.", "proposed_wording": None})
    assert analysed_text(covered.facts["text"], None) == "Loket kurang, NIK ."


async def test_dissent_in_a_note_is_masked_for_the_public(database: object) -> None:

    consultation = await make_consultation()
    session: Session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="S",
        theme="T",
        place="P",
        moderator="M",
        starts_at=now(),
        by=None,
    )
    await take_note(
        session=session.id,
        statement=make_statement(f"HP {PHONE}"),
        remark=Remark(
            speaker_code="P1", form=NoteForm.VERBATIM, dissent=f"Menolak, hubungi {PHONE}"
        ),
        unit=None,
        idempotency_key="n",
        by=None,
    )
    assert await Note.count() == 1
    note = (await notes_of(session.id))[0]
    assert PHONE not in note.entry.text + (note.dissent or "")
