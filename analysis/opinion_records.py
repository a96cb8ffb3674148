"""Groups of opinion as they were last found, for pages to read; nothing is computed here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from analysis.tables import OpinionRecord
from consultations.clock import now
from consultations.figures.proportions import wilson
from consultations.tables import PollStatement
from consultations.vocabulary import N_, StatementState

FEWEST_IN_GROUP = 10
STEADY_FROM = 0.6
# A statement bridges where in every group more than half agree, the interval included.
HALF = 0.5


class Told(msgspec.Struct, frozen=True):
    """A statement that tells a group from the others, and what the group says of it."""

    statement: UUID
    agrees: bool


class Content(msgspec.Struct, frozen=True):
    """What the votes showed.

    ``points`` are x, y (0 to 1) and group of people, at most some thousands; ``counts`` has for
    each statement and group how many agreed, disagreed and passed.
    """

    people: int
    grouped: int
    statements: list[UUID]
    sizes: list[int]
    stability: float
    silhouette: float
    points: list[tuple[float, float, int]]
    counts: list[list[tuple[int, int, int]]]
    consensus: list[float]
    told: list[list[Told]]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group says of a statement, with the interval of the share that agrees."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def share(self) -> float:
        return self.agree / self.seen if self.seen else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.agree, self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A statement with what each group says of it; ``consensus`` is 1 where all agree."""

    id: UUID
    number: int
    text: str
    consensus: float
    by_group: tuple[Said, ...]

    @property
    def total(self) -> Said:
        return Said(
            agree=sum(said.agree for said in self.by_group),
            disagree=sum(said.disagree for said in self.by_group),
            passed=sum(said.passed for said in self.by_group),
        )

    @property
    def is_heard(self) -> bool:
        """Whether somebody of every group has seen it; else nothing can be said of agreement."""
        return all(said.seen for said in self.by_group)

    @property
    def bridges(self) -> bool:
        """Whether more than half of every group agree, and that is no chance."""
        return bool(self.by_group) and all(said.interval[0] > HALF for said in self.by_group)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """A group: how many people, and the statements that set it apart with what it says of them."""

    number: int
    size: int
    told: tuple[tuple[Judged, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFacts:
    """What is known of the groups; ``missing`` says what stands in the way of showing them."""

    people: int
    grouped: int
    votes: int
    seed: int
    fingerprint: str
    made_at: datetime
    stability: float
    groups: tuple[GroupFacts, ...]
    judged: tuple[Judged, ...]
    points: tuple[tuple[float, float, int], ...]
    left_out: int
    missing: str

    @property
    def bridging(self) -> list[Judged]:
        """The statements that all groups agree on, the surest first."""
        return [one for one in self.judged if one.bridges]


async def opinions_of(consultation: UUID) -> OpinionFacts | None:
    """What was found last, without statements that were hidden since; ``None`` before that."""
    row = await OpinionRecord.select().where(OpinionRecord.consultation == consultation).first()
    if row is None:
        return None
    content = msgspec.json.decode(row["content"], type=Content)
    stated = await PollStatement.select(
        PollStatement.id, PollStatement.number, PollStatement.text
    ).where(
        (PollStatement.consultation == consultation)
        & PollStatement.state.is_in([StatementState.OPEN.value, StatementState.CLOSED.value])
    )
    words = {each["id"]: each for each in stated}
    judged = {
        statement: Judged(
            id=statement,
            number=words[statement]["number"],
            text=words[statement]["text"],
            consensus=content.consensus[place],
            by_group=tuple(
                Said(agree=yes, disagree=no, passed=neither)
                for yes, no, neither in content.counts[place]
            ),
        )
        for place, statement in enumerate(content.statements)
        if statement in words
    }
    return OpinionFacts(
        people=content.people,
        grouped=content.grouped,
        votes=row["votes"],
        seed=row["seed"],
        fingerprint=row["fingerprint"],
        made_at=row["made_at"] or now(),
        stability=content.stability,
        groups=tuple(
            GroupFacts(
                number=number,
                size=size,
                told=tuple(
                    (judged[told.statement], told.agrees)
                    for told in (content.told[number - 1] if content.told else [])
                    if told.statement in judged
                ),
            )
            for number, size in enumerate(content.sizes, start=1)
        ),
        judged=tuple(sorted(judged.values(), key=lambda one: (not one.is_heard, -one.consensus))),
        points=tuple(content.points),
        left_out=content.left_out,
        missing=why_not(content),
    )


def why_not(content: Content) -> str:
    """What stands in the way of showing groups, in plain words; empty where nothing does."""
    if content.grouped < 2 * FEWEST_IN_GROUP:
        return N_(
            "Belum cukup orang: perlu paling sedikit 20 orang yang masing-masing menjawab "
            "7 pernyataan atau lebih (atau semua, bila pernyataannya kurang dari 7)."
        )
    if len(content.sizes) < 2:  # noqa: PLR2004 - one group sets nobody apart
        return N_("Jawaban orang belum terbagi menjadi kelompok yang berbeda.")
    if min(content.sizes) < FEWEST_IN_GROUP:
        return N_(
            "Salah satu kelompok beranggota kurang dari 10 orang. "
            "Kelompok sekecil itu belum dapat dipercaya dan orangnya dapat dikenali."
        )
    if content.stability < STEADY_FROM:
        return N_(
            "Pembagiannya belum ajek: bila sebagian orang tidak dihitung, kelompoknya berubah. "
            "Perlu lebih banyak jawaban."
        )
    return ""
