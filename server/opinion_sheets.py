"""Statements and votes as rows for a spreadsheet: in aggregate, and person by person by number."""

from collections.abc import Iterable, Sequence

from analysis.opinion_records import OpinionFacts
from consultations.queries.statements import Ballot, StatementFacts

Row = list[str | int | float | None]
SAFE = "'"


def plain(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return SAFE + text if text[:1] in "=+-@\t\r" else text


def statement_rows(
    statements: Sequence[StatementFacts], opinions: OpinionFacts | None
) -> Iterable[Row]:
    """The headings, then a row for each statement; groups only where they may be shown."""
    groups = opinions.groups if opinions and not opinions.missing else ()
    judged = {one.id: one for one in opinions.judged} if opinions and groups else {}
    headings: Row = ["nomor", "pernyataan", "keadaan", "asal", "setuju", "tidak_setuju", "lewat"]
    headings += ["kesepakatan", "menjembatani"]
    for group in groups:
        headings += [f"kelompok_{group.number}_{part}" for part in _PARTS]
    yield headings
    for each in statements:
        row: Row = [each.number, plain(each.text), each.state.value, each.origin.value]
        row += [each.agree, each.disagree, each.passed]
        one = judged.get(each.id)
        agreement = one.consensus if one and one.is_heard else None
        row += [agreement, "ya" if one.bridges else "tidak"] if one else [None, None]
        for place in range(len(groups)):
            if one is None:
                row += [None] * len(_PARTS)
                continue
            said = one.by_group[place]
            row += [said.agree, said.disagree, said.passed]
            row += [round(bound, 4) if said.seen else None for bound in said.interval]
        yield row


_PARTS = ("setuju", "tidak_setuju", "lewat", "batas_bawah", "batas_atas")


def vote_rows(statements: Sequence[StatementFacts], ballots: Iterable[Ballot]) -> Iterable[Row]:
    """The headings, then a row for each person: 1 agree, -1 disagree, 0 pass, empty not seen."""
    yield ["orang", *(each.number for each in statements)]
    for number, ballot in enumerate(ballots, start=1):
        yield [number, *(ballot.get(each.id) for each in statements)]
