"""Vectors of length 1 -> clusters by direction."""

from __future__ import annotations

import numpy as np

from dataexplain.randomness import generator_for

_MOST_ROUNDS = 50


def spherical_k_means(vectors: np.ndarray, clusters: int, seed: int) -> np.ndarray:
    """Return the cluster of each vector, by the centre that points most in its direction.

    Parameters
    ----------
    vectors : ndarray of shape (n, dimensions)
        Of length 1.
    clusters : int
        How many at most: one that loses all its vectors stays empty.
    seed : int

    Returns
    -------
    ndarray of int, shape (n,)

    Examples
    --------
    >>> found = spherical_k_means(np.array([[1.0, 0.0], [0.0, 1.0], [0.98, 0.2]]), 2, seed=0)
    >>> bool(found[0] == found[2] != found[1])
    True
    """
    centres = _spread(vectors, clusters, generator_for(seed, "clusters of texts"))
    found = np.full(len(vectors), -1)
    for _ in range(_MOST_ROUNDS):
        nearest = np.argmax(vectors @ centres.T, axis=1)
        if np.array_equal(nearest, found):
            break
        found = nearest
        for cluster in np.unique(found):
            mean = vectors[found == cluster].sum(axis=0)
            centres[cluster] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return found


def _spread(vectors: np.ndarray, clusters: int, generator: np.random.Generator) -> np.ndarray:
    """Return vectors to begin from, each likelier the less like the others it is."""
    chosen = [int(generator.integers(len(vectors)))]
    while len(chosen) < min(clusters, len(vectors)):
        apart = np.clip(1.0 - (vectors @ vectors[chosen].T).max(axis=1), 0.0, None)
        apart[chosen] = 0.0
        if apart.sum() <= 0:
            break
        chosen.append(int(generator.choice(len(vectors), p=apart / apart.sum())))
    return np.array(vectors[chosen], dtype=np.float64)
