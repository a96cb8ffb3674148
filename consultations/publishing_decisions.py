"""Make decisions public: what was deliberated on becomes what everyone reads."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.deciding import step_of
from consultations.errors import NotFound, Refusal, Stale
from consultations.news import report_news
from consultations.revisions import touch
from consultations.tables import (
    Deliberation,
    DeliberationStep,
    Disposition,
    Input,
    InputDisposition,
    Publication,
    Reply,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_, DeliberationAct, DeliberationState, NewsKind, RunStatus

AT_ONCE = 500


class NotReady(Refusal):
    """A decision is not written, or a second person has not approved it yet."""

    message = N_("Keputusan ini belum siap terbit: belum lengkap atau belum disetujui.")


async def publish_decision(
    *, deliberation: UUID, version: int, tell: bool = False, by: UUID | None
) -> Deliberation:
    """Make one decision public. Its authors are told when it is new or another one.

    With ``tell`` they are told of other words too. Raises ``NotReady`` or ``Stale``.
    """
    async with transaction():
        rows = await _take(
            (Deliberation.id == deliberation) & (Deliberation.version == version), now()
        )
        if not rows:
            raise await _why_not(deliberation, version)
        row = rows[0]
        publication = None
        if row.input is not None:
            publication = Publication(
                consultation=row.consultation,
                status=RunStatus.RUNNING.value,
                single=True,
                inputs=1,
                asked_at=now(),
                asked_by=by,
                published_at=now(),
            )
            await Publication.insert(publication)
        await make_public(rows, publication=publication, tell=tell, by=by)
        await audit.record(
            "disposition.published",
            row,
            by=by,
            consultation=row.consultation,
            decision=row.decision,
        )
        await touch(row.consultation)
    return row


async def publish_ready(publication: Publication) -> None:
    """Make everything public that is ready, in one transaction; once, however often it is asked."""
    moment = now()
    async with transaction():
        taken = (
            await Publication.update({Publication.published_at: moment})
            .where((Publication.id == publication.id) & Publication.published_at.is_null())
            .returning(Publication.id)
        )
        if not taken:
            return
        rows = await _take(Deliberation.consultation == publication.consultation, moment)
        await make_public(rows, publication=publication, tell=False, by=publication.asked_by)
        themes = sum(row.disposition is not None for row in rows)
        await Publication.update(
            {Publication.themes: themes, Publication.inputs: len(rows) - themes}
        ).where(Publication.id == publication.id)
        await audit.record(
            "dispositions.published",
            publication,
            by=publication.asked_by,
            consultation=publication.consultation,
            decisions=len(rows),
        )
        await touch(publication.consultation)


def on_standing_theme() -> Any:
    """Decisions on inputs and on themes that were not closed, as by merging."""
    theme: Any = Disposition.theme
    closed = Disposition.select(Disposition.id).where(theme.closed_at.is_not_null())
    return Deliberation.disposition.is_null() | Deliberation.disposition.not_in(closed)


def is_ready() -> Any:
    """Decisions that can be made public as they are."""
    return on_standing_theme() & (
        Deliberation.pending.eq(value=True)
        & (Deliberation.state == DeliberationState.APPROVED.value)
        & (Deliberation.decision != "")
    )


async def make_public(
    rows: Sequence[Deliberation], *, publication: Publication | None, tell: bool, by: UUID | None
) -> None:
    """Write the public side of decisions that were just taken for it."""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        await DeliberationStep.insert(
            *(step_of(row, DeliberationAct.PUBLISH, by=by) for row in part)
        )
        inputs = [row for row in part if row.input is not None]
        await _publish_inputs(inputs, publication, tell=tell, by=by)
    for row in rows:
        if row.disposition is not None:
            await _publish_theme(row, publication, tell=tell, by=by)


async def _take(which: Any, moment: datetime) -> list[Deliberation]:
    # One statement takes them: of two publications at the same moment each gets other rows.
    rows = (
        await Deliberation.update({Deliberation.pending: False, Deliberation.published_at: moment})
        .where(which & is_ready() & _stands())
        .returning(*Deliberation.all_columns())
    )
    return [Deliberation(**row) for row in rows]


def _stands() -> Any:
    # What was taken back before it was answered is answered no more.
    withdrawn = Input.select(Input.id).where(Input.withdrawn_at.is_not_null())
    return Deliberation.input.is_null() | Deliberation.input.not_in(withdrawn)


async def _why_not(deliberation: UUID, version: int) -> Refusal:
    row = await Deliberation.objects().get(Deliberation.id == deliberation)
    if row is None:
        return NotFound()
    return Stale() if row.version != version else NotReady()


async def _publish_theme(
    row: Deliberation, publication: Publication | None, *, tell: bool, by: UUID | None
) -> None:
    before = await Disposition.objects().get(Disposition.id == row.disposition)
    if before is None:
        raise NotFound
    reply = await Reply.objects().get(Reply.disposition == row.disposition)
    reply = reply or Reply(disposition=row.disposition)
    fresh = reply.published_at is None
    other = (before.decision, before.option) != (row.decision, row.option)
    told = fresh or other or tell
    before.option, before.decision, before.reason = row.option, row.decision, row.reason
    before.version, before.decided_at, before.decided_by = row.version, now(), row.written_by
    if told:
        before.publication = publication.id if publication else None
    await before.save()
    reply.text = row.reply
    if fresh:
        reply.published_at, reply.published_by = now(), by
    await reply.save()
    if told:
        # Not at every edit: authors and followers hear of a decision, not of a comma.
        await report_news(
            consultation=row.consultation,
            kind=NewsKind.REPLY_PUBLISHED,
            subject=reply.id,
            key=f"{reply.id}:{row.version}",
            authors_told=publication is not None,
        )


async def _publish_inputs(
    rows: Sequence[Deliberation],
    publication: Publication | None,
    *,
    tell: bool,
    by: UUID | None,
) -> None:
    if not rows:
        return
    known = await InputDisposition.objects().where(
        InputDisposition.input.is_in([row.input for row in rows])
    )
    before = {known_row.input: known_row for known_row in known}
    moment = now()
    made = []
    for row in rows:
        old = before.get(row.input)
        other = old is None or (old.decision, old.option) != (row.decision, row.option)
        announced = publication.id if publication and (other or tell) else None
        made.append(
            InputDisposition(
                id=old.id if old else uuid.uuid4(),
                input=row.input,
                option=row.option,
                decision=row.decision,
                reason=row.reason,
                reply=row.reply,
                published_at=moment if old is None else old.published_at,
                published_by=by,
                publication=announced or (old.publication if old else None),
            )
        )
    shown = InputDisposition
    await shown.insert(*made).on_conflict(
        target=shown.input,
        action="DO UPDATE",
        values=[
            shown.option,
            shown.decision,
            shown.reason,
            shown.reply,
            shown.published_by,
            shown.publication,
        ],
    )
