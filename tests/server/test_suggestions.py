"""A language model's drafts in the browser's terms, and what settings and ``check`` say of it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from httpx import ASGITransport, AsyncClient

from analysis.tables import ThemeSuggestion
from consultations.clock import now
from consultations.tables import Consultation, Input, Theme
from consultations.theming import Placement, accept_theme, rename_theme
from consultations.vocabulary import (
    Role,
    SuggestionFault,
    SuggestionKind,
    SuggestionState,
    SuggestionTrouble,
)
from server.app import create_app
from server.database import Engine
from server.model_endpoint import KEY_FILE, endpoint_of, examine_endpoint
from server.settings import Settings, SettingsError
from tests.client import Visitor
from tests.databases import SQLiteSource
from tests.drafts import leave_draft
from tests.factories import make_account, make_consultation, make_draft, make_input
from tests.language_model import MODEL, language_model
from tests.processes import free_port, run_rembuk

TEXTS = ("Antrean loket panjang.", "Loket buka terlalu siang.", "Nomor antrean cepat habis.")
NAME, BRIEF = SuggestionKind.NAME, SuggestionKind.BRIEF


class Workplace:
    """A drafter, and a theme with three inputs."""

    def __init__(self, here: Consultation, theme: Theme, entries: list[UUID], drafter: Visitor):
        self.here, self.theme, self.entries, self.drafter = here, theme, entries, drafter
        self.path = f"/kerja/contoh/tema/{theme.id}"

    def at(self, kind: SuggestionKind) -> str:
        return f"{self.path}/usulan/{kind.value}"

    async def draft(self, kind: SuggestionKind, *sentences: str, **facts: object) -> UUID:
        """A draft whose sentences rest on the inputs at their places."""
        sources = {words: [entry] for words, entry in zip(sentences, self.entries, strict=False)}
        return await leave_draft(self.theme.id, kind, sources, **facts)

    async def present(self) -> Theme:
        row = await Theme.objects().get(Theme.id == self.theme.id)
        assert row is not None
        return row


@pytest.fixture
async def drafting_client(database: Engine, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """The real application where a language model is named; the web process never calls it."""
    settings = Settings(
        data=tmp_path,
        address_burst=0,
        endpoint=f"http://127.0.0.1:{free_port()}/v1",
        endpoint_model=MODEL,
    )
    transport = ASGITransport(create_app(settings, engine=database), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def work(drafting_client: AsyncClient) -> Workplace:
    return await _workplace(drafting_client)


async def test_nothing_of_it_is_seen_where_no_model_is_named(app_client: AsyncClient) -> None:
    work = await _workplace(app_client)

    page = await work.drafter.read(work.path)

    assert "Minta usulan" not in page.text
    assert "Usulan mesin" not in page.text
    await work.drafter.read(work.at(NAME), status=404)
    assert (await work.drafter.post(work.at(NAME), {})).status_code == 404
    assert await ThemeSuggestion.count() == 0


async def test_drafter_asks_and_watches(work: Workplace) -> None:
    page = await work.drafter.read(work.path)
    assert "Minta usulan nama" in page.text
    assert "Minta usulan ringkasan" in page.text

    there = await work.drafter.send(work.at(BRIEF), {})
    assert there == work.at(BRIEF)
    await work.drafter.send(work.at(BRIEF), {})
    assert await ThemeSuggestion.count() == 1
    waiting = await work.drafter.read(there)
    assert "Menunggu giliran" in waiting.text
    [section] = [e for e in waiting.all("section") if e.get("id") == "usulan"]
    assert section.get("hx-get") == there
    await ThemeSuggestion.update(
        {ThemeSuggestion.state: "ditulis", ThemeSuggestion.step: "Menunggu jawaban model"}
    ).where(ThemeSuggestion.theme == work.theme.id)
    part = await work.drafter.read(there, htmx=True)
    assert "Sedang ditulis mesin · Menunggu jawaban model" in part.text
    page = await work.drafter.read(work.path)
    assert "Usulan mesin sedang ditulis" in page.text
    assert "Minta usulan nama" in page.text
    assert "Minta usulan ringkasan" not in page.text
    await work.drafter.read(f"{work.path}/usulan/lain", status=404)


async def test_brief_is_read_beside_its_sources_changed_and_kept_marked(work: Workplace) -> None:
    draft = await work.draft(
        BRIEF,
        "Antrean di loket panjang.",
        "Loket buka siang.",
        "Nomor habis.",
        dropped=msgspec.json.encode({SuggestionFault.NUMBER: 2}).decode(),
    )
    page = await work.drafter.read(work.at(BRIEF))
    assert "2 kalimat dibuang:" in page.text
    assert "menyebut angka yang tidak ada dalam kutipannya" in page.text
    assert "“Antrean loket panjang.”" in page.text
    assert page.value("sentence_1") == "Loket buka siang."
    assert f"Usulan mesin {MODEL}" in page.text

    form = {"suggestion": str(draft), "sentence_0": page.value("sentence_0"), "sentence_1": ""}
    await work.drafter.send(f"{work.at(BRIEF)}/pakai", {**form, "sentence_2": "Nomornya\n habis."})

    theme = await work.drafter.read(work.path)
    assert "Ringkasan usulan mesin" in theme.text
    assert f"Disusun {MODEL}" in theme.text
    assert "Antrean di loket panjang. (CTH-00001)" in theme.text
    assert "Nomornya habis. (CTH-00003; disunting tim)" in theme.text
    assert "Loket buka siang" not in theme.text
    assert "/kerja/contoh/masukan/CTH-00001" in theme.links()
    trail = await work.drafter.read("/kerja/contoh/jejak")
    assert "Memakai usulan mesin untuk tema" in trail.text

    await Input.update({Input.withdrawn_at: now()}).where(Input.id == work.entries[0])
    theme = await work.drafter.read(work.path)
    assert "Antrean di loket panjang. (CTH" not in theme.text
    assert "Sebagian kalimat hilang" in theme.text
    await work.drafter.send(f"{work.at(BRIEF)}/buang", {"suggestion": str(draft)})
    assert "Nomornya habis" not in (await work.drafter.read(work.path)).text


async def test_brief_without_a_sentence_or_too_long_is_refused_with_what_was_typed(
    work: Workplace,
) -> None:
    draft = await work.draft(BRIEF, "Antrean di loket panjang.", "Loket buka siang.")
    form = {"suggestion": str(draft), "sentence_0": " ", "sentence_1": ""}

    nothing = await work.drafter.refused(f"{work.at(BRIEF)}/pakai", form)
    long = await work.drafter.refused(
        f"{work.at(BRIEF)}/pakai", {**form, "sentence_1": "panjang " * 60}
    )

    assert "Sisakan paling sedikit satu kalimat" in nothing.text
    assert "Paling banyak 400 karakter" in long.text
    assert "panjang panjang" in long.value("sentence_1")
    row = await ThemeSuggestion.objects().first()
    assert row is not None
    assert row.state == SuggestionState.READY.value


async def test_name_is_taken_through_renaming_and_never_over_somebody_else(
    work: Workplace,
) -> None:
    draft = await work.draft(NAME, "Antrean loket panjang")
    page = await work.drafter.read(work.at(NAME))
    form = {
        "suggestion": str(draft),
        "version": page.value("version"),
        "name": page.value("name"),
    }
    empty = await work.drafter.refused(f"{work.at(NAME)}/pakai", {**form, "name": ""})
    assert "Beri tema ini nama." in empty.text
    await rename_theme(theme=work.theme.id, name="Oleh orang", description="D", version=1, by=None)
    stale = await work.drafter.refused(f"{work.at(NAME)}/pakai", form)
    assert "Orang lain sudah mengubahnya" in stale.text
    assert (await work.present()).name == "Oleh orang"

    form["version"] = stale.value("version")
    await work.drafter.send(f"{work.at(NAME)}/pakai", {**form, "name": "Antrean di loket"})

    theme = await work.present()
    assert (theme.name, theme.description) == ("Antrean di loket", "D")
    again = await work.drafter.refused(f"{work.at(NAME)}/pakai", form)
    assert "Orang lain sudah mengubahnya" in again.text
    assert "Minta usulan nama" in again.text


async def test_failure_is_told_in_plain_words_in_both_languages(work: Workplace) -> None:
    await work.draft(
        NAME,
        state=SuggestionState.FAILED.value,
        trouble=SuggestionTrouble.UNREACHABLE.value,
        open_as=None,
    )
    page = await work.drafter.read(work.at(NAME))
    assert "Model bahasa tidak dapat dihubungi" in page.text
    assert "Minta usulan nama" in page.text
    work.drafter.cookies["bahasa"] = "en"
    assert "The language model can’t be reached" in (await work.drafter.read(work.at(NAME))).text


async def test_markup_in_a_draft_is_words(work: Workplace) -> None:
    attack = "<script>alert(1)</script> <b hx-get='/x'>tebal</b> antrean loket"
    draft = await work.draft(BRIEF, attack)

    page = await work.drafter.read(work.at(BRIEF))
    assert page.value("sentence_0") == attack
    await work.drafter.send(
        f"{work.at(BRIEF)}/pakai", {"suggestion": str(draft), "sentence_0": attack}
    )

    theme = await work.drafter.read(work.path)
    assert attack in theme.text
    assert "<b hx-get" not in theme.html


async def test_discarding_makes_room_for_another(work: Workplace) -> None:
    draft = await work.draft(NAME, "Antrean loket")
    assert "Usulan mesin menunggu keputusan Anda" in (await work.drafter.read(work.path)).text

    await work.drafter.send(f"{work.at(NAME)}/buang", {"suggestion": str(draft)})

    assert "Minta usulan nama" in (await work.drafter.read(work.path)).text
    assert "Belum ada usulan" in (await work.drafter.read(work.at(NAME))).text
    twice = await work.drafter.refused(f"{work.at(NAME)}/buang", {"suggestion": str(draft)})
    assert "Orang lain sudah mengubahnya" in twice.text


async def test_queries_of_a_draft_do_not_grow(work: Workplace, database: Engine) -> None:
    counts = []
    for number in (1, 3):
        draft = await work.draft(BRIEF, *TEXTS[:number])
        for path in (work.at(BRIEF), work.path):
            before = database.statements
            await work.drafter.read(path)
            counts.append(database.statements - before)
        await work.drafter.send(f"{work.at(BRIEF)}/buang", {"suggestion": str(draft)})
    assert counts[:2] == counts[2:]
    assert counts[0] <= 12, counts


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"ENDPOINT": "ftp://127.0.0.1"}, "address such as"),
        ({"ENDPOINT": "127.0.0.1:8080"}, "address such as"),
        ({"ENDPOINT": "http://127.0.0.1:99999/v1"}, "address such as"),
        ({"ENDPOINT": "http://a:b@127.0.0.1/v1"}, "address such as"),
        ({"ENDPOINT": "http://127.0.0.1/v1", "ENDPOINT_MODEL": ""}, "ENDPOINT_MODEL"),
        ({"ENDPOINT": "http://127.0.0.1/v1", "ENDPOINT_TIMEOUT": "0"}, "at least 1"),
        ({"ENDPOINT": "https://8.8.8.8/v1"}, "ENDPOINT_ELSEWHERE=yes"),
    ],
)
def test_settings_refuse_what_cannot_work(given: dict[str, str], complaint: str) -> None:
    names = {"ENDPOINT_MODEL": MODEL, **given}

    with pytest.raises(SettingsError, match=complaint):
        Settings.from_environment({f"REMBUK_{name}": value for name, value in names.items()})


def test_settings_are_off_by_default_and_let_texts_out_only_when_told_to(tmp_path: Path) -> None:
    assert not Settings.from_environment({}).endpoint_is_on
    given = {"REMBUK_ENDPOINT": "https://8.8.8.8/v1", "REMBUK_ENDPOINT_MODEL": MODEL}
    told = Settings.from_environment({**given, "REMBUK_ENDPOINT_ELSEWHERE": "yes"})
    assert endpoint_of(told).elsewhere
    near = Settings.from_environment(
        {**given, "REMBUK_ENDPOINT": "http://model.lokal/v1", "REMBUK_DATA": str(tmp_path)}
    )
    assert not endpoint_of(near).elsewhere
    assert endpoint_of(near).key == ""
    (tmp_path / KEY_FILE).write_text("dari-berkas\n")
    assert endpoint_of(near).key == "dari-berkas"


async def test_every_page_says_where_texts_may_go(database: Engine, tmp_path: Path) -> None:
    await make_consultation()
    given = {"endpoint": "https://192.0.2.1/v1", "endpoint_model": MODEL}
    for facts, promise in (
        ({}, "tidak ada teks yang dikirim ke layanan lain."),
        ({**given, "endpoint": "http://127.0.0.1/v1"}, "tidak ada teks yang dikirim ke luar."),
        ({**given, "endpoint_elsewhere": True}, "model bahasa di luar jaringan kami."),
    ):
        settings = Settings(data=tmp_path, **facts)  # type: ignore[arg-type]
        transport = ASGITransport(create_app(settings, engine=database))
        async with AsyncClient(transport=transport, base_url="http://testserver") as client:
            [foot] = (await Visitor(client).read("/")).classed("site-foot")
        assert " ".join("".join(foot.itertext()).split()).endswith(promise)


async def test_check_says_how_the_model_stands(tmp_path: Path) -> None:
    said: list[str] = []
    with language_model(key="kunci") as model:
        settings = Settings(
            data=tmp_path, endpoint=model.address, endpoint_model=MODEL, endpoint_key="kunci"
        )
        assert await examine_endpoint(settings, said.append) == 0
        assert said == [f"language model: {MODEL} at {model.address} (private networks only)"]
        other = Settings(
            data=tmp_path, endpoint=model.address, endpoint_model="lain", endpoint_key="kunci"
        )
        assert await examine_endpoint(other, said.append) == 1
        assert said[-1] == f"  it does not list this model, but {MODEL}"
        locked = Settings(data=tmp_path, endpoint=model.address, endpoint_model=MODEL)
        assert await examine_endpoint(locked, said.append) == 1
        assert "refuses the key" in said[-1]
        bare = Settings(
            data=tmp_path,
            endpoint=model.address.removesuffix("/v1"),
            endpoint_model=MODEL,
            endpoint_key="kunci",
        )
        assert await examine_endpoint(bare, said.append) == 0
        assert said[-1] == "  it answers, but lists no models"
        assert model.asked == [], "nothing is sent"
    assert await examine_endpoint(settings, said.append) == 1
    assert "can’t be reached" in said[-1]
    said.clear()
    assert await examine_endpoint(Settings(data=tmp_path), said.append) == 0
    assert said == ["language model: off (REMBUK_ENDPOINT is empty)"]


def test_check_command_reports_it(tmp_path: Path, sqlite_source: SQLiteSource) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    shutil.copyfile(sqlite_source.template, settings.sqlite_path)
    with language_model() as model:
        done = run_rembuk(
            settings, "check", REMBUK_ENDPOINT=model.address, REMBUK_ENDPOINT_MODEL=MODEL
        )
    assert done.returncode == 0, done.stderr
    assert f"language model: {MODEL} at {model.address}" in done.stdout
    refused = run_rembuk(
        settings, "check", REMBUK_ENDPOINT="https://8.8.8.8/v1", REMBUK_ENDPOINT_MODEL=MODEL
    )
    assert refused.returncode == 1
    assert "REMBUK_ENDPOINT_ELSEWHERE=yes" in refused.stderr


async def _workplace(client: AsyncClient) -> Workplace:
    here = await make_consultation()
    await make_draft(here)
    entries = [(await make_input(here, text=text)).input for text in TEXTS]
    theme = await accept_theme(
        consultation=here.id,
        name="Lama",
        placements=[Placement(key, 0.9) for key in entries],
        by=None,
    )
    account = await make_account(Role.DRAFTER, here.id)
    return Workplace(here, theme, entries, await Visitor(client).sign_in(account.id))
