"""The review workbench in the browser's terms: board, theme page, acts, triage, history."""

from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.merging import merge_themes
from consultations.tables import Consultation, OffTopic, Theme, ThemeEvent, ThemeMember
from consultations.theming import Placement, accept_theme, rename_theme
from consultations.vocabulary import Decision, Element, Role, RunStatus, VulnerableGroup
from server.database import Engine
from server.visit import LANGUAGE_COOKIE
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
)

WORK = "/kerja/contoh"
BOARD = f"{WORK}/tema"
TRIAGE = f"{WORK}/belum-bertema/satu-per-satu"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _theme(consultation: Consultation, name: str, *texts: str, **facts: object) -> Theme:
    entries = [(await make_input(consultation, text=text, **facts)).input for text in texts]
    return await accept_theme(
        consultation=consultation.id,
        name=name,
        placements=[Placement(entry, 0.9 - place / 10) for place, entry in enumerate(entries)],
        run=uuid4(),
        by=None,
    )


async def _propose(consultation: Consultation, label: str, *entries: UUID) -> CandidateTheme:
    run = await AnalysisRun.objects().first()
    if run is None:
        run = AnalysisRun(
            consultation=consultation.id, status=RunStatus.DONE.value, step="", finished_at=now()
        )
        await AnalysisRun.insert(run)
    candidate = CandidateTheme(run=run.id, position=0, label=label, prototype=b"", stability=0.62)
    await CandidateTheme.insert(candidate)
    for entry in entries:
        await CandidateMember.insert(
            CandidateMember(candidate=candidate.id, input=entry, score=0.8, central=0)
        )
    return candidate


async def _inside(theme: UUID) -> list[UUID]:
    rows = (
        await ThemeMember.select(ThemeMember.input)
        .where(ThemeMember.theme == theme)
        .order_by(ThemeMember.score, ascending=False)
    )
    return [row["input"] for row in rows]


def _rows(page: object) -> list[str]:
    return [
        " ".join("".join(row.itertext()).split())
        for row in page.classed("theme-row")  # type: ignore[attr-defined]
    ]


async def test_board_shows_who_speaks_alone_on_its_first_page(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    await _theme(here, "Suara media", "Satu.", "Dua.", element=Element.MEDIA, region="Bali")
    mixed = await _theme(here, "Campuran", "Tiga.", region="Bali")
    for element, region in ((Element.EXPERT, "Aceh"), (Element.MEDIA, None)):
        entry = await make_input(here, element=element, region=region)
        await ThemeMember.insert(ThemeMember(theme=mixed.id, input=entry.input))
    await make_input(here, text="Jalur kursi roda.", vulnerable_group=VulnerableGroup.DISABILITY)
    await make_input(here, text="Kapal jarang datang.", region="Papua Pegunungan")
    await make_input(here, text="Kata seorang pakar.", element=Element.CIVIL_SOCIETY)
    await make_input(here, text="Tanpa tanda apa pun.", region="Bali")
    drafter = await _drafter(app_client, here)

    page = await drafter.read(BOARD)

    guard = next(
        " ".join("".join(e.itertext()).split())
        for e in page.all("section")
        if e.get("aria-labelledby") == "satu-pihak"
    )
    assert "Suara media" in guard
    assert "Hanya media massa" in guard
    assert "Hanya Bali" in guard
    assert "Jalur kursi roda." in guard
    assert "Penyandang disabilitas" in guard
    assert "3 suara tunggal yang belum bertema" in guard
    assert "Kapal jarang datang." in guard
    assert "Kata seorang pakar." in guard
    assert "Campuran" not in guard
    assert "Tanpa tanda" not in guard


async def test_board_is_sorted_narrowed_and_paged(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    big = await _theme(here, "Besar", "Satu.", "Dua.", "Tiga.")
    wide = await _theme(here, "Luas", "Empat.")
    entry = await make_input(here, element=Element.EXPERT)
    await ThemeMember.insert(ThemeMember(theme=wide.id, input=entry.input))
    proposed = await make_input(here, text="Kutipan usulan.")
    candidate = await _propose(here, "Antrean", proposed.input)
    drafter = await _drafter(app_client, here)

    def names(page: object) -> list[str]:
        return [row.split()[0] for row in _rows(page)]

    assert names(await drafter.read(BOARD)) == ["Luas", "Besar", "Antrean"]
    assert names(await drafter.read(f"{BOARD}?order=jumlah")) == ["Besar", "Luas", "Antrean"]
    assert names(await drafter.read(f"{BOARD}?order=nama")) == ["Antrean", "Besar", "Luas"]
    assert names(await drafter.read(f"{BOARD}?order=terbaru")) == ["Luas", "Besar", "Antrean"]
    assert names(await drafter.read(f"{BOARD}?order=kestabilan"))[0] == "Antrean"
    assert names(await drafter.read(f"{BOARD}?state=usulan")) == ["Antrean"]
    assert names(await drafter.read(f"{BOARD}?state=diterima&words=bes")) == ["Besar"]
    assert names(await drafter.read(f"{BOARD}?state=satu_pihak")) == ["Besar", "Antrean"]
    assert names(await drafter.read(f"{BOARD}?state=x&order=y&halaman=-1")) == [
        "Luas",
        "Besar",
        "Antrean",
    ]
    assert "Tidak ada tema yang cocok" in (await drafter.read(f"{BOARD}?words=zzz")).text
    board = await drafter.read(BOARD)
    assert "Cukup stabil (62%)" in board.text
    assert f"{BOARD}/usulan/{candidate.id}" in board.links()
    assert f"{BOARD}/{big.id}" in board.links()


async def test_queries_of_the_board_and_a_theme_do_not_grow(
    app_client: AsyncClient, database: Engine
) -> None:
    here = await make_consultation()
    await make_draft(here)
    drafter = await _drafter(app_client, here)
    theme = await _theme(here, "Tema", "Satu.", "Dua.")
    counts = []
    for _ in range(2):
        for number in range(3):
            await _theme(here, f"Tema {number}", "A.", "B.", "C.")
            await _propose(here, f"Usulan {number}", (await make_input(here)).input)
            entry = await make_input(here)
            await ThemeMember.insert(ThemeMember(theme=theme.id, input=entry.input))
        for path in (BOARD, f"{BOARD}/{theme.id}", f"{BOARD}/riwayat", TRIAGE):
            before = database.statements
            await drafter.read(path)
            counts.append(database.statements - before)
    assert counts[:4] == counts[4:]
    assert counts[0] <= 26, counts
    assert counts[1] <= 32, counts


async def test_ticked_inputs_are_moved_pinned_and_set_aside(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    queue = await _theme(here, "Antrean", "Satu.", "Dua.", "Tiga.", "Empat.")
    desk = await _theme(here, "Loket", "Lima.")
    first, second, third, fourth = await _inside(queue.id)
    drafter = await _drafter(app_client, here)
    members = f"{BOARD}/{queue.id}/anggota"

    moved = {"pilih": [str(first)], "tindakan": "pindah", "to": str(desk.id), "version": "1"}
    await drafter.send(members, moved)
    assert first in await _inside(desk.id)
    added = {"pilih": [str(second)], "tindakan": "tambah", "to": str(desk.id)}
    await drafter.send(members, added)
    assert second in await _inside(desk.id)
    assert second in await _inside(queue.id)
    await drafter.send(members, {"pilih": [str(second)], "tindakan": "tetapkan"})
    assert "Jangkar" in (await drafter.read(f"{BOARD}/{queue.id}")).text
    aside = {"pilih": [str(third)], "tindakan": "luar_pokok", "why": ""}
    page = await drafter.refused(members, aside)
    assert "penulis masukan akan membacanya" in page.text
    assert str(third) in [e.get("value") for e in page.all("input") if e.get("checked") is not None]
    await drafter.send(members, {**aside, "why": "Soal pajak kendaraan."})
    assert [r["reason"] for r in await OffTopic.select(OffTopic.reason)] == [
        "Soal pajak kendaraan."
    ]
    await drafter.send(members, {"pilih": [str(fourth)], "tindakan": "keluarkan"})
    assert await _inside(queue.id) == [second]

    for wrong in (
        {"tindakan": "pindah", "to": str(desk.id)},
        {"pilih": [str(second)], "tindakan": "pindah", "to": str(uuid4())},
        {"pilih": ["bukan-id"], "tindakan": "tetapkan"},
    ):
        await drafter.refused(members, wrong)
    assert (await drafter.post(members, {"tindakan": "hapus"})).status_code == 404


async def test_two_reviewers_cannot_overwrite_each_other(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    queue = await _theme(here, "Antrean", "Satu.", "Dua.", "Tiga.")
    desk = await _theme(here, "Loket", "Lima.")
    first, second, _ = await _inside(queue.id)
    one, other = await _drafter(app_client, here), await _drafter(app_client, here)
    act = {"pilih": [str(first)], "tindakan": "pindah", "to": str(desk.id), "version": "1"}

    await one.send(f"{BOARD}/{queue.id}/anggota", act)
    page = await other.refused(f"{BOARD}/{queue.id}/anggota", {**act, "tindakan": "keluarkan"})
    assert "Yang berubah sejak Anda membuka halaman ini" in page.text
    assert "Memindahkan masukan" in page.text

    renamed = {"name": "Antrean pagi", "description": "", "version": "2"}
    await one.send(f"{BOARD}/{queue.id}", renamed)
    page = await other.refused(f"{BOARD}/{queue.id}", {**renamed, "name": "Antre lama"})
    assert "Sekarang tersimpan: Antrean pagi" in page.text
    assert page.value("name") == "Antre lama"
    # Having seen both, saving again is a decision.
    version = page.value("version")
    again = {"name": "Antre lama", "description": "", "version": "3"}
    assert version
    await other.send(f"{BOARD}/{queue.id}", again)

    split = {"pilih": [str(second)], "tindakan": "pecah", "new_name": "Daring", "version": "1"}
    await one.refused(f"{BOARD}/{queue.id}/anggota", split)


async def test_merged_theme_leads_to_what_it_became_and_back(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    queue, desk = await _theme(here, "Antrean", "Satu."), await _theme(here, "Loket", "Dua.")
    drafter = await _drafter(app_client, here)
    path = f"{BOARD}/{queue.id}/gabung"

    assert "Bandingkan dahulu" in (await drafter.read(path)).text
    page = await drafter.read(f"{path}?dengan={desk.id}")
    form = {"stays": str(desk.id), "versions": page.value("versions")}
    stale = {**form, "versions": f"{queue.id}:7 {desk.id}:1"}
    refused = await drafter.refused(f"{path}?dengan={desk.id}", stale)
    assert refused.value("versions") == form["versions"]
    assert await drafter.send(f"{path}?dengan={desk.id}", form) == f"{BOARD}/{desk.id}"
    old = await drafter._send("GET", f"{BOARD}/{queue.id}")
    assert (old.status_code, old.headers["location"]) == (303, f"{BOARD}/{desk.id}")
    assert "Antrean" not in " ".join(_rows(await drafter.read(BOARD)))
    # Kept addresses of lists that it narrowed stand for what it became, files as well.
    for part in ("masukan", "keputusan/masukan", "keputusan"):
        narrowed = await drafter.read(f"{WORK}/{part}?theme={queue.id}")
        assert narrowed.value("theme") == str(desk.id)
    sheet = await drafter._send("GET", f"{WORK}/masukan/unduh.csv?theme={queue.id}")
    assert "Satu." in sheet.text

    act = await ThemeEvent.objects().order_by(ThemeEvent.at, ascending=False).first()
    assert act
    await drafter.send(f"{BOARD}/tindakan/{act.id}/batal", {})
    assert "Satu." in (await drafter.read(f"{BOARD}/{queue.id}")).text


async def test_public_search_by_a_merged_theme_finds_what_it_became(guest: Visitor) -> None:
    here = await make_consultation()
    await make_draft(here)
    queue, desk = await _theme(here, "Antrean", "Satu."), await _theme(here, "Loket", "Dua.")
    await merge_themes(consultation=here.id, theme=queue.id, into=desk.id, versions=(1, 1), by=None)
    search = f"/konsultasi/contoh/cari?theme={queue.id}"
    assert (await guest.read(search)).value("theme") == ""
    answer = Answer(decision=Decision.ACCEPTED, reason="Ya.", reply="Ya.")
    await answer_theme(theme=desk.id, answer=answer, version=0, publish=True, by=None)
    assert (await guest.read(search)).value("theme") == str(desk.id)


async def test_undo_says_why_it_cannot(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    theme = await _theme(here, "Antrean", "Satu.")
    accepted = await ThemeEvent.objects().first()
    assert accepted
    await rename_theme(theme=theme.id, name="Antre", description="", version=1, by=None)
    drafter = await _drafter(app_client, here)

    page = await drafter.refused(f"{BOARD}/tindakan/{accepted.id}/batal", {})

    assert "tindakan yang lebih baru" in page.text
    assert "Yang lebih baru: Mengubah nama tema." in page.text
    assert (await drafter.post(f"{BOARD}/tindakan/{uuid4()}/batal", {})).status_code == 404


async def test_undone_acceptance_opens_the_proposal_again(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    candidate = await _propose(here, "Antrean", (await make_input(here)).input)
    drafter = await _drafter(app_client, here)
    form = {"name": "Tema", "description": "", "version": "0"}
    theme = await drafter.send(f"{BOARD}/usulan/{candidate.id}", form)

    act = await ThemeEvent.objects().first()
    assert act
    assert await drafter.send(f"{BOARD}/tindakan/{act.id}/batal", {"kembali": "tema"}) == BOARD

    assert f"{BOARD}/usulan/{candidate.id}" in (await drafter.read(BOARD)).links()
    await drafter.read(theme, status=404)
    await drafter.send(f"{BOARD}/usulan/{candidate.id}", form)


async def test_a_proposal_that_is_taken_leads_to_its_theme_and_keeps_what_was_typed(
    app_client: AsyncClient,
) -> None:
    here = await make_consultation()
    candidate = await _propose(here, "Antrean", (await make_input(here)).input)
    one, other = await _drafter(app_client, here), await _drafter(app_client, here)
    proposal = f"{BOARD}/usulan/{candidate.id}"
    theme = await one.send(proposal, {"name": "Antrean panjang", "description": ""})

    late = await other.post(proposal, {"name": "Loket penuh", "description": "Kata saya."})
    assert late.status_code == 409
    assert f'href="{theme}">Antrean panjang' in late.text
    assert "Loket penuh" in late.text
    assert "Kata saya." in late.text
    assert await Theme.count() == 1
    assert await Theme.exists().where(Theme.name == "Antrean panjang")
    answer = await other._send("GET", proposal)
    assert (answer.status_code, answer.headers["location"]) == (303, theme)
    await other.read(f"{BOARD}/usulan/{uuid4()}", status=404)


async def test_a_proposal_that_a_newer_run_replaced_says_so(app_client: AsyncClient) -> None:
    here = await make_consultation()
    candidate = await _propose(here, "Antrean", (await make_input(here)).input)
    newer = AnalysisRun(
        consultation=here.id, status=RunStatus.DONE.value, step="", finished_at=now()
    )
    await AnalysisRun.insert(newer)
    page = await (await _drafter(app_client, here)).read(
        f"{BOARD}/usulan/{candidate.id}", status=409
    )
    assert "Analisis yang lebih baru sudah menggantinya" in page.text
    assert BOARD in page.links()


@pytest.mark.parametrize("what", ["", "/catatan", "/anggota", "/gabung?dengan=", "/keputusan"])
async def test_whoever_writes_to_a_theme_that_was_merged_is_told(
    app_client: AsyncClient, what: str
) -> None:
    here = await make_consultation()
    gone, stays = await _theme(here, "Antrean", "a"), await _theme(here, "Loket", "b")
    await merge_themes(consultation=here.id, theme=gone.id, into=stays.id, versions=(1, 1), by=None)
    before = await ThemeEvent.count()
    what = f"{what}{stays.id}" if what.endswith("=") else what
    late = await (await _drafter(app_client, here)).post(
        f"{BOARD}/{gone.id}{what}", {"name": "Nama", "note": "Catatan", "tindakan": "keluarkan"}
    )
    assert late.status_code == 409
    assert "orang lain menggabungkannya dengan tema lain" in late.text
    assert f'href="{BOARD}"' in late.text
    assert await ThemeEvent.count() == before


async def test_history_tells_a_theme_s_name_before_and_after(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme = await _theme(here, "Antrean", "a")
    drafter = await _drafter(app_client, here)
    path = f"{BOARD}/{theme.id}"
    await drafter.send(path, {"name": "Antre", "description": "", "version": "1"})
    await drafter.send(path, {"name": "Antrean lama", "description": "", "version": "2"})
    # The same words again are no act.
    await drafter.send(path, {"name": "Antrean lama", "description": "", "version": "3"})
    for place in (path, f"{BOARD}/riwayat"):
        said = " ".join((await drafter.read(place)).text.split())
        assert "“Antrean” → Antre " in said
        assert "“Antre” → Antrean lama" in said
    assert await ThemeEvent.count() == 3


async def test_undoing_twice_says_that_it_is_undone(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme = await _theme(here, "Antrean", "a")
    await rename_theme(theme=theme.id, name="Antre", description="", version=1, by=None)
    act = await ThemeEvent.objects().order_by(ThemeEvent.at, ascending=False).first()
    assert act
    drafter = await _drafter(app_client, here)
    await drafter.send(f"{BOARD}/tindakan/{act.id}/batal", {})
    page = await drafter.refused(f"{BOARD}/tindakan/{act.id}/batal", {})
    assert "Tindakan ini sudah dibatalkan." in page.text


async def test_what_would_change_nothing_is_said_and_not_noted(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme, other = await _theme(here, "Antrean", "a"), await _theme(here, "Loket", "b")
    member = await ThemeMember.objects().get(ThemeMember.theme == theme.id)
    assert member
    members, ticked = f"{BOARD}/{theme.id}/anggota", {"pilih": str(member.input)}
    drafter = await _drafter(app_client, here)
    add = {**ticked, "tindakan": "tambah", "to": str(other.id)}
    await drafter.send(members, add)
    await drafter.send(members, {**ticked, "tindakan": "tetapkan"})
    before = await ThemeEvent.count()
    assert "sudah ada di tema itu" in (await drafter.refused(members, add)).text
    pinned = await drafter.refused(members, {**ticked, "tindakan": "tetapkan"})
    assert "sudah menjadi jangkar" in pinned.text
    await drafter.send(members, {**ticked, "tindakan": "lepas"})
    loose = await drafter.refused(members, {**ticked, "tindakan": "lepas"})
    assert "Tidak satu pun masukan yang dipilih adalah jangkar" in loose.text
    assert await ThemeEvent.count() == before + 1


async def test_all_that_match_are_chosen_across_pages_and_undone_at_once(
    app_client: AsyncClient,
) -> None:
    here = await make_consultation()
    texts = [f"Antre {'lama' if n % 2 else 'pagi'} sekali, kali ke-{n}." for n in range(120)]
    theme, other = await _theme(here, "Antrean", *texts), await _theme(here, "Loket", "b")
    drafter = await _drafter(app_client, here)
    path = f"{BOARD}/{theme.id}"
    before = await _inside(theme.id)
    page = await drafter.read(f"{path}?words=lama&order=terlama&halaman=2")
    assert "Semua 60 masukan yang cocok dengan saringan" in page.text
    assert "60 dari 120" in " ".join(page.text.split())
    post = {"version": page.value("version"), "banyak": page.value("banyak"), "semua": "ya"}
    members = f"{path}/anggota?words=lama&order=terlama&halaman=2"

    # Without a target nothing happens, the page and the choice stay.
    refused = await drafter.refused(members, {**post, "tindakan": "pindah"})
    assert "51–60 dari 60" in refused.text
    every = next(box for box in refused.all("input") if box.get("id") == "semua")
    assert every.get("checked") is not None
    # What came since was not read.
    entry = await make_input(here, text="Antre lama juga.")
    await ThemeMember.insert(ThemeMember(theme=theme.id, input=entry.input, score=0.5))
    move = {**post, "tindakan": "pindah", "to": str(other.id)}
    assert "Orang lain sudah mengubahnya" in (await drafter.refused(members, move)).text
    assert len(await _inside(theme.id)) == 121
    await ThemeMember.delete().where(ThemeMember.input == entry.input)

    where = await drafter.send(members, move)
    assert where == f"{path}?words=lama&order=terlama&halaman=2#anggota"
    assert len(await _inside(theme.id)) == 60
    assert len(await _inside(other.id)) == 61
    page = await drafter.read(f"{path}?halaman=2")
    assert "51–60 dari 60" in page.text
    assert "Memindahkan masukan (60 masukan)" in " ".join(page.text.split())
    act = await ThemeEvent.objects().order_by(ThemeEvent.at, ascending=False).first()
    assert act
    await drafter.send(f"{BOARD}/tindakan/{act.id}/batal", {"tema": str(theme.id)})
    assert set(await _inside(theme.id)) == {*before}


async def test_after_an_act_one_is_where_one_was(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme = await _theme(here, "Antrean", *[f"Kata {n}." for n in range(51)], region="Bali")
    last = (await _inside(theme.id))[-1]
    drafter = await _drafter(app_client, here)
    at = f"{BOARD}/{theme.id}/anggota?region=Bali&halaman=2"
    refused = await drafter.refused(at, {"tindakan": "pindah", "pilih": str(last)})
    box = next(e for e in refused.all("input") if e.get("id") == f"pilih-{last}")
    assert box.get("checked") is not None
    where = await drafter.send(at, {"tindakan": "keluarkan", "pilih": str(last)})
    assert where == f"{BOARD}/{theme.id}?region=Bali&halaman=2#anggota"
    # The second page is gone with its only input.
    assert "1–50 dari 50" in (await drafter.read(where.partition("#")[0])).text


async def test_splitting_off_everything_is_refused(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme = await _theme(here, "Antrean", "Satu-satunya.")
    only = (await _inside(theme.id))[0]
    page = await (await _drafter(app_client, here)).refused(
        f"{BOARD}/{theme.id}/anggota",
        {"tindakan": "pecah", "new_name": "Baru", "pilih": str(only), "version": "1"},
    )
    assert "Sisakan paling sedikit satu masukan di tema ini" in page.text
    assert await _inside(theme.id) == [only]
    assert await Theme.count() == 1


async def test_two_who_read_the_queue_do_not_decide_the_same_input_twice(
    app_client: AsyncClient,
) -> None:
    here = await make_consultation()
    first, second = await _theme(here, "Antrean", "a"), await _theme(here, "Loket", "b")
    waiting = [(await make_input(here, text=text)).input for text in ("c", "d", "e")]
    one, other = await _drafter(app_client, here), await _drafter(app_client, here)
    card = {"masukan": str(waiting[0]), "setelah": "0", "semula": "3"}
    await one.send(TRIAGE, {**card, "tindakan": f"dekat:{first.id}"})
    for late in (
        {"tindakan": f"dekat:{second.id}"},
        {"tindakan": "pecah", "new_name": "Baru"},
        {"tindakan": "luar_pokok", "why": "Soal lain."},
    ):
        page = await other.refused(TRIAGE, {**card, **late})
        assert "Orang lain sudah memutuskan" in page.text
        # The next one is on the table.
        assert page.value("masukan") == str(waiting[1])
    assert await ThemeMember.count().where(ThemeMember.input == waiting[0]) == 1

    gather = {"tindakan": "tambah", "to": str(second.id), "kembali": "belum-bertema"}
    page = await other.refused(
        f"{BOARD}/kumpulkan", {**gather, "pilih": [str(entry) for entry in waiting[:2]]}
    )
    assert "Orang lain sudah memutuskan" in page.text
    # What still waits stays ticked.
    assert [box.get("value") for box in page.all("input") if box.get("name") == "pilih"] == [
        str(waiting[1])
    ]
    assert await ThemeMember.count().where(ThemeMember.input == waiting[1]) == 0


async def test_notes_are_for_the_team_and_can_be_taken_back(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    theme = await _theme(here, "Antrean", "Satu.")
    drafter = await _drafter(app_client, here)

    await drafter.refused(f"{BOARD}/{theme.id}/catatan", {"note": " "})
    await drafter.send(f"{BOARD}/{theme.id}/catatan", {"note": "Tanya <b>bagian hukum</b>."})
    page = await drafter.read(f"{BOARD}/{theme.id}")
    assert "Tanya <b>bagian hukum</b>." in page.text

    act = await ThemeEvent.objects().order_by(ThemeEvent.at, ascending=False).first()
    assert act
    await drafter.send(f"{BOARD}/tindakan/{act.id}/batal", {"tema": str(theme.id)})
    assert "bagian hukum" not in (await drafter.read(f"{BOARD}/{theme.id}")).text


async def test_members_are_narrowed_and_sorted(app_client: AsyncClient) -> None:
    here = await make_consultation()
    unit = await find_clause(await make_draft(here))
    theme = await _theme(here, "Antrean", "Satu.", "Dua.", region="Bali")
    entry = await make_input(here, unit.id, "Tiga.", element=Element.MEDIA)
    await ThemeMember.insert(ThemeMember(theme=theme.id, input=entry.input, score=0.95))
    drafter = await _drafter(app_client, here)
    numbers = [f"CTH-0000{n}" for n in (3, 1, 2)]

    async def order(query: str) -> list[str]:
        page = await drafter.read(f"{BOARD}/{theme.id}{query}")
        return [e.get("id", "").removeprefix("masukan-") for e in page.classed("entry")]

    assert await order("") == numbers
    assert await order("?order=terlama") == sorted(numbers)
    assert await order("?order=terbaru") == sorted(numbers, reverse=True)
    assert await order("?element=media_massa") == ["CTH-00003"]
    assert await order(f"?unit={unit.identity}") == ["CTH-00003"]
    assert await order("?region=Bali&order=terlama") == ["CTH-00001", "CTH-00002"]
    assert await order("?element=x&region=y&channel=z&order=q") == numbers
    assert await order("?region=Aceh") == []


async def test_queue_is_read_card_by_card(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    theme = await _theme(here, "Antrean", "Sudah di tema.")
    said = [(await make_input(here, text=text)).input for text in ("A.", "B.", "C.", "D.")]
    drafter = await _drafter(app_client, here)

    page = await drafter.read(TRIAGE)
    assert "1 dari 4" in page.text
    # Without the worker nobody knows which themes are near, and the page does not claim to.
    assert "tema yang terdekat" not in page.text.partition("Tekan 1")[0]
    assert "pekerja analisis tidak menjawab" in page.text
    keep = {"setelah": "0", "semula": "4", "masukan": str(said[0])}
    following = await drafter.send(TRIAGE, {**keep, "tindakan": f"dekat:{theme.id}"})
    page = await drafter.read(following)
    assert "2 dari 4" in page.text
    assert page.value("masukan") == str(said[1])
    skip = next(link for link in page.links() if "setelah=3" in link)
    page = await drafter.read(skip)
    assert "3 dari 4" in page.text
    new = {**keep, "setelah": "3", "masukan": str(said[2]), "tindakan": "pecah", "new_name": ""}
    refused = await drafter.refused(TRIAGE, new)
    assert refused.value("masukan") == str(said[2])
    await drafter.send(TRIAGE, {**new, "new_name": "Baru"})
    aside = {**keep, "setelah": "3", "masukan": str(said[3]), "tindakan": "luar_pokok"}
    await drafter.send(TRIAGE, {**aside, "why": "Soal lain."})
    assert "Sampai di ujung antrean" in (await drafter.read(skip)).text

    last = await ThemeEvent.objects().order_by(ThemeEvent.at, ascending=False).first()
    assert last
    undo = {"terakhir": str(last.id), "setelah": "3", "semula": "4"}
    page = await drafter.read(await drafter.send(f"{TRIAGE}/batal", undo))
    assert page.value("masukan") == str(said[3])
    assert (await drafter.post(TRIAGE, {**keep, "tindakan": "lain"})).status_code == 404


async def test_lone_voices_are_read_apart_from_the_rest_of_the_queue(
    app_client: AsyncClient, database: Engine
) -> None:
    here = await make_consultation()
    await make_draft(here)
    theme = await _theme(here, "Antrean", "Sudah di tema.")
    await make_input(here, text="Banyak yang begini.")
    lone = [
        (await make_input(here, text=text, **facts)).input
        for text, facts in (
            ("Satu-satunya dari Aceh.", {"region": "Aceh"}),
            ("Jalur kursi roda.", {"vulnerable_group": VulnerableGroup.DISABILITY}),
        )
    ]
    drafter = await _drafter(app_client, here)
    board = await drafter.read(BOARD)
    assert f"{TRIAGE}?tunggal=true" in board.links()

    shown = await drafter.read(f"{WORK}/belum-bertema?tunggal=true")
    assert "2 masukan" in shown.text
    assert "Banyak yang begini." not in shown.text
    before = database.statements
    page = await drafter.read(f"{TRIAGE}?tunggal=true")
    assert database.statements - before <= 15
    assert "1 dari 2" in page.text
    assert page.value("masukan") == str(lone[0])
    assert page.value("tunggal") == "true"
    keep = {"setelah": "0", "semula": "2", "tunggal": "true", "masukan": str(lone[0])}
    following = await drafter.send(TRIAGE, {**keep, "tindakan": f"dekat:{theme.id}"})
    page = await drafter.read(following)
    assert page.value("masukan") == str(lone[1])
    await drafter.send(TRIAGE, {**keep, "masukan": str(lone[1]), "tindakan": f"dekat:{theme.id}"})
    assert "Semua suara tunggal sudah bertema" in (await drafter.read(following)).text


async def test_author_of_an_off_topic_input_reads_why(app_client: AsyncClient) -> None:
    here = await make_consultation()
    await make_draft(here)
    receipt = await make_input(here, text="Pajak kendaraan terlalu mahal.")
    drafter, guest = await _drafter(app_client, here), Visitor(app_client)
    form = {"pilih": [str(receipt.input)], "tindakan": "luar_pokok", "kembali": "belum-bertema"}

    await drafter.send(f"{BOARD}/kumpulkan", {**form, "why": "Ini urusan Samsat."})

    page = await guest.read(f"/tanda-terima/{receipt.token}")
    assert "Ini urusan Samsat." in page.text
    assert "Semua masukan sudah bertema" in (await drafter.read(f"{WORK}/belum-bertema")).text


@pytest.mark.parametrize("back", ["masukan", "belum-bertema"])
async def test_lists_gather_ticked_inputs(app_client: AsyncClient, back: str) -> None:
    here = await make_consultation()
    await make_draft(here)
    entry, other = await make_input(here), await make_input(here)
    drafter = await _drafter(app_client, here)
    form = {"pilih": [str(entry.input), str(other.input)], "kembali": back}

    assert "Untuk semua yang dicentang" in (await drafter.read(f"{WORK}/{back}")).text
    page = await drafter.refused(f"{BOARD}/kumpulkan", {**form, "tindakan": "terima"})
    assert "Beri tema baru ini nama." in page.text
    made = {**form, "tindakan": "terima", "new_name": "Baru"}
    led_to = await drafter.send(f"{BOARD}/kumpulkan", made)

    theme = await Theme.objects().first()
    assert theme
    assert led_to == f"{BOARD}/{theme.id}"
    assert {*await _inside(theme.id)} == {entry.input, other.input}


EMPTY = (BOARD, f"{WORK}/belum-bertema", TRIAGE, f"{BOARD}/peta", f"{WORK}/uji", f"{BOARD}/tabel")


async def test_pages_of_a_new_consultation_say_what_is_missing(app_client: AsyncClient) -> None:
    here = await make_consultation()
    drafter = await _drafter(app_client, here)
    for path in EMPTY[:4]:
        page = await drafter.read(path)
        assert "Belum ada masukan" in page.text, path
        assert "Semua masukan sudah bertema" not in page.text
    for path in EMPTY[4:]:
        assert BOARD in (await drafter.read(path)).links()
    assert "Baru ada 0 masukan" in (await drafter.read(EMPTY[4])).text

    await make_input(here, text="Loket jauh.")
    for path in EMPTY[:2]:
        assert f"{WORK}/analisis" in (await drafter.read(path)).links()[-40:], path
    page = await drafter.read(TRIAGE)
    assert "Analisis belum pernah dijalankan" in page.text
    # No theme to choose: none is offered, and no key for it is named.
    assert "Belum ada tema yang diterima" in page.text
    assert not [e for e in page.all("select") if e.get("id") == "to"]
    assert "Tekan 1 sampai 5" not in page.text

    run = AnalysisRun(consultation=here.id, status=RunStatus.DONE.value, step="", finished_at=now())
    await AnalysisRun.insert(run)
    assert "tidak menemukan masukan yang cukup serupa" in (await drafter.read(BOARD)).text
    assert "Analisis belum pernah dijalankan" not in (await drafter.read(EMPTY[1])).text


async def test_merging_says_what_it_does_in_english_too(app_client: AsyncClient) -> None:
    here = await make_consultation()
    theme, other = await _theme(here, "Antrean", "a"), await _theme(here, "Loket", "b")
    drafter = await _drafter(app_client, here)
    drafter.cookies[LANGUAGE_COOKIE] = "en"
    page = await drafter.read(f"{BOARD}/{theme.id}/gabung?dengan={other.id}")
    assert "Merge themes" in ["".join(e.itertext()).strip() for e in page.all("button")]


async def test_board_that_grew_shorter_shows_its_last_page(app_client: AsyncClient) -> None:
    here = await make_consultation()
    for name in ("Antrean", "Loket"):
        await _theme(here, name, "a")
    page = await (await _drafter(app_client, here)).read(f"{BOARD}?halaman=9")
    assert len(_rows(page)) == 2
    assert "1–2 dari 2" in page.text


async def test_gathering_nothing_leads_back_to_the_list(app_client: AsyncClient) -> None:
    here = await make_consultation()
    gather = {"tindakan": "terima", "new_name": "Baru", "kembali": "belum-bertema"}
    page = await (await _drafter(app_client, here)).refused(f"{BOARD}/kumpulkan", gather)
    assert "Centang paling sedikit satu masukan" in page.text
    assert "Kembali ke daftar" in page.text
    # Nothing to be done with nothing.
    assert not [e for e in page.all("button") if e.get("name") == "tindakan"]
    assert await Theme.count() == 0


async def test_opinion_page_without_statements_leads_to_them(app_client: AsyncClient) -> None:
    here = await make_consultation()
    page = await (await _drafter(app_client, here)).read(f"{WORK}/pernyataan/kelompok")
    assert "Belum ada pernyataan" in page.text
    assert f"{WORK}/pernyataan/suara.csv" not in page.links()
