"""What a scorer fills in: values for options, and criteria compared in pairs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consultations.queries.assessments import Sheet


def read_scores(posted: Mapping[str, Any], sheet: Sheet) -> dict[tuple[UUID, UUID], float]:
    """The values of a scoring sheet; cells left empty or off the scale are not among them."""
    scale = {str(step) for step in sheet.assessment.scale}
    return {
        (option.id, criterion.id): float(value)
        for option in sheet.options
        for criterion in sheet.criteria
        if (value := str(posted.get(f"nilai-{option.id}-{criterion.id}", ""))) in scale
    }


def read_judgments(posted: Mapping[str, Any], sheet: Sheet) -> dict[tuple[UUID, UUID], float]:
    """Pairwise judgments: ``3`` says the first matters three times more, ``-3`` the second."""
    found: dict[tuple[UUID, UUID], float] = {}
    for place, first in enumerate(sheet.criteria):
        for second in sheet.criteria[place + 1 :]:
            given = str(posted.get(f"pasangan-{first.id}-{second.id}", ""))
            step = int(given) if given.removeprefix("-").isdecimal() else 0
            if 1 <= abs(step) <= 9:  # noqa: PLR2004 - Saaty's scale
                found[first.id, second.id] = float(step) if step > 0 else 1 / -step
    return found
