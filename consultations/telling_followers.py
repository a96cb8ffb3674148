"""Writes to followers what is new: at once, or gathered into a daily or weekly digest."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from piccolo.query.functions import Max

from consultations.clock import now
from consultations.following import next_digest
from consultations.mailing import LetterKind, mail_is_on, queue_letter
from consultations.tables import Follow, Input, NewsItem, RoleGrant
from consultations.transactions import transaction
from consultations.vocabulary import Frequency, Role

# News is told when it is this old: by then every transaction that was writing news of an earlier
# moment has ended, so that none is passed over, and what happens together is told together.
SETTLES_IN = timedelta(minutes=2)
# Older news is no longer told, for instance after months without a mail server.
OLDEST_NEWS = timedelta(days=14)
BATCH = 200


async def write_to_followers() -> int:
    """Queue every letter to followers that is due; returns how many.

    A follower's letter and the mark up to where they were told are one transaction: a worker
    that is killed in the middle has either told them or not begun.
    """
    if not mail_is_on():
        return 0
    moment = now()
    until = moment - SETTLES_IN
    written = 0
    for due in (await _waiting_for_news(until), await _waiting_for_digest(moment)):
        for start in range(0, len(due), BATCH):
            async with transaction():
                for row in due[start : start + BATCH]:
                    written += await _write(row, moment, until)
    return written


async def _waiting_for_news(until: datetime) -> list[dict[str, Any]]:
    latest = (
        await NewsItem.select(NewsItem.consultation, Max(NewsItem.at))
        .where((NewsItem.at <= until) & (NewsItem.at > until - OLDEST_NEWS))
        .group_by(NewsItem.consultation)
    )
    found: list[dict[str, Any]] = []
    for news in latest:
        found += await _followers().where(
            (Follow.consultation == news["consultation"])
            & (Follow.frequency == Frequency.AT_ONCE.value)
            & (Follow.told_until < _moment(news["max"]))
        )
    return found


async def _waiting_for_digest(moment: datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await _followers().where(
        Follow.frequency.is_in([Frequency.DAILY.value, Frequency.WEEKLY.value])
        & (Follow.next_at <= moment)
    )
    return rows


def _followers() -> Any:
    return Follow.select(
        *Follow.all_columns(),
        Follow.consultation.zone,
        Follow.account.email,
        Follow.account.active,
    ).where(Follow.confirmed_at.is_not_null() & Follow.consultation.announced_at.is_not_null())


async def _write(row: dict[str, Any], moment: datetime, until: datetime) -> int:
    frequency = Frequency(row["frequency"])
    taken = (
        await Follow.update(
            {
                Follow.told_until: max(until, row["told_until"]),
                Follow.next_at: next_digest(frequency, row["consultation.zone"], moment),
                Follow.letters: Follow.letters + 1,
            }
        )
        .where((Follow.id == row["id"]) & (Follow.letters == row["letters"]))
        .returning(Follow.id)
    )
    recipient = _recipient(row)
    if not taken or not recipient:
        return 0
    since = max(row["told_until"], until - OLDEST_NEWS)
    news = await _news_between(row["consultation"], since, until)
    inputs = 0
    if row["count_inputs"] and frequency is not Frequency.AT_ONCE:
        inputs = await _inputs_between(row, since, until)
    if not news and not inputs:
        return 0
    await queue_letter(
        kind=LetterKind.NEWS,
        recipient=recipient,
        locale=row["locale"],
        about=row["id"],
        key=f"{row['id']}:{row['letters']}",
        lasts=OLDEST_NEWS,
        facts={"news": [str(item) for item in news], "inputs": inputs},
    )
    return 1


def _recipient(row: dict[str, Any]) -> str | None:
    if row["account"] is None:
        return str(row["email"])
    return str(row["account.email"]) if row["account.active"] else None


async def _news_between(consultation: UUID, since: datetime, until: datetime) -> list[UUID]:
    rows = (
        await NewsItem.select(NewsItem.id)
        .where(
            (NewsItem.consultation == consultation) & (NewsItem.at > since) & (NewsItem.at <= until)
        )
        .order_by(NewsItem.at)
    )
    return [row["id"] for row in rows]


async def _inputs_between(row: dict[str, Any], since: datetime, until: datetime) -> int:
    # The role is looked at now: whoever has left the team is told no numbers.
    on_team = await RoleGrant.exists().where(
        (RoleGrant.account == row["account"])
        & RoleGrant.role.is_in([Role.ADMINISTRATOR.value, Role.DRAFTER.value])
        & (RoleGrant.consultation.is_null() | (RoleGrant.consultation == row["consultation"]))
    )
    if not on_team:
        return 0
    count: int = await Input.count().where(
        (Input.consultation == row["consultation"])
        & (Input.received_at > since)
        & (Input.received_at <= until)
    )
    return count


def _moment(value: datetime | str) -> datetime:
    # SQLite's aggregates give text back.
    return datetime.fromisoformat(value) if isinstance(value, str) else value
