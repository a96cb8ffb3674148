"""A consultation as those who word and date it need it: all texts, in both languages."""

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from consultations.convening import Outline, PlannedPhase
from consultations.tables import Consultation, Phase
from consultations.vocabulary import DataLicence, Stage, Zone

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A consultation's outline and dates; ``version`` goes back with an edit."""

    version: int
    outline: Outline
    phases: list[PlannedPhase]


async def setup_of(consultation: UUID) -> Setup | None:
    """The texts and dates as they stand, or ``None``."""
    row = await Consultation.select().where(Consultation.id == consultation).first()
    if row is None:
        return None
    phases = await Phase.select().where(Phase.consultation == consultation)
    return Setup(
        version=row["version"],
        outline=Outline(
            **_values(Outline, row)
            | {"zone": Zone(row["zone"]), "licence": DataLicence(row["licence"])}
        ),
        phases=[
            PlannedPhase(**_values(PlannedPhase, phase) | {"stage": Stage(phase["stage"])})
            for phase in phases
        ],
    )


async def free_slug(title: str) -> str:
    """An address made of the title's words that no consultation has yet."""
    wanted = slug_of(title)
    taken = {
        row["slug"]
        for row in await Consultation.select(Consultation.slug).where(
            Consultation.slug.like(f"{wanted}%")
        )
    }
    if wanted not in taken:
        return wanted
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{wanted}-{n}") not in taken)


def slug_of(title: str) -> str:
    """A title's words in plain letters, joined by hyphens and not cut within a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or "konsultasi"


def _values(kind: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(kind)}
