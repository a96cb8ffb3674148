from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from consultations.clock import clock_moved
from consultations.errors import TooManyLetters
from consultations.following import (
    Wish,
    ask_to_follow,
    confirm_follow,
    follow_with_account,
    forget_unconfirmed,
    next_digest,
    stop_following,
)
from consultations.mail_limits import PER_SOURCE
from consultations.signatures import (
    LinkPurpose,
    read_signed,
    signed,
    use_link_secret,
)
from consultations.tables import Follow, OutgoingMessage
from consultations.transactions import transaction
from consultations.vocabulary import Frequency, Zone
from tests.factories import make_account, make_consultation

MAIL = pytest.mark.usefixtures("database", "post_office")
WISH = Wish(Frequency.DAILY, "id")


@pytest.mark.parametrize(
    ("frequency", "zone", "expected"),
    [
        # Tuesday 24 November 2026, 23:30 UTC is Wednesday 06:30 WIB, 07:30 WITA.
        (Frequency.DAILY, Zone.WIB, datetime(2026, 11, 25, 0, 0, tzinfo=UTC)),
        (Frequency.DAILY, Zone.WITA, datetime(2026, 11, 25, 23, 0, tzinfo=UTC)),
        (Frequency.DAILY, Zone.WIT, datetime(2026, 11, 25, 22, 0, tzinfo=UTC)),
        (Frequency.WEEKLY, Zone.WIB, datetime(2026, 11, 30, 0, 0, tzinfo=UTC)),
        (Frequency.AT_ONCE, Zone.WIB, None),
        (Frequency.NONE, Zone.WIB, None),
    ],
)
def test_digests_are_due_at_seven_in_the_consultations_own_time(
    frequency: Frequency, zone: Zone, expected: datetime | None
) -> None:
    after = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert next_digest(frequency, zone.value, after) == expected


@MAIL
async def test_an_address_follows_only_after_its_owner_confirms() -> None:
    consultation = await make_consultation()
    await ask_to_follow(
        consultation=consultation.id, email=" Warga@Contoh.ID ", wish=WISH, source="1.2.3.4"
    )
    row = (await Follow.objects())[0]
    assert (row.email, row.confirmed_at) == ("warga@contoh.id", None)
    await confirm_follow(follow=row.id)
    await row.refresh()
    assert row.confirmed_at is not None
    assert row.next_at is not None


@MAIL
async def test_a_stranger_cant_change_what_an_owner_confirmed() -> None:
    consultation = await make_consultation()
    asked = {"consultation": consultation.id, "email": "w@contoh.id", "source": "1.2.3.4"}
    await ask_to_follow(**asked, wish=WISH)
    row = (await Follow.objects())[0]
    await confirm_follow(follow=row.id)
    await ask_to_follow(**asked, wish=Wish(Frequency.AT_ONCE, "en"))
    await row.refresh()
    assert (row.frequency, row.locale) == ("harian", "id")
    assert await Follow.count() == 1


@MAIL
async def test_nobody_can_bury_an_address_in_mail() -> None:
    here = [await make_consultation(slug=f"k{n}") for n in range(6)]
    for number, consultation in enumerate(here):
        await ask_to_follow(
            consultation=consultation.id, email="w@contoh.id", wish=WISH, source=f"10.0.0.{number}"
        )
    assert await OutgoingMessage.count() == 3
    with clock_moved(timedelta(days=1, minutes=1)):
        await ask_to_follow(
            consultation=here[0].id, email="w@contoh.id", wish=WISH, source="10.0.0.1"
        )
    assert await OutgoingMessage.count() == 4


@MAIL
async def test_one_network_can_only_ask_so_often_but_a_hall_gets_through() -> None:
    consultation = await make_consultation()
    for number in range(PER_SOURCE[0]):
        await ask_to_follow(
            consultation=consultation.id, email=f"w{number}@contoh.id", wish=WISH, source="10.0.0.1"
        )
    assert await OutgoingMessage.count() == PER_SOURCE[0]
    with pytest.raises(TooManyLetters):
        await ask_to_follow(
            consultation=consultation.id, email="lagi@contoh.id", wish=WISH, source="10.0.0.1"
        )
    assert await Follow.count() == PER_SOURCE[0]


@MAIL
async def test_an_account_takes_over_what_its_address_followed() -> None:
    consultation = await make_consultation()
    account = await make_account()
    await ask_to_follow(
        consultation=consultation.id, email=account.email, wish=WISH, source="1.2.3.4"
    )
    for frequency in (Frequency.WEEKLY, Frequency.NONE):
        await follow_with_account(
            consultation=consultation.id, account=account.id, wish=Wish(frequency, "en")
        )
    rows = await Follow.objects()
    assert [(r.account, r.frequency, r.confirmed_at is not None) for r in rows] == [
        (account.id, "tidak", True)
    ]


@MAIL
async def test_stopping_forgets_the_address_and_so_does_silence() -> None:
    consultation = await make_consultation()
    for email in ("a@contoh.id", "b@contoh.id"):
        await ask_to_follow(consultation=consultation.id, email=email, wish=WISH, source="x")
    first = (await Follow.objects())[0]
    for _ in range(2):
        await stop_following(follow=first.id)
    assert await Follow.count() == 1
    with clock_moved(timedelta(days=8)):
        async with transaction():
            await forget_unconfirmed()
    assert await Follow.count() == 0


def test_a_signed_link_opens_one_thing_of_one_installation() -> None:
    row = uuid4()
    use_link_secret(b"a" * 32)
    token = signed(LinkPurpose.FOLLOW, row)
    assert read_signed(LinkPurpose.FOLLOW, token) == row
    assert read_signed(LinkPurpose.RECEIPT, token) is None
    for bad in ("", ".", "x.y", token[:-1], token + "x", token.replace(".", ""), "é" * 22 + ".x"):
        assert read_signed(LinkPurpose.FOLLOW, bad) is None
    use_link_secret(b"b" * 32)
    assert read_signed(LinkPurpose.FOLLOW, token) is None
