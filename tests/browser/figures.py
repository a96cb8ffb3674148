"""The part of the story about figures: a map, spot checks, and units that inputs mention."""

import math
from array import array
from uuid import UUID

from analysis.maps import SIDE
from analysis.proposals import latest_run
from analysis.tables import CandidateMember, RunArtefact, RunLayout
from consultations.commenting import submit_input
from consultations.demonstration.loading import Demonstration
from consultations.figures.precision import Verdict
from consultations.mentioning import (
    MentionState,
    NearUnit,
    decide_mentions,
    find_mentions,
    suggest_near,
)
from consultations.spot_checking import close_spot_check, draw_spot_check, judge
from consultations.tables import Input, SpotCheckItem, Unit, UnitMention
from consultations.vocabulary import Role
from tests.factories import make_statement

MENTIONING = (
    "Butir 3.1.2 dan 3.1.4 sebaiknya dibaca bersama Bab II.",
    "Ketentuan pada butir 2.2.2 sudah ada, mengapa diulang pada bagian 3.2?",
)


async def figured(demonstration: Demonstration) -> tuple[dict[str, str], str]:
    """Make them all; what the addresses need, and the spot check that is closed."""
    await _map(demonstration)
    here, by = demonstration.consultation, demonstration.accounts[Role.DRAFTER]
    readers = [by, demonstration.accounts[Role.ADMINISTRATOR]]
    checks = [
        await draw_spot_check(
            consultation=here, size=size, layered=layered, readers=readers, seed=7, by=by
        )
        for size, layered in ((60, True), (40, False))
    ]
    for check, share in zip(checks, (60, 10), strict=True):
        items = (
            await SpotCheckItem.select(SpotCheckItem.id)
            .where(SpotCheckItem.spot_check == check.id)
            .order_by(SpotCheckItem.position)
        )
        for place, item in enumerate(items[:share]):
            for reader, account in enumerate(readers):
                verdict = list(Verdict)[1] if (place + reader) % 7 == 0 else Verdict.FITS
                await judge(item=item["id"], account=account, verdict=verdict)
    await close_spot_check(spot_check=checks[0].id, by=by)
    for place, text in enumerate(MENTIONING):
        await submit_input(
            consultation=here,
            unit=None,
            statement=make_statement(text),
            idempotency_key=f"cerita-rujukan-{place}",
        )
    await find_mentions(consultation=here)
    await _near(here)
    mentions = await UnitMention.select(UnitMention.id, UnitMention.unit).order_by(
        UnitMention.words
    )
    some = [row["id"] for row in mentions[::2]]
    await decide_mentions(consultation=here, mentions=some, state=MentionState.CONFIRMED, by=by)
    unit = await Unit.select(Unit.identity).where(Unit.id == mentions[0]["unit"]).first()
    assert unit
    return {
        "check:uuid": str(checks[1].id),
        "unit:uuid": str(unit["identity"]),
    }, str(checks[0].id)


async def _near(consultation: UUID) -> None:
    """Some inputs are near a clause in meaning, though not their own."""
    entries = (
        await Input.select(Input.id, Input.unit)
        .where((Input.consultation == consultation) & Input.unit.is_not_null())
        .order_by(Input.number)
        .limit(6)
    )
    await suggest_near(
        consultation=consultation,
        inputs=[one["id"] for one in entries],
        near=[
            NearUnit(one["id"], other["unit"], 0.26 + place / 50)
            for place, (one, other) in enumerate(zip(entries, reversed(entries), strict=True))
        ],
    )


async def _map(demonstration: Demonstration) -> None:
    """Each proposed theme's inputs lie in a spiral of its own."""
    run = await latest_run(demonstration.consultation)
    assert run
    rows = await CandidateMember.select(CandidateMember.candidate, CandidateMember.input).where(
        CandidateMember.candidate.run == run
    )
    spots: dict[UUID, tuple[int, int]] = {}
    order: dict[UUID, int] = {}
    for place, row in enumerate(rows):
        theme = order.setdefault(row["candidate"], len(order))
        angle, reach = place * 2.4, 900 * math.sqrt(place % 40)
        around = 2 * math.pi * theme / 14
        x = SIDE / 2 + 22_000 * math.cos(around) + reach * math.cos(angle)
        y = SIDE / 2 + 22_000 * math.sin(around) + reach * math.sin(angle)
        spots[row["input"]] = (round(min(max(x, 0), SIDE)), round(min(max(y, 0), SIDE)))
    flat = array("H", [edge for spot in spots.values() for edge in spot])
    await RunArtefact.insert(
        RunArtefact(run=run, space=b"", inputs=b"".join(key.bytes for key in spots), layers=b"")
    )
    await RunLayout.insert(RunLayout(run=run, points=flat.tobytes()))
