"""What it costs to group a part of the texts only and have the others join, on labelled sets."""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from analysis.clustering import propose_themes
from analysis.space import learn_space
from tests.benchmarks.datasets import DataSet, KeptVectors

SHARES = (1.0, 0.5, 0.25, 0.1)
# Of fewer texts a tenth would hardly make a theme.
FEWEST = 2_000


def measure_sampling(
    sets: Sequence[DataSet], kept: KeptVectors, say: Callable[[str], None], seeds: int
) -> None:
    """Say the AMI of all texts with their themes, by the share of them that was grouped."""
    say("\n| set | texts | " + " | ".join(f"{share:.0%} grouped" for share in SHARES) + " |")
    say(f"|---|---|{'---|' * len(SHARES)}")
    for known in sets:
        marked = np.array([bool(theme) for theme in known.themes])
        if len(known.texts) < FEWEST or not marked.any():
            continue
        vectors = kept.of(known.texts)
        space, languages = learn_space(known.texts, vectors)
        places = space.locate(vectors, languages)
        cells = []
        for share in SHARES:
            figures = []
            for seed in range(seeds):
                labels = propose_themes(
                    places,
                    known.texts,
                    seed=seed,
                    layered=False,
                    most=int(share * len(known.texts)),
                ).labels
                figures.append(
                    adjusted_mutual_info_score(np.array(known.themes)[marked], labels[marked])
                )
            cells.append(f"{np.mean(figures):.3f}")
        say(f"| {known.name} | {len(known.texts):,} | {' | '.join(cells)} |")
