"""Decide on a theme, say why, and answer everyone in it, in one act."""

from uuid import UUID

from consultations.deciding import Answer, Subject, write_disposition
from consultations.errors import NotFound
from consultations.publishing_decisions import publish_decision
from consultations.tables import Deliberation, Disposition, Theme
from consultations.transactions import transaction

__all__ = ["Answer", "answer_theme"]


async def answer_theme(
    *, theme: UUID, answer: Answer, version: int, publish: bool, by: UUID | None
) -> Disposition:
    """Write or change the one disposition of a theme; every member input inherits it.

    ``version`` is the one read, 0 for none yet; ``Stale`` when somebody decided meanwhile. With
    ``publish`` it becomes public; without, what is public already stays as it is meanwhile.
    Raises ``NotReady`` where a second person has to approve first.
    """
    async with transaction():
        row = await Theme.select(Theme.consultation).where(Theme.id == theme).first()
        if row is None:
            raise NotFound
        written = await write_disposition(
            subject=Subject(row["consultation"], theme=theme),
            answer=answer,
            version=version,
            ready=publish,
            by=by,
        )
        if publish:
            await publish_decision(deliberation=written.id, version=written.version, by=by)
        return await _disposition_of(written)


async def _disposition_of(written: Deliberation) -> Disposition:
    disposition = await Disposition.objects().get(Disposition.id == written.disposition)
    if disposition is None:
        raise NotFound
    return disposition
