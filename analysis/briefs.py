"""An extractive brief of a theme: who is for, who against, what is proposed, what is evidence.

Every sentence is somebody's, word for word, and carries the input it is from. Nothing is written
by a machine, so nothing can be made up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np

from analysis.embedding import Vectors
from analysis.normalising import normalise, text_hash
from analysis.placement import worth_placing
from consultations.vocabulary import InputKind

SENTENCES_A_PART = 3
SHORTEST, LONGEST = 20, 320
# A sentence this like one that is chosen already says the same again.
REPEATS_FROM = 0.75
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:No|Nomor|Pasal|Bpk|Sdr|dr|Dr|Drs|Ir|Prof|Jl|hlm|dll|dsb|a\.n)\.$")


class Part(StrEnum):
    """What a sentence does in a discussion."""

    FOR = "mendukung"
    AGAINST = "keberatan"
    PROPOSAL = "usulan"
    EVIDENCE = "bukti"


_SIGNS = {
    Part.PROPOSAL: re.compile(
        r"\b(mohon|usul(kan|an)?|mengusulkan|sebaiknya|hendaknya|seharusnya|harusnya|agar|supaya|"
        r"tolong|perlu (ada|di)|wajibkan|sediakan|tambah(kan)?|hapus(kan)?|ubah|perbaiki|buatlah|"
        r"kedah|kudu|kedahna|mugi|should|please|must)\b",
        re.IGNORECASE,
    ),
    Part.EVIDENCE: re.compile(
        r"\d|\b(persen|pernah|mengalami|buktinya|contohnya|misalnya|survei|data|menurut|"
        r"berdasarkan|pengalaman|kemarin|minggu lalu|bulan lalu|tahun lalu)\b",
        re.IGNORECASE,
    ),
    Part.AGAINST: re.compile(
        r"\b(menolak|tolak|keberatan|(tidak|kurang|tak|nggak|gak) setuju|jangan|sayangnya|khawatir|"
        r"kecewa|mengeluh|sulit|susah|terlalu|rugi|merugikan|gagal|rusak|mboten|ora|teu|oppose)\b",
        re.IGNORECASE,
    ),
    Part.FOR: re.compile(
        r"\b(setuju|mendukung|dukung|bagus|senang|puas|terima kasih|membantu|terbantu|apresiasi|"
        r"ramah|cepat|mudah|sae|apik|support|agree)\b",
        re.IGNORECASE,
    ),
}
_PART_OF_KIND = {
    InputKind.SUPPORT: Part.FOR,
    InputKind.OBJECTION: Part.AGAINST,
    InputKind.PROPOSED_WORDING: Part.PROPOSAL,
    InputKind.EVIDENCE: Part.EVIDENCE,
    InputKind.EXPERIENCE: Part.EVIDENCE,
}
# What letters open and close with, in praise of nothing.
_COURTESY = re.compile(
    r"^\W*(?:"
    r"atas (?:segala )?(?:perhatian|perkenan|kesediaan|waktu|bantuan|kerja ?sama)\b.*\b"
    r"(?:terima ?kasih|thank)|"
    r"demikian(?:lah)? (?:masukan|usul|saran|surat|aspirasi|keluhan|laporan|pendapat|yang dapat)|"
    r"(?:terima ?kasih|thanks?(?: you)?)(?: banyak| sebelumnya| very much)?"
    r"(?: (?:atas|for) (?:your )?(?:perhatian|waktu|kesempatan|attention|time)\b.*)?\W*$|"
    r"(?:matur (?:nuwun|suwun)|hatur nuhun)(?: sanget| pisan)?\W*$|"
    r"(?:dengan hormat|hormat (?:kami|saya)|was+alamu?\b.*|salam (?:hormat|sejahtera)|yours \w+|"
    r"(?:best|kind) regards)\W*$"
    r")",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(tidak|kurang|tak|nggak|gak|belum|bukan)\s+\w+\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An input as the brief reads it. ``kind`` is what its author called it."""

    input: UUID
    text: str
    kind: InputKind
    proposed_wording: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One sentence, word for word, and the input it is from; ``also`` say the same."""

    sentence: str
    input: UUID
    also: int = 0


Brief = dict[Part, list[Cited]]


def write_brief(spoken: Sequence[Spoken], places: Vectors, most: int = SENTENCES_A_PART) -> Brief:
    """The most central sentences of each part; ``places`` (n, p), unit rows, are the inputs'.

    Sentences are taken from different people where there is a choice, and none twice.
    """
    if not spoken:
        return {part: [] for part in Part}
    nearness = places @ places.mean(axis=0)
    found: dict[Part, list[tuple[int, str]]] = {part: [] for part in Part}
    for place in np.argsort(-nearness, kind="stable").tolist():
        for part, sentence in _parts_of(spoken[place]):
            found[part].append((place, sentence))
    return {part: _chosen(spoken, places, own, most) for part, own in found.items()}


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, as they are written."""
    sentences: list[str] = []
    for piece in _END.split(normalise(text)):
        if sentences and _ABBREVIATED.search(sentences[-1]):
            sentences[-1] += f" {piece}"
        elif piece:
            sentences.append(piece)
    return sentences


def part_of(sentence: str, kind: InputKind = InputKind.QUESTION) -> Part | None:
    """What a sentence does, by its words, else by its input's kind; ``None`` if neither says."""
    for part in (Part.PROPOSAL, Part.AGAINST):
        if _SIGNS[part].search(sentence):
            return part
    if _SIGNS[Part.FOR].search(_DENIED.sub("", sentence)):
        return Part.FOR
    if _SIGNS[Part.FOR].search(sentence):
        return Part.AGAINST
    return Part.EVIDENCE if _SIGNS[Part.EVIDENCE].search(sentence) else _PART_OF_KIND.get(kind)


def _parts_of(spoken: Spoken) -> list[tuple[Part, str]]:
    parts = [
        (part, sentence)
        for sentence in sentences_of(spoken.text)
        if SHORTEST <= len(sentence) <= LONGEST
        and worth_placing(sentence)
        and not _COURTESY.match(sentence)
        and (part := part_of(sentence, spoken.kind)) is not None
    ]
    wording = normalise(spoken.proposed_wording)
    return [(Part.PROPOSAL, wording), *parts] if wording else parts


def _chosen(
    spoken: Sequence[Spoken], places: Vectors, found: list[tuple[int, str]], most: int
) -> list[Cited]:
    chosen: list[tuple[int, str]] = []
    also: dict[int, set[UUID]] = {}
    for place, sentence in found:
        like = next(
            (
                k
                for k, (other, said) in enumerate(chosen)
                if _repeats(sentence, said, float(places[place] @ places[other]))
            ),
            None,
        )
        if like is not None:
            also.setdefault(like, set()).add(spoken[place].input)
        elif len(chosen) < most and place not in {other for other, _ in chosen}:
            chosen.append((place, sentence))
    return [
        Cited(
            sentence,
            spoken[place].input,
            len(also.get(k, set()) - {spoken[place].input}),
        )
        for k, (place, sentence) in enumerate(chosen)
    ]


def _repeats(sentence: str, said: str, likeness: float) -> bool:
    if text_hash(sentence) == text_hash(said):
        return True
    words, others = (set(re.findall(r"\w+", one.lower())) for one in (sentence, said))
    shared = len(words & others) / max(1, len(words | others))
    return shared >= REPEATS_FROM or (likeness >= REPEATS_FROM and shared >= REPEATS_FROM / 2)
