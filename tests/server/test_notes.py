"""The note screen of a session, as pages and posts."""

import uuid
from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from consultations.clock import clock_moved, now
from consultations.closing import close_session
from consultations.noting import announce_session
from consultations.queries.unit_inputs import inputs_on
from consultations.tables import (
    BreakoutGroup,
    Consultation,
    GuideQuestion,
    Input,
    InputEdition,
    Note,
    NoteEdition,
    Participant,
    Session,
)
from consultations.tokens import new_token, token_hash
from consultations.vocabulary import Attribution, Element, Role, SessionKind
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft

NOTE = {
    "text": "Loket lansia.",
    "speaker_code": "P3",
    "element": "pengguna_layanan",
    "note_form": "verbatim",
    "stance": "",
    "unit": "",
    "region": "",
    "proposed_wording": "",
    "agreement": "",
    "agreeing": "",
    "neutral": "",
    "disagreeing": "",
    "dissent": "",
    "question": "",
    "group": "",
}


async def make_session(consultation: Consultation, **facts: Any) -> Session:
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="FGD",
        theme="Loket",
        place="Aula",
        moderator="",
        starts_at=now(),
        by=None,
    )
    if facts:
        await Session.update(facts).where(Session.id == session.id)
    return session


async def make_participant(session: uuid.UUID, code: str = "P3", **facts: Any) -> Participant:
    person = Participant(
        session=session,
        position=int(code[1:]),
        code=code,
        name=facts.pop("name", "Wulan Warga"),
        element=Element.CIVIL_SOCIETY.value,
        organisation="Forum Warga",
        token_hash=facts.pop("token", "") or token_hash(new_token()),
        idempotency_key=new_token(),
        **facts,
    )
    await Participant.insert(person)
    return person


async def _room(client: AsyncClient, role: Role = Role.NOTE_TAKER) -> tuple[Visitor, Session, str]:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await make_session(consultation)
    account = await make_account(role, consultation.id)
    visitor = await Visitor(client).sign_in(account.id)
    return visitor, session, f"/kerja/contoh/sesi/{session.id}"


async def test_everything_of_a_note_is_kept_and_enters_the_register(
    app_client: AsyncClient,
) -> None:
    taker, session, path = await _room(app_client)
    await make_participant(session.id)
    question = GuideQuestion(session=session.id, position=1, part="kunci", text="Apa kendalanya?")
    await GuideQuestion.insert(question)
    group = BreakoutGroup(session=session.id, position=1, name="Meja 2")
    await BreakoutGroup.insert(group)
    onward = await taker.send(
        path,
        {
            **NOTE,
            "key": "a",
            "element": "",
            "stance": "menolak",
            "unit": "1.1.1",
            "question": str(question.id),
            "group": str(group.id),
            "proposed_wording": "Loket khusus disediakan.",
            "agreement": "mayoritas",
            "agreeing": "7",
            "neutral": "0",
            "disagreeing": "1",
            "dissent": "Satu orang memilih antrean daring.",
        },
    )
    page = await taker.read(onward)
    assert page.value("question") == str(question.id)
    assert page.value("speaker_code") == "P3"
    assert page.value("text").strip() == ""
    for words in (
        "Apa kendalanya?",
        "Meja 2",
        "7 setuju",
        "0 netral",
        "1 menolak",
        "antrean daring",
    ):
        assert words in page.text
    assert "Belum dikonfirmasi" in page.text
    row = await Input.select(
        Input.number, Input.channel, Input.session, Input.element, Input.unit.number
    )
    assert row == [
        {
            "number": 1,
            "channel": "fgd",
            "session": session.id,
            "element": Element.CIVIL_SOCIETY.value,
            "unit.number": "1.1.1",
        }
    ]


async def test_refused_note_says_why_and_keeps_what_was_typed(app_client: AsyncClient) -> None:
    taker, _, path = await _room(app_client)
    page = await taker.refused(
        path,
        {
            **NOTE,
            "key": "a",
            "element": "",
            "unit": "9.9.9",
            "agreement": "mayoritas",
            "agreeing": "banyak",
        },
    )
    assert page.errors() == [
        "Kode ini tidak ada di daftar peserta: pilih unsur penutur.",
        "Butir dengan nomor ini tidak ada.",
        "Tulis jumlah orang dengan angka.",
        "Tulis pandangan yang berbeda, walau hanya disampaikan satu orang.",
    ]
    assert page.value("text").strip() == "Loket lansia."
    unanimous = {**NOTE, "key": "b", "agreement": "bulat", "disagreeing": "2"}
    assert "tidak bulat" in (await taker.refused(path, unanimous)).text


async def test_edit_keeps_the_past_and_the_register_says_the_new_words(
    app_client: AsyncClient,
) -> None:
    taker, _, path = await _room(app_client)
    await taker.send(path, {**NOTE, "key": "a"})
    note = (await Note.select())[0]
    page = await taker.read(f"{path}/catatan/{note['id']}")
    assert page.value("text").strip() == "Loket lansia."
    changed = {**NOTE, "text": "Loket lansia dan difabel.", "version": page.value("version")}
    await taker.send(
        f"{path}/catatan/{note['id']}",
        {**changed, "speaker_code": "P4", "element": "media_massa", "unit": "1.1.2"},
    )
    stored = (await Input.select(Input.text, Input.element, Input.edition, Input.unit.number))[0]
    assert stored == {
        "text": "Loket lansia dan difabel.",
        "element": "media_massa",
        "edition": 2,
        "unit.number": "1.1.2",
    }
    assert [row["text"] for row in await InputEdition.select()] == ["Loket lansia."]
    assert [row["text"] for row in await NoteEdition.select()] == ["Loket lansia."]
    assert '"speaker_code": "P3"' in (await NoteEdition.select())[0]["facts"]
    assert "Versi 1" in (await taker.read(f"{path}/catatan/{note['id']}")).text
    assert (await Session.select(Session.last_change))[0]["last_change"] == 2


async def test_second_editor_gets_both_texts_and_overwrites_nothing_unread(
    app_client: AsyncClient,
) -> None:
    taker, _, path = await _room(app_client)
    await taker.send(path, {**NOTE, "key": "a"})
    note = f"{path}/catatan/{(await Note.select())[0]['id']}"
    await taker.send(note, {**NOTE, "text": "Kata pertama.", "version": "1"})
    page = await taker.refused(note, {**NOTE, "text": "Kata kedua.", "version": "1"})
    assert "Orang lain lebih dulu mengubah catatan ini" in page.text
    assert "Kata pertama." in page.text
    assert page.value("text").strip() == "Kata kedua."
    assert (await Input.select(Input.text))[0]["text"] == "Kata pertama."
    await taker.send(note, {**NOTE, "text": "Gabungan.", "version": page.value("version")})
    assert (await Input.select(Input.text))[0]["text"] == "Gabungan."


async def test_withdrawn_note_leaves_the_pages_with_its_reason_kept(
    app_client: AsyncClient,
) -> None:
    taker, session, path = await _room(app_client)
    await taker.send(path, {**NOTE, "key": "a", "unit": "1.1.1"})
    row = (await Note.select())[0]
    note = f"{path}/catatan/{row['id']}"
    assert "Tulis alasannya." in (await taker.refused(f"{note}/tarik", {"reason": " "})).text
    await taker.send(f"{note}/tarik", {"reason": "Salah orang"})
    await taker.send(f"{note}/tarik", {"reason": "Lain"})
    assert (await Note.select(Note.withdrawn_for))[0]["withdrawn_for"] == "Salah orang"
    assert "Loket lansia." not in (await taker.read(path)).text
    assert "Salah orang" in (await taker.read(note)).text
    guest = Visitor(app_client)
    public = await guest.read(f"/konsultasi/contoh/sesi/{session.id}")
    assert "Loket lansia." not in public.text
    assert (
        "Loket lansia." not in (await guest.read("/konsultasi/contoh/rancangan/1/butir/1.1.1")).text
    )
    assert "sudah ditarik" in (await taker.refused(note, {**NOTE, "version": "1"})).text


async def test_notes_of_a_device_are_stored_once_and_ordered_by_its_numbers(
    app_client: AsyncClient,
) -> None:
    taker, _, path = await _room(app_client)
    device = {"device": "0" * 32, "age": "600"}

    async def bring(number: int, age: str = "600") -> Any:
        return await taker.post(
            path,
            {
                **NOTE,
                **device,
                "key": f"d.{number}",
                "device_number": str(number),
                "text": f"Catatan {number}.",
                "age": age,
            },
            **{"HX-Request": "true"},
        )

    for number in (1, 3, 1, 3):
        answer = await bring(number)
        assert answer.headers["HX-Redirect"].startswith(path)
    # Corrected later, and by a clock that has jumped: still between its neighbours.
    await bring(2, "0")
    await taker.send(path, {**NOTE, "key": "lain", "text": "Dari perangkat lain."})
    page = await taker.read(path)
    shown = [text for note in page.classed("entry") for text in _paragraphs(note)]
    assert shown == ["Dari perangkat lain.", "Catatan 3.", "Catatan 2.", "Catatan 1."]


def _paragraphs(note: Any) -> list[str]:
    texts = [("".join(part.itertext())).strip() for part in note.iter() if part.tag.endswith("}p")]
    return [text for text in texts if text.startswith(("Catatan", "Dari"))]


async def test_queue_of_another_account_is_not_taken(app_client: AsyncClient) -> None:
    taker, _, path = await _room(app_client)
    other = {**NOTE, "key": "a", "writer": str(uuid.uuid4())}
    answer = await taker.post(path, other, **{"HX-Request": "true"})
    assert answer.status_code == 409
    assert "ditulis dengan akun lain" in answer.text
    assert "Loket lansia." in answer.text
    assert await Note.count() == 0
    guest = Visitor(app_client)
    answer = await guest.post(path, other, **{"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/masuk?lanjut=")


async def test_late_notes_are_taken_from_devices_for_a_while_and_marked(
    app_client: AsyncClient,
) -> None:
    taker, session, path = await _room(app_client)
    await close_session(session=session.id, by=None)
    late = {**NOTE, "device": "0" * 32, "device_number": "1", "age": "300"}
    assert "sudah ditutup" in (await taker.refused(path, {**NOTE, "key": "tanpa"})).text
    assert "sudah ditutup" in (await taker.refused(path, {**late, "key": "x", "age": "0"})).text
    await taker.send(path, {**late, "key": "a"})
    assert "Menyusul" in (await taker.read(path)).text
    with clock_moved(timedelta(hours=25)):
        over = {**late, "key": "b", "device_number": "2", "age": str(26 * 3600)}
        assert "sudah ditutup" in (await taker.refused(path, over)).text


async def test_offline_page_holds_nobodys_notes(app_client: AsyncClient) -> None:
    taker, session, path = await _room(app_client)
    await make_participant(session.id)
    await taker.send(path, {**NOTE, "key": "a"})
    page = await taker.read(f"{path}/luring")
    assert "Loket lansia." not in page.html
    assert "Wulan Warga" not in page.html
    assert page.value("speaker_code") == ""


async def test_offline_worker_follows_the_setting(app_client: AsyncClient) -> None:
    script = await app_client.get("/kerja/catatan-luring.js")
    assert script.headers["cache-control"] == "no-cache"
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.text.startswith('importScripts("/static/js/note-queue.js?v=')


async def test_attribution_decides_what_the_public_reads(app_client: AsyncClient) -> None:
    taker, session, path = await _room(app_client)
    await make_participant(session.id, "P3", consent_at=now(), name_consent_at=now())
    # That somebody's data may be used for the session is no leave to name them.
    await make_participant(session.id, "P4", name="Yanti Diam", consent_at=now())
    await taker.send(path, {**NOTE, "key": "a", "unit": "1.1.1"})
    await taker.send(path, {**NOTE, "key": "b", "speaker_code": "P4"})
    guest = Visitor(app_client)
    seen = {}
    for attribution in Attribution:
        await Session.update({Session.attribution: attribution.value}).where(
            Session.id == session.id
        )
        page = await guest.read(f"/konsultasi/contoh/sesi/{session.id}")
        entries = [" ".join("".join(e.itertext()).split()) for e in page.classed("entry")]
        seen[attribution] = [
            word in " ".join(entries)
            for word in ("Wulan Warga", "Yanti Diam", "P4", "P3", "Pengguna layanan")
        ]
    assert seen == {
        Attribution.OPEN: [True, False, False, False, True],
        Attribution.ELEMENT_ONLY: [False, False, False, False, True],
        Attribution.NONE: [False, False, False, False, False],
    }
    draft = (await Input.select(Input.version, Input.unit).where(Input.unit.is_not_null()))[0]
    listed = await inputs_on(version=draft["version"], unit=draft["unit"])
    assert listed.page.items[0].element is None


async def test_note_screen_asks_as_much_for_many_notes(
    app_client: AsyncClient, database: Engine
) -> None:
    taker, _, path = await _room(app_client)
    counts = []
    for number in range(3):
        await taker.send(path, {**NOTE, "key": f"k{number}"})
        before = database.statements
        await taker.read(path)
        counts.append(database.statements - before)
    assert counts[1] == counts[2] == 13


async def test_note_names_a_clause_of_the_draft_only(app_client: AsyncClient) -> None:
    taker, _, path = await _room(app_client)
    consultation = await Consultation.objects().first()
    assert consultation
    other = await make_consultation(slug="lain")
    unit = await find_clause(await make_draft(other))
    await taker.refused(path, {**NOTE, "key": "a", "unit": str(unit.id)})
    elsewhere = path.replace("/contoh/", "/lain/")
    answer = await taker.post(elsewhere, {**NOTE, "key": "a"})
    assert answer.status_code == 403
