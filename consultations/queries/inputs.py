"""Inputs as the public may see them, and as the drafting team does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.differences import Change, word_changes
from consultations.picturing import pictures_in_words
from consultations.queries.bilingual import Bilingual, bilingual
from consultations.queries.listed import is_listed, is_readable
from consultations.tables import Input
from consultations.vocabulary import (
    Attribution,
    Channel,
    Element,
    InputKind,
    Scope,
    UnitKind,
    Visibility,
    VulnerableGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFacts:
    """One input. ``author`` is empty where the author asked not to be named.

    Personal data in its words is masked already where they are stored. ``withheld_for`` is the
    reason why the public sees a tombstone; ``element`` is empty where a
    session's speakers are not told apart; ``alike`` counts the other inputs of its campaign;
    ``question`` is what a ``survey`` asked, where the input is an open answer.
    """

    id: UUID
    registration: str
    kind: InputKind
    scope: Scope
    element: Element | None
    author: str
    region: str | None
    vulnerable_group: VulnerableGroup | None
    text: str
    proposed_wording: str | None
    reason: str | None
    channel: Channel
    visibility: Visibility
    received_at: datetime
    unit_kind: UnitKind | None
    unit_number: str | None
    version_number: int | None
    unit_text: str | None = None
    quote: str | None = None
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None
    supports: int = 0
    opposes: int = 0
    responses: int = 0
    withheld_for: Bilingual | None = None
    withheld_at: datetime | None = None
    campaign: UUID | None = None
    alike: int = 0
    question: Bilingual | None = None
    survey: Bilingual | None = None

    @property
    def wording_changes(self) -> tuple[Change, ...]:
        """What the proposed wording changes in the unit's own; empty without either."""
        if not self.unit_text or not self.proposed_wording:
            return ()
        return word_changes(
            pictures_in_words(self.unit_text), pictures_in_words(self.proposed_wording)
        )


def input_columns(of: Any = Input) -> list[Any]:
    """The columns that ``public_facts`` and ``team_facts`` read; ``of`` may be a foreign key."""
    unit = of.unit
    return [
        of.id,
        of.registration,
        of.kind,
        of.scope,
        of.element,
        of.organisation,
        of.author_name,
        of.region,
        of.vulnerable_group,
        of.text,
        of.proposed_wording,
        of.reason,
        of.channel,
        of.visibility,
        of.received_at,
        unit.kind,
        unit.number,
        unit.text,
        of.version.number,
        of.quote,
        of.edited_at,
        of.withdrawn_at,
        of.supports,
        of.opposes,
        of.responses,
        of.withheld_at,
        of.withheld_for.text,
        of.withheld_for.text_en,
        of.campaign,
        of.campaign.inputs,
        of.session.attribution,
        of.question.text,
        of.question.text_en,
        of.question.survey.title,
        of.question.survey.title_en,
    ]


def public_facts(row: dict[str, Any]) -> InputFacts:
    """An input for the public: no name unless its author agreed, no vulnerable group.

    Of a withdrawn one only its number and when it came are left, of a withheld one what can't
    hurt: that it is there, from whom in kind, and why its words are not.
    """
    silent = dict.fromkeys(("proposed_wording", "reason", "quote"))
    if row["session.attribution"] == Attribution.NONE.value:
        row = {**row, "element": None, "region": None}
    if row["withdrawn_at"] is not None:
        return _facts({**row, **silent, "text": "", "region": None}, named=False)
    if row["withheld_at"] is not None:
        return _facts({**row, **silent, "text": ""}, named=False)
    return _facts(row, named=row["visibility"] == Visibility.PUBLIC.value)


async def public_entries(rows: list[dict[str, Any]]) -> list[InputFacts]:
    """Inputs for the public; the others of a campaign are those that everyone may read."""
    campaigns = {row["campaign"] for row in rows} - {None}
    if not campaigns:
        return [public_facts(row) for row in rows]
    counts = (
        await Input.select(Input.campaign, Count())
        .where(Input.campaign.is_in(list(campaigns)) & is_readable())
        .group_by(Input.campaign)
    )
    readable = {row["campaign"]: row["count"] for row in counts}
    return [
        public_facts({**row, "campaign.inputs": readable.get(row["campaign"], 0)}) for row in rows
    ]


def team_facts(row: dict[str, Any]) -> InputFacts:
    """An input for the drafting team, with everything its author gave."""
    return _facts(row, named=True, group=row["vulnerable_group"])


def _facts(row: dict[str, Any], *, named: bool, group: str | None = None) -> InputFacts:
    author = (row["organisation"] or row["author_name"] or "") if named else ""
    return InputFacts(
        id=row["id"],
        registration=row["registration"],
        kind=InputKind(row["kind"]),
        scope=Scope(row["scope"]),
        element=Element(row["element"]) if row["element"] else None,
        author=author,
        region=row["region"],
        vulnerable_group=VulnerableGroup(group) if group else None,
        text=row["text"],
        proposed_wording=row["proposed_wording"],
        reason=row["reason"],
        channel=Channel(row["channel"]),
        visibility=Visibility(row["visibility"]),
        received_at=row["received_at"],
        unit_kind=UnitKind(row["unit.kind"]) if row["unit.kind"] else None,
        unit_number=row["unit.number"],
        version_number=row["version.number"],
        unit_text=row["unit.text"],
        quote=row["quote"],
        edited_at=row["edited_at"],
        withdrawn_at=row["withdrawn_at"],
        supports=row["supports"],
        opposes=row["opposes"],
        responses=row["responses"],
        withheld_for=bilingual(row, "withheld_for"),
        withheld_at=row["withheld_at"],
        campaign=row["campaign"],
        alike=max(0, (row["campaign.inputs"] or 1) - 1),
        question=bilingual(row, "question"),
        survey=bilingual(row, "question.survey", "title"),
    )


async def find_public_input(consultation: UUID, registration: str) -> InputFacts | None:
    """The input with this registration number as the public may see it, or ``None``."""
    row = (
        await Input.select(*input_columns())
        .where((Input.consultation == consultation) & (Input.registration == registration))
        .where(is_listed())
        .first()
    )
    return public_facts(row) if row else None


async def belongs_to(entry: UUID, consultation: UUID) -> bool:
    """Whether the input is one of this consultation's."""
    return await Input.exists().where((Input.id == entry) & (Input.consultation == consultation))
