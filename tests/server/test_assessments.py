import re
from uuid import UUID

from httpx import AsyncClient

from consultations.tables import Assessment, Score
from consultations.vocabulary import Role
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft

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
    names = [s.get("name", "") for s in page.all("select") if s.get("name", "").startswith("nilai")]
    cells = [str(value) for row in values for value in row]
    return dict(zip(names, cells, strict=True))


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
    assert {sheet.value(name) for name in form} == {""}
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
    assert {page.value(name) for name in missing} == {"5", "4", "3"}
    first, second = list(form)[:2]
    again = {**form, first: "1", second: "99"}
    await scorer.send(f"{place}/nilai", {**again, "tindakan": "simpan"})
    assert await Score.count() == len(form)
    assert (await scorer.read(f"{place}/nilai")).value(first) == "1"


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


async def test_contradicting_pairs_are_told(app_client: AsyncClient) -> None:
    _, drafter, scorers = await _room(app_client)
    place = await _prepared(drafter, scorers, "ahp")
    scorer = scorers[0][1]
    page = await scorer.read(f"{place}/pasangan")
    names = [s.get("name", "") for s in page.all("select")]
    assert len(names) == 3
    await scorer.send(f"{place}/pasangan", dict(zip(names, ["9", "-9", "9"], strict=True)))
    page = await scorer.read(f"{place}/pasangan")
    assert "saling bertentangan" in page.text
    assert [page.value(name) for name in names] == ["9", "-9", "9"]


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
