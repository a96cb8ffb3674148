"""Loads the demonstration's statements with the votes of two groups that differ."""

import json
import random
from uuid import UUID

from consultations.demonstration.loading import FOLDER, demonstration_account
from consultations.polling.stating import (
    NewStatement,
    add_statements,
    propose_statement,
    set_terms,
)
from consultations.polling.voting import vote_on
from consultations.queries.statements import StatementFacts, statements_of
from consultations.supporting import Supporter
from consultations.transactions import transaction
from consultations.vocabulary import Role, Vote

PROPOSED = "Petugas loket perlu belajar bahasa isyarat dasar."
_SEED = 3
_SEEN, _PASSED = 0.9, 0.07


async def load_poll(consultation: UUID) -> None:
    """Put up the statements once, and let everyone of the groups vote on most of them.

    The sessions' rooms have statements of their own.
    """
    if await _stated(consultation):
        return
    told = json.loads((FOLDER / "poll.json").read_text())
    by = await demonstration_account(Role.DRAFTER)
    chance = random.Random(_SEED)  # noqa: S311 - made-up votes, not secrets
    async with transaction():
        await add_statements(
            consultation=consultation,
            statements=[NewStatement(each["text"]) for each in told["statements"]],
            session=None,
            by=by,
        )
        await set_terms(consultation=consultation, participants_propose=True, by=by)
        stated = await _stated(consultation)
        likely = {each["text"]: each["agree"] for each in told["statements"]}
        people = [group for group, size in enumerate(told["groups"]) for _ in range(size)]
        for number, group in enumerate(people):
            voter = Supporter(f"demonstrasi-{consultation}-{number}")
            for statement in stated:
                if chance.random() < _SEEN:
                    vote = _vote(likely[statement.text][group], chance)
                    await vote_on(
                        consultation=consultation, statement=statement.id, vote=vote, voter=voter
                    )
        await propose_statement(
            consultation=consultation, text=PROPOSED, author=Supporter(PROPOSED)
        )


async def _stated(consultation: UUID) -> list[StatementFacts]:
    return [each for each in await statements_of(consultation) if each.session is None]


def _vote(agree: float, chance: random.Random) -> Vote:
    if chance.random() < _PASSED:
        return Vote.PASS
    return Vote.AGREE if chance.random() < agree else Vote.DISAGREE
