"""Follow-up items: kept by the team, followed by everyone, reminded of by mail."""

from datetime import UTC, date, datetime, timedelta

from httpx import AsyncClient

from consultations.clock import clock_moved, now
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.mailing import claim_letter, use_mail
from consultations.registering import register
from consultations.tables import Consultation, FollowUpFile, FollowUpItem, OutgoingMessage
from consultations.telling_owners import write_to_owners
from consultations.vocabulary import FollowUpStatus, Language, Role, Visibility
from server.database import Engine
from server.mail.composing import compose
from tests.client import Visitor
from tests.consultations.session_documents.meetings import HOSTILE, picture
from tests.factories import (
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_person,
    make_session,
)

LIST = "/kerja/contoh/tindak-lanjut"
PUBLIC = "/konsultasi/contoh/pemantauan"
FORM = {
    "issue": "Jadwal berubah",
    "activity": "Menetapkan jadwal",
    "owner": "Dinas Perhubungan",
    "due_on": "2030-01-31",
    "public": "y",
    "version": "0",
    "session": "",
}


async def _facilitator(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.FACILITATOR, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _add(consultation: Consultation, **facts: object) -> FollowUpItem:
    given: dict[str, object] = {
        "issue": "Isu",
        "activity": "Kegiatan",
        "owner": "Biro",
        "due_on": date(2030, 1, 31),
        **facts,
    }
    return await add_follow_up(
        consultation=consultation.id,
        words=FollowUpWords(**given),  # type: ignore[arg-type]
        by=None,
    )


async def test_item_is_added_changed_and_moved_on(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    entry = await make_input(consultation)
    visitor = await _facilitator(app_client, consultation)
    assert "Tidak ada tindak lanjut di sini" in (await visitor.read(LIST)).text
    where = await visitor.send(
        f"{LIST}/baru", {**FORM, "inputs": f"{entry.registration.lower()}, {entry.registration}"}
    )
    page = await visitor.read(where)
    assert entry.registration in page.text
    step = {"langkah-status": "proses", "langkah-note": f"Rapat pertama. {HOSTILE}"}
    evidence = [("langkah-evidence", ("bukti.jpg", picture(), "image/jpeg"))]
    moved = await visitor.send_files(f"{where}/langkah", step, evidence)
    assert moved.status_code == 303
    page = await visitor.read(where)
    assert '#panic("habis")' in page.text
    assert "bukti.jpg" in page.text
    file = page.html.split(f'href="{where}/berkas/')[1].split('"')[0]
    shown = await visitor._send("GET", f"{where}/berkas/{file}")
    assert shown.headers["content-type"] == "image/jpeg"
    await visitor.send(where, {**FORM, "issue": "Jadwal tidak pasti", "version": "1"})
    stale = await visitor.refused(where, {**FORM, "version": "1"})
    assert "Orang lain sudah mengubahnya" in stale.text


async def test_wrong_fields_are_named(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _facilitator(app_client, consultation)
    wrong = {**FORM, "issue": "", "due_on": "besok", "owner_email": "bukan"}
    page = await visitor.refused(f"{LIST}/baru", wrong)
    assert "Isian ini wajib diisi." in page.text
    assert "Tulis tanggal seperti" in page.text
    assert "Tulis alamat surel" in page.text
    page = await visitor.refused(f"{LIST}/baru", {**FORM, "inputs": "CTH-99999"})
    assert "Nomor registrasi ini tidak ada: CTH-99999." in page.text
    assert not await FollowUpItem.exists()


async def test_list_is_narrowed_sorted_and_paged(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _facilitator(app_client, consultation)
    for place in range(55):
        await _add(consultation, issue=f"Isu-{place:02}", due_on=date(2030, 1, 1 + place % 28))
    late = await _add(consultation, issue="Terlewat", due_on=date(2020, 1, 1))
    done = await _add(consultation, issue="Beres", due_on=date(2020, 1, 2))
    await record_step(
        consultation=consultation.id,
        item=done.id,
        progress=Progress(status=FollowUpStatus.DONE, note=""),
        by=None,
    )
    assert "57 tindak lanjut" in (await visitor.read(LIST)).text
    assert "Isu-54" in (await visitor.read(f"{LIST}?halaman=2&order=nomor")).text
    only = await visitor.read(f"{LIST}?late=ya")
    assert str(late.id) in only.html
    assert "1 tindak lanjut" in only.text
    assert "Beres" in (await visitor.read(f"{LIST}?status=selesai")).text
    assert "57 tindak lanjut" in (await visitor.read(f"{LIST}?status=entah&order=entah")).text


async def test_public_page_shows_progress_but_neither_drafts_nor_addresses(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    assert "Belum ada tindak lanjut" in (await guest.read(PUBLIC)).text
    item = await _add(consultation, issue="Terlihat", owner_email="rahasia@contoh.go.id")
    await _add(consultation, issue="Masih rahasia", public=False)
    await record_step(
        consultation=consultation.id,
        item=item.id,
        progress=Progress(status=FollowUpStatus.STUCK, note="Menunggu anggaran."),
        by=None,
    )
    page = await guest.read(PUBLIC)
    assert "Terlihat" in page.text
    assert "Menunggu anggaran." in page.text
    assert "Terkendala" in page.text
    assert "1 tindak lanjut" in page.text
    assert "Masih rahasia" not in page.text
    assert "rahasia@contoh.go.id" not in page.html
    assert "<meter" in page.html


async def test_public_item_names_only_inputs_that_everyone_reads(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    open_to_all = await make_input(consultation)
    confidential = await make_input(consultation, visibility=Visibility.CONFIDENTIAL)
    item = await add_follow_up(
        consultation=consultation.id,
        words=FollowUpWords(issue="Isu", activity="Kegiatan", owner="Biro"),
        inputs=[open_to_all.registration, confidential.registration],
        by=None,
    )
    sheet = (await app_client.get(f"{PUBLIC}/unduh.csv")).text
    for shown in (
        (await guest.read(PUBLIC)).html,
        (await guest.read(f"{PUBLIC}/{item.id}")).html,
        sheet,
    ):
        assert open_to_all.registration in shown
        assert confidential.registration not in shown
    visitor = await _facilitator(app_client, consultation)
    assert confidential.registration in (await visitor.read(f"{LIST}/{item.id}")).text


async def test_action_has_clauses_values_and_evidence_for_everyone(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    visitor = await _facilitator(app_client, consultation)
    plan = {**FORM, "units": "1.1.2", "measure": "hari", "baseline": "10", "goal": "2"}
    wrong = await visitor.refused(f"{LIST}/baru", {**plan, "units": "9.9", "goal": "dua"})
    assert "Butir ini tidak ada: 9.9." in wrong.text
    assert "Tulis angka" in wrong.text
    where = await visitor.send(f"{LIST}/baru", plan)
    item = where.rsplit("/", 1)[1]
    evidence = [("langkah-evidence", ("bukti.jpg", picture(), "image/jpeg"))]
    step = {"langkah-status": "proses", "langkah-value": "4,0"}
    step["langkah-reached_on"] = "2026-05-01"
    assert (await visitor.send_files(f"{where}/langkah", step, evidence)).status_code == 303
    page = await guest.read(f"{PUBLIC}/{item}")
    assert "Butir 1.1.2" in page.text
    assert "75%" in page.html
    # Four of two is three quarters of the way only for whoever reads where it began.
    assert "dari awal 10" in page.text
    assert "bukti.jpg" not in page.text
    file = await FollowUpFile.objects().first()
    assert file is not None
    closed = f"/bukti/tindak-lanjut/{file.id}"
    assert (await guest._send("GET", closed)).status_code == 404
    step["langkah-files_public"] = "y"
    assert (await visitor.send_files(f"{where}/langkah", step, evidence)).status_code == 303
    page = await guest.read(f"{PUBLIC}/{item}")
    opened = page.html.split('href="/bukti/tindak-lanjut/')[1].split('"')[0]
    shown = await guest._send("GET", f"/bukti/tindak-lanjut/{opened}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert (await guest._send("GET", closed)).status_code == 404


async def test_public_list_is_narrowed_and_downloaded(
    app_client: AsyncClient, guest: Visitor
) -> None:
    consultation = await make_consultation()
    await _add(consultation, issue="=Rumus", owner="Dinas")
    await _add(consultation, issue="Punya biro")
    await _add(consultation, issue="Masih rahasia", public=False)
    only = await guest.read(f"{PUBLIC}?owner=Dinas&session=peta-jalan")
    assert "1 tindak lanjut" in only.text
    assert "Punya biro" not in only.text
    table = (await guest._send("GET", f"{PUBLIC}/unduh.csv")).text
    assert table.count("\n") == 3
    assert "'=Rumus" in table
    assert "rahasia" not in table
    narrowed = (await guest._send("GET", f"{PUBLIC}/unduh.csv?owner=Dinas")).text
    assert narrowed.count("\n") == 2
    book = await guest._send("GET", f"{PUBLIC}/unduh.xlsx")
    assert book.content[:2] == b"PK"


async def test_number_of_reads_does_not_grow(database: Engine, app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    visitor = await _facilitator(app_client, consultation)
    costs = []
    for _ in range(2):
        for _ in range(20):
            await _add(consultation)
        await visitor.read(LIST)
        before = database.statements
        await visitor.read(LIST)
        await visitor.read(PUBLIC)
        costs.append(database.statements - before)
    assert costs[0] == costs[1]


async def test_owner_is_reminded_once_before_and_once_after(database: Engine) -> None:
    use_mail(on=True)
    try:
        consultation = await make_consultation()
        due = (now() + timedelta(days=5)).date()
        item = await _add(consultation, due_on=due, owner_email="biro@contoh.go.id")
        await _add(consultation, due_on=due)
        await _add(consultation, due_on=due + timedelta(days=20), owner_email="lain@contoh.go.id")
        assert [await write_to_owners() for _ in range(2)] == [1, 0]
        with clock_moved(timedelta(days=8)):
            assert [await write_to_owners() for _ in range(2)] == [1, 0]
            assert await OutgoingMessage.count() == 2
            letter = await claim_letter()
            assert letter is not None
            composed = await compose(letter, "https://rembuk.contoh.go.id")
            assert composed is not None
            assert "sudah lewat tenggat" in composed.subject
            assert f"/kerja/contoh/tindak-lanjut/{item.id}" in composed.text
            await record_step(
                consultation=consultation.id,
                item=item.id,
                progress=Progress(status=FollowUpStatus.DONE, note=""),
                by=None,
            )
            assert await compose(letter, "https://rembuk.contoh.go.id") is None
    finally:
        use_mail(on=False)


async def test_owner_is_reminded_in_the_language_they_chose(database: Engine) -> None:
    use_mail(on=True)
    try:
        consultation = await make_consultation()
        session = await make_session(consultation)
        english = make_person(email="biro@contoh.go.id", language=Language.ENGLISH)
        await register(session=session.id, person=english, idempotency_key="a")
        due = (now() + timedelta(days=5)).date()
        for owner in ("Biro@contoh.go.id", "lain@contoh.go.id"):
            await _add(consultation, due_on=due, owner_email=owner)
        assert await write_to_owners() == 2
        letters = await OutgoingMessage.select().where(OutgoingMessage.kind == "follow_up")
        assert {m["recipient"]: m["locale"] for m in letters} == {
            "Biro@contoh.go.id": "en",
            "lain@contoh.go.id": "id",
        }
    finally:
        use_mail(on=False)


async def test_moved_due_date_is_reminded_of_again(sqlite_database: Engine) -> None:
    use_mail(on=True)
    try:
        consultation = await make_consultation()
        due = (now() + timedelta(days=5)).date()
        item = await _add(consultation, due_on=due, owner_email="biro@contoh.go.id")
        assert await write_to_owners() == 1
        await FollowUpItem.update({FollowUpItem.due_on: due + timedelta(days=1)}).where(
            FollowUpItem.id == item.id
        )
        assert await write_to_owners() == 1
    finally:
        use_mail(on=False)


async def test_demonstration_writes_to_nobody(sqlite_database: Engine) -> None:
    use_mail(on=True)
    try:
        consultation = await make_consultation()
        consultation.is_demonstration = True
        await consultation.save()
        await _add(consultation, due_on=datetime.now(UTC).date(), owner_email="biro@contoh.go.id")
        assert await write_to_owners() == 0
    finally:
        use_mail(on=False)
