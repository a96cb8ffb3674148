"""How often placements are right, by what people said of a sample; silent where too few did."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations.figures.proportions import wilson
from consultations.scoring.agreement import krippendorff_alpha
from consultations.vocabulary import N_, Term

# A share of fewer answers than this says more about chance than about a theme.
FEWEST_ANSWERS = 30


class Verdict(Term):
    """Jawaban atas satu penempatan."""

    FITS = "cocok", N_("Cocok")
    FITS_NOT = "tidak_cocok", N_("Tidak cocok")
    UNSURE = "ragu", N_("Ragu")


_STEPS = {Verdict.FITS: 1.0, Verdict.UNSURE: 0.5, Verdict.FITS_NOT: 0.0}


@dataclass(frozen=True, slots=True)
class Judged:
    """A placement and what each reader said; ``among`` counts its theme's placements."""

    theme: UUID
    among: int
    verdicts: tuple[Verdict | None, ...]

    @property
    def given(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict]

    @property
    def fits(self) -> float:
        """The share of its readers who say it fits; a doubt doesn't."""
        return sum(verdict is Verdict.FITS for verdict in self.given) / len(self.given)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of ``answers`` placements with its interval, empty where they are too few."""

    answers: int
    share: float | None = None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two readers say the same, and Krippendorff's alpha (doubt lies in the middle)."""

    same: Share
    alpha: float | None = None


def precision_of(items: Sequence[Judged]) -> Share:
    """The share of placements that fit, of a simple sample; each placement counts once."""
    judged = [item for item in items if item.given]
    return _share(sum(item.fits for item in judged), len(judged), len(judged))


def layered_precision_of(items: Sequence[Judged]) -> Share:
    """The same of a sample with equally many of each theme: themes weigh by their placements.

    Unequal weights tell less than as many equal ones: the interval is that of Kish's effective
    size.
    """
    by_theme: dict[UUID, list[Judged]] = {}
    for item in items:
        if item.given:
            by_theme.setdefault(item.theme, []).append(item)
    whole = sum(own[0].among for own in by_theme.values())
    count = sum(map(len, by_theme.values()))
    if not count:
        return Share(0)
    weights = {theme: own[0].among / whole for theme, own in by_theme.items()}
    share = sum(
        weights[theme] * sum(item.fits for item in own) / len(own)
        for theme, own in by_theme.items()
    )
    effective = 1 / sum(weights[theme] ** 2 / len(own) for theme, own in by_theme.items())
    return _share(share * effective, effective, count)


def agreement_of(items: Sequence[Judged]) -> Agreement | None:
    """How two readers agree; ``None`` where there was one only."""
    if not items or len(items[0].verdicts) < 2:  # noqa: PLR2004 - agreement needs two
        return None
    both = [item for item in items if len(item.given) == len(item.verdicts)]
    same = sum(len(set(item.given)) == 1 for item in both)
    share = _share(same, len(both), len(both))
    if share.share is None:
        return Agreement(share)
    steps = [[_STEPS[verdict] for verdict in item.given] for item in both]
    return Agreement(share, krippendorff_alpha(list(zip(*steps, strict=True))))


def _share(hits: float, size: float, answers: int) -> Share:
    if answers < FEWEST_ANSWERS:
        return Share(answers)
    low, high = wilson(hits, size)
    return Share(answers, hits / size, low, high)
