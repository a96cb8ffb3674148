"""What one question's answers come to, for everyone or for a group of which little may be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consultations.figures.hiding import FEWEST_SHOWN, hidden_cells
from consultations.surveys.figures import (
    Share,
    Stretch,
    borda_points,
    mean_of,
    mean_rank,
    median_of,
    open_ended_stretches_of,
    order_of,
    quartiles_of,
    stretches_of,
)
from consultations.surveys.questionnaire import Option, Question, scale_steps
from consultations.vocabulary import QuestionKind

# How often each row, choice and number was given.
Cells = Mapping[tuple[str, str, float | None], int]


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """How often something was chosen; ``share`` is ``None`` where that is too few to tell."""

    words: str
    share: Share | None


@dataclass(frozen=True, slots=True)
class NumberLine:
    """How often a number in this stretch was given; ``share`` as above."""

    stretch: Stretch
    share: Share | None


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One row of a matrix with its choices in the options' order."""

    words: str
    choices: list[ChoiceLine]
    answers: int


@dataclass(frozen=True, slots=True)
class RankLine:
    """One ranked option: its mean rank and its points by Borda's count."""

    words: str
    mean_rank: float | None
    points: int


@dataclass(slots=True, kw_only=True)
class QuestionResult:
    """What one question got: ``asked`` were shown it, ``missing`` of them left it empty.

    Of a ``hidden`` one nothing else is told: too few answered it.
    """

    question: Question
    asked: int
    missing: int
    hidden: bool = False
    choices: list[ChoiceLine] = field(default_factory=list)
    matrix: list[MatrixLine] = field(default_factory=list)
    ranks: list[RankLine] = field(default_factory=list)
    numbers: list[NumberLine] = field(default_factory=list)
    mean: float | None = None
    median: float | None = None
    least: float | None = None
    most: float | None = None
    quartiles: tuple[float, float] | None = None

    @property
    def answers(self) -> int:
        return self.asked - self.missing


@dataclass(frozen=True, slots=True)
class Heard:
    """What one group answered to a question that ``asked`` of them were shown."""

    cells: Cells
    asked: int

    def count(self, choice: str, item: str = "") -> int:
        """How often this was chosen."""
        return self.cells.get((item, choice, None), 0)

    def missing(self, question: Question) -> int:
        """How many left it empty: a ranking or a matrix is, where all of it is."""
        if question.kind in {QuestionKind.MATRIX, QuestionKind.RANKING}:
            items = question.rows or question.options
            return min((self.count("", item.key) for item in items), default=0)
        return self.count("")

    def numbers(self) -> dict[float, int]:
        """How often each number was given."""
        return {number: count for (_, _, number), count in self.cells.items() if number is not None}


Counting = Callable[[Heard], list[int]]
NOBODY = Heard({}, 0)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells shares of what ``own`` answered.

    Where it is one group of several, the ``others`` and everyone are told of too: what is hidden
    must not follow from them. To the ``public`` no number is told that is a single person's.
    """

    own: Heard
    others: tuple[Heard, ...] = ()
    public: bool = False

    def shares(self, counting: Counting) -> list[Share | None]:
        """The shares of counts that make a whole; ``None`` where too few to tell."""
        counts = counting(self.own)
        table = [counts, *(counting(other) for other in self.others)]
        hidden = hidden_cells(table) if self.others else set()
        return [
            None if (0, place) in hidden else Share(count, sum(counts))
            for place, count in enumerate(counts)
        ]


def result_of(question: Question, teller: Teller, *, public: bool) -> QuestionResult:
    """What a question got. Of few answers nothing is told of a group, or to the public."""
    own = teller.own
    result = QuestionResult(question=question, asked=own.asked, missing=own.missing(question))
    if question.kind is QuestionKind.OPEN:
        # Only their number is told here; they are read in the register, each by itself.
        return result
    result.hidden = (public or bool(teller.others)) and 0 < result.answers < FEWEST_SHOWN
    if result.answers and not result.hidden:
        _FILLERS[question.kind](result, replace(teller, public=public))
    return result


def _fill_single(result: QuestionResult, teller: Teller) -> None:
    options = result.question.options
    shares = teller.shares(lambda heard: [heard.count(option.key) for option in options])
    result.choices = _lines(options, shares)


def _fill_multiple(result: QuestionResult, teller: Teller) -> None:
    question = result.question

    def ticked(option: Option) -> Share | None:
        # Each is ticked or not, whatever the others are.
        def counting(heard: Heard) -> list[int]:
            count = heard.count(option.key)
            return [count, heard.asked - heard.missing(question) - count]

        return teller.shares(counting)[0]

    result.choices = _lines(question.options, [ticked(option) for option in question.options])


def _fill_scale(result: QuestionResult, teller: Teller) -> None:
    question = result.question
    steps = [Option(step, question.option(step)) for step in scale_steps(question)]
    shares = teller.shares(lambda heard: [heard.count(step.key) for step in steps])
    result.choices = _lines(steps, shares)
    values = {float(step.key): teller.own.count(step.key) for step in steps}
    result.mean, result.median = mean_of(values), median_of(values)


def _fill_matrix(result: QuestionResult, teller: Teller) -> None:
    options = result.question.options
    for row in result.question.rows:

        def counting(heard: Heard, item: str = row.key) -> list[int]:
            return [heard.count(option.key, item) for option in options]

        lines = _lines(options, teller.shares(counting))
        result.matrix.append(MatrixLine(row.text, lines, sum(counting(teller.own))))


def _fill_ranking(result: QuestionResult, teller: Teller) -> None:
    options = result.question.options
    lines = [_ranked(option, teller.own.cells, len(options)) for option in options]
    result.ranks = [lines[place] for place in order_of([line.points for line in lines])]


def _fill_number(result: QuestionResult, teller: Teller) -> None:
    values = teller.own.numbers()
    result.mean, result.median = mean_of(values), median_of(values)
    if not teller.others and not teller.public:
        # Of a group, or to everyone, they would be what single people said.
        result.least, result.most = min(values), max(values)
    if sum(values.values()) >= 2 * FEWEST_SHOWN:
        result.quartiles = quartiles_of(values)
    everyone = dict(values)
    for other in teller.others:
        for number, count in other.numbers().items():
            everyone[number] = everyone.get(number, 0) + count
    stretches = (
        open_ended_stretches_of(everyone, FEWEST_SHOWN) if teller.public else stretches_of(everyone)
    )

    def counting(heard: Heard) -> list[int]:
        numbers = heard.numbers()
        return [sum(numbers[n] for n in numbers if n in stretch) for stretch in stretches]

    result.numbers = [
        NumberLine(*pair) for pair in zip(stretches, teller.shares(counting), strict=True)
    ]


def _lines(options: Sequence[Option], shares: Sequence[Share | None]) -> list[ChoiceLine]:
    return [ChoiceLine(option.text, share) for option, share in zip(options, shares, strict=True)]


def _ranked(option: Option, cells: Cells, options: int) -> RankLine:
    ranks = {int(c): n for (item, c, _), n in cells.items() if item == option.key and c}
    return RankLine(option.text, mean_rank(ranks), borda_points(ranks, options))


_FILLERS = {
    QuestionKind.SINGLE: _fill_single,
    QuestionKind.MULTIPLE: _fill_multiple,
    QuestionKind.SCALE: _fill_scale,
    QuestionKind.MATRIX: _fill_matrix,
    QuestionKind.RANKING: _fill_ranking,
    QuestionKind.NUMBER: _fill_number,
}
