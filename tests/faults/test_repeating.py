"""The same form arrives ten times at once, as a shaky network and a nervous finger send it."""

import asyncio

from httpx import AsyncClient

from consultations.tables import AuditEntry, Input
from tests.client import ORIGIN
from tests.factories import make_consultation, make_draft
from tests.faults.crowd import UNIT
from tests.wire import FIELDS

FORM = {**FIELDS, "key": "kunci-yang-sama", "text": "Loket terlalu sedikit."}


async def test_ten_equal_posts_are_one_input_with_one_receipt(app_client: AsyncClient) -> None:
    await make_draft(await make_consultation())
    answers = await asyncio.gather(
        *(app_client.post(UNIT, data=FORM, headers=ORIGIN) for _ in range(10))
    )
    assert [answer.status_code for answer in answers] == [303] * 10
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await Input.count() == 1
    assert await AuditEntry.count().where(AuditEntry.action == "input.registered") == 1


async def test_other_words_under_the_same_key_are_told_so(app_client: AsyncClient) -> None:
    await make_draft(await make_consultation())
    answers = await asyncio.gather(
        *(
            app_client.post(UNIT, data={**FORM, "text": f"Teks {number}"}, headers=ORIGIN)
            for number in range(10)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303] + [422] * 9
    assert await Input.count() == 1
