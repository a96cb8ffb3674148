"""How often the guess at a text's language is right: python -m tests.benchmarks.languages FOLDER.

Texts in five languages, in equal parts and in the parts of a consultation that is mostly
Indonesian; and mixed texts, the first half of one language's and the second of another's.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from analysis.embedding import Embedder
from analysis.languages import LANGUAGES, Guesser, guess_languages
from tests.benchmarks.datasets import KeptVectors, translated

MOSTLY_INDONESIAN = {"ind": 1.0, "jav": 0.1, "sun": 0.1, "min": 0.05, "eng": 0.05}
Texts = dict[str, list[str]]


def right(texts: Texts, kept: KeptVectors, *, learned: bool = True) -> dict[str, float]:
    """For each language the share of its texts that is guessed right, all being read at once."""
    flat = [(name, text) for name, own in texts.items() for text in own]
    words = [text for _, text in flat]
    vectors = kept.of(words)
    guess = guess_languages(words, vectors) if learned else Guesser().guess(words, vectors)
    truth = np.array([name for name, _ in flat])
    return {name: float((np.array(guess)[truth == name] == name).mean()) for name in texts}


def mixed(texts: Texts, kept: KeptVectors) -> dict[str, float]:
    """For Indonesian mixed with each other language, how often the guess is one of the two."""
    shares = {}
    for other in set(texts) - {"ind"}:
        blended = [
            " ".join([*a.split()[: len(a.split()) // 2], *b.split()[len(b.split()) // 2 :]])
            for a, b in zip(texts["ind"], texts[other], strict=True)
        ][::4]
        whole = [text for own in texts.values() for text in own]
        guess = guess_languages([*whole, *blended], kept.of([*whole, *blended]))[len(whole) :]
        shares[other] = float(np.isin(guess, ["ind", other]).mean())
    return shares


def main() -> None:
    cache = Path(os.environ.get("REMBUK_CACHE", Path(tempfile.gettempdir()) / "rembuk-benchmarks"))
    kept = KeptVectors(Embedder(cache / "model"), cache / "vectors")
    print(f"| set | read | {' | '.join(LANGUAGES)} |\n|---|---|{'---|' * len(LANGUAGES)}")
    for name, texts in translated(Path(sys.argv[1])):
        few = {
            key: own[: max(1, int(len(own) * MOSTLY_INDONESIAN[key]))] for key, own in texts.items()
        }
        for how, found in (
            ("words only, as before a first run", right(texts, kept, learned=False)),
            ("all, in equal parts", right(texts, kept)),
            ("all, mostly Indonesian", right(few, kept)),
            ("half Indonesian: one of the two", mixed(texts, kept)),
        ):
            cells = [f"{found[key]:.2f}" if key in found else "" for key in LANGUAGES]
            print(f"| {name} | {how} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
