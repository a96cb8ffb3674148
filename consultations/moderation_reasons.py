"""The reasons moderators give: a list of each consultation's own, with defaults to begin from."""

from uuid import UUID, uuid5

from consultations import audit
from consultations.errors import NotFound, Refusal
from consultations.revisions import touch
from consultations.tables import ModerationReason
from consultations.transactions import transaction
from consultations.versioned import store
from consultations.vocabulary import N_

DEFAULTS = (
    ("Memuat data pribadi", "Contains personal data"),
    ("Menghina, mengancam, atau menyerang pribadi", "Insults, threatens or attacks a person"),
    ("Ujaran kebencian atau diskriminasi", "Hate speech or discrimination"),
    ("Iklan, penipuan, atau kiriman sampah", "Advertising, fraud or spam"),
    ("Tidak menyangkut konsultasi ini", "Not about this consultation"),
    (
        "Memuat informasi rahasia atau melanggar hukum",
        "Contains confidential information or breaks the law",
    ),
    ("Alasan lain, dijelaskan kepada pengirim", "Another reason, explained to its author"),
)


class LastReason(Refusal):
    """A consultation without a reason could not be moderated."""

    message = N_("Paling sedikit satu alasan harus tetap ditawarkan.")


def default_reasons(consultation: UUID) -> list[ModerationReason]:
    """The reasons a consultation has until somebody changes them; their ids never differ."""
    return [
        ModerationReason(
            id=uuid5(consultation, f"alasan-{place}"),
            consultation=consultation,
            position=place,
            text=text,
            text_en=text_en,
        )
        for place, (text, text_en) in enumerate(DEFAULTS)
    ]


async def require_reason(consultation: UUID, reason: UUID | None) -> UUID:
    """The reason's id, once it is sure that it may be given here. Call inside a transaction."""
    await _settle(consultation)
    if reason is None or not await ModerationReason.exists().where(
        (ModerationReason.id == reason)
        & (ModerationReason.consultation == consultation)
        & ModerationReason.offered.eq(value=True)
    ):
        raise NotFound
    return reason


async def add_reason(*, consultation: UUID, text: str, text_en: str, by: UUID | None) -> None:
    """Offer one more reason, after the others."""
    async with transaction():
        await _settle(consultation)
        last = await ModerationReason.count().where(ModerationReason.consultation == consultation)
        reason = ModerationReason(
            consultation=consultation, position=last, text=text, text_en=text_en
        )
        await ModerationReason.insert(reason)
        await audit.record("moderation_reason.added", reason, by=by, consultation=consultation)


async def change_reason(
    *,
    consultation: UUID,
    reason: UUID,
    version: int,
    text: str,
    text_en: str,
    offered: bool,
    by: UUID | None,
) -> None:
    """Word a reason anew, or offer it no longer; raises ``Stale``, ``LastReason``, ``NotFound``."""
    async with transaction():
        await _settle(consultation)
        row = await ModerationReason.objects().get(
            (ModerationReason.id == reason) & (ModerationReason.consultation == consultation)
        )
        if row is None:
            raise NotFound
        others = await ModerationReason.count().where(
            (ModerationReason.consultation == consultation)
            & ModerationReason.offered.eq(value=True)
            & (ModerationReason.id != reason)
        )
        if not offered and not others:
            raise LastReason
        await store(row, {"text": text, "text_en": text_en, "offered": offered}, version)
        await audit.record("moderation_reason.changed", row, by=by, consultation=consultation)
        await touch(consultation)


async def _settle(consultation: UUID) -> None:
    """Make rows of the defaults where a consultation has no reason of its own yet."""
    if not await ModerationReason.exists().where(ModerationReason.consultation == consultation):
        await ModerationReason.insert(*default_reasons(consultation)).on_conflict(
            target=ModerationReason.id, action="DO NOTHING"
        )
