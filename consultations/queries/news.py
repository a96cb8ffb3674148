"""What happened in a consultation, as followers and feed readers are told it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import DraftVersion, NewsItem, Phase, Reply, Session
from consultations.vocabulary import Decision, NewsKind, SessionKind

FEED_LENGTH = 50
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
        **await _phases(subjects[NewsKind.INPUT_OPENED] + subjects[NewsKind.INPUT_CLOSES], base),
    }
    # What has been taken back since has no facts, and is no news any more.
    return [
        NewsFacts(id=row["id"], kind=NewsKind(row["kind"]), at=row["at"], **facts[row["subject"]])
        for row in rows
        if row["subject"] in facts
    ]


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


async def _phases(ids: list[UUID], base: str) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    rows = await Phase.select(Phase.id, Phase.ends_at).where(Phase.id.is_in(ids))
    return {row["id"]: {"moment": row["ends_at"], "path": base} for row in rows}
