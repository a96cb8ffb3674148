"""Reads a conversation in the columns of Polis's open data into statements and votes."""

import csv
from pathlib import Path
from uuid import UUID

from consultations.clock import now
from consultations.polling.stating import LONGEST, NewStatement, add_statements
from consultations.queries.statements import statements_of
from consultations.supporting import Supporter
from consultations.tables import StatementVote

SMALL = Path(__file__).parent / "conversation"
_AT_ONCE = 500


async def load_conversation(consultation: UUID, folder: Path = SMALL) -> int:
    """Put up ``comments.csv`` and give the votes of ``participants-votes.csv``; how many votes."""
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        comments = {
            row["comment-id"]: " ".join(row["comment-body"].split())[:LONGEST]
            for row in csv.DictReader(file)
            if row["moderated"] != "-1"
        }
    await add_statements(
        consultation=consultation,
        statements=[NewStatement(text) for text in comments.values()],
        session=None,
        by=None,
    )
    ids = {each.text: each.id for each in await statements_of(consultation)}
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        votes = {
            (ids[comments[comment]], Supporter(row["participant"]).hash): int(row[comment])
            for row in csv.DictReader(file)
            for comment in comments
            if comments[comment] in ids and row.get(comment)
        }
    rows = [
        StatementVote(
            consultation=consultation, statement=statement, voter_hash=voter, vote=vote, at=now()
        )
        for (statement, voter), vote in votes.items()
    ]
    for start in range(0, len(rows), _AT_ONCE):
        await StatementVote.insert(*rows[start : start + _AT_ONCE])
    return len(rows)
