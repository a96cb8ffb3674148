import re
from collections.abc import Iterable
from uuid import UUID

from httpx import AsyncClient

from consultations.placing import open_theme
from consultations.tables import (
    Account,
    Assessment,
    AuditEntry,
    Consultation,
    EvidenceSource,
    EvidenceSourceFile,
    Score,
)
from consultations.vocabulary import Element, Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input
from tests.page import Page

WORK = "/kerja/contoh"
OPTIONS = ("Tambah loket", "Perluas antrean daring", "Layanan keliling")


async def _room(client: AsyncClient) -> tuple[UUID, Visitor, list[tuple[UUID, Visitor]]]:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter = await make_account(Role.DRAFTER, consultation.id)
    scorers = []
    for _ in range(2):
        account = await make_account(Role.NOTE_TAKER, consultation.id)
        scorers.append((account.id, await Visitor(client).sign_in(account.id)))
    return consultation.id, await Visitor(client).sign_in(drafter.id), scorers


async def _prepared(drafter: Visitor, scorers: list[tuple[UUID, Visitor]], weighting: str) -> str:
    form = {"title": "Mana dahulu", "purpose": "Urutan tindakan.", "template": "usg"}
    place = await drafter.send(f"{WORK}/penilaian", {**form, "weighting": weighting})
    for name in OPTIONS:
        await drafter.send(f"{place}/opsi", {"opsi-name": name, "opsi-unit": ""})
    for account, _ in scorers:
        await drafter.send(f"{place}/penilai", {"account": str(account)})
    await drafter.send(f"{place}/buka", {})
    return place


async def _fill(visitor: Visitor, place: str, values: list[list[int]]) -> dict[str, str]:
    page = await visitor.read(f"{place}/nilai")
    names = dict.fromkeys(i.get("name", "") for i in page.all("input") if i.get("type") == "radio")
    cells = [str(value) for row in values for value in row]
    return dict(zip(names, cells, strict=True))


def _given(page: Page, names: Iterable[str]) -> dict[str, str]:
    return {
        name: step.get("value", "")
        for name in names
        for step in page.all("input")
        if step.get("name") == name and step.get("checked") is not None
    }


async def _compare(visitor: Visitor, place: str, steps: list[str]) -> Page:
    page = await visitor.read(f"{place}/pasangan")
    names = [s.get("name", "") for s in page.all("select")]
    await visitor.send(f"{place}/pasangan", dict(zip(names, steps, strict=True)))
    return await visitor.read(f"{place}/pasangan")


async def test_number_out_of_bounds_is_said_beside_its_field(app_client: AsyncClient) -> None:
    _, drafter, _ = await _room(app_client)
    form = {"title": "Bobot", "purpose": "Coba.", "template": "", "weighting": "langsung"}
    place = await drafter.send(f"{WORK}/penilaian", form)
    for weight in ("-1", "1000,5", "99999999999999999999", "1e400"):
        page = await drafter.refused(
            f"{place}/kriteria", {"kriteria-name": "Dampak", "kriteria-weight": weight}
        )
        assert page.errors() == (
            ["Tulis angka, misalnya 3 atau 2,5."] if "e" in weight else ["Antara 0 dan 1.000."]
        )
        assert page.value("kriteria-weight") == weight
        assert page.value("kriteria-name") == "Dampak"
    source = {"kind": "survei", "title": "Loket", "score": "-1000001"}
    page = await drafter.refused(f"{WORK}/sumber", source)
    assert "Antara -1.000.000 dan 1.000.000." in page.errors()


async def test_assessment_from_preparation_to_outcome(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    given = ([[5, 4, 4], [3, 3, 2], [2, 1, 1]], [[4, 5, 4], [2, 2, 3], [1, 2, 1]])
    for (_, scorer), values in zip(scorers, given, strict=True):
        form = await _fill(scorer, place, values)
        await scorer.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    await drafter.send(f"{place}/tutup", {})
    page = await drafter.read(place)
    rows = [[" ".join("".join(c.itertext()).split()) for c in row] for row in page.all("tr")]
    assert [row[0] for row in rows[1:4]] == list(OPTIONS)
    assert [row[-1] for row in rows[1:4]] == ["1", "2", "3"]
    assert "tetap sama bila bobot" in page.text


async def test_scores_stay_unseen_until_the_end(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    (_, first), (_, second) = scorers
    form = await _fill(first, place, [[5, 5, 5], [4, 4, 4], [3, 3, 3]])
    await first.send(f"{place}/nilai", {**form, "tindakan": "simpan"})
    for visitor in (second, drafter):
        assert "Urutan gabungan" not in (await visitor.read(place)).text
    sheet = await second.read(f"{place}/nilai")
    assert _given(sheet, form) == {}
    assert (await drafter.post(f"{place}/nilai", form)).status_code == 404
    page = await drafter.refused(f"{place}/tutup", {})
    assert "belum selesai" in page.text
    assert await Assessment.exists().where(Assessment.closed_at.is_null())


async def test_unfinished_sheet_is_kept_and_not_finished(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    scorer = scorers[0][1]
    form = await _fill(scorer, place, [[5, 5, 5], [4, 4, 4], [3, 3, 3]])
    missing = dict(list(form.items())[:-1])
    page = await scorer.refused(f"{place}/nilai", {**missing, "tindakan": "selesai"})
    assert "Belum semua opsi dinilai" in page.text
    assert _given(page, form) == missing
    assert len(page.classed("ds-validation-message")) == 1
    first, second = list(form)[:2]
    again = {**form, first: "1", second: "99"}
    await scorer.send(f"{place}/nilai", {**again, "tindakan": "simpan"})
    assert await Score.count() == len(form)
    assert _given(await scorer.read(f"{place}/nilai"), [first]) == {first: "1"}


async def test_opened_assessment_cannot_be_changed(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    response = await drafter.post(f"{place}/opsi", {"opsi-name": "Susulan"})
    assert response.status_code == 409
    assert "Susulan" not in (await drafter.read(place)).text


async def test_assessment_without_options_does_not_open(app_client: AsyncClient) -> None:
    _, drafter, _ = await _room(app_client)
    form = {"title": "Kosong", "purpose": "Coba.", "template": "", "weighting": "langsung"}
    place = await drafter.send(f"{WORK}/penilaian", form)
    assert "sedikitnya dua opsi" in (await drafter.refused(f"{place}/buka", {})).text
    page = await drafter.refused(
        f"{place}/kriteria", {"kriteria-name": "", "kriteria-weight": "dua"}
    )
    assert page.errors() == ["Isian ini wajib diisi.", "Tulis angka, misalnya 3 atau 2,5."]


async def test_contradicting_pairs_are_told_with_the_one_that_fits_least(
    app_client: AsyncClient,
) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "ahp")
    page = await _compare(scorers[0][1], place, ["3", "-9", "3"])
    assert "saling bertentangan" in page.text
    assert "Paling tidak cocok dengan yang lain: Urgensi dan Perkembangan." in page.text
    assert "Anda menjawab: 9 · Perkembangan: mutlak lebih penting." in page.text
    assert "mengisyaratkan: 9 · Urgensi: mutlak lebih penting." in page.text
    assert [s.get("name") and page.value(s.get("name", "")) for s in page.all("select")] == [
        "3",
        "-9",
        "3",
    ]
    assert "saling cocok" in (await _compare(scorers[1][1], place, ["2", "4", "2"])).text


async def test_pairs_that_nobody_compared_do_not_count_as_equal(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "ahp")
    (_, first), (_, second) = scorers
    form = await _fill(first, place, [[5, 5, 4], [4, 3, 4], [3, 1, 1]])
    page = await first.refused(f"{place}/nilai", {**form, "tindakan": "selesai"})
    assert "Bandingkan dahulu semua pasangan" in page.text
    assert "Tinggal 2 pasangan lagi" in (await _compare(first, place, ["3", "", ""])).text
    assert "saling cocok" in (await _compare(first, place, ["", "5", "2"])).text
    await first.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    assert "Belum selesai" in (await drafter.refused(f"{place}/tutup", {})).text
    await drafter.send(f"{place}/tutup", {"tanpa": "ya"})
    page = await drafter.read(place)
    assert "Tidak ikut dihitung karena belum selesai" in page.text
    assert (await second.post(f"{place}/nilai", form)).status_code == 409


async def test_assessment_that_nobody_finished_does_not_close(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    page = await drafter.refused(f"{place}/tutup", {"tanpa": "ya"})
    assert "Belum ada penilai yang selesai" in page.text
    assert await Assessment.exists().where(Assessment.closed_at.is_null())


async def test_more_criteria_than_anyone_compares_in_pairs_do_not_open(
    app_client: AsyncClient,
) -> None:
    _, drafter, scorers = await _room(app_client)
    form = {"title": "Banyak", "purpose": "Coba.", "template": "", "weighting": "ahp"}
    place = await drafter.send(f"{WORK}/penilaian", form)
    for name in OPTIONS:
        await drafter.send(f"{place}/opsi", {"opsi-name": name, "opsi-unit": ""})
    for number in range(11):
        await drafter.send(f"{place}/kriteria", {"kriteria-name": f"Kriteria {number}"})
    await drafter.send(f"{place}/penilai", {"account": str(scorers[0][0])})
    assert "paling banyak untuk 10 kriteria" in (await drafter.refused(f"{place}/buka", {})).text


async def test_equal_options_are_said_to_be_equal(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    for _, scorer in scorers:
        form = await _fill(scorer, place, [[3, 3, 3]] * 3)
        await scorer.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    await drafter.send(f"{place}/tutup", {})
    page = await drafter.read(place)
    assert "tidak ada yang lebih dahulu" in page.text
    assert "nan" not in page.text.split()


async def test_result_costs_the_same_for_one_scorer_and_for_two(
    app_client: AsyncClient, database: Engine
) -> None:
    _, drafter, scorers = await _room(app_client)
    costs = []
    for some in (scorers[:1], scorers):
        place = await _prepared(drafter, some, "ahp")
        for _, scorer in some:
            await _compare(scorer, place, ["2", "4", "2"])
            form = await _fill(scorer, place, [[5, 3, 5], [3, 2, 3], [1, 1, 1]])
            await scorer.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
        await drafter.send(f"{place}/tutup", {})
        await drafter.read(place)
        before = database.statements
        await drafter.read(place)
        costs.append(database.statements - before)
    assert costs[0] == costs[1]


async def test_criterion_on_which_all_are_equal_is_named(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    for _, scorer in scorers:
        form = await _fill(scorer, place, [[5, 3, 5], [3, 3, 3], [1, 3, 1]])
        await scorer.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    await drafter.send(f"{place}/tutup", {})
    assert "Tidak ikut menentukan: Keseriusan." in (await drafter.read(place)).text


async def test_criterion_is_changed_until_the_scoring_opens(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    form = {"title": "Bobot", "purpose": "Coba.", "template": "usg", "weighting": "langsung"}
    place = await drafter.send(f"{WORK}/penilaian", form)
    links = (await drafter.read(place)).links()
    criterion = next(link for link in links if "/kriteria/" in link)
    words = {"kriteria-name": "Biaya 100% APBD", "kriteria-guidance": "1 murah, 50% dari sewa"}
    page = await drafter.refused(criterion, {**words, "kriteria-weight": "dua"})
    assert page.errors() == ["Tulis angka, misalnya 3 atau 2,5."]
    assert page.value("kriteria-name") == "Biaya 100% APBD"
    taken = {"kriteria-name": " keseriusan ", "kriteria-weight": "2"}
    assert (await drafter.refused(criterion, taken)).errors() == [
        "Nama ini sudah dipakai dalam penilaian ini."
    ]
    await drafter.send(criterion, {**words, "kriteria-weight": "2,5", "kriteria-is_cost": "y"})
    page = await drafter.read(place)
    assert "Bobot 2,5 · Nilai kecil menaikkan urutan" in page.text
    for name in OPTIONS:
        await drafter.send(f"{place}/opsi", {"opsi-name": name, "opsi-unit": ""})
    await drafter.send(f"{place}/penilai", {"account": str(scorers[0][0])})
    await drafter.send(f"{place}/buka", {})
    assert (await drafter.post(criterion, {**words, "kriteria-weight": "1"})).status_code == 409
    assert "50% dari sewa" in (await scorers[0][1].read(f"{place}/nilai")).text


async def test_option_is_reworded_until_the_scoring_opens(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    form = {"title": "Kata", "purpose": "Coba.", "template": "usg", "weighting": "langsung"}
    place = await drafter.send(f"{WORK}/penilaian", form)
    page = await drafter.refused(f"{place}/opsi", {"opsi-name": ""})
    unit = next(o.get("value") for o in page.all("option") if "1.1.2" in "".join(o.itertext()))
    await drafter.send(f"{place}/opsi", {"opsi-name": OPTIONS[0], "opsi-unit": unit})
    await drafter.send(f"{place}/opsi", {"opsi-name": OPTIONS[1], "opsi-unit": ""})
    option = next(link for link in (await drafter.read(place)).links() if "/opsi/" in link)
    shown = await drafter.read(option)
    assert [shown.value(name) for name in ("opsi-name", "opsi-unit")] == [OPTIONS[0], unit]
    taken = await drafter.refused(option, {"opsi-name": OPTIONS[1].upper(), "opsi-unit": unit})
    assert taken.errors() == ["Nama ini sudah dipakai dalam penilaian ini."]
    assert taken.value("opsi-unit") == unit
    words = {"opsi-name": "Tambah dua loket", "opsi-description": "Di balai.", "opsi-unit": unit}
    await drafter.send(option, words)
    page = await drafter.read(place)
    assert "Tambah dua loket Di balai.Butir 1.1.2" in page.text
    assert "Opsi, kriteria dan penilai tetap sejak" not in page.text
    await drafter.send(f"{place}/penilai", {"account": str(scorers[0][0])})
    await drafter.send(f"{place}/buka", {})
    assert (await drafter.post(option, words)).status_code == 409
    page = await drafter.read(place)
    assert "Opsi, kriteria dan penilai tetap sejak penilaian dibuka" in page.text
    assert option not in page.links()


async def test_round_that_nobody_will_finish_is_cancelled_and_begun_anew(
    app_client: AsyncClient,
) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    (_, first), _ = scorers
    form = await _fill(first, place, [[5, 5, 5], [4, 4, 4], [3, 3, 3]])
    await first.send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    assert f"{place}/batalkan" in (await drafter.read(place)).links()
    empty = await drafter.refused(f"{place}/batalkan", {"reason": " "})
    assert empty.errors() == ["Tulis alasannya."]
    await drafter.send(f"{place}/batalkan", {"reason": "Penilainya pindah tugas."})
    page = await drafter.read(place)
    assert "Penilaian ini dibatalkan" in page.text
    assert "Alasan: Penilainya pindah tugas." in page.text
    assert "Urutan gabungan" not in page.text
    assert "Dibatalkan Mana dahulu" in (await drafter.read(f"{WORK}/penilaian")).text
    assert "Menunggu nilai Anda" not in (await scorers[1][1].read(f"{WORK}/penilaian")).text
    for refused in ("buka", "tutup", "opsi"):
        answer = await drafter.post(f"{place}/{refused}", {"opsi-name": "Lain", "opsi-unit": ""})
        assert answer.status_code in {409, 422}
    assert (await first.post(f"{place}/nilai", form)).status_code == 409
    again = await drafter.refused(f"{place}/batalkan", {"reason": "Sekali lagi."})
    assert "sudah selesai atau dibatalkan" in again.text
    copies = [await drafter.send(f"{one}/salin", {}) for one in (place, place)]
    page = await drafter.read(copies[0])
    assert "Mana dahulu (2)" in page.text
    assert "Belum ada penilai" in page.text
    assert all(name in page.text for name in (*OPTIONS, "Urgensi", "Bobot 1"))
    assert (
        "Mana dahulu (4)"
        in (await drafter.read(await drafter.send(f"{copies[1]}/salin", {}))).title
    )
    trail = (await drafter.read(f"{WORK}/jejak")).text
    assert "Membatalkan penilaian" in trail
    assert "Menyalin penilaian" in trail


async def test_finished_round_is_copied_but_not_cancelled(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers[:1], "langsung")
    form = await _fill(scorers[0][1], place, [[5, 4, 5], [3, 3, 3], [1, 1, 1]])
    await scorers[0][1].send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    await drafter.send(f"{place}/tutup", {})
    assert f"{place}/batalkan" not in (await drafter.read(place)).links()
    refused = await drafter.refused(f"{place}/batalkan", {"reason": "Terlambat."})
    assert "sudah ditutup" in refused.text
    copy = await drafter.send(f"{place}/salin", {})
    page = await drafter.read(copy)
    assert "Buka penilaian" in page.text
    assert "Urutan gabungan" in (await drafter.read(place)).text


async def test_result_is_shown_to_everyone_and_hidden_again(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    guest = Visitor(app_client)
    place = await _prepared(drafter, scorers, "langsung")
    public = place.replace("/kerja/", "/konsultasi/")
    form = await _fill(scorers[0][1], place, [[5, 4, 5], [3, 3, 3], [1, 1, 1]])
    await scorers[0][1].send(f"{place}/nilai", {**form, "tindakan": "selesai"})
    assert (await drafter.post(f"{place}/publikasi", {"tampil": "ya"})).status_code == 409
    await drafter.send(f"{place}/tutup", {"tanpa": "ya"})
    await guest.read(public, status=404)
    await drafter.read(public, status=404)
    asked = await drafter.read(f"{place}/publikasi")
    assert "mereka disebut dengan kode" in asked.text
    await drafter.send(f"{place}/publikasi", {"tampil": asked.value("tampil")})
    await drafter.send(f"{place}/publikasi", {"tampil": "ya"})
    page = await guest.read(public)
    for words in (
        "Urutan gabungan",
        "4. TOPSIS",
        "W Kendall",
        "disebut dengan kode: P1.",
        *OPTIONS,
    ):
        assert words in page.text
    assert "1 penilai tidak ikut dihitung" in page.text
    names = {row["name"] for row in await Account.select(Account.name)}
    assert not [name for name in names if re.search(rf"\b{name}\b", page.text)]
    assert not [link for link in page.links() if link.startswith("/kerja/")]
    assert public in (await guest.read("/konsultasi/contoh/tahap")).links()
    assert public in (await drafter.read(place)).links()
    hiding = await drafter.read(f"{place}/publikasi")
    await drafter.send(f"{place}/publikasi", {"tampil": hiding.value("tampil")})
    await guest.read(public, status=404)
    assert public not in (await guest.read("/konsultasi/contoh/tahap")).links()
    acts = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.at)
    assert [one["action"] for one in acts][-2:] == [
        "assessment.published",
        "assessment.unpublished",
    ]


async def test_themes_of_the_consultation_become_a_source(app_client: AsyncClient) -> None:
    consultation, drafter, _ = await _room(app_client)
    here = await Consultation.objects().get(Consultation.id == consultation)
    assert here is not None
    said = [
        await make_input(here, element=element)
        for element in (Element.MEDIA, Element.EXPERT, Element.EXPERT)
    ]
    entries = [receipt.input for receipt in said]
    await open_theme(consultation=consultation, name="Jam 100% sore", entries=entries, by=None)
    page = await drafter.read(f"{WORK}/sumber?dari=tema")
    assert page.value("findings").strip() == "Jam 100% sore: 3 masukan dari 2 unsur."
    names = ("kind", "title", "how", "findings", "version")
    await drafter.send(f"{WORK}/sumber", {name: page.value(name) for name in names})
    assert "Jam 100% sore" in (await drafter.read(f"{WORK}/sumber")).text


async def test_attachment_is_checked_downloaded_and_taken_out(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    guest, scorer = Visitor(app_client), scorers[0][1]
    form = {"kind": "survei_opini", "title": "Survei loket", "version": "0", "stage": ""}
    wrong = ("documents", ("isi.exe", b"MZ\x00\x00", "application/octet-stream"))
    refused = await drafter.send_files(f"{WORK}/sumber", form, [wrong])
    assert refused.status_code == 422
    assert "isi.exe" in refused.text
    assert not await EvidenceSource.exists()
    table = ("documents", ("hasil.csv", b"loket,menit\n1,20\n", "text/csv"))
    assert (await drafter.send_files(f"{WORK}/sumber", form, [table])).status_code == 303
    source = await EvidenceSource.objects().first()
    file = await EvidenceSourceFile.objects().first()
    assert source is not None
    assert file is not None
    team, public = f"{WORK}/sumber/berkas/{file.id}", f"/bukti/sumber/{file.id}"
    for reader in (drafter, scorer):
        assert (await reader._send("GET", team)).content == b"loket,menit\n1,20\n"
    assert (await guest._send("GET", public)).status_code == 404
    await drafter.send(f"{WORK}/sumber/{source.id}", {**form, "stage": "kajian", "version": "1"})
    assert (await guest._send("GET", public)).status_code == 200
    assert public in (await guest.read("/konsultasi/contoh/tahap")).links()
    await drafter.send(f"{WORK}/sumber/{source.id}/keluarkan/{file.id}", {})
    for address in (team, public):
        assert (await drafter._send("GET", address)).status_code == 404


async def test_source_is_kept_and_an_older_edit_refused(app_client: AsyncClient) -> None:
    _, drafter, _ = await _room(app_client)
    form = {"kind": "studi_banding", "title": "Tiga negara", "score": "3,5", "version": "0"}
    await drafter.send(f"{WORK}/sumber", form)
    page = await drafter.read(f"{WORK}/sumber")
    place = next(link for link in page.links() if re.search(r"/sumber/[0-9a-f-]{36}$", link))
    assert (await drafter.read(place)).value("score") == "3.5"
    await drafter.send(place, {**form, "title": "Empat negara", "version": "1"})
    stale = await drafter.refused(place, {**form, "title": "Menimpa", "version": "1"})
    assert stale.value("title") == "Menimpa"
    bad = await drafter.refused(f"{WORK}/sumber", {**form, "link": "javascript:alert(1)"})
    assert bad.errors() == ["Tulis alamat yang diawali https://."]
