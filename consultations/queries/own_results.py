"""Public decisions on single inputs, and how all inputs were decided on."""

from dataclasses import dataclass
from uuid import UUID

from consultations.queries.dispositions import Outcome, published_dispositions
from consultations.queries.inputs import InputFacts, input_columns, public_facts
from consultations.queries.listed import READABLE, is_readable
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input, InputDisposition
from consultations.vocabulary import Decision


@dataclass(frozen=True, slots=True)
class OwnResult:
    """An input that everyone may read, with the decision made on it alone."""

    entry: InputFacts
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """How many inputs have each decision (one with two counts twice), and how many have any."""

    by_decision: dict[Decision, int]
    answered: int


async def own_results(consultation: UUID, page: int = 1) -> Page[OwnResult]:
    """Public decisions on single readable inputs, in the order of their numbers."""
    where = (
        (Input.consultation == consultation)
        & is_readable()
        & Input.id.is_in(InputDisposition.select(InputDisposition.input))
    )
    rows = (
        await Input.select(*input_columns())
        .where(where)
        .order_by(Input.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    found = await published_dispositions([row["id"] for row in rows])
    return Page(
        [
            OwnResult(public_facts(row), own)
            for row in rows
            if (own := found[row["id"]].own) is not None
        ],
        max(1, page),
        await Input.count().where(where),
    )


async def decision_tally(consultation: UUID) -> Tally:
    """How the inputs that everyone may read were decided on, as far as it is public."""
    rows = await Input.raw(
        f"SELECT decision, COUNT(DISTINCT id) AS count FROM ({HOLDING}) AS holding "
        "GROUP BY decision",
        consultation,
        consultation,
    )
    total = await Input.raw(
        f"SELECT COUNT(DISTINCT id) AS count FROM ({HOLDING}) AS holding",
        consultation,
        consultation,
    )
    counts = {Decision(row["decision"]): int(row["count"]) for row in rows}
    return Tally(
        {decision: counts[decision] for decision in Decision if decision in counts},
        int(total[0]["count"]),
    )


HOLDING = f"""
    SELECT i.id, own.decision FROM input i
    JOIN input_disposition AS own ON own.input = i.id
    WHERE i.consultation = {{}} AND {READABLE}
    UNION ALL
    SELECT i.id, disposition.decision FROM input i
    JOIN theme_member ON theme_member.input = i.id
    JOIN disposition ON disposition.theme = theme_member.theme
    JOIN reply ON reply.disposition = disposition.id AND reply.published_at IS NOT NULL
    LEFT JOIN input_disposition AS own ON own.input = i.id
    WHERE i.consultation = {{}} AND {READABLE} AND own.id IS NULL
"""
