"""The input window opens and closes by the clock, and a form opened in time is still accepted."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient

from consultations.clock import clock_moved, now
from consultations.tables import Consultation, Input, Phase
from server.security.submission_keys import issue_key, opened_at, secret_in, use_secret
from tests.client import Visitor
from tests.factories import make_consultation, make_draft
from tests.server.test_public_pages import FORM, UNIT

FRONT = "/konsultasi/contoh"


async def _closing_in(left: timedelta) -> Consultation:
    consultation = await make_consultation()
    await make_draft(consultation)
    await Phase.update({Phase.ends_at: now() + left}).where(
        (Phase.consultation == consultation.id) & Phase.accepts_input.eq(value=True)
    )
    return consultation


async def test_window_opens_and_closes_by_the_clock(guest: Visitor) -> None:
    await _closing_in(timedelta(days=3))
    assert guest.client
    await guest.send(UNIT, {**FORM, "key": issue_key()})
    for move, words in (
        (timedelta(days=-60), "Masukan dibuka mulai"),
        (timedelta(days=4), "Masa penyampaian masukan ditutup"),
    ):
        with clock_moved(move):
            assert words in (await guest.read(FRONT)).text
            page = await guest.read(UNIT)
            assert words in page.text
            assert not page.classed("form")
            refused = await guest.refused(UNIT, {**FORM, "key": issue_key()})
            assert "sedang tidak dibuka" in refused.text
            assert FORM["text"] in refused.value("text")
    assert await Input.count() == 1


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=8), ""),
        (timedelta(days=2, hours=5), "tinggal 2 hari"),
        (timedelta(hours=23, minutes=59), "tinggal 23 jam"),
        (timedelta(minutes=59), "tinggal 58 menit"),
        (timedelta(seconds=50), "tinggal kurang dari 1 menit"),
    ],
)
async def test_time_left_is_told_near_the_end_only(
    guest: Visitor, left: timedelta, words: str
) -> None:
    await _closing_in(left)
    for path in (FRONT, "/konsultasi/contoh/rancangan/1", UNIT):
        text = (await guest.read(path)).text
        assert re.search(r"sampai \d+ \w+ \d{4}, \d\d\.\d\d WIB", text)
        assert re.findall(r"tinggal [\w ]+?(?:hari|jam|menit)", text) == [words] * bool(words)
    guest.cookies["bahasa"] = "en"
    assert ("left" in (await guest.read(FRONT)).text) == bool(words)


async def test_form_opened_in_time_is_accepted_within_the_grace(guest: Visitor) -> None:
    await _closing_in(timedelta(minutes=30))
    key = (await guest.read(UNIT)).value("key")
    with clock_moved(timedelta(minutes=44)):
        assert "masih diterima 15 menit" in (await guest.read(FRONT)).text
        errors = await guest.refused(UNIT, {**FORM, "key": key, "text": ""})
        assert errors.value("key") == key
        await guest.send(UNIT, {**FORM, "key": key})
    with clock_moved(timedelta(minutes=46)):
        await guest.refused(UNIT, {**FORM, "key": key, "text": "Terlambat."})
    assert await Input.count() == 1


async def test_grace_needs_a_key_of_ours_from_before_the_closing(guest: Visitor) -> None:
    await _closing_in(timedelta(minutes=30))
    real = (await guest.read(UNIT)).value("key")
    name, moment, signature = real.rsplit(".", 2)
    with clock_moved(timedelta(minutes=31)):
        for key in (
            "",
            "kunci-karangan",
            f"{name}.{int(moment) - 60}.{signature}",
            f"{name}x.{moment}.{signature}",
            "é.1.ü",
            issue_key(),
        ):
            await guest.refused(UNIT, {**FORM, "key": key})
        await guest.send(UNIT, {**FORM, "key": real})


async def test_grace_is_the_consultations_own(guest: Visitor) -> None:
    consultation = await _closing_in(timedelta(minutes=30))
    await Consultation.update({Consultation.grace_minutes: 0}).where(
        Consultation.id == consultation.id
    )
    key = (await guest.read(UNIT)).value("key")
    with clock_moved(timedelta(minutes=31)):
        await guest.refused(UNIT, {**FORM, "key": key})


async def test_reused_page_gives_each_reader_a_key_of_its_own_time(guest: Visitor) -> None:
    await _closing_in(timedelta(days=3))
    keys = [(await guest.read(UNIT)).value("key") for _ in range(2)]
    assert keys[0] != keys[1]
    for key in keys:
        shown = opened_at(key)
        assert shown is not None
        assert timedelta() <= now() - shown < timedelta(seconds=25)
    with clock_moved(timedelta(minutes=5)):
        later = opened_at((await guest.read(UNIT)).value("key"))
        assert later is not None
        assert later - shown >= timedelta(minutes=4)


def test_secret_is_kept_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    secret = secret_in(tmp_path / "data")
    assert len(secret) == 32
    assert secret_in(tmp_path / "data") == secret
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "data").iterdir()] == ["secret"]


def test_key_of_another_installation_tells_nothing() -> None:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    use_secret(b"a" * 32)
    key = issue_key(moment)
    assert opened_at(key) == moment
    use_secret(b"b" * 32)
    assert opened_at(key) is None


async def test_reuse_never_shows_a_form_beyond_the_closing(app_client: AsyncClient) -> None:
    consultation = await _closing_in(timedelta(days=3))
    guest = Visitor(app_client)
    assert (await guest.read(UNIT)).classed("form")
    # Nothing was written since, only the clock went on.
    with clock_moved(timedelta(days=3, seconds=11)):
        assert not (await guest.read(UNIT)).classed("form")
    assert consultation.id
