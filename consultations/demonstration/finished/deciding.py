"""What was made of it: themes, a decision with its reason on each, all published at once."""

from typing import Any
from uuid import UUID

from consultations.deciding import Answer, Subject, write_disposition
from consultations.demonstration.days import on_day
from consultations.demonstration.finished.data import told
from consultations.publications import perform_publication, request_publication
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision

_GATHERED, _DECIDED, _PUBLISHED = -158, -136, -112


async def gather_themes(consultation: UUID, inputs: dict[str, UUID], by: UUID) -> dict[str, UUID]:
    """Themes as people named and filled them; returns them by name."""
    themes: dict[str, UUID] = {}
    for place, facts in enumerate(told("themes")["themes"]):
        with on_day(_GATHERED + place // 3, f"{9 + place % 3 * 2:02}:20"):
            theme = await accept_theme(
                consultation=consultation,
                name=facts["name"],
                description=facts["description"],
                placements=[Placement(inputs[key]) for key in facts["inputs"]],
                by=by,
            )
        themes[facts["name"]] = theme.id
    return themes


async def decide_all(
    consultation: UUID, inputs: dict[str, UUID], themes: dict[str, UUID], by: UUID
) -> None:
    """Decide on every theme, and on its own on what goes another way or is in none."""
    facts = told("themes")
    for place, theme in enumerate(facts["themes"]):
        subject = Subject(consultation, theme=themes[theme["name"]])
        await _decide(subject, theme, _DECIDED + place, by)
    for place, single in enumerate(facts["own"]):
        subject = Subject(consultation, input=inputs[single["input"]])
        await _decide(subject, single, _DECIDED + 8 + place, by)


async def publish_decisions(consultation: UUID, by: UUID) -> None:
    """Everything at once; a demonstration writes to nobody."""
    with on_day(_PUBLISHED, "14:00"):
        publication = await request_publication(consultation=consultation, by=by)
        await perform_publication(publication)


async def _decide(subject: Subject, facts: dict[str, Any], day: int, by: UUID) -> None:
    with on_day(day, "13:40"):
        await write_disposition(
            subject=subject,
            answer=Answer(Decision(facts["decision"]), facts["reason"], facts["reply"]),
            version=0,
            ready=True,
            by=by,
        )
