"""The open-data package: as many rows as the pages show, and nothing the pages don't."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from httpx import AsyncClient

from consultations.follow_ups import FollowUpWords, add_follow_up
from consultations.open_data.dictionary import RESOURCES
from consultations.queries.register import RegisterFilter
from consultations.queries.response_matrix import Matrix, matrix_page
from consultations.tables import Consultation, Input
from consultations.vocabulary import Role, Visibility
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_session,
)

DATA = "/konsultasi/contoh/data"


async def _table(guest: Visitor, name: str) -> list[dict[str, str]]:
    text = (await guest._send("GET", f"{DATA}/tabel/{name}.csv")).text
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def _filled() -> Consultation:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    unit = await find_clause(draft)
    facts = {"author_name": "Wati Warga", "region": "Banten"}
    await make_input(consultation, unit.id, "=Loket kurang.", **facts)
    await make_input(consultation, unit.id, "Tanpa nama.", visibility=Visibility.ANONYMOUS, **facts)
    secret = Visibility.CONFIDENTIAL
    await make_input(consultation, unit.id, "Hanya untuk tim.", visibility=secret)
    await make_input(consultation, unit.id, "Telepon saya 0812-3456-7890.")
    await make_session(consultation)
    for public in (True, False):
        words = FollowUpWords(
            issue="I", activity="A", owner="O", owner_email="a@contoh.id", public=public
        )
        await add_follow_up(consultation=consultation.id, words=words, by=None)
    return consultation


async def test_package_holds_as_many_rows_as_the_pages_show(guest: Visitor) -> None:
    consultation = await _filled()
    package = zipfile.ZipFile(io.BytesIO((await guest._send("GET", f"{DATA}/paket.zip")).content))
    matrix = Matrix(consultation.id, RegisterFilter(), published=True)
    listed = (await matrix_page(matrix)).total
    assert listed == 3
    shown = {"masukan": listed, "rencana_aksi": 1, "sesi": 1, "tema": 0, "butir": 4}
    dictionary = json.loads(package.read("datapackage.json"))
    assert dictionary["licenses"][0]["name"] == "CC-BY-4.0"
    assert dictionary["not_included"]["masukan_rahasia"] == 1
    assert {one["name"] for one in dictionary["resources"]} == {one.name for one in RESOURCES}
    for resource in dictionary["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        text = package.read(resource["path"]).decode()
        headings, *rows = csv.reader(io.StringIO(text, newline=""))
        objects: list[dict[str, Any]] = json.loads(package.read(f"{resource['name']}.json"))
        assert headings == names
        assert len(rows) == len(objects) == shown.get(resource["name"], len(rows))
        assert all(list(one) == names for one in objects)


async def test_personal_data_stays_out(guest: Visitor) -> None:
    await _filled()
    rows = await _table(guest, "masukan")
    everything = json.dumps(rows)
    assert [row["pemberi"] for row in rows] == ["Wati Warga", "", ""]
    assert "0812" not in everything
    assert "Hanya untuk tim" not in everything
    assert rows[0]["isi"].startswith("'=")
    assert "a@contoh.id" not in json.dumps(await _table(guest, "rencana_aksi"))
    page = await guest.read(DATA)
    assert "1 masukan hanya untuk tim penyusun" in page.text


async def test_one_table_is_as_in_the_package(guest: Visitor) -> None:
    await _filled()
    package = zipfile.ZipFile(io.BytesIO((await guest._send("GET", f"{DATA}/paket.zip")).content))
    for suffix in ("csv", "json"):
        alone = await guest._send("GET", f"{DATA}/tabel/butir.{suffix}")
        assert alone.content == package.read(f"butir.{suffix}")
    for wrong in ("butir.exe", "entah.csv"):
        assert (await guest._send("GET", f"{DATA}/tabel/{wrong}")).status_code == 404


async def test_every_batch_is_sent(guest: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    monkeypatch.setattr("consultations.queries.response_matrix.AT_ONCE", 2)
    for _ in range(5):
        await make_input(consultation)
    rows = await _table(guest, "masukan")
    assert len(rows) == await Input.count() == 5


async def test_licence_is_the_consultations_own(app_client: AsyncClient, guest: Visitor) -> None:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    visitor = await Visitor(app_client).sign_in(account.id)
    assert "CC BY 4.0" in (await guest.read(DATA)).text
    form = {
        "version": "1",
        "title": "Judul",
        "summary": "S",
        "how_to_take_part": "C",
        "organiser": "O",
        "zone": "Asia/Jakarta",
        "grace_minutes": "15",
        "edit_minutes": "30",
        "licence": "CC0-1.0",
    }
    await visitor.send("/kerja/contoh/pengaturan", form)
    assert "CC0 1.0" in (await guest.read(DATA)).text
