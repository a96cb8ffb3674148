"""What a finished run leaves for later: the space of its texts and its broader and finer layers."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.communities import Labels
from analysis.keys import Keys
from analysis.space import Space, unpacked
from analysis.tables import RunArtefact, RunLayout


@dataclass(frozen=True, slots=True)
class LayerTheme:
    """A theme of a layer: its proposed label and its inputs."""

    label: str
    inputs: tuple[UUID, ...]


def pack_artefact(
    *,
    run: UUID,
    space: Space,
    inputs: Keys,
    layers: Sequence[Labels],
    labels: Sequence[Sequence[str]],
    layout: NDArray[np.uint16],
) -> tuple[RunArtefact, RunLayout]:
    """What the run leaves, as rows that are not kept yet: packing takes its time."""
    file = io.BytesIO()
    np.savez_compressed(file, *(layer.astype("<i4") for layer in layers))
    return (
        RunArtefact(
            run=run,
            space=space.packed(),
            inputs=bytes(inputs.content),
            layers=file.getvalue(),
            layer_labels=json.dumps([list(own) for own in labels]),
        ),
        RunLayout(run=run, points=layout.astype("<u2").tobytes()),
    )


async def load_space(run: UUID, model: str) -> Space | None:
    """The run's space, if it compared vectors of this model."""
    row = (
        await RunArtefact.select(RunArtefact.space, RunArtefact.run.model)
        .where(RunArtefact.run == run)
        .first()
    )
    return unpacked(row["space"]) if row and row["run.model"] == model else None


async def inputs_of(run: UUID) -> Keys:
    """The inputs that the run has grouped."""
    row = await RunArtefact.select(RunArtefact.inputs).where(RunArtefact.run == run).first()
    return Keys(bytes(row["inputs"])) if row else Keys()


async def layers_of(run: UUID) -> list[list[LayerTheme]]:
    """The run's layers from broad to fine, each with its themes, the largest first."""
    row = (
        await RunArtefact.select(RunArtefact.inputs, RunArtefact.layers, RunArtefact.layer_labels)
        .where(RunArtefact.run == run)
        .output(load_json=True)
        .first()
    )
    if row is None:
        return []
    ids = list(Keys(bytes(row["inputs"])))
    with np.load(io.BytesIO(row["layers"]), allow_pickle=False) as parts:
        found = [parts[name] for name in parts.files]
    return [
        [
            LayerTheme(label, tuple(ids[place] for place in np.flatnonzero(layer == theme)))
            for theme, label in enumerate(labels)
        ]
        for layer, labels in zip(found, row["layer_labels"], strict=True)
    ]
