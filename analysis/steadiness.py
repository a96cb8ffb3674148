"""A theme's stability in a word; kept apart so that whoever shows it loads nothing for learning."""

from consultations.vocabulary import N_, Term

STEADY_FROM = 0.75
FAIR_FROM = 0.5


class Steadiness(Term):
    """How firmly a theme holds together."""

    STEADY = "stabil", N_("Stabil")
    FAIR = "cukup", N_("Cukup stabil")
    FRAGILE = "rapuh", N_("Rapuh")


def steadiness(stability: float) -> Steadiness:
    """The word for a share of pairs that stayed together."""
    if stability >= STEADY_FROM:
        return Steadiness.STEADY
    return Steadiness.FAIR if stability >= FAIR_FROM else Steadiness.FRAGILE
