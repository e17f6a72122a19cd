"""Proposed questions screened before any is paid for, by how near each text is to the property.

The similarity of text and property is a weak judge. It only decides which proposals are worth
asking, on the rows that they were proposed from.
"""

from __future__ import annotations

import numpy as np

from dataexplain.features.question_selection import correlations

# Properties nearer than this mean the same.
_SAME_MEANING = 0.93


def screened(
    texts: np.ndarray, properties: np.ndarray, outcome: np.ndarray | None, most: int
) -> list[int]:
    """Return the most promising of proposed properties, the best first, each meaning once.

    Parameters
    ----------
    texts : ndarray of shape (n, dimensions)
        Embeddings of length 1.
    properties : ndarray of shape (properties, dimensions)
        Embeddings of "The text ..." of length 1.
    outcome : ndarray of shape (n, columns), optional
        Standardised; without one, a property that sets texts further apart is better.
    most : int

    Returns
    -------
    list of int
        Their places.

    Examples
    --------
    >>> texts = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]])
    >>> properties = np.array([[1.0, 0.0], [0.7, 0.7], [1.0, 0.01]])
    >>> outcome = np.array([[1.0], [1.0], [-1.0], [-1.0]])
    >>> screened(texts, properties, outcome, most=3)
    [0, 1]
    """
    near = texts @ properties.T
    strength = (
        near.std(axis=0) if outcome is None else np.abs(correlations(near, outcome)).max(axis=1)
    )
    kept: list[int] = []
    for place in np.argsort(-strength, kind="stable"):
        alike = properties[kept] @ properties[place] if kept else np.zeros(1)
        if len(kept) < most and alike.max() < _SAME_MEANING:
            kept.append(int(place))
    return kept
