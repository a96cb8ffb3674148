"""Whether the texts that a machine's sentence cites support it: words, numbers and meaning.

It can't tell whether a sentence turns what was said into its opposite: a person reads each
beside its inputs before it is used.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.claims import Claim
from analysis.embedding import Vectors
from analysis.labelling import stem
from analysis.stopwords import ALL
from consultations.personal_data import find_personal_data
from consultations.vocabulary import SuggestionFault

LONGEST_SENTENCE = 300
# Measured by tests/benchmarks/supporting.py on sentences about the demonstration's inputs: of the
# faithful 88 in 100 are kept; of the same with another input of their theme as source 4, with one
# of another theme 0; of invented ones 8. What is said in one language of a text in another shares
# no words with it, and is dropped.
NEAR_FROM = 0.18
SHARED_FROM = 0.3
# A source that lies farther off is no source, even where another one carries the sentence.
SOURCE_FROM = 0.1
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_LINK = re.compile(r"https?:|www\.|\w@\w|\]\(|[<>{}|\\]|\.(?:com|id|org|net)\b", re.IGNORECASE)
# Numbers in words; "satu" and "one" are left out, as they mostly count nothing.
_SPELLED = {
    word: str(number)
    for number, words in {
        2: "dua two kedua",
        3: "tiga three ketiga",
        4: "empat four keempat",
        5: "lima five kelima",
        6: "enam six keenam",
        7: "tujuh seven ketujuh",
        8: "delapan eight kedelapan",
        9: "sembilan nine kesembilan",
        10: "sepuluh ten kesepuluh",
        100: "seratus hundred",
        1000: "seribu thousand",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with what was found: how near it lies to what it cites, which words they share.

    ``claim`` cites only what lies near enough to be a source of it.
    """

    claim: Claim
    fault: SuggestionFault | None
    nearness: float = 0.0
    shared: float = 0.0


def weigh(
    claims: Sequence[Claim],
    quotations: Sequence[str],
    places: Vectors,
    locate: Callable[[list[str]], Vectors],
) -> list[Weighed]:
    """Each sentence with its fault, if it has one.

    ``places`` (n, p) are where the quotations lie, unit rows, and ``locate`` says where sentences
    do in the same space.
    """
    whole = [claim for claim in claims if _form_fault(claim, len(quotations)) is None]
    lying = iter(locate([claim.words for claim in whole])) if whole else iter(())
    return [
        Weighed(claim, fault)
        if (fault := _form_fault(claim, len(quotations))) is not None
        else _supported(claim, quotations, places @ next(lying))
        for claim in claims
    ]


def _supported(claim: Claim, quotations: Sequence[str], nearness: Vectors) -> Weighed:
    sources = tuple(n for n in claim.cited if nearness[n - 1] >= SOURCE_FROM) or claim.cited
    said = " ".join(quotations[number - 1] for number in sources)
    near = max(float(nearness[number - 1]) for number in sources)
    shared = shared_words(claim.words, said)
    fault = None
    if not _numbers(claim.words) <= _numbers(said):
        fault = SuggestionFault.NUMBER
    elif near < NEAR_FROM or shared < SHARED_FROM:
        fault = SuggestionFault.UNSUPPORTED
    return Weighed(Claim(claim.words, sources), fault, near, shared)


def shared_words(sentence: str, said: str) -> float:
    """Which share of a sentence's telling words is among what was said, by their stems."""
    own, others = _stems(sentence), _stems(said)
    return len(own & others) / len(own) if own else 0.0


def _form_fault(claim: Claim, count: int) -> SuggestionFault | None:
    if not claim.cited or not all(1 <= number <= count for number in claim.cited):
        return SuggestionFault.UNCITED
    if len(claim.words) > LONGEST_SENTENCE or _LINK.search(claim.words):
        return SuggestionFault.FORM
    return SuggestionFault.FORM if find_personal_data(claim.words) else None


def _stems(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.lower()) if word not in ALL}


def _numbers(text: str) -> set[str]:
    plain = text.lower()
    spelled = {_SPELLED[word] for word in _WORD.findall(plain) if word in _SPELLED}
    return spelled | {found.strip(".,:/") for found in _NUMBER.findall(plain)}
