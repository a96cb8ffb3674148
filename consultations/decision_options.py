"""Set how a consultation decides: its list of decisions, and whether a second person looks."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.errors import Malformed, NotFound
from consultations.revisions import touch
from consultations.tables import Consultation, DecisionOption
from consultations.transactions import transaction
from consultations.vocabulary import N_, Decision

LONGEST_LABEL = 80
MOST_OPTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWords:
    """How a decision is worded and where it stands in the list."""

    label: str
    label_en: str = ""
    position: int = 0
    offered: bool = True


async def add_option(
    *, consultation: UUID, decision: Decision, words: OptionWords, by: UUID | None
) -> DecisionOption:
    """Add a decision of the consultation's own; statistics count it as ``decision``."""
    async with transaction():
        await _write_down(consultation)
        count = await DecisionOption.count().where(DecisionOption.consultation == consultation)
        if count >= MOST_OPTIONS:
            raise Malformed(N_("Daftar keputusan ini sudah terlalu panjang."))
        row = DecisionOption(
            consultation=consultation,
            code=f"lain-{secrets.token_hex(4)}",
            decision=decision.value,
            label=words.label,
            label_en=words.label_en,
            position=count + 1,
        )
        await DecisionOption.insert(row)
        await audit.record("decision_option.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def reword_option(
    *, consultation: UUID, code: str, words: OptionWords, by: UUID | None
) -> None:
    """Word a decision otherwise, move it, or offer it no more; one at least stays offered."""
    async with transaction():
        await _write_down(consultation)
        row = await DecisionOption.objects().get(
            (DecisionOption.consultation == consultation) & (DecisionOption.code == code)
        )
        if row is None:
            raise NotFound
        usual = row.code == row.decision and words.label == Decision(row.decision).label
        row.label = "" if usual else words.label
        row.label_en = words.label_en
        row.position, row.offered = words.position, words.offered
        await row.save()
        if not await DecisionOption.exists().where(
            (DecisionOption.consultation == consultation) & DecisionOption.offered.eq(value=True)
        ):
            raise Malformed(N_("Paling sedikit satu keputusan harus tetap ditawarkan."))
        await audit.record("decision_option.reworded", row, by=by, consultation=consultation)
        await touch(consultation)


async def set_review(*, consultation: UUID, reviewed: bool, by: UUID | None) -> None:
    """Say whether decisions need a second person's approval before they can be published."""
    async with transaction():
        row = await Consultation.objects().get(Consultation.id == consultation)
        if row is None:
            raise NotFound
        await Consultation.update({Consultation.replies_reviewed: reviewed}).where(
            Consultation.id == consultation
        )
        await audit.record(
            "consultation.review_set", row, by=by, consultation=consultation, reviewed=reviewed
        )
        await touch(consultation)


async def _write_down(consultation: UUID) -> None:
    """Make rows of the vocabulary's decisions, so that they can be worded and ordered."""
    await DecisionOption.insert(
        *(
            DecisionOption(
                consultation=consultation,
                code=decision.value,
                decision=decision.value,
                position=place,
            )
            for place, decision in enumerate(Decision, start=1)
        )
    ).on_conflict(target=(DecisionOption.consultation, DecisionOption.code), action="DO NOTHING")
