"""SKM (Survei Kepuasan Masyarakat, PermenPANRB 14/2017): index, grade and sample, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from consultations.vocabulary import SatisfactionElement, SatisfactionGrade

HIGHEST = 4
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the regulation's table: a grade with its index (NI) and converted index (NIK)."""

    grade: SatisfactionGrade
    least: Decimal
    most: Decimal
    converted_least: Decimal
    converted_most: Decimal


def _band(grade: SatisfactionGrade, *ends: str) -> Band:
    return Band(grade, *map(Decimal, ends))


# As the table has them, from the best. The bands leave gaps between the second decimals, so the
# converted index is rounded first and then graded.
BANDS = (
    _band(SatisfactionGrade.A, "3.5324", "4.00", "88.31", "100.00"),
    _band(SatisfactionGrade.B, "3.0644", "3.532", "76.61", "88.30"),
    _band(SatisfactionGrade.C, "2.60", "3.064", "65.00", "76.60"),
    _band(SatisfactionGrade.D, "1.00", "2.5996", "25.00", "64.99"),
)


@dataclass(frozen=True, slots=True)
class ElementScore:
    """One element: how many answered, and its mean (NRR)."""

    element: SatisfactionElement
    answers: int
    mean: Fraction

    @property
    def shown_mean(self) -> Decimal:
        """The mean with three decimals, rounded half up."""
        return rounded(self.mean, Decimal("0.001"))

    @property
    def converted(self) -> Decimal:
        """The mean on the scale of 25 to 100."""
        return rounded(self.mean * 25, _CENT)

    @property
    def grade(self) -> SatisfactionGrade:
        return grade_of(self.converted)


@dataclass(frozen=True, slots=True)
class Index:
    """The index of public satisfaction (IKM) of one service."""

    elements: tuple[ElementScore, ...]
    exact: Fraction

    @property
    def index(self) -> Decimal:
        """The index on the scale of 1 to 4, three decimals."""
        return rounded(self.exact, Decimal("0.001"))

    @property
    def converted(self) -> Decimal:
        """NIK: times 25, rounded half up to two decimals."""
        return rounded(self.exact * 25, _CENT)

    @property
    def grade(self) -> SatisfactionGrade:
        return grade_of(self.converted)

    @property
    def lowest(self) -> list[ElementScore]:
        """The three elements to be mended first; those that tie with the third are among them."""
        ordered = sorted(self.elements, key=lambda one: one.mean)
        if len(ordered) <= 3:  # noqa: PLR2004 - three are named
            return ordered
        return [one for one in ordered if one.mean <= ordered[2].mean]


def index_of(scores: Mapping[SatisfactionElement, Mapping[int, int]]) -> Index | None:
    """The index from how often each score (1 to 4) was given to each element.

    NRR of an element is the sum of its scores by its answers; every element weighs the same. There
    is no index while an element has no answer.
    """
    elements = tuple(
        ElementScore(
            element,
            sum(counts.values()),
            Fraction(sum(score * count for score, count in counts.items()), sum(counts.values())),
        )
        for element, counts in scores.items()
        if sum(counts.values())
    )
    if not elements or len(elements) < len(scores):
        return None
    return Index(elements, _weighted(elements))


def grade_of(converted: Decimal) -> SatisfactionGrade:
    """The grade of a converted index that was rounded to two decimals."""
    return next(
        (band.grade for band in BANDS if converted >= band.converted_least), SatisfactionGrade.D
    )


def sample_size(population: int) -> int:
    """How many answers a population needs (Krejcie and Morgan: 95 %, half, five per cent)."""
    if population <= 0:
        return 0
    share = Fraction(3841, 1000) * Fraction(1, 4)
    exact = share * population / (Fraction(25, 10000) * (population - 1) + share)
    return int(rounded(exact, Decimal(1)))


def rounded(value: Fraction, step: Decimal) -> Decimal:
    """A fraction rounded half up, without a float on the way."""
    places = -int(step.as_tuple().exponent)
    whole = int((value * 10**places * 2 + 1) // 2)
    return Decimal(whole).scaleb(-places)


def _weighted(elements: Sequence[ElementScore]) -> Fraction:
    weight = Fraction(1, len(elements))
    return sum((one.mean * weight for one in elements), Fraction())
