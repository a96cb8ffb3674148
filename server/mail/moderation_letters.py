"""Composes letters about moderation, to who wrote an input or a response."""

from uuid import UUID

from consultations.mailing import LetterKind
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.letters import inputs_for_letter, ruling_of, was_told_of_moderation
from consultations.tables import OutgoingMessage
from server.mail.entry_lines import own_lines, public_lines
from server.mail.letters import Letter, facts_of, write_letter

_LINES = {LetterKind.MODERATED: own_lines, LetterKind.RESPONSE_MODERATED: public_lines}


async def moderation_letter(message: OutgoingMessage, address: str) -> Letter | None:
    """What was done and why; ``None`` once it was taken back before anybody was told."""
    facts = facts_of(message)
    kind = LetterKind(message.kind)
    if facts["undoes"] and not await was_told_of_moderation(kind, facts["undoes"]):
        return None
    ruling = await ruling_of(message.about)
    entries = await inputs_for_letter([UUID(entry) for entry in facts["inputs"]])
    if ruling is None or not entries:
        return None
    return write_letter(
        kind.value,
        message.locale,
        address,
        action=ruling.action.value,
        reason=ruling.reason.written_in(message.locale) if ruling.reason else "",
        entries=_LINES[kind](entries, address),
        consultation=await find_consultation_by_id(ruling.consultation, message.locale),
    )
