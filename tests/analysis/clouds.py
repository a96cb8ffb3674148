"""Made-up vectors: clouds around directions that are far apart."""

import numpy as np

from analysis.embedding import Vectors, unit

NOUNS = ("antrean", "jalan", "pupuk", "paspor", "listrik", "sekolah", "pasar", "kapal")


def clouds(sizes: list[int], spread: float = 0.25, seed: int = 0) -> tuple[Vectors, list[str]]:
    """Unit vectors in as many clouds as sizes, and a text for each that names its cloud."""
    random = np.random.default_rng(seed)
    middles = unit(random.normal(size=(len(sizes), 32)).astype(np.float32))
    which = np.repeat(np.arange(len(sizes)), sizes)
    noise = random.normal(scale=spread / np.sqrt(32), size=(len(which), 32))
    texts = [
        f"{NOUNS[k % len(NOUNS)]} nomor {place * 7919 % 9973}" for place, k in enumerate(which)
    ]
    return unit((middles[which] + noise).astype(np.float32)), texts
