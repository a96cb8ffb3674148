"""Joint publications, worked off by whichever worker takes them, and resumed after a kill."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.mailing import LetterKind, LetterTo, mail_is_on, queue_letters
from consultations.publishing_decisions import publish_ready
from consultations.tables import (
    Consultation,
    Disposition,
    InputDisposition,
    OutgoingMessage,
    Publication,
    ThemeMember,
)
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import RunStatus

STALE_AFTER = timedelta(seconds=60)
# Authors are told of nothing older, for instance after months without mail.
OLDEST_TOLD = timedelta(days=30)
LETTERS_AT_ONCE = 200

Letters = dict[str, tuple[str, list[str]]]


async def request_publication(*, consultation: UUID, by: UUID | None) -> Publication:
    """Ask to publish everything that is ready; one that waits already is returned instead."""
    async with transaction():
        waiting = (
            await Publication.objects()
            .where(
                (Publication.consultation == consultation)
                & (Publication.status == RunStatus.QUEUED.value)
            )
            .first()
        )
        if waiting is not None:
            return waiting
        asked = Publication(consultation=consultation, asked_at=now(), asked_by=by)
        await Publication.insert(asked)
        await audit.record("publication.requested", asked, by=by, consultation=consultation)
    return asked


async def claim_publication() -> Publication | None:
    """Take the oldest that waits, or one whose worker has died; ``None`` when there is none."""
    waiting = (
        await Publication.select(Publication.id).where(_claimable()).order_by(Publication.asked_at)
    )
    for row in waiting:
        async with transaction():
            taken = (
                await Publication.update(
                    {
                        Publication.status: RunStatus.RUNNING.value,
                        Publication.heartbeat: now(),
                    }
                )
                .where((Publication.id == row["id"]) & _claimable())
                .returning(Publication.id)
            )
        if taken:
            return await Publication.objects().get(Publication.id == row["id"])
    return None


async def perform_publication(publication: Publication) -> None:
    """Publish, then tell every author once; whatever is done already is not done again."""
    try:
        await publish_ready(publication)
        await _tell(publication.id, publication.consultation)
    except Exception as error:
        # It stays claimed: whoever finds its heartbeat old goes on with it.
        async with transaction():
            await Publication.update({Publication.error: type(error).__name__}).where(
                Publication.id == publication.id
            )
        raise


async def told_with(publication: UUID, addresses: Sequence[str]) -> set[str]:
    """The inputs of which a joint publication has told its authors at these addresses."""
    told: set[str] = set()
    for start in range(0, len(addresses), LETTERS_AT_ONCE):
        part = addresses[start : start + LETTERS_AT_ONCE]
        rows = await OutgoingMessage.select(OutgoingMessage.facts).where(
            OutgoingMessage.key.is_in(
                [f"{LetterKind.ANSWERS.value}:{_key(publication, address)}" for address in part]
            )
        )
        told.update(entry for row in rows for entry in _facts(row["facts"]).get("inputs", ()))
    return told


async def _tell(publication: UUID, consultation: UUID) -> None:
    demonstration = await Consultation.exists().where(
        (Consultation.id == consultation) & Consultation.is_demonstration.eq(value=True)
    )
    if not mail_is_on() and not demonstration:
        await _finish(publication, told=False)
        return
    letters = {} if demonstration else await _letters(publication)
    addresses = sorted(letters)
    for start in range(0, len(addresses), LETTERS_AT_ONCE):
        part = addresses[start : start + LETTERS_AT_ONCE]
        async with transaction():
            await queue_letters(
                LetterKind.ANSWERS,
                [
                    LetterTo(
                        recipient=address,
                        locale=letters[address][0],
                        about=publication,
                        key=_key(publication, address),
                        facts={"inputs": letters[address][1]},
                    )
                    for address in part
                ],
            )
            await Publication.update(
                {
                    Publication.total: len(addresses),
                    Publication.done: start + len(part),
                    Publication.heartbeat: now(),
                }
            ).where(Publication.id == publication)
    await _finish(publication, told=True)


async def _finish(publication: UUID, *, told: bool) -> None:
    async with transaction():
        await Publication.update(
            {
                Publication.status: RunStatus.DONE.value,
                Publication.heartbeat: None,
                Publication.error: "",
                **({Publication.told_at: now()} if told else {}),
            }
        ).where(Publication.id == publication)


async def _letters(publication: UUID) -> Letters:
    """By address the inputs whose answer is new, all in one letter."""
    entry: Any = ThemeMember.input
    own: Any = InputDisposition.input
    decided = InputDisposition.select(InputDisposition.input)
    themes = Disposition.select(Disposition.theme).where(Disposition.publication == publication)
    inherited = await ThemeMember.select(*_author(entry)).where(
        ThemeMember.theme.is_in(themes) & ThemeMember.input.not_in(decided) & reachable(entry)
    )
    single = await InputDisposition.select(*_author(own)).where(
        (InputDisposition.publication == publication) & reachable(own)
    )
    found: dict[UUID, dict[str, Any]] = {row["input.id"]: row for row in [*inherited, *single]}
    return by_address(sorted(found.values(), key=lambda row: row["input.number"]))


def by_address(rows: Sequence[dict[str, Any]], of: str = "input.") -> Letters:
    """Inputs gathered by the address of their author, with the language of the first.

    ``of`` is what the names of the input's columns begin with.
    """
    letters: Letters = {}
    for row in rows:
        address = normalise_email(row[f"{of}author_email"] or row[f"{of}account.email"])
        locale = row[f"{of}author_locale"] or "id"
        letters.setdefault(address, (locale, []))[1].append(str(row[f"{of}id"]))
    return letters


def reachable(entry: Any) -> Any:
    """Inputs that stand and whose author has an address."""
    return entry.withdrawn_at.is_null() & (
        entry.author_email.is_not_null() | entry.account.active.eq(value=True)
    )


def _author(entry: Any) -> list[Any]:
    return [entry.id, entry.number, entry.author_email, entry.author_locale, entry.account.email]


def _facts(stored: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(stored) if isinstance(stored, str) else stored
    return found


def _key(publication: UUID, address: str) -> str:
    return f"{publication}:{token_hash(address)[:32]}"


def _claimable() -> Any:
    untold = (
        (Publication.status == RunStatus.DONE.value)
        & Publication.told_at.is_null()
        & (Publication.published_at > now() - OLDEST_TOLD)
    )
    stale = (Publication.status == RunStatus.RUNNING.value) & (
        Publication.heartbeat.is_null() | (Publication.heartbeat < now() - STALE_AFTER)
    )
    waiting = (Publication.status == RunStatus.QUEUED.value) | stale
    return waiting | untold if mail_is_on() else waiting
