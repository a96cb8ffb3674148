"""Settles what a graph's communities leave at their edges: every text to the theme most like it."""

import numpy as np
from scipy.sparse import csr_matrix

from analysis.communities import Labels
from analysis.embedding import Vectors, unit
from analysis.graph import NeighbourGraph
from analysis.holding import Before

SMALLEST_THEME = 3
# Later passes move next to nothing, and ten are no better than three.
PASSES = 3


def settle(
    labels: Labels, space: Vectors, graph: NeighbourGraph, before: Before | None = None
) -> Labels:
    """Move each of n texts (``space`` (n, p), unit rows) to the theme that draws it most.

    A theme draws by the share of the text's nearest neighbours that are in it, and as much by its
    likeness to all its other members: their cosines summed over the root of their number, between
    the sum, by which the largest theme wins everything, and the mean, by which a handful of near
    copies does. The strongest likeness counts 1. Where a text was ``before`` draws it too. Themes
    that lose all their texts are gone.

    Without the neighbours translations part (of NusaX's pairs 0.73 stay together instead of 0.81):
    the words of a whole theme are mostly those of its commonest language.
    """
    rows = np.arange(len(labels))
    oneself = np.einsum("np,np->n", space, space)
    near = csr_matrix((graph.weights, (graph.sources, graph.targets)), (len(labels), len(labels)))
    weights = np.maximum(near.sum(axis=1).A1, 1e-9)[:, None]
    for _ in range(PASSES):
        sizes = np.bincount(labels)
        belongs = csr_matrix((np.ones(len(labels), np.float32), (rows, labels)))
        likeness = space @ (belongs.T @ space).T
        own = (likeness[rows, labels] - oneself) / np.sqrt(np.maximum(sizes[labels] - 1, 1))
        likeness /= np.sqrt(sizes).astype(space.dtype)
        likeness[rows, labels] = own
        likeness /= np.maximum(np.abs(likeness).max(axis=1, keepdims=True), 1e-9)
        draw = likeness + (near @ belongs).toarray() / weights
        if before is not None:
            draw += before.draws(labels).toarray()
        _, moved = np.unique(np.argmax(draw, axis=1), return_inverse=True)
        if np.array_equal(moved, labels):
            break
        labels = np.asarray(moved, dtype=np.int64)
    return labels


def join_drawn(
    labels: Labels, space: Vectors, others: Vectors, near: csr_matrix, asked: Labels
) -> Labels:
    """For texts (``others`` (m, p)) that were not grouped the theme that draws each the most.

    The n grouped ones (``labels`` (n,), ``space`` (n, p)) draw them as in ``settle``; ``near``
    (m, k) has for each text its nearest of the k ``asked`` ones, with weights that add up to 1.
    """
    rows = np.arange(len(labels))
    belongs = csr_matrix((np.ones(len(labels), np.float32), (rows, labels)))
    sums = (belongs.T @ space) / np.sqrt(np.bincount(labels))[:, None].astype(space.dtype)
    likeness = others @ sums.T
    likeness /= np.maximum(np.abs(likeness).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(
        np.argmax(likeness + (near @ belongs[asked]).toarray(), axis=1), dtype=np.int64
    )


def join_small(labels: Labels, space: Vectors) -> Labels:
    """The same communities; those too small for a theme go to the nearest large one."""
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= SMALLEST_THEME)
    if large.size in (0, sizes.size):
        return labels
    centres = unit(np.stack([space[labels == k].mean(axis=0) for k in large]))
    small = ~np.isin(labels, large)
    labels = labels.copy()
    labels[small] = large[np.argmax(space[small] @ centres.T, axis=1)]
    _, compact = np.unique(labels, return_inverse=True)
    return np.asarray(compact, dtype=np.int64)
