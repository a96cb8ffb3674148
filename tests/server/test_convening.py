"""Consultations are set up, worded, dated and announced from the browser."""

from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from consultations.clock import now
from consultations.commenting import submit_input
from consultations.convening import PlannedPhase, overlaps
from consultations.errors import WindowClosed
from consultations.noting import announce_session
from consultations.queries.convening import slug_of
from consultations.tables import AuditEntry, Consultation, Input, Phase
from consultations.vocabulary import Role, SessionKind, Stage
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input, make_statement

NEW = "/admin/konsultasi/baru"
OUTLINE = {
    "title": "Peta Jalan Layanan Perizinan",
    "title_en": "",
    "summary": "Ringkasan.",
    "summary_en": "",
    "how_to_take_part": "Baca lalu tulis.",
    "how_to_take_part_en": "Read, then write.",
    "organiser": "Kementerian",
    "zone": "Asia/Jayapura",
    "guests_may_comment": "y",
    "grace_minutes": "20",
    "edit_minutes": "45",
    "replies_due_on": "2027-03-01",
}
EMPTY = {
    f"{stage.value}_{part}": ""
    for stage in Stage
    for part in ("starts_at", "ends_at", "description", "description_en")
}
SETTINGS = "/kerja/contoh/pengaturan"


async def _administrator(client: AsyncClient) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.ADMINISTRATOR)).id)


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    return await Visitor(client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)


async def test_consultation_is_set_up_dated_announced_and_used(app_client: AsyncClient) -> None:
    admin, guest = await _administrator(app_client), Visitor(app_client)
    await admin.read(NEW)
    schedule = await admin.send(NEW, {**OUTLINE, "code": "PJLP", "slug": ""})
    slug = "peta-jalan-layanan-perizinan"
    assert schedule == f"/kerja/{slug}/pengaturan/jadwal"
    page = await admin.read(schedule)
    assert "WIT" in page.text
    start = (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    end = (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    dates = {
        **EMPTY,
        "version": page.value("version"),
        "fkp_fgd_starts_at": start,
        "fkp_fgd_ends_at": end,
        "fkp_fgd_description": "Masukan dihimpun.",
        "fkp_fgd_description_en": "Input is gathered.",
        "fkp_fgd_accepts_input": "y",
    }
    await admin.send(schedule, dates)
    row = await Phase.select().first()
    # 09:00 in WIT is midnight UTC.
    assert row["starts_at"] == datetime.fromisoformat(start).replace(tzinfo=UTC) - timedelta(
        hours=9
    )
    shown = await admin.read(schedule)
    assert shown.value("fkp_fgd_starts_at") == start
    assert shown.value("fkp_fgd_accepts_input") == "y"
    consultation = await Consultation.objects().get(Consultation.slug == slug)
    assert consultation is not None
    assert (consultation.grace_minutes, consultation.edit_minutes) == (20, 45)
    assert not consultation.responses_allowed
    await make_draft(consultation)
    public = f"/konsultasi/{slug}"
    await guest.read(public, status=404)
    assert "Belum ada konsultasi" in (await guest.read("/")).text
    preview = await admin.read(public)
    assert "Belum diumumkan" in preview.text
    confirmation = await admin.read(f"/kerja/{slug}/pengaturan/umumkan")
    assert "tidak dapat ditarik kembali" in confirmation.text
    assert await admin.send(f"/kerja/{slug}/pengaturan/umumkan", {}) == public
    assert OUTLINE["title"] in (await guest.read("/")).text
    # Whoever works in a consultation finds the way in on the first page.
    assert f"/kerja/{slug}" in (await admin.read("/")).links()
    assert f"/kerja/{slug}" not in (await guest.read("/")).links()
    assert "Belum diumumkan" not in (await guest.read(public)).text
    receipt = await make_input(consultation)
    assert receipt.registration == "PJLP-00001"
    actions = await AuditEntry.select(AuditEntry.action).where(
        AuditEntry.consultation == consultation.id
    )
    assert {
        "consultation.created",
        "consultation.scheduled",
        "consultation.announced",
    } <= {row["action"] for row in actions}


async def test_new_consultation_with_errors_keeps_what_was_typed(app_client: AsyncClient) -> None:
    await make_consultation()
    admin = await _administrator(app_client)
    for wrong, error in (
        ({"title": " "}, "Isian ini wajib diisi."),
        ({"code": "p1"}, "Tulis 2 sampai 12 huruf kapital tanpa spasi."),
        ({"code": "CTH"}, "Kode ini sudah dipakai konsultasi lain."),
        ({"slug": "Huruf Besar"}, "Pakai huruf kecil, angka dan tanda hubung"),
        ({"slug": "contoh"}, "Alamat ini sudah dipakai konsultasi lain."),
        ({"zone": "Mars"}, "Pilih salah satu yang tersedia."),
        ({"grace_minutes": "seribu"}, "Tulis angka 0 sampai 1440."),
        ({"edit_minutes": "-1"}, "Tulis angka 0 sampai 1440."),
        ({"grace_minutes": "1441"}, "Tulis angka 0 sampai 1440."),
        ({"replies_due_on": "besok"}, "Tulis tanggal seperti 2026-12-31."),
        ({"summary": "x" * 2001}, "Paling banyak 2.000 karakter"),
    ):
        form = {**OUTLINE, "code": "BARU", "slug": "baru", **wrong}
        page = await admin.refused(NEW, form)
        assert len(page.errors()) == 1, wrong
        assert error in page.errors()[0]
        for name in ("organiser", "how_to_take_part_en"):
            assert page.value(name).strip() == form[name]
    assert await Consultation.count() == 1


async def test_slug_is_made_of_the_title_and_never_twice(app_client: AsyncClient) -> None:
    admin = await _administrator(app_client)
    for number, code in enumerate(("AA", "BB", "CC")):
        place = await admin.send(NEW, {**OUTLINE, "code": code, "slug": ""})
        ending = f"-{number + 1}" if number else ""
        assert place == f"/kerja/peta-jalan-layanan-perizinan{ending}/pengaturan/jadwal"
    assert slug_of("Évaluasi & Kajian: “Pelayanan”!") == "evaluasi-kajian-pelayanan"
    assert slug_of("規則") == "konsultasi"
    assert len(slug_of("kata " * 40)) <= 60
    assert not slug_of("kata " * 40).endswith("-")


async def test_edit_made_on_an_older_reading_overwrites_nothing(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    first = await _drafter(app_client, consultation)
    second = await _drafter(app_client, consultation)
    version = (await first.read(SETTINGS)).value("version")
    await first.send(SETTINGS, {**OUTLINE, "version": version, "title": "Dari yang pertama"})
    late = await second.refused(SETTINGS, {**OUTLINE, "version": version, "title": "Dari kedua"})
    assert "Orang lain sudah mengubahnya" in late.text
    assert late.value("title") == "Dari kedua"
    stale = await second.refused(f"{SETTINGS}/jadwal", {**EMPTY, "version": version})
    assert "Orang lain sudah mengubahnya" in stale.text
    assert await Phase.count() == 4
    guest = Visitor(app_client)
    assert "Dari yang pertama" in (await guest.read("/konsultasi/contoh")).text
    # Having been told, saving again is a decision.
    await second.send(
        SETTINGS, {**OUTLINE, "version": late.value("version"), "title": "Dari kedua"}
    )
    assert "Dari kedua" in (await guest.read("/konsultasi/contoh")).text


@pytest.mark.parametrize(
    ("dates", "error"),
    [
        ({"kajian_starts_at": "2026-01-02T09:00"}, "Isi mulai dan selesai"),
        ({"kajian_starts_at": "lusa", "kajian_ends_at": "2026-01-03T09:00"}, "Tulis tanggal"),
        (
            {"kajian_starts_at": "0001-01-01T00:00", "kajian_ends_at": "2026-01-03T09:00"},
            "Tulis tanggal",
        ),
        (
            {"kajian_starts_at": "2026-01-03T09:00", "kajian_ends_at": "2026-01-03T09:00"},
            "Selesai harus setelah mulai.",
        ),
        ({"kajian_accepts_input": "y"}, "Masa masukan perlu tanggal"),
        ({"kajian_description": "Telaah."}, "Beri tanggal"),
        (
            {
                "evaluasi_starts_at": "2026-01-01T09:00",
                "evaluasi_ends_at": "2026-01-05T09:00",
                "kajian_starts_at": "2026-01-05T08:59",
                "kajian_ends_at": "2026-01-09T09:00",
            },
            "Tahap ini mulai sebelum tahap Evaluasi selesai.",
        ),
    ],
)
async def test_impossible_dates_are_refused(
    app_client: AsyncClient, dates: dict[str, str], error: str
) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    version = (await drafter.read(f"{SETTINGS}/jadwal")).value("version")
    page = await drafter.refused(f"{SETTINGS}/jadwal", {**EMPTY, "version": version, **dates})
    assert len(page.errors()) == 1
    assert error in page.errors()[0]
    for name, given in dates.items():
        assert page.value(name).strip() == given
    assert await Phase.count() == 4


def test_touching_phases_do_not_overlap() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    first = PlannedPhase(stage=Stage.EVALUATION, starts_at=start, ends_at=start + timedelta(days=1))
    second = PlannedPhase(
        stage=Stage.STUDY, starts_at=first.ends_at, ends_at=start + timedelta(days=2)
    )
    assert overlaps([second, first]) == []
    swapped = PlannedPhase(
        stage=Stage.FINALISATION, starts_at=start - timedelta(days=3), ends_at=start
    )
    assert overlaps([swapped, first]) == [(Stage.EVALUATION, Stage.FINALISATION)]


async def test_unannounced_consultation_leaks_nowhere(app_client: AsyncClient) -> None:
    consultation = await make_consultation(announced=False)
    draft = await make_draft(consultation)
    assert draft.id
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="S",
        theme="T",
        place="P",
        moderator="",
        starts_at=now(),
        by=None,
    )
    guest = Visitor(app_client)
    stranger = await Visitor(app_client).sign_in(
        (await make_account(Role.DRAFTER, (await make_consultation(slug="lain")).id)).id
    )
    note_taker = await Visitor(app_client).sign_in(
        (await make_account(Role.NOTE_TAKER, consultation.id)).id
    )
    base = "/konsultasi/contoh"
    for path in (
        base,
        f"{base}/rancangan",
        f"{base}/rancangan/1",
        f"{base}/rancangan/1/masukan",
        f"{base}/rancangan/1/butir/1.1.1",
        f"{base}/hasil",
        f"{base}/sesi/{session.id}",
    ):
        for outsider in (guest, stranger):
            page = await outsider.read(path, status=404)
            assert "Peta Jalan Contoh" not in page.text
        if path != f"{base}/rancangan":
            await note_taker.read(path)
    # Whether it exists can't be told from the workspace's addresses either.
    for slug in ("contoh", "tidak-ada"):
        response = await guest._send("GET", f"/kerja/{slug}")
        assert response.headers["location"] == f"/masuk?lanjut=/kerja/{slug}"
        await stranger.read(f"/kerja/{slug}", status=404)
        assert (await stranger.post(f"/kerja/{slug}/analisis", {})).status_code == 404
    assert "Peta Jalan Contoh" not in (await guest.read("/konsultasi/lain/hasil")).links()
    assert (await guest.read("/")).text.count("Peta Jalan Contoh") == 1
    assert (await guest._send("GET", "/sehat")).text == "ok\n"
    with pytest.raises(WindowClosed):
        await submit_input(
            consultation=consultation.id,
            unit=None,
            statement=make_statement(),
            idempotency_key="k",
        )
    assert await Input.count() == 0


async def test_receipt_of_an_unannounced_consultation_is_not_found(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    receipt = await make_input(consultation)
    guest = Visitor(app_client)
    await guest.read(f"/tanda-terima/{receipt.token}")
    await Consultation.update({Consultation.announced_at: None}).where(
        Consultation.id == consultation.id
    )
    await guest.read(f"/tanda-terima/{receipt.token}", status=404)


async def test_drafters_neither_create_nor_list_consultations(app_client: AsyncClient) -> None:
    consultation = await make_consultation(announced=False)
    drafter = await _drafter(app_client, consultation)
    assert (await drafter._send("GET", "/admin/konsultasi")).status_code == 403
    await drafter.send(f"{SETTINGS}/umumkan", {})
    await drafter.send(f"{SETTINGS}/umumkan", {})
    announced = await AuditEntry.count().where(AuditEntry.action == "consultation.announced")
    assert announced == 1
    admin = await _administrator(app_client)
    assert "Diumumkan" in (await admin.read("/admin/konsultasi")).text
