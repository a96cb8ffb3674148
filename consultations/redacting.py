"""Hides words of inputs: marks stand in their place, the words as they came are sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.errors import Refusal
from consultations.personal_data import Span, find_personal_data, mask
from consultations.sealing import seal, unseal
from consultations.searching import index_input
from consultations.tables import HiddenSpan, Input, ModerationCase, SealedOriginal
from consultations.vocabulary import N_, PersonalDataKind, SpanState

# The columns of an input that hold free words; names have no room for a long mark.
FIELDS = ("text", "proposed_wording", "reason", "author_name", "organisation")
NAMES = frozenset({"author_name", "organisation"})


class QuoteNotFound(Refusal):
    """The words to be hidden do not stand in the field, or are hidden already."""

    message = N_(
        "Kata-kata itu tidak ditemukan pada bagian yang dipilih, atau sudah disembunyikan. "
        "Salin persis seperti tertulis."
    )


@dataclass(frozen=True, slots=True)
class Covered:
    """An input's facts with personal data masked, the words as they came, and what was found."""

    facts: dict[str, Any]
    original: dict[str, str]
    found: list[tuple[str, Span]]


def cover(facts: Mapping[str, Any]) -> Covered:
    """Mask the personal data in the free words of a statement."""
    original = {field: facts[field] for field in FIELDS if facts.get(field)}
    spans = {field: find_personal_data(words) for field, words in original.items()}
    masked = {
        field: mask(original[field], own, short=field in NAMES)
        for field, own in spans.items()
        if own
    }
    found = [(field, span) for field, own in spans.items() for span in own]
    return Covered({**facts, **masked}, original, found)


async def keep_covered(entry: Input, covered: Covered) -> None:
    """Seal the words of an input in which personal data was found, and let it wait for a person.

    Call in the transaction that stores the input.
    """
    if not covered.found:
        return
    await _seal(entry.id, covered.original)
    await HiddenSpan.insert(
        *(
            HiddenSpan(
                input=entry.id,
                field=field,
                starts=span.start,
                ends=span.end,
                kind=span.kind.value,
            )
            for field, span in covered.found
        )
    )
    await ModerationCase.insert(
        ModerationCase(
            consultation=entry.consultation, subject=entry.id, input=entry.id, personal_data=True
        )
    )


async def hide_quote(*, entry: UUID, field: str, quote: str, reason: UUID) -> None:
    """Hide every place of a field where these words stand; ``QuoteNotFound`` if there is none."""
    original = await original_words(entry)
    words = original.get(field, "")
    taken = [
        (span.starts, span.ends)
        for span in await spans_of(entry)
        if span.field == field and span.state != SpanState.SHOWN.value
    ]
    places = [
        (start, end)
        for start, end in _places(words, quote.strip())
        if all(end <= first or start >= last for first, last in taken)
    ]
    if not places:
        raise QuoteNotFound
    await _seal(entry, original)
    await HiddenSpan.insert(
        *(
            HiddenSpan(
                input=entry,
                field=field,
                starts=start,
                ends=end,
                kind=PersonalDataKind.CHOSEN.value,
                state=SpanState.HIDDEN.value,
                reason=reason,
            )
            for start, end in places
        )
    )
    await show_as_decided(entry)


async def show_as_decided(entry: UUID) -> None:
    """Write an input's public words anew from the sealed ones and what is decided on each span."""
    original = await original_words(entry)
    hidden: dict[str, list[Span]] = {}
    for span in await spans_of(entry):
        own = hidden.setdefault(span.field, [])
        if span.state != SpanState.SHOWN.value:
            own.append(Span(span.starts, span.ends, PersonalDataKind(span.kind)))
    words = {
        field: mask(original[field], own, short=field in NAMES)
        for field, own in hidden.items()
        if field in original
    }
    if words:
        await Input.update(words).where(Input.id == entry)  # type: ignore[arg-type]
        await index_input(entry)


async def reword(*, entry: Input, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What to store when an author changes the words: what was hidden before stays hidden.

    ``facts`` holds all free words of the input, changed or not. Call in the transaction of the
    edit; it returns the facts with marks and seals the new words.
    """
    decided = await _decisions(entry.id)
    covered = cover(facts)
    spans = [(field, span, decided.get((field, _cut(covered, field, span)))) for field, span in
             covered.found]  # fmt: skip
    for (field, words), decision in decided.items():
        if decision[0] == SpanState.SHOWN.value:
            continue
        known = [(span.start, span.end) for at, span, _ in spans if at == field]
        spans += [
            (field, Span(start, end, PersonalDataKind(decision[1])), decision)
            for start, end in _places(covered.original.get(field, ""), words)
            if all(end <= first or start >= last for first, last in known)
        ]
    await HiddenSpan.delete().where(HiddenSpan.input == entry.id)
    await SealedOriginal.delete().where(SealedOriginal.input == entry.id)
    if not spans:
        return dict(facts)
    await _seal(entry.id, covered.original)
    await HiddenSpan.insert(*(_kept(entry.id, field, span, how) for field, span, how in spans))
    if any(how is None for _, _, how in spans):
        await _let_wait(entry)
    hidden: dict[str, list[Span]] = {}
    for field, span, how in spans:
        if how is None or how[0] != SpanState.SHOWN.value:
            hidden.setdefault(field, []).append(span)
    return {
        **facts,
        **{
            field: mask(covered.original[field], own, short=field in NAMES)
            for field, own in hidden.items()
        },
    }


async def original_words(entry: UUID) -> dict[str, str]:
    """The words as they came: unsealed where they are sealed. Not to be shown without leave."""
    row = (
        await SealedOriginal.select(SealedOriginal.ciphertext)
        .where(SealedOriginal.input == entry)
        .first()
    )
    if row is not None:
        return unseal(entry, row["ciphertext"])
    words = await Input.select(*(getattr(Input, field) for field in FIELDS)).where(
        Input.id == entry
    )
    return {field: words[0][field] for field in FIELDS if words and words[0][field]}


async def spans_of(entry: UUID) -> list[HiddenSpan]:
    """Every span of an input that is, was or may be hidden, in reading order."""
    return await HiddenSpan.objects().where(HiddenSpan.input == entry).order_by(
        HiddenSpan.field, HiddenSpan.starts
    )  # fmt: skip


async def _decisions(entry: UUID) -> dict[tuple[str, str], tuple[str, str, UUID | None]]:
    """By field and hidden words: state, kind and reason."""
    spans = await spans_of(entry)
    original = await original_words(entry) if spans else {}
    return {
        (span.field, original.get(span.field, "")[span.starts : span.ends]): (
            span.state,
            span.kind,
            span.reason,
        )
        for span in spans
    }


def _kept(
    entry: UUID, field: str, span: Span, how: tuple[str, str, UUID | None] | None
) -> HiddenSpan:
    return HiddenSpan(
        input=entry,
        field=field,
        starts=span.start,
        ends=span.end,
        kind=span.kind.value,
        state=how[0] if how else SpanState.WAITING.value,
        reason=how[2] if how else None,
    )


async def _let_wait(entry: Input) -> None:
    rows = (
        await ModerationCase.update(
            {
                ModerationCase.waiting: True,
                ModerationCase.personal_data: True,
                ModerationCase.version: ModerationCase.version + 1,
                ModerationCase.changed_at: now(),
            }
        )
        .where(ModerationCase.subject == entry.id)
        .returning(ModerationCase.id)
    )
    if not rows:
        await ModerationCase.insert(
            ModerationCase(
                consultation=entry.consultation,
                subject=entry.id,
                input=entry.id,
                personal_data=True,
            )
        )


async def _seal(entry: UUID, original: dict[str, str]) -> None:
    if not await SealedOriginal.exists().where(SealedOriginal.input == entry):
        await SealedOriginal.insert(
            SealedOriginal(input=entry, ciphertext=seal(entry, original), sealed_at=now())
        )


def _places(words: str, quote: str) -> Iterable[tuple[int, int]]:
    start = words.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = words.find(quote, start + len(quote))


def _cut(covered: Covered, field: str, span: Span) -> str:
    return covered.original[field][span.start : span.end]
