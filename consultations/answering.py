"""Decide on a theme, say why, and answer everyone in it."""

from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.revisions import touch
from consultations.tables import Disposition, Reply, Theme
from consultations.transactions import transaction
from consultations.vocabulary import Decision


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
        disposition = await _decide(theme, answer, version, by)
        await _reply(disposition.id, answer.reply, by, publish=publish)
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


async def _decide(theme: UUID, answer: Answer, version: int, by: UUID | None) -> Disposition:
    disposition = await Disposition.objects().get(Disposition.theme == theme)
    if (disposition.version if disposition else 0) != version:
        raise Stale
    disposition = disposition or Disposition(theme=theme)
    disposition.decision = answer.decision.value
    disposition.reason = answer.reason
    disposition.version = version + 1
    disposition.decided_at, disposition.decided_by = now(), by
    await disposition.save()
    return disposition


async def _reply(disposition: UUID, text: str, by: UUID | None, *, publish: bool) -> None:
    reply = await Reply.objects().get(Reply.disposition == disposition)
    reply = reply or Reply(disposition=disposition)
    reply.text = text
    if publish and reply.published_at is None:
        reply.published_at, reply.published_by = now(), by
    await reply.save()
