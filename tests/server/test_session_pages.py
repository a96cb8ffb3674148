"""The pages with which a session is planned, filled and attended, as their users meet them."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from openpyxl import load_workbook

from consultations.clock import now
from consultations.inviting import add_participants
from consultations.preparing import cancel_session
from consultations.queries.participants import headcount
from consultations.registering import register
from consultations.signatures import LinkPurpose, signed
from consultations.tables import (
    AgendaItem,
    ChecklistItem,
    Consultation,
    OutgoingMessage,
    Participant,
    ParticipationTarget,
    RoleGrant,
    Session,
    TeamMember,
)
from consultations.vocabulary import Attribution, Element, RegistrationState, Role
from server.app import create_app
from server.database import Engine
from server.mail.delivery import Courier
from server.mail.sending import send_next
from server.settings import Settings
from tests.client import Visitor
from tests.factories import (
    make_account,
    make_consultation,
    make_draft,
    make_person,
    make_session,
)
from tests.post_office import PostOffice

WORK = "/kerja/contoh/sesi"
PUBLIC = "/konsultasi/contoh/sesi"


async def _as(role: Role, client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(role, consultation.id)).id)


async def _facilitator(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await _as(Role.FACILITATOR, client, consultation)


def _plan(**facts: str) -> dict[str, Any]:
    return {
        "kind": "fgd",
        "title": "FGD loket",
        "theme": "Loket",
        "place": "Aula",
        "starts_at": "2027-02-01T09:00",
        "ends_at": "2027-02-01T10:30",
        "admission": "terbuka",
        "attribution": "unsur_saja",
        "capacity": "8",
        **facts,
    }


def _rows(version: str, *rows: dict[str, str]) -> dict[str, str]:
    data = {"version": version, "jumlah": str(len(rows))}
    for number, row in enumerate(rows):
        data |= {f"baris-{number}-{name}": value for name, value in row.items()}
    return data


async def test_a_session_starts_from_a_template(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    facilitator = await _facilitator(app_client, consultation)
    form = await facilitator.read(f"{WORK}/baru?dari=pola:fgd-90")
    assert (form.value("kind"), form.value("capacity")) == ("fgd", "8")
    page = await facilitator.refused(WORK, _plan(source="pola:fgd-90", title="", ends_at="kemarin"))
    assert page.value("theme") == "Loket"
    assert len(page.errors()) >= 2
    plan = await facilitator.send(WORK, _plan(source="pola:fgd-90"))
    agenda = await facilitator.read(plan.replace("/rencana", "/acara"))
    assert "09.10" in agenda.text
    assert "Pas dengan lama sesi" in agenda.text
    assert "12 pertanyaan" in (await facilitator.read(plan.replace("/rencana", "/panduan"))).text
    listed = await facilitator.read(WORK)
    assert "FGD loket" in listed.text
    assert "Tidak ada sesi" in (await facilitator.read(f"{WORK}?words=zzz")).text


async def test_a_session_is_copied(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    facilitator = await _facilitator(app_client, consultation)
    plan = await facilitator.send(
        WORK, _plan(source="pola:fgd-90", starts_at="2025-02-03T09:00", ends_at="2025-02-03T10:30")
    )
    former = plan.split("/")[-2]
    form = await facilitator.read(f"{WORK}/baru?dari=sesi:{former}")
    assert form.value("title") == "FGD loket"
    assert form.value("starts_at").endswith("T09:00")
    assert form.value("starts_at") > now().strftime("%Y-%m-%d")
    copied = await facilitator.send(
        WORK, _plan(source=f"sesi:{former}", starts_at=form.value("starts_at"), ends_at="")
    )
    assert copied != plan
    assert await AgendaItem.count() == 8
    assert await ChecklistItem.count() == 30
    await facilitator.read(f"{WORK}/baru?dari=sesi:bukan", status=404)


async def test_an_edit_on_an_older_reading_comes_back_whole(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    facilitator = await _facilitator(app_client, consultation)
    plan = await facilitator.send(WORK, _plan())
    version = (await facilitator.read(plan)).value("version")
    await facilitator.send(plan, _plan(version=version, title="Pertama"))
    page = await facilitator.refused(plan, _plan(version=version, title="Kedua"))
    assert page.value("title") == "Kedua"
    assert "Orang lain sudah mengubahnya" in page.text
    await facilitator.send(plan, _plan(version=page.value("version"), title="Kedua"))
    bad = {"link": "javascript:alert(1)", "capacity": "nol", "starts_at": "9999-01-01T00:00"}
    assert len((await facilitator.refused(plan, _plan(version="9", **bad))).errors()) >= 3


async def test_steps_are_moved_and_mistakes_keep_what_was_typed(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/acara"
    steps = [{"title": "Buka", "minutes": "15"}, {"title": "Bahas", "minutes": "60"}]
    await facilitator.send(path, _rows("1", *steps) | {"geser": "1-naik"})
    titles = await AgendaItem.select(AgendaItem.title).order_by(AgendaItem.position)
    assert [row["title"] for row in titles] == ["Bahas", "Buka"]
    page = await facilitator.refused(path, _rows("2", {"title": "Makan", "minutes": "dua"}))
    assert page.value("baris-0-title") == "Makan"
    assert page.errors() == ["Tulis angka dari 1 sampai 600."]
    assert await AgendaItem.count() == 2
    stale = await facilitator.refused(path, _rows("1", *steps))
    assert "Orang lain" in stale.text
    note_taker = await _as(Role.NOTE_TAKER, app_client, consultation)
    assert "Simpan acara" not in (await note_taker.read(path)).text


async def test_a_team_member_with_an_account_may_work_in_this_session(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    other = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    helper = await make_account()
    path = f"{WORK}/{session.id}/tim"
    rows = [
        {"duty": "notulis", "name": "Nanda", "email": helper.email},
        {"duty": "narasumber", "name": "Bu Guru", "email": ""},
    ]
    await facilitator.send(path, _rows("1", *rows))
    assert await TeamMember.count() == 2
    visitor = await Visitor(app_client).sign_in(helper.id)
    await visitor.read(f"{WORK}/{session.id}/hadir")
    await visitor.read(f"{WORK}/{other.id}/hadir", status=403)
    await visitor.read(f"{WORK}/{session.id}/peserta", status=403)
    wrong = _rows("2", {"duty": "fasilitator", "name": "", "email": "tidak@ada.id"})
    page = await facilitator.refused(path, wrong)
    assert page.errors() == ["Belum ada akun aktif dengan surel ini."]
    await facilitator.send(path, _rows("2", rows[0] | {"remove": "y"}, rows[1]))
    assert not await RoleGrant.exists().where(RoleGrant.account == helper.id)


async def test_the_checklist_is_begun_ticked_and_lengthened(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/periksa"
    assert "Belum ada daftar periksa" in (await facilitator.read(path)).text
    await facilitator.send(f"{path}/mulai", {})
    item = await ChecklistItem.objects().first()
    assert item
    ticks = {f"ada-{item.id}": "belum", f"selesai-{item.id}": "y", f"catatan-{item.id}": "SK 1"}
    await facilitator.send(path, ticks)
    page = await facilitator.read(path)
    assert "1 dari 15 selesai" in page.text
    for name, value in (("ada", "selesai"), ("semula", "SK 1"), ("catatan", "SK 1")):
        assert page.value(f"{name}-{item.id}") == value
    # From a page that somebody opened before: nothing was changed on it.
    await facilitator.send(path, {f"ada-{item.id}": "belum"})
    page = await facilitator.read(path)
    assert "1 dari 15 selesai" in page.text
    assert page.value(f"catatan-{item.id}") == "SK 1"
    assert len((await facilitator.refused(f"{path}/tambah", {"step": "pra", "text": " "})).errors())
    await facilitator.send(f"{path}/tambah", {"step": "pra", "text": "Sewa kursi"})
    assert "Sewa kursi" in (await facilitator.read(path)).text


async def test_calling_off_is_asked_for_and_told_to_everybody(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation, starts_at=now() + timedelta(days=1), ends_at=None)
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/batalkan"
    await facilitator.read(path)
    assert (await facilitator.refused(path, {"reason": ""})).errors() == ["Tulis alasannya."]
    await facilitator.send(path, {"reason": "Gedung banjir."})
    guest = Visitor(app_client)
    public = await guest.read(f"{PUBLIC}/{session.id}")
    assert "Gedung banjir." in public.text
    assert "Daftar ikut" not in public.text
    calendar = await guest._send("GET", f"{PUBLIC}/{session.id}/kalender.ics")
    assert "STATUS:CANCELLED" in calendar.text
    assert "dibatalkan" in (await guest.read(f"{PUBLIC}/{session.id}/daftar")).text


async def test_anybody_registers_waits_and_gives_the_seat_back(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(
        consultation, starts_at=now() + timedelta(days=1), ends_at=None, capacity=1
    )
    guest = Visitor(app_client)
    path = f"{PUBLIC}/{session.id}/daftar"
    form = {"key": "k1", "name": "Ani", "element": "pengguna_layanan", "consent": "y"}
    page = await guest.refused(path, form | {"consent": "", "needs": "Kursi roda"})
    assert page.value("name") == "Ani"
    assert page.errors() == [
        "Centang persetujuan ini, atau kosongkan kebutuhan Anda.",
        "Pendaftaran memerlukan persetujuan Anda.",
    ]
    own = await guest.send(path, form)
    assert await guest.send(path, form) == own
    assert "Anda terdaftar" in (await guest.read(own)).text
    waits = await guest.send(path, form | {"key": "k2", "name": "Budi"})
    assert "daftar tunggu" in (await guest.read(waits)).text
    await guest.send(own, {"keputusan": "batal"})
    assert "Anda terdaftar" in (await guest.read(waits)).text
    needs = {"attendance": "daring", "needs": "Juru isyarat", "needs_consent": ""}
    await guest.refused(f"{waits}/kebutuhan", needs)
    await guest.send(f"{waits}/kebutuhan", needs | {"needs_consent": "y"})
    assert "Juru isyarat" in (await guest.read(waits)).html
    calendar = await guest._send("GET", f"{waits}/kalender.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    await guest.read("/peserta/bukan-token", status=404)


async def test_no_public_page_tells_who_takes_part(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await make_session(consultation, link="https://rapat.contoh.id/rahasia")
    await register(
        session=session.id,
        person=make_person("Ani Rahasia", email="ani@contoh.id", organisation="Koperasi Rahasia"),
        idempotency_key="a",
    )
    guest = Visitor(app_client)
    for path in (
        "/konsultasi/contoh",
        f"{PUBLIC}/{session.id}",
        f"{PUBLIC}/{session.id}/daftar",
        f"/s/{session.code}",
        "/konsultasi/contoh/kalender.ics",
    ):
        text = (await guest._send("GET", path)).text
        assert not re.search("[Rr]ahasia|ani@contoh", text), path


async def test_a_participant_is_entered_changed_invited_and_forgotten(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    people = f"{WORK}/{session.id}/peserta"
    form = {"key": "k", "name": "Ani", "element": "media_massa", "email": "ani@contoh.id"}
    page = await facilitator.refused(f"{people}/tambah", form | {"email": "ani"})
    assert page.errors() == ["Tulis alamat surel seperti nama@contoh.go.id."]
    await facilitator.send(f"{people}/tambah", form)
    await facilitator.send(f"{people}/tambah", form)
    person = await Participant.objects().first()
    assert person
    assert await Participant.count() == 1
    own = f"{people}/{person.id}"
    await facilitator.send(own, form | {"name": "Ani Wijaya", "region": "Aceh"})
    await facilitator.send(f"{own}/tempat", {"keputusan": "daftar"})
    listed = await facilitator.read(f"{people}?words=wijaya&element=media_massa", htmx=True)
    assert "Ani Wijaya" in listed.text
    link = re.search(r"/peserta/[\w.-]+", (await facilitator.read(own)).text.split("http")[1])
    assert link
    await Visitor(app_client).read(link[0])
    await facilitator.send(f"{own}/hapus-data", {})
    assert (await facilitator.read(own)).value("name") == "Ani Wijaya"
    await facilitator.send(f"{own}/hapus-data", {"setuju": "ya"})
    assert "Ani" not in (await facilitator.read(own)).text
    await Visitor(app_client).read(link[0], status=404)


async def test_people_are_chosen_and_invited_and_the_page_says_how_many(
    mail_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(mail_client, consultation)
    people = f"{WORK}/{session.id}/peserta"
    for name, email in (("Ani", "ani@contoh.id"), ("Budi", "budi@contoh.id"), ("Cici", "")):
        form = {"key": name, "name": name, "element": "media_massa", "email": email}
        await facilitator.send(f"{people}/tambah", form | {"language": "en"})
    page = await facilitator.read(people)
    ticks = [e.get("value", "") for e in page.all("input") if e.get("name") == "peserta"]
    assert len(ticks) == 2
    chosen = {"yang": "dipilih", "peserta": ticks[:1]}
    first = await facilitator.send(f"{people}/undang", chosen)
    assert "1 undangan dikirim." in (await facilitator.read(first)).text
    second = await facilitator.send(f"{people}/undang", chosen)
    assert "0 undangan dikirim. 1 orang tidak dikirimi" in (await facilitator.read(second)).text
    nobody = await facilitator.send(f"{people}/undang", {"yang": "dipilih", "peserta": "x"})
    assert "Centang dahulu siapa yang diundang." in (await facilitator.read(nobody)).text
    assert "Undang 1 orang yang belum diundang" in (await facilitator.read(people)).text
    await facilitator.send(f"{people}/undang", {})
    assert "Kirim undangan lagi" in (await facilitator.read(f"{people}/{ticks[1]}")).text
    letters = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.locale)
    assert letters == [{"kind": "session_invitation", "locale": "en"}] * 2


async def test_registering_again_answers_as_the_first_time(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation, starts_at=now() + timedelta(days=2), ends_at=None)
    path = f"{PUBLIC}/{session.id}/daftar"
    form = {"element": "pengguna_layanan", "consent": "y", "email": "ani@contoh.id"}
    asked = [("a", "Ani"), ("b", "Orang Lain"), ("a", "Ani")]
    answers = [
        await Visitor(mail_client).send(path, form | {"key": key, "name": name})
        for key, name in asked
    ]
    assert answers == [f"{path}?tercatat=ya"] * 3
    page = await Visitor(mail_client).read(answers[0])
    assert "Pendaftaran Anda sudah dicatat." in page.text
    assert "Tempat Anda tetap satu" in page.text
    assert (await headcount(session.id)).registered == 1
    assert await _sent(mail_settings, post_office) == 2
    texts = [
        letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for letter in post_office.to("ani@contoh.id")
    ]
    person = await Participant.objects().first()
    assert person
    own = f"/peserta/{signed(LinkPurpose.PARTICIPANT, person.id)}"
    assert [own in text for text in texts] == [True, True]
    assert "Orang Lain" not in "".join(texts)


@pytest.mark.parametrize(("attribution", "asks"), [("terbuka", True), ("unsur_saja", False)])
async def test_consent_to_be_named_is_asked_where_names_are_public(
    app_client: AsyncClient, attribution: str, asks: bool
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation, attribution=Attribution(attribution))
    facilitator = await _facilitator(app_client, consultation)
    guest = Visitor(app_client)
    form = {"element": "pengguna_layanan", "name": "Ani", "key": "a", "consent": "y"}
    own = await guest.send(f"{PUBLIC}/{session.id}/daftar", form | {"name_consent": "y"})
    for visitor, path in (
        (guest, f"{PUBLIC}/{session.id}/daftar"),
        (guest, own),
        (guest, f"/s/{session.code}"),
        (facilitator, f"{WORK}/{session.id}/peserta/tambah"),
        (facilitator, f"{WORK}/{session.id}/hadir"),
    ):
        names = [e.get("name") for e in (await visitor.read(path)).all("input")]
        assert ("name_consent" in names) is asks, path
    given = await Participant.select(Participant.name_consent_at).first()
    assert given
    assert given["name_consent_at"] is not None
    # Left unticked on one's own page it is taken back.
    await guest.send(f"{own}/kebutuhan", {"attendance": "luring"})
    taken_back = await Participant.select(Participant.name_consent_at).first()
    assert taken_back == {"name_consent_at": None}


async def test_a_pasted_list_is_looked_at_before_it_is_entered(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/peserta/impor"
    await facilitator.refused(path, {"text": "", "state": "diundang"})
    wrong = await facilitator.refused(path, {"text": "nama;unsur\nAni;raja\n", "state": "diundang"})
    assert "Unsur ini tidak dikenal." in wrong.text
    text = "nama\tunsur\tprovinsi\nAni\tMedia massa\tAceh\nBudi\tpengguna layanan\t\n"
    looked = await facilitator.post(path, {"text": text, "state": "terdaftar"})
    assert looked.status_code == 200
    assert await Participant.count() == 0
    assert "Masukkan 2 orang" in looked.text
    confirmed = {"text": text, "state": "terdaftar", "daftarkan": "ya"}
    await facilitator.send(path, confirmed)
    await facilitator.send(path, confirmed)
    assert (await headcount(session.id)).registered == 2


async def test_the_desk_checks_in_undoes_and_takes_walk_ins(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    await add_participants(
        session=session.id,
        people=[make_person("Ani"), make_person("Budi")],
        state=RegistrationState.REGISTERED,
        by=None,
    )
    desk = f"{WORK}/{session.id}/hadir"
    note_taker = await _as(Role.NOTE_TAKER, app_client, consultation)
    part = await note_taker.read(f"{desk}?cari=an", htmx=True)
    assert "Ani" in part.text
    assert "Budi" not in part.text
    ani = await Participant.objects().get(Participant.name == "Ani")
    assert ani
    clicked = await note_taker.post(
        f"{desk}/{ani.id}", {"cara": "luring"}, **{"HX-Request": "true"}
    )
    assert "1 hadir" in clicked.text
    await note_taker.send(f"{desk}/{ani.id}", {"cara": "daring"})
    await note_taker.send(f"{desk}/{ani.id}/batalkan", {})
    assert (await headcount(session.id)).present == 0
    page = await note_taker.refused(desk, {"key": "w", "name": "Cici", "element": ""})
    assert page.value("name") == "Cici"
    done = await note_taker.send(desk, {"key": "w", "name": "Cici", "element": "media_massa"})
    assert "P3 tercatat hadir" in (await note_taker.read(done)).text


async def test_the_code_leads_to_signing_in_on_the_phone(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    guest = Visitor(app_client)
    typed = f"{session.code[:3]}-{session.code[3:]}".lower()
    leads = await guest._send("GET", f"/s?kode={typed}")
    assert leads.headers["location"] == f"/s/{session.code}"
    path = f"/s/{session.code}"
    await guest.refused(path, {"key": "a", "name": "", "element": "media_massa"})
    form = {"key": "a", "name": "Cici", "element": "media_massa", "attendance": "luring"}
    done = await guest.send(path, form)
    assert await guest.send(path, form) == done
    assert "P1" in (await guest.read(done)).text
    await guest.read("/s/SALAHH", status=404)
    await guest.read("/hadir/salah", status=404)
    facilitator = await _facilitator(app_client, consultation)
    shown = await facilitator.read(f"{WORK}/{session.id}/hadir/kode")
    assert session.code in shown.text
    picture = await facilitator._send("GET", f"{WORK}/{session.id}/hadir/kode.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in picture.content


async def test_guessing_codes_runs_dry_and_a_hall_does_not(database: Engine, tmp_path: Any) -> None:
    session = await make_session(await make_consultation())
    app = create_app(Settings(data=tmp_path), engine=database)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        guest = Visitor(client)
        for _ in range(70):
            await guest.read(f"/s/{session.code}")
        answers = [(await guest._send("GET", f"/s/SALAH{n}")).status_code for n in range(70)]
    assert answers[0] == 404
    assert answers[-1] == 429


async def test_the_attendance_list_holds_no_contact_unless_asked(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    await add_participants(
        session=session.id,
        people=[make_person("=Ani", email="ani@contoh.id", needs="Rahasia", needs_consented=True)],
        state=RegistrationState.REGISTERED,
        by=None,
    )
    path = f"{WORK}/{session.id}/daftar-hadir"
    facilitator = await _facilitator(app_client, consultation)
    note_taker = await _as(Role.NOTE_TAKER, app_client, consultation)
    assert "ani@contoh.id" not in (await facilitator.read(path)).text
    assert "ani@contoh.id" in (await facilitator.read(f"{path}?kontak=ya")).text
    assert "ani@contoh.id" not in (await note_taker.read(f"{path}?kontak=ya")).text
    sheet = await facilitator._send("GET", f"{path}.xlsx?kontak=ya")
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    cells = [str(cell) for row in rows for cell in row if cell]
    assert "'=Ani" in cells
    assert "ani@contoh.id" in cells
    assert "Rahasia" not in " ".join(cells)
    assert not [cell for cell in cells if "NIK" in cell]


async def test_targets_are_set_and_gaps_handed_out(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/keterwakilan"
    row = {"element": "media_massa", "region": "Maluku", "group": "", "wanted": "2"}
    page = await facilitator.refused(path, _rows("1", row | {"wanted": "-1"}))
    assert page.errors() == ["Tulis angka dari 1 sampai 500."]
    await facilitator.send(path, _rows("1", row))
    assert await ParticipationTarget.count() == 1
    page = await facilitator.read(path)
    assert "sasaran 2, belum ada yang terdaftar" in page.text
    assert "Di bawah batas lulus" in page.text
    assert "Maluku" in (await facilitator.read(path, htmx=True)).text
    gaps = (await facilitator._send("GET", f"{path}/kosong.csv")).text
    assert "Media massa,Maluku,,2,0,0,0,2" in gaps
    sheet = await facilitator._send("GET", f"{path}/kosong.xlsx")
    assert load_workbook(io.BytesIO(sheet.content)).active["B2"].value == "Maluku"


async def test_groups_are_made_filled_and_changed(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    await add_participants(
        session=session.id,
        people=[make_person(element=element) for element in Element],
        state=RegistrationState.REGISTERED,
        by=None,
    )
    facilitator = await _facilitator(app_client, consultation)
    path = f"{WORK}/{session.id}/kelompok"
    await facilitator.send(path, {"banyaknya": "2"})
    await facilitator.send(f"{path}/bagi", {})
    page = await facilitator.read(path)
    assert page.text.count("3 dari 6 unsur") == 2
    person = await Participant.objects().first()
    assert person
    await facilitator.send(f"{path}/tempatkan", {f"kelompok-{person.id}": "tanpa"})
    moved = await Participant.objects().get(Participant.id == person.id)
    assert moved
    assert moved.group is None


async def test_the_workspace_shows_the_coverage(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    facilitator = await _facilitator(app_client, consultation)
    assert "Di bawah batas lulus" in (await facilitator.read("/kerja/contoh")).text


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_letters_carry_the_private_link_and_the_calendar(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice, locale: str
) -> None:
    consultation = await make_consultation()
    session = await make_session(
        consultation, starts_at=now() + timedelta(days=2), ends_at=None, capacity=1
    )
    guest = Visitor(mail_client)
    guest.cookies["bahasa"] = locale
    form = {"element": "pengguna_layanan", "consent": "y"}
    for key, name in (("a", "Ani"), ("b", "Budi")):
        await guest.send(
            f"{PUBLIC}/{session.id}/daftar",
            form | {"key": key, "name": name, "email": f"{name}@contoh.id"},
        )
    assert await _sent(mail_settings, post_office) == 2
    first = await Participant.objects().get(Participant.name == "Ani")
    assert first
    own = f"/peserta/{signed(LinkPurpose.PARTICIPANT, first.id)}"
    letter = post_office.to("ani@contoh.id")[0]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"http://testserver{own}" in text
    calendars = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert "SUMMARY:FKP loket" in calendars[0].get_content()
    subjects = {"id": "Anda terdaftar: FKP loket", "en": "You are registered: FKP loket"}
    assert letter["Subject"] == subjects[locale]
    await guest.send(own, {"keputusan": "batal"})
    await cancel_session(session=session.id, reason="Banjir.", by=None)
    # That Budi has a seat no longer holds when the letter is due, so it is not sent.
    assert await _sent(mail_settings, post_office) == 1
    assert "Banjir." in str(post_office.to("budi@contoh.id")[-1].get_body(("plain",)))
    assert await OutgoingMessage.count() == 4


@pytest.mark.parametrize(
    ("locale", "was", "now_is"),
    [("id", "Semula: Aula", "Sekarang: Balai Kota"), ("en", "Before: Aula", "Now: Balai Kota")],
)
async def test_a_changed_plan_is_told_with_what_was_and_a_newer_calendar(
    mail_client: AsyncClient,
    mail_settings: Settings,
    post_office: PostOffice,
    locale: str,
    was: str,
    now_is: str,
) -> None:
    consultation = await make_consultation()
    facilitator = await _facilitator(mail_client, consultation)
    plan = await facilitator.send(WORK, _plan())
    session = plan.split("/")[-2]
    guest = Visitor(mail_client)
    guest.cookies["bahasa"] = locale
    form = {"element": "pengguna_layanan", "consent": "y", "name": "Ani", "email": "ani@contoh.id"}
    await guest.send(f"{PUBLIC}/{session}/daftar", form | {"key": "a"})
    await _sent(mail_settings, post_office)
    page = await facilitator.read(plan)
    assert "1 orang yang diundang, terdaftar atau menunggu mendapat satu surat" in page.text
    moved = await facilitator.send(plan, _plan(version=page.value("version"), place="Balai Kota"))
    assert "1 orang diberi tahu lewat surel" in (await facilitator.read(moved)).text
    assert await _sent(mail_settings, post_office) == 1
    first, letter = post_office.to("ani@contoh.id")
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert was in text
    assert now_is in text
    # What has stayed is said as it is, not as a change.
    assert len(re.findall(r"Semula|Before", text)) == 1
    old, new = (_calendar(each) for each in (first, letter))
    uid = re.compile("UID:(.*)")
    assert uid.findall(old) == uid.findall(new)
    assert _sequence(old) < _sequence(new)
    assert "LOCATION:Balai Kota" in new
    # Saved as it is, and changed and changed back: nobody is written to.
    for place in ("Balai Kota", "Aula", "Balai Kota"):
        version = (await facilitator.read(plan)).value("version")
        await facilitator.send(plan, _plan(version=version, place=place))
    assert await _sent(mail_settings, post_office) == 0


def _calendar(letter: Any) -> str:
    return next(
        part.get_content() for part in letter.walk() if part.get_content_type() == "text/calendar"
    )


def _sequence(calendar: str) -> int:
    found = re.search(r"SEQUENCE:(\d+)", calendar)
    return int(found[1]) if found else 0


async def _sent(settings: Settings, office: PostOffice) -> int:
    before, courier = len(office.taken), Courier(settings)
    while await send_next(courier, settings):
        pass
    courier.hang_up()
    return len(office.taken) - before


async def test_pages_of_a_full_session_take_few_statements(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    await add_participants(
        session=session.id,
        people=[make_person() for _ in range(60)],
        state=RegistrationState.REGISTERED,
        by=None,
    )
    facilitator = await _facilitator(app_client, consultation)
    costs = {}
    for part in (
        "rencana",
        "acara",
        "peserta",
        "hadir",
        "keterwakilan",
        "kelompok",
        "daftar-hadir",
    ):
        path = f"{WORK}/{session.id}/{part}"
        await facilitator.read(path)
        before = database.statements
        await facilitator.read(path)
        costs[part] = database.statements - before
    assert max(costs.values()) <= 10, costs
    assert await Session.count() == 1
