"""Reports what happens in a consultation (kabar), inside the transaction it happens in."""

from datetime import timedelta
from uuid import UUID

from consultations.clock import now
from consultations.tables import NewsItem, Phase
from consultations.transactions import transaction
from consultations.vocabulary import NewsKind

OPENS_SOON = timedelta(days=3)
CLOSES_SOON = timedelta(days=3)
# An opening that nobody was told of for so long (mail was off, the worker down) is old news.
STILL_NEWS = timedelta(days=2)


async def report_news(
    *,
    consultation: UUID,
    kind: NewsKind,
    subject: UUID,
    key: str | None = None,
    authors_told: bool = False,
) -> None:
    """Note that something happened; the same ``kind`` and ``key`` (or subject) is noted once.

    With ``authors_told`` the authors it concerns are written to otherwise.
    """
    await NewsItem.insert(
        NewsItem(
            consultation=consultation,
            kind=kind.value,
            subject=subject,
            key=f"{kind.value}:{key or subject}",
            at=now(),
            authors_told_at=now() if authors_told else None,
        )
    ).on_conflict(target=NewsItem.key, action="DO NOTHING")


async def report_windows() -> None:
    """Note the input windows that the clock has opened, and those it opens or closes soon."""
    moment = now()
    phases = await Phase.select(Phase.id, Phase.consultation, Phase.starts_at, Phase.ends_at).where(
        Phase.accepts_input.eq(value=True)
        & Phase.consultation.announced_at.is_not_null()
        & (Phase.starts_at <= moment + OPENS_SOON)
        & (Phase.ends_at > moment)
    )
    for row in phases:
        if row["starts_at"] > moment:
            await _report_window(row, NewsKind.INPUT_OPENS, row["starts_at"].isoformat())
            continue
        if row["starts_at"] > moment - STILL_NEWS:
            await _report_window(row, NewsKind.INPUT_OPENED, row["starts_at"].isoformat())
        if row["ends_at"] <= moment + CLOSES_SOON:
            await _report_window(row, NewsKind.INPUT_CLOSES, row["ends_at"].isoformat())


async def _report_window(row: dict[str, UUID], kind: NewsKind, date: object) -> None:
    async with transaction():
        await report_news(
            consultation=row["consultation"],
            kind=kind,
            subject=row["id"],
            # With the date, so that a window that is moved is news again.
            key=f"{row['id']}:{date}",
        )
