"""What happened in a consultation, as followers and feed readers are told it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import DraftVersion, NewsItem, Phase, Reply, Session
from consultations.vocabulary import Decision, NewsKind, SessionKind

FEED_LENGTH = 50
# Which moment of an input window a piece of news tells.
_WINDOWS = {
    NewsKind.INPUT_OPENS.value: "starts_at",
    NewsKind.INPUT_OPENED.value: "ends_at",
    NewsKind.INPUT_CLOSES.value: "ends_at",
}
_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFacts:
    """One piece of news. ``name`` is what it is about; which other facts it has depends on it."""

    id: UUID
    kind: NewsKind
    at: datetime
    path: str
    name: str = ""
    number: int = 0
    place: str = ""
    session_kind: SessionKind | None = None
    decision: Decision | None = None
    moment: datetime | None = None


async def latest_news(consultation: UUID, slug: str) -> list[NewsFacts]:
    """The newest news of a consultation, newest first."""
    rows = (
        await NewsItem.select()
        .where(NewsItem.consultation == consultation)
        .order_by(NewsItem.at, ascending=False)
        .limit(FEED_LENGTH)
    )
    return await _with_facts(rows, slug)


async def news_with(ids: list[UUID], slug: str) -> list[NewsFacts]:
    """These pieces of news, oldest first."""
    rows = await NewsItem.select().where(NewsItem.id.is_in(ids or [None])).order_by(NewsItem.at)
    return await _with_facts(rows, slug)


async def _with_facts(rows: list[dict[str, Any]], slug: str) -> list[NewsFacts]:
    base = f"/konsultasi/{slug}"
    subjects = {kind: [r["subject"] for r in rows if r["kind"] == kind] for kind in NewsKind}
    facts = {
        **await _drafts(subjects[NewsKind.DRAFT_PUBLISHED], base),
        **await _sessions(subjects[NewsKind.SESSION_ANNOUNCED], base),
        **await _replies(subjects[NewsKind.REPLY_PUBLISHED], base),
        **await _phases([row for row in rows if row["kind"] in _WINDOWS], base),
    }
    # What has been taken back since has no facts, and is no news any more.
    return [
        NewsFacts(id=row["id"], kind=NewsKind(row["kind"]), at=row["at"], **facts[_subject(row)])
        for row in rows
        if _subject(row) in facts
    ]


def _subject(row: dict[str, Any]) -> UUID:
    # A window is told of several times, each time with another moment of it.
    subject: UUID = row["id"] if row["kind"] in _WINDOWS else row["subject"]
    return subject


async def _drafts(ids: list[UUID], base: str) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await DraftVersion.select(
        DraftVersion.id, DraftVersion.number, DraftVersion.title
    ).where(DraftVersion.id.is_in(ids) & DraftVersion.published_at.is_not_null())
    return {
        row["id"]: {
            "name": row["title"],
            "number": row["number"],
            "path": f"{base}/rancangan/{row['number']}",
        }
        for row in rows
    }


async def _sessions(ids: list[UUID], base: str) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await Session.select().where(Session.id.is_in(ids))
    return {
        row["id"]: {
            "name": row["title"],
            "session_kind": SessionKind(row["kind"]),
            "place": row["place"],
            "moment": row["starts_at"],
            "path": f"{base}/sesi/{row['id']}",
        }
        for row in rows
    }


async def _replies(ids: list[UUID], base: str) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await Reply.select(Reply.id, _THEME.name, Reply.disposition.decision).where(
        Reply.id.is_in(ids) & Reply.published_at.is_not_null()
    )
    return {
        row["id"]: {
            "name": row["disposition.theme.name"],
            "decision": Decision(row["disposition.decision"]),
            "path": f"{base}/hasil",
        }
        for row in rows
    }


async def _phases(news: list[dict[str, Any]], base: str) -> dict[UUID, dict[str, Any]]:
    if not news:
        return {}
    rows = await Phase.select(Phase.id, Phase.starts_at, Phase.ends_at).where(
        Phase.id.is_in([row["subject"] for row in news])
    )
    phases = {row["id"]: row for row in rows}
    return {
        row["id"]: {"moment": phases[row["subject"]][_WINDOWS[row["kind"]]], "path": base}
        for row in news
        if row["subject"] in phases
    }
