from typing import Any

import pytest
from httpx import AsyncClient

from consultations.anchoring import anchor_quote
from consultations.answering import Answer, answer_theme
from consultations.commenting import submit_input
from consultations.documents.archive import MACROS
from consultations.drafting import prepare_draft
from consultations.queries.working_copies import WorkingFacts, working_copy_of
from consultations.tables import Consultation, DraftVersion, PreviewLink
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Role
from server.database import Engine
from tests.client import ORIGIN, Visitor
from tests.documents import altered, long_document
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_statement,
)

WORK = "/kerja/contoh/rancangan"
PUBLIC = "/konsultasi/contoh/rancangan"
FIRST = """# Peta Jalan

## Bab I Isi

1.1 Layanan harus mudah, cepat dan terjangkau bagi semua warga di seluruh wilayah.

1.2 Antrean dapat diambil secara daring. Antrean juga dapat diambil di tempat.

1.3 Pengaduan dijawab paling lambat lima hari kerja sejak diterima petugas loket.
"""


QUOTED = """# Peta Jalan

## Bab I Isi

1.1 Layanan harus mudah, cepat dan terjangkau bagi semua warga. Biaya tidak dipungut.

1.2 Antrean dapat diambil secara daring.
"""


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _copy(number: int = 1) -> WorkingFacts:
    version = await DraftVersion.objects().get(DraftVersion.number == number)
    assert version is not None
    copy = await working_copy_of(version.id)
    assert copy is not None
    return copy


async def _act(drafter: Visitor, number: int, unit: int, act: str, **more: Any) -> str:
    copy = await _copy(number)
    return await drafter.send(
        f"{WORK}/{number}/butir/{copy.units[unit].key}",
        {"edition": copy.edition, "tindakan": act, **more},
    )


async def _upload(drafter: Visitor, content: bytes, name: str = "naskah.docx") -> Any:
    return await drafter._send(
        "POST", WORK, files={"file": (name, content)}, data={"text": ""}, headers=dict(ORIGIN)
    )


async def test_word_file_is_taken_in_and_shown_for_correction(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    answer = await _upload(drafter, long_document(2))
    assert answer.status_code == 303
    page = await drafter.read(answer.headers["location"])
    assert "20 butir" in page.text
    assert len(page.classed("split-unit")) == 23


async def test_refused_file_says_why_beside_its_field(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    answer = await _upload(drafter, altered(long_document(1), {"word/vbaProject.bin": b"x"}))
    assert answer.status_code == 422
    assert MACROS in answer.text
    drafter.cookies["bahasa"] = "en"
    english = await _upload(drafter, b"%PDF-1.7")
    assert "PDF" in english.text
    assert "tidak dapat dipecah" not in english.text
    assert await DraftVersion.count() == 0


async def test_split_is_put_right_step_by_step_and_undone(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    review = await drafter.send(WORK, {"text": FIRST})
    key = (await _copy()).units[2].key
    shown = await drafter.read(f"{review}?pecah={key}")
    assert "Pecah di sini" in shown.text
    await _act(drafter, 1, 2, "pecah", tempat="1")
    assert [u.number for u in (await _copy()).units] == ["I", "1.1", "1.2", "1.2a", "1.3"]
    await _act(drafter, 1, 3, "turun")
    await _act(drafter, 1, 1, "buka")
    await drafter.send(f"{review}/ubah", {"edition": (await _copy()).edition, "tindakan": "nomori"})
    copy = await _copy()
    assert [u.number for u in copy.units] == ["I", "1.0.1", "1.0.2", "1.0.3", "1.0.4"]
    assert not copy.units[1].open_to_input
    await drafter.send(f"{review}/ubah", {"edition": copy.edition, "tindakan": "batalkan"})
    await _act(drafter, 1, 4, "pindah", tempat="2")
    await _act(drafter, 1, 1, "hapus")
    await _act(drafter, 1, 2, "gabung")
    assert [u.number for u in (await _copy()).units] == ["I", "1.1", "1.3"]
    assert "Penggabungan butir" in (await drafter.read(review)).text


async def test_unit_is_edited_in_place_and_nobody_is_overwritten(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    review = await drafter.send(WORK, {"text": FIRST})
    unit = (await _copy()).units[1]
    page = await drafter.read(f"{review}?ubah={unit.key}")
    form = {name: page.value(name) for name in ("edition", "kind", "number", "heading", "text")}
    assert form["text"].strip() == unit.text
    address = f"{review}/butir/{unit.key}/isi"
    bad = await drafter.refused(address, {**form, "number": "", "kind": "pasal"})
    assert len(bad.errors()) == 2
    await drafter.send(address, {**form, "text": "Isi baru.", "open_to_input": "y"})
    stale = await drafter.refused(address, {**form, "text": "Menimpa."})
    assert "Orang lain sudah mengubahnya" in stale.text
    assert stale.value("text").strip() == "Menimpa."
    assert (await _copy()).units[1].text == "Isi baru."
    old = {"edition": form["edition"], "tindakan": "hapus"}
    assert (await drafter.post(f"{review}/butir/{unit.key}", old)).status_code == 409
    assert len((await _copy()).units) == 4


async def test_flaws_lead_to_the_unit_and_stop_publishing(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    review = await drafter.send(WORK, {"text": FIRST.replace("1.3 ", "1.2 ")})
    assert "2 butir perlu dibetulkan" in (await drafter.read(review)).text
    page = await drafter.read(f"{review}/terbitkan")
    form = {"edition": page.value("edition"), "title": "Judul", "change_summary": ""}
    assert "Masih ada butir" in (await drafter.refused(f"{review}/terbitkan", form)).text
    empty = await drafter.refused(f"{review}/terbitkan", {**form, "title": " "})
    assert empty.errors() == ["Tulis judul rancangannya."]


async def test_second_version_is_confirmed_published_and_compared(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, FIRST)
    unit = await find_clause(first, "1.1")
    await make_input(consultation, unit.id, "Masukan lama yang ikut.")
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    text = FIRST.replace("semua warga", "setiap warga")
    text = text.replace("1.2 Antrean dapat diambil secara daring.", "1.2 Nomor diambil dari rumah.")
    review = await drafter.send(WORK, {"text": text})
    assert "belum pasti" in (await drafter.read(f"{review}/terbitkan")).text
    page = await drafter.read(f"{review}/nasib")
    assert "Meragukan" in page.text
    edition = page.value("edition")
    choice = next(f.get("action", "") for f in page.all("form") if "/nasib/" in f.get("action", ""))
    both = await drafter.refused(choice, {"edition": edition})
    assert "tidak keduanya" in both.text
    key = next(u.key for u in (await _copy(2)).units if u.number == "1.2")
    await drafter.send(choice, {"edition": edition, "menjadi": ["", key]})
    everything = await drafter.read(f"{review}/nasib?semua=ya")
    assert "Diputuskan orang" in everything.text
    page = await drafter.read(f"{review}/terbitkan")
    form = {"edition": page.value("edition"), "title": "Judul", "change_summary": "Kata diganti."}
    public = await drafter.send(f"{review}/terbitkan", form)
    assert "Kata diganti." in (await guest.read(public)).text
    assert "versi lama" in (await guest.read(f"{PUBLIC}/1")).text
    versions = await guest.read(f"{PUBLIC}/versi")
    assert f"{PUBLIC}/2/perubahan" in versions.links()
    changes = await guest.read(f"{PUBLIC}/2/perubahan")
    assert len(changes.classed("diff-unit")) == 2
    assert "[dihapus: semua akhir hapusan] [ditambahkan: setiap akhir tambahan]".replace(
        " ", ""
    ) in changes.text.replace(" ", "")
    whole = await guest.read(f"{PUBLIC}/2/perubahan?dari=1&semua=ya&tampilan=berdampingan")
    assert len(whole.classed("diff-unit")) == 4
    new = await guest.read(f"{PUBLIC}/2/butir/1.1")
    assert "Disampaikan untuk versi 1" in new.text
    assert "Masukan lama yang ikut." in new.text
    old = await guest.read(f"{PUBLIC}/1/butir/1.1")
    assert "Masukan lama yang ikut." in old.text
    assert f"{PUBLIC}/2/butir/1.1" in old.links()
    await guest.read(f"{PUBLIC}/1/perubahan", status=404)
    await guest.read(f"{PUBLIC}/2/perubahan?dari=2", status=404)


async def test_quoted_words_are_found_in_the_next_version_or_visibly_lost(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation, QUOTED), "1.1")
    for quote in ("terjangkau bagi semua warga", "Biaya tidak dipungut"):
        await submit_input(
            consultation=consultation.id,
            unit=unit.id,
            statement=make_statement(f"Tentang: {quote}."),
            idempotency_key=f"kunci-{quote}",
            quote=anchor_quote(unit.text, quote),
        )
    text = QUOTED.replace("mudah, cepat", "mudah dan cepat").replace(" Biaya tidak dipungut.", "")
    await make_draft(consultation, text)
    page = await Visitor(app_client).read(f"{PUBLIC}/2/butir/1.1")
    assert "Kata yang dikutip kini berbunyi: “terjangkau bagi semua warga”." in page.text
    assert page.text.count("Kutipan tidak ditemukan lagi dalam versi ini") == 1


async def test_changes_show_what_was_decided_on_what_was_said(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation, QUOTED), "1.1")
    entry = await make_input(consultation, unit.id, "Jangan pakai kata cepat.")
    theme = await accept_theme(
        consultation=consultation.id, name="Kata", placements=[Placement(entry.input)], by=None
    )
    await make_draft(consultation, QUOTED.replace("mudah, cepat", "mudah"))
    guest, changes = Visitor(app_client), f"{PUBLIC}/2/perubahan"
    answer = Answer(Decision.ACCEPTED, "Kata itu menjanjikan terlalu banyak.", "Dihapus.")
    await answer_theme(theme=theme.id, answer=answer, version=0, publish=False, by=None)
    assert "menjanjikan" not in (await guest.read(changes)).text
    await answer_theme(theme=theme.id, answer=answer, version=1, publish=True, by=None)
    page = await guest.read(changes)
    assert "Kata itu menjanjikan terlalu banyak." in page.text
    assert f"/konsultasi/contoh/hasil#tema-{theme.id}" in page.links()


async def test_all_proposals_of_a_page_are_confirmed_at_once(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation, FIRST)
    drafter = await _drafter(app_client, consultation)
    text = FIRST.replace("lima hari kerja sejak diterima petugas", "tujuh hari sejak masuk ke")
    review = await drafter.send(WORK, {"text": text})
    page = await drafter.read(f"{review}/nasib")
    shown = [e.get("value", "") for e in page.all("input") if e.get("name") == "lama"]
    assert len(shown) == 1
    confirm = {"edition": page.value("edition"), "lama": shown}
    await drafter.send(f"{review}/nasib", confirm)
    assert "Semua sudah pasti" in (await drafter.read(f"{review}/nasib")).text
    assert (await drafter.post(f"{review}/nasib", confirm)).status_code == 404


async def test_preview_link_shows_the_draft_until_it_is_revoked(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter, guest = await _drafter(app_client, consultation), Visitor(app_client)
    review = await drafter.send(WORK, {"text": FIRST})
    await drafter.refused(f"{review}/pratinjau", {"days": "99"})
    made = await drafter.post(f"{review}/pratinjau", {"days": "3"})
    link = "/pratinjau/" + made.text.partition("/pratinjau/")[2].split("<")[0].strip()
    assert "Antrean dapat diambil" in (await guest.read(link)).text
    answer = await guest._send("GET", link)
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    stored = await PreviewLink.objects().first()
    assert stored is not None
    assert stored.token_hash not in link
    await drafter.send(f"{review}/pratinjau/{stored.id}/cabut", {})
    await guest.read(link, status=404)
    await guest.read("/pratinjau/ngawur", status=404)


async def test_preview_link_leads_on_once_the_version_is_public(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    drafter = await _drafter(app_client, consultation)
    review = await drafter.send(WORK, {"text": FIRST})
    made = await drafter.post(f"{review}/pratinjau", {"days": "3"})
    link = "/pratinjau/" + made.text.partition("/pratinjau/")[2].split("<")[0].strip()
    page = await drafter.read(f"{review}/terbitkan")
    form = {"edition": page.value("edition"), "title": "J", "change_summary": ""}
    public = await drafter.send(f"{review}/terbitkan", form)
    answer = await Visitor(app_client)._send("GET", link)
    assert answer.headers["location"] == public


@pytest.mark.parametrize("clauses", [10, 1000])
async def test_pages_of_a_draft_cost_the_same_number_of_queries(
    app_client: AsyncClient, database: Engine, clauses: int
) -> None:
    consultation = await make_consultation()
    lines = [
        f"1.{n} Isi {' '.join(f'kata{n}x{word}' for word in range(20))}."
        for n in range(1, clauses + 1)
    ]
    text = "# Judul\n\n## Bab I Isi\n\n" + "\n\n".join(lines)
    await make_draft(consultation, text)
    await make_draft(consultation, text.replace("kata7x3 ", "lain "))
    await prepare_draft(consultation=consultation.id, text=text, by=None)
    drafter = await _drafter(app_client, consultation)
    costs = {}
    for path in (f"{WORK}/3", f"{WORK}/3/nasib", f"{PUBLIC}/2/perubahan?semua=ya"):
        before = database.statements
        await drafter.read(path)
        costs[path] = database.statements - before
    assert max(costs.values()) <= 16, costs
