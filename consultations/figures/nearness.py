"""How near in meaning an input is to a unit, in words.

The minimum is measured, see ``analysis.nearness``.
"""

from consultations.vocabulary import N_, Term

NEAR_FROM = 0.25
VERY_NEAR_FROM = 0.30


class Nearness(Term):
    """Kedekatan makna."""

    NEAR = "dekat", N_("dekat")
    VERY_NEAR = "sangat_dekat", N_("sangat dekat")


def nearness(likeness: float) -> Nearness:
    """The word for a likeness of at least ``NEAR_FROM``."""
    return Nearness.VERY_NEAR if likeness >= VERY_NEAR_FROM else Nearness.NEAR
