"""Decide on a theme, say why, and answer everyone in it."""

from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.news import report_news
from consultations.revisions import touch
from consultations.tables import Disposition, Reply, Theme
from consultations.transactions import transaction
from consultations.vocabulary import Decision, NewsKind


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision, the reason for it, and the words to the authors."""

    decision: Decision
    reason: str
    reply: str


async def answer_theme(
    *, theme: UUID, answer: Answer, version: int, publish: bool, by: UUID | None
) -> Disposition:
    """Write or change the one disposition of a theme; every member input inherits it.

    ``version`` is the disposition's version as read, 0 for none yet; ``Stale`` when somebody
    decided meanwhile. With ``publish`` the reply becomes public; one already public stays so.
    """
    async with transaction():
        row = await Theme.objects().get(Theme.id == theme)
        if row is None:
            raise NotFound
        disposition, changed = await _decide(theme, answer, version, by)
        reply, fresh = await _reply(disposition.id, answer.reply, by, publish=publish)
        if fresh or (reply.published_at is not None and changed):
            # Not at every edit: authors and followers hear of a decision, not of a comma.
            await report_news(
                consultation=row.consultation,
                kind=NewsKind.REPLY_PUBLISHED,
                subject=reply.id,
                key=f"{reply.id}:{disposition.version}",
            )
        await audit.record(
            "theme.answered",
            disposition,
            by=by,
            consultation=row.consultation,
            decision=answer.decision.value,
            published=publish,
        )
        await touch(row.consultation)
    return disposition


async def _decide(
    theme: UUID, answer: Answer, version: int, by: UUID | None
) -> tuple[Disposition, bool]:
    disposition = await Disposition.objects().get(Disposition.theme == theme)
    if (disposition.version if disposition else 0) != version:
        raise Stale
    disposition = disposition or Disposition(theme=theme)
    changed = disposition.decision != answer.decision.value
    disposition.decision = answer.decision.value
    disposition.reason = answer.reason
    disposition.version = version + 1
    disposition.decided_at, disposition.decided_by = now(), by
    await disposition.save()
    return disposition, changed


async def _reply(
    disposition: UUID, text: str, by: UUID | None, *, publish: bool
) -> tuple[Reply, bool]:
    reply = await Reply.objects().get(Reply.disposition == disposition)
    reply = reply or Reply(disposition=disposition)
    reply.text = text
    fresh = publish and reply.published_at is None
    if fresh:
        reply.published_at, reply.published_by = now(), by
    await reply.save()
    return reply, fresh
