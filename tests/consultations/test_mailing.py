import asyncio
from datetime import timedelta
from itertools import chain

import pytest

from consultations.clock import clock_moved, now
from consultations.mailing import (
    FIRST_DELAY,
    LONGEST_DELAY,
    MOST_ATTEMPTS,
    STALE_AFTER,
    LetterKind,
    claim_letter,
    delay_after,
    forget_addresses,
    give_up,
    mark_sent,
    put_off,
    queue_letter,
    queue_state,
    use_mail,
)
from consultations.tables import OutgoingMessage
from consultations.transactions import transaction
from server.database import Engine

MAIL = pytest.mark.usefixtures("database", "post_office")


async def _queue(
    number: int = 1, kind: LetterKind = LetterKind.NEWS, key: str | None = None
) -> None:
    async with transaction():
        await queue_letter(kind=kind, recipient=f"o{number}@contoh.id", locale="id", key=key)


@MAIL
async def test_the_same_letter_is_queued_once() -> None:
    for _ in range(3):
        await _queue(key="sama")
    assert await OutgoingMessage.count() == 1


async def test_nothing_is_queued_where_mail_is_off(database: Engine) -> None:
    use_mail(on=False)
    await _queue()
    assert await OutgoingMessage.count() == 0


@MAIL
async def test_every_letter_is_taken_by_one_worker_only() -> None:
    for number in range(12):
        await _queue(number)

    async def work() -> list[str]:
        taken = []
        while (message := await claim_letter()) is not None:
            taken.append(message.recipient)
            await mark_sent(message)
        return taken

    shares = await asyncio.gather(*(work() for _ in range(4)))
    assert sorted(chain(*shares)) == sorted(f"o{n}@contoh.id" for n in range(12))


@MAIL
async def test_whoever_waits_at_a_screen_comes_first() -> None:
    await _queue(1, LetterKind.NEWS)
    await _queue(2, LetterKind.SIGN_IN)
    message = await claim_letter()
    assert message is not None
    assert message.kind == LetterKind.SIGN_IN.value


@MAIL
async def test_letter_of_a_dead_worker_is_taken_up_again_and_not_before() -> None:
    await _queue()
    first = await claim_letter()
    assert first is not None
    assert await claim_letter() is None
    with clock_moved(STALE_AFTER + timedelta(seconds=1)):
        second = await claim_letter()
        assert second is not None
        assert (second.id, second.attempts) == (first.id, 2)
        # The first comes back to life: its verdict on a letter it has lost counts for nothing.
        await give_up(first, "SMTP 550")
        await mark_sent(second)
    row = await OutgoingMessage.objects().get(OutgoingMessage.id == first.id)
    assert row is not None
    assert row.failed_at is None
    assert row.sent_at is not None


@MAIL
async def test_each_try_waits_twice_as_long_until_it_is_given_up() -> None:
    await _queue()
    waited = timedelta()
    tries = 0
    while True:
        with clock_moved(waited):
            message = await claim_letter()
            if message is None:
                break
            tries += 1
            await put_off(message, "SMTP 451")
            row = await OutgoingMessage.objects().get(OutgoingMessage.id == message.id)
            assert row is not None
            waited += row.next_attempt_at - now() + timedelta(seconds=1)
            if row.failed_at is not None:
                break
    assert tries == MOST_ATTEMPTS
    assert timedelta(days=1) < waited < timedelta(days=2)
    assert await queue_state() == (0, 1)


@MAIL
async def test_a_letter_that_kills_every_worker_is_given_up() -> None:
    await _queue()
    for attempt in range(MOST_ATTEMPTS):
        with clock_moved((STALE_AFTER + timedelta(seconds=1)) * attempt):
            assert await claim_letter() is not None
    with clock_moved((STALE_AFTER + timedelta(seconds=1)) * MOST_ATTEMPTS):
        assert await claim_letter() is None
        await forget_addresses()
    row = (await OutgoingMessage.objects())[0]
    assert row.last_error == "WorkerDied"


@MAIL
async def test_addresses_of_letters_long_over_are_forgotten() -> None:
    await _queue(1)
    await _queue(2)
    message = await claim_letter()
    assert message is not None
    await mark_sent(message)
    with clock_moved(timedelta(days=31)):
        await forget_addresses()
    kept = [row.recipient for row in await OutgoingMessage.objects() if row.recipient]
    assert len(kept) == 1


def test_waiting_doubles_up_to_a_limit() -> None:
    assert delay_after(1) == FIRST_DELAY
    assert delay_after(3) == FIRST_DELAY * 4
    assert delay_after(14) == LONGEST_DELAY
