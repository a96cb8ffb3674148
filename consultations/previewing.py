"""Secret links that show a version before it is published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Published
from consultations.tables import DraftVersion, PreviewLink, WorkingCopy
from consultations.tokens import new_token, token_hash
from consultations.transactions import transaction
from consultations.working_units import WorkingUnit, loaded

LONGEST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An unpublished version as the holder of a link may read it.

    ``published_as`` is the version's number once it is public; ``units`` are then left out.
    """

    slug: str
    title: str
    number: int
    expires_at: datetime
    published_as: int | None
    units: tuple[WorkingUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLinkFacts:
    """A link that still works."""

    id: UUID
    made_at: datetime
    expires_at: datetime


async def make_preview_link(*, version: UUID, days: int, by: UUID | None) -> str:
    """A token that shows the version for so many days; only its hash is kept."""
    token = new_token()
    async with transaction():
        draft = await DraftVersion.objects().get(DraftVersion.id == version)
        if draft is None:
            raise NotFound
        if draft.published_at is not None:
            raise Published
        link = PreviewLink(
            version=version,
            token_hash=token_hash(token),
            made_at=now(),
            made_by=by,
            expires_at=now() + timedelta(days=max(1, min(days, LONGEST_DAYS))),
        )
        await PreviewLink.insert(link)
        await audit.record("preview.made", link, by=by, consultation=draft.consultation)
    return token


async def revoke_preview_link(*, version: UUID, link: UUID, by: UUID | None) -> None:
    """Make a link useless at once; revoking it again changes nothing."""
    async with transaction():
        found = await PreviewLink.objects(PreviewLink.version).get(
            (PreviewLink.id == link) & (PreviewLink.version == version)
        )
        if found is None:
            raise NotFound
        if found.revoked_at is None:
            found.revoked_at = now()
            await found.save([PreviewLink.revoked_at])
            place = found.version.consultation
            await audit.record("preview.revoked", found, by=by, consultation=place)


async def preview_links_of(version: UUID) -> list[PreviewLinkFacts]:
    """The links that work now, the newest first."""
    rows = (
        await PreviewLink.select(PreviewLink.id, PreviewLink.made_at, PreviewLink.expires_at)
        .where(
            (PreviewLink.version == version)
            & PreviewLink.revoked_at.is_null()
            & (PreviewLink.expires_at > now())
        )
        .order_by(PreviewLink.made_at, ascending=False)
    )
    return [PreviewLinkFacts(**row) for row in rows]


async def read_preview(token: str) -> Preview:
    """What a token shows; ``NotFound`` when it is unknown, expired or revoked."""
    version: Any = PreviewLink.version
    row = (
        await PreviewLink.select(
            PreviewLink.expires_at,
            version.id,
            version.title,
            version.number,
            version.published_at,
            version.consultation.slug,
        )
        .where(
            (PreviewLink.token_hash == token_hash(token))
            & PreviewLink.revoked_at.is_null()
            & (PreviewLink.expires_at > now())
        )
        .first()
    )
    if row is None:
        raise NotFound
    copy = await WorkingCopy.objects().get(WorkingCopy.version == row["version.id"])
    return Preview(
        slug=row["version.consultation.slug"],
        title=row["version.title"],
        number=row["version.number"],
        expires_at=row["expires_at"],
        published_as=row["version.number"] if row["version.published_at"] else None,
        units=tuple(loaded(copy.units)) if copy else (),
    )
