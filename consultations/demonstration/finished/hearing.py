"""What was heard: inputs on their days, what others said of them, and a campaign of letters."""

from typing import Any
from uuid import UUID, uuid4

from consultations.campaigning import put_into_campaign
from consultations.commenting import submit_input
from consultations.demonstration.days import moment_of, on_day
from consultations.demonstration.finished.data import statement_of, told, written_inputs
from consultations.paper import enter_paper
from consultations.responding import respond
from consultations.supporting import Side, Supporter, take_side
from consultations.vocabulary import Channel

PETITION = ("n01", "n02", "n03", "n04", "n05", "n06")
_PETITION_FOUND, _LAST_REACTIONS = -163, -166


async def take_inputs(
    consultation: UUID, units: dict[str, UUID], *, since: int, until: int, by: UUID
) -> dict[str, UUID]:
    """Take in what came from the day ``since`` to before the day ``until``; returns it by key."""
    inputs: dict[str, UUID] = {}
    for place, said in enumerate(written_inputs()):
        if since <= said["day"] < until:
            clock = f"{7 + place * 5 % 13:02}:{place * 17 % 60:02}"
            inputs[said["key"]] = await _take(consultation, units, said, clock, by)
    return inputs


async def take_reactions(consultation: UUID, inputs: dict[str, UUID], by: UUID) -> None:
    """Who supports an input, who does not, and what was replied to it."""
    facts = told("reactions")
    with on_day(_LAST_REACTIONS):
        for key, sides in facts["supports"].items():
            for side, count in zip((Side.SUPPORT, Side.NO_SUPPORT), sides, strict=True):
                for number in range(count):
                    person = Supporter(f"{consultation}-{key}-{side.value}-{number}")
                    await take_side(entry=inputs[key], side=side, supporter=person)
        for place, said in enumerate(facts["responses"]):
            official = said.get("official", False)
            await respond(
                entry=inputs[said["to"]],
                text=said["text"],
                author_name=said.get("name"),
                idempotency_key=f"demonstrasi-{consultation}-{place}",
                official=official,
                by=by if official else None,
            )


async def fold_petition(consultation: UUID, inputs: dict[str, UUID]) -> None:
    """The fishers' letters are one campaign, as the worker would find too."""
    with on_day(_PETITION_FOUND):
        await put_into_campaign(
            consultation=consultation,
            campaign=uuid4(),
            entries=[inputs[key] for key in PETITION],
        )


async def _take(
    consultation: UUID, units: dict[str, UUID], said: dict[str, Any], clock: str, by: UUID
) -> UUID:
    channel = Channel(said.get("channel", Channel.ONLINE))
    here: Any = {
        "consultation": consultation,
        "statement": statement_of(said),
        "idempotency_key": f"demonstrasi-{consultation}-{said['key']}",
    }
    with on_day(said["day"], clock):
        if channel is Channel.ONLINE:
            unit = units[said["unit"]] if said["unit"] else None
            return (await submit_input(**here, unit=unit, consented=True)).input
        receipt = await enter_paper(
            **here,
            channel=channel,
            session=None,
            clause=said["unit"] or "",
            received_at=moment_of(said["day"], clock),
            by=by,
        )
        return receipt.input
