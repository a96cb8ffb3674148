"""How often the guess at a text's language is right: python -m tests.benchmarks.languages FOLDER.

Texts in five languages, in equal parts and in the parts of a consultation that is mostly
Indonesian; texts in two languages, joined half by half, one after the other, or mixed by hand; and
how many texts in one language are taken for mixed.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analysis.embedding import Embedder
from analysis.languages import LANGUAGES, Guesser, guess_languages, is_mixed, leading
from tests.benchmarks import code_mixed
from tests.benchmarks.datasets import KeptVectors, translated

MOSTLY_INDONESIAN = {"ind": 1.0, "jav": 0.1, "sun": 0.1, "min": 0.05, "eng": 0.05}
Texts = dict[str, list[str]]
Row = tuple[str, dict[str, float]]


def right(texts: Texts, kept: KeptVectors, *, learned: bool = True) -> Iterator[Row]:
    """For each language the share of its texts whose language, or leading one, is guessed right,
    and the share that is taken for mixed; all being read at once.
    """
    flat = [(name, text) for name, own in texts.items() for text in own]
    words = [text for _, text in flat]
    vectors = kept.of(words)
    guess = guess_languages(words, vectors) if learned else Guesser().guess(words, vectors)
    truth = np.array([name for name, _ in flat])
    first = np.array([leading(name) for name in guess])
    mixed = np.array([is_mixed(name) for name in guess])
    yield "right", {name: float((first[truth == name] == name).mean()) for name in texts}
    yield "taken for mixed", {name: float(mixed[truth == name].mean()) for name in texts}


def found_mixed(texts: Texts) -> Iterator[Row]:
    """How many texts that are half Indonesian are taken for mixed, by the other language.

    Words tell what is mixed, so no vectors are needed.
    """
    others = [name for name in texts if name != "ind"]
    halves = {
        name: [
            " ".join([*a.split()[: len(a.split()) // 2], *b.split()[len(b.split()) // 2 :]])
            for a, b in zip(texts["ind"], texts[name], strict=True)
        ]
        for name in others
    }
    wholes = {
        # The second text is another one, so that nothing is said twice.
        name: [f"{a} {b}" for a, b in zip(texts["ind"], np.roll(texts[name], 7), strict=True)]
        for name in others
    }
    yield "half by half", {name: _mixed(own) for name, own in halves.items()}
    yield "one after the other", {name: _mixed(own) for name, own in wholes.items()}


def _mixed(texts: list[str]) -> float:
    return float(np.mean([is_mixed(name) for name in Guesser().guess(texts, np.empty((0, 0)))]))


def main() -> None:
    cache = Path(os.environ.get("REMBUK_CACHE", Path(tempfile.gettempdir()) / "rembuk-benchmarks"))
    kept = KeptVectors(Embedder(cache / "model"), cache / "vectors")
    print(f"| set | read | {' | '.join(LANGUAGES)} |\n|---|---|{'---|' * len(LANGUAGES)}")
    for name, texts in translated(Path(sys.argv[1])):
        few = {
            key: own[: max(1, int(len(own) * MOSTLY_INDONESIAN[key]))] for key, own in texts.items()
        }
        for how, rows in (
            ("words only, as before a first run", right(texts, kept, learned=False)),
            ("all, in equal parts", right(texts, kept)),
            ("all, mostly Indonesian", right(few, kept)),
            ("half Indonesian, found mixed", found_mixed(texts)),
        ):
            for what, shares in rows:
                _show(name, f"{how}: {what}", shares)
    by_hand = {"jav": list(code_mixed.JAVANESE), "eng": list(code_mixed.ENGLISH)}
    _show("by hand", "found mixed", {name: _mixed(own) for name, own in by_hand.items()})


def _show(name: str, how: str, shares: dict[str, float]) -> None:
    cells = [f"{shares[key]:.3f}" if key in shares else "" for key in LANGUAGES]
    print(f"| {name} | {how} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
