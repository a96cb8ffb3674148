import asyncio
from uuid import UUID

import pytest
from httpx import AsyncClient

from consultations.errors import NotFound
from consultations.figures.precision import Verdict
from consultations.queries.spot_checks import theme_figures
from consultations.spot_checking import CheckClosed, draw, draw_spot_check, judge
from consultations.tables import (
    Account,
    AuditEntry,
    Consultation,
    SpotCheck,
    SpotCheckAnswer,
    SpotCheckItem,
)
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Role
from server.database import Engine
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input, move_input

CHECKS = "/kerja/contoh/uji"
FORM = {"way": "acak", "size": "30", "second": ""}


async def _themes(consultation: Consultation, sizes: tuple[int, ...] = (25, 15)) -> list[UUID]:
    await make_draft(consultation)
    made = []
    for place, size in enumerate(sizes):
        entries = [(await make_input(consultation)).input for _ in range(size)]
        theme = await accept_theme(
            consultation=consultation.id,
            name=f"Tema {place}",
            placements=[Placement(entry, 0.73) for entry in entries],
            run=UUID(int=1),
            by=None,
        )
        made.append(theme.id)
    return made


async def _person(client: AsyncClient, consultation: Consultation) -> tuple[Account, Visitor]:
    account = await make_account(Role.DRAFTER, consultation.id)
    return account, await Visitor(client).sign_in(account.id)


async def _answer_all(check: UUID, account: UUID, verdict: Verdict = Verdict.FITS) -> None:
    for row in await SpotCheckItem.select(SpotCheckItem.id).where(
        SpotCheckItem.spot_check == check
    ):
        await judge(item=row["id"], account=account, verdict=verdict)


async def test_two_people_read_blind_and_the_figures_come_out_at_the_end(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    await _themes(consultation)
    first, drafter = await _person(app_client, consultation)
    second, other = await _person(app_client, consultation)
    form = {**FORM, "first": str(first.id), "second": str(second.id)}
    check = await drafter.send(CHECKS, form)
    key = UUID(check.rpartition("/")[2])

    reading = await drafter.read(f"{check}/baca")
    assert "73" not in reading.text.split()
    assert "Nomor 1 dari 30" in reading.text
    answer = {"item": reading.value("item"), "verdict": "ragu"}
    assert await drafter.send(f"{check}/baca", answer) == f"{check}/baca"
    assert "Nomor 2 dari 30" in (await drafter.read(f"{check}/baca")).text
    assert "Jawaban Anda sebelumnya: Ragu" in (await drafter.read(f"{check}/baca?nomor=1")).text
    # The other reads the same placement and learns nothing of the answer.
    seen = await other.read(f"{check}/baca")
    assert seen.value("item") == answer["item"]
    assert "Jawaban Anda sebelumnya" not in seen.text
    await other.send(f"{check}/baca", {**answer, "verdict": "cocok"})

    await _answer_all(key, first.id)
    await _answer_all(key, second.id)
    last = await drafter.read(f"{check}/baca?nomor=30")
    end = {"item": last.value("item"), "verdict": "tidak_cocok"}
    assert await drafter.send(f"{check}/baca", end) == check
    open_page = await drafter.read(check)
    assert "Hasil" not in [heading.strip() for heading in open_page.text.split("\n")]
    assert "Ketepatan keseluruhan" not in open_page.text
    await drafter.send(f"{check}/tutup", {})
    closed = await drafter.read(check)
    assert "Ketepatan keseluruhan" in closed.text
    assert "98" in closed.text  # 29.5 of 30
    assert "belum cukup" in closed.text  # neither theme alone has thirty
    assert (await drafter.post(f"{check}/baca", end)).status_code == 409
    actions = await AuditEntry.select(AuditEntry.action).where(
        AuditEntry.action.like("spot_check.%")
    )
    assert sorted(row["action"] for row in actions) == ["spot_check.closed", "spot_check.drawn"]


async def test_who_is_no_reader_may_not_answer(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await _themes(consultation)
    first, drafter = await _person(app_client, consultation)
    check = await drafter.send(CHECKS, {**FORM, "first": str(first.id)})
    item = (await drafter.read(f"{check}/baca")).value("item")
    _, stranger = await _person(app_client, consultation)
    await stranger.read(f"{check}/baca", status=404)
    answer = await stranger.post(f"{check}/baca", {"item": item, "verdict": "cocok"})
    assert answer.status_code == 404
    assert (await drafter.post(f"{check}/baca", {"item": item, "verdict": "x"})).status_code == 404
    await drafter.read(f"{check}/baca?nomor=99", status=404)


async def test_bad_draws_are_refused_with_their_reasons(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    first, drafter = await _person(app_client, consultation)
    small = await drafter.refused(CHECKS, {**FORM, "first": str(first.id)})
    assert "paling sedikit 30" in small.text
    wrong = {"way": "acak", "size": "banyak", "first": str(first.id), "second": str(first.id)}
    page = await drafter.refused(CHECKS, wrong)
    assert "Antara 30 dan 2.000." in page.text
    assert "Pilih orang lain" in page.text
    assert await SpotCheck.count() == 0


async def test_theme_figure_is_that_of_the_latest_closed_check(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    theme, _ = await _themes(consultation, (40, 31))
    account, drafter = await _person(app_client, consultation)
    for verdict in (Verdict.FITS_NOT, Verdict.FITS, None):
        check = await draw_spot_check(
            consultation=consultation.id, size=70, layered=True, readers=[account.id], by=None
        )
        if verdict:
            await _answer_all(check.id, account.id, verdict)
            await drafter.send(f"{CHECKS}/{check.id}/tutup", {})
    figure = (await theme_figures(consultation.id))[theme]
    assert (figure.share.answers, figure.share.share) == (39, 1.0)
    before = database.statements
    page = await drafter.read(CHECKS)
    assert database.statements - before == 12
    assert "39 jawaban" in page.text
    await drafter.read(f"{CHECKS}/{check.id}")
    # Wherever the theme is used its figure stands in words, with the interval.
    for used in ("tema", f"tema/{theme}", f"tema/{theme}/keputusan"):
        shown = await drafter.read(f"/kerja/contoh/{used}")
        assert "100% penempatan mesin tepat (antara 91% dan 100%)" in shown.text


async def test_unchecked_theme_says_so_where_it_is_used(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    theme, _ = await _themes(consultation, (2, 1))
    _, drafter = await _person(app_client, consultation)
    for used in ("tema", f"tema/{theme}", f"tema/{theme}/keputusan"):
        assert "belum diperiksa" in (await drafter.read(f"/kerja/contoh/{used}")).text


async def test_only_the_machines_placements_are_drawn_and_each_once(database: Engine) -> None:
    consultation = await make_consultation()
    theme, _ = await _themes(consultation, (30, 30))
    account = await make_account(Role.DRAFTER, consultation.id)
    own = (await make_input(consultation)).input
    await move_input(entry=own, to=theme, away_from=None, by=account.id)
    row = await draw_spot_check(
        consultation=consultation.id,
        size=2000,
        layered=False,
        readers=[account.id],
        seed=3,
        by=None,
    )
    items = await SpotCheckItem.select(SpotCheckItem.input).where(
        SpotCheckItem.spot_check == row.id
    )
    assert len({item["input"] for item in items}) == len(items) == row.placements == 60
    assert own not in {item["input"] for item in items}


async def test_answers_given_at_once_are_one_answer(database: Engine) -> None:
    consultation = await make_consultation()
    await _themes(consultation)
    account = await make_account(Role.DRAFTER, consultation.id)
    row = await draw_spot_check(
        consultation=consultation.id, size=30, layered=False, readers=[account.id], by=None
    )
    item = (await SpotCheckItem.select(SpotCheckItem.id).where(SpotCheckItem.position == 1))[0][
        "id"
    ]
    await asyncio.gather(
        *(judge(item=item, account=account.id, verdict=verdict) for verdict in Verdict)
    )
    assert await SpotCheckAnswer.count() == 1
    with pytest.raises(NotFound):
        await judge(item=item, account=row.id, verdict=Verdict.FITS)
    await SpotCheck.update({SpotCheck.closed_at: row.drawn_at}).where(SpotCheck.id == row.id)
    with pytest.raises(CheckClosed):
        await judge(item=item, account=account.id, verdict=Verdict.FITS)


def test_the_seed_draws_the_same_and_layers_share_evenly() -> None:
    themes = {UUID(int=t): [UUID(int=100 * t + n) for n in range(t * 10)] for t in (1, 3, 9)}
    assert draw(themes, 60, 5, layered=True) == draw(themes, 60, 5, layered=True)
    assert draw(themes, 60, 5, layered=True) != draw(themes, 60, 6, layered=True)
    layered = draw(themes, 60, 5, layered=True)
    assert [sum(theme.int == t for theme, _, _ in layered) for t in (1, 3, 9)] == [10, 25, 25]
    assert {among for theme, _, among in layered if theme.int == 9} == {90}
    simple = draw(themes, 60, 5, layered=False)
    assert len(set(simple)) == 60
    assert draw(themes, 999, 5, layered=False) != sorted(draw(themes, 999, 5, layered=False))
