"""Reads a language model's answer as sentences with the numbers of the quotations they cite."""

import re
from dataclasses import dataclass

from analysis.briefs import sentences_of
from analysis.normalising import normalise

MOST_SENTENCES = 12
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"^\s*(?:[-*•>]+|#+|\d{1,2}[.)])\s+|```\w*|[*`]+|__+")
_NUMBERS = re.compile(r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]")
# "… lama. [1][2]" as much as "… lama [1][2]."
_AFTER_STOP = re.compile(rf"([.!?…]+)((?:\s*{_NUMBERS.pattern})+)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer and the numbers it cites, each once, as they were written."""

    words: str
    cited: tuple[int, ...]


def claims_in(answer: str) -> list[Claim]:
    """The sentences of an answer, in order; what comes after the first dozen is not read."""
    claims: list[Claim] = []
    for line in _THOUGHTS.sub(" ", answer).splitlines():
        plain = _AFTER_STOP.sub(r"\2\1", normalise(_MARKUP.sub("", line)))
        for sentence in sentences_of(plain):
            words = " ".join(_NUMBERS.sub(" ", sentence).split())
            words = re.sub(r"\s+([.,;:!?…])", r"\1", words).strip("“”\"' ")
            if re.search(r"\w", words):
                cited = [
                    int(n) for part in _NUMBERS.findall(sentence) for n in _DIGITS.findall(part)
                ]
                claims.append(Claim(words, tuple(dict.fromkeys(cited))))
    return claims[:MOST_SENTENCES]
