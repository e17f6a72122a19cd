"""Projecting many different sets of columns out of many outcomes, on the same rows.

One matrix of all columns and its cross-products are made once. A projection then takes the
cross-products of the columns it needs, and for a subset of the rows subtracts those of the rows
left out, so that its cost is a few passes over the matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Directions with a smaller share of the largest eigenvalue are taken for redundant.
RANK_TOLERANCE = 1e-9
# Above so many rows a column leverages no longer matter and are not computed.
ROWS_PER_COLUMN_WITHOUT_LEVERAGE = 100


@dataclass(frozen=True)
class Projection:
    """What is left of some targets.

    Parameters
    ----------
    left : ndarray of shape (n, targets)
        Multiplied by the root of the row weights.
    rank : int
        Independent columns projected out, the constant included.
    leverage : ndarray of shape (n,), optional
        Of the columns projected out; None where there are many rows a column.
    basis : ndarray of shape (n, rank), optional
        An orthonormal basis of the columns projected out, where it was asked for.
    """

    left: np.ndarray
    rank: int
    leverage: np.ndarray | None
    basis: np.ndarray | None = None


class Projector:
    """Rows with columns that may be projected out; a constant is always among them.

    Parameters
    ----------
    columns : ndarray of shape (n, k)
    weights : ndarray of shape (n,), optional
        Row weights.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x = rng.normal(size=(50, 2))
    >>> projector = Projector(x)
    >>> left = projector.project(3 * x[:, :1] + 1, columns=np.array([0])).left
    >>> bool(abs(left).max() < 1e-9)
    True
    """

    def __init__(self, columns: np.ndarray, weights: np.ndarray | None = None) -> None:
        n = len(columns)
        self.root = None if weights is None else np.sqrt(weights * (n / weights.sum()))
        mean = columns.mean(axis=0) if n else np.zeros(columns.shape[1])
        spread = columns.std(axis=0) if n else np.ones(columns.shape[1])
        spread = np.where(spread > 1e-12 * np.maximum(1.0, np.abs(mean)), spread, np.inf)
        self.matrix = np.empty((n, columns.shape[1] + 1))
        self.matrix[:, 0] = 1.0
        np.divide(columns - mean, spread, out=self.matrix[:, 1:])
        if self.root is not None:
            self.matrix *= self.root[:, None]
        self.gram = self.matrix.T @ self.matrix

    def project(
        self,
        targets: np.ndarray,
        *,
        columns: np.ndarray,
        extra: np.ndarray | None = None,
        rows: np.ndarray | None = None,
        with_basis: bool = False,
    ) -> Projection:
        """Project columns out of targets.

        Parameters
        ----------
        targets : ndarray of shape (m, t)
            For the rows chosen.
        columns : ndarray of int
            Which columns of the matrix.
        extra : ndarray of shape (m, e), optional
            Further columns for this projection only.
        rows : ndarray of int, optional
            The rows chosen; all by default.
        with_basis : bool, default=False
            Whether the basis is wanted, however many rows there are.

        Returns
        -------
        Projection
        """
        n, m = len(self.matrix), len(targets)
        chosen = np.arange(n) if rows is None else rows
        used = np.concatenate([[0], np.asarray(columns, dtype=np.int64) + 1])
        root = None if self.root is None else self.root[chosen][:, None]
        own = _scaled(np.empty((m, 0)) if extra is None else extra)
        if root is not None:
            targets, own = targets * root, own * root
        together = np.column_stack([own, targets])
        cross = self._cross(together, chosen)[used]
        places, width = len(used), own.shape[1]
        gram = np.empty((places + width, places + width))
        gram[:places, :places] = self._gram_of(chosen)[np.ix_(used, used)]
        gram[:places, places:] = cross[:, :width]
        gram[places:, :places] = cross[:, :width].T
        gram[places:, places:] = own.T @ own
        right = np.vstack([cross[:, width:], own.T @ targets])
        values, vectors = np.linalg.eigh(gram)
        strong = values > values[-1] * RANK_TOLERANCE
        whitener = vectors[:, strong] / np.sqrt(values[strong])
        coefficients = whitener @ (whitener.T @ right)
        full = np.zeros((self.matrix.shape[1], targets.shape[1]))
        full[used] = coefficients[:places]
        fitted = self.matrix @ full
        left = targets - (fitted if rows is None else fitted[chosen])
        left -= own @ coefficients[places:]
        rank = int(strong.sum())
        leverage = basis = None
        few = m < ROWS_PER_COLUMN_WITHOUT_LEVERAGE * rank
        if few or with_basis:
            basis = np.column_stack([self.matrix[np.ix_(chosen, used)], own]) @ whitener
            leverage = np.square(basis).sum(axis=1) if few else None
        return Projection(left, rank, leverage, basis if with_basis else None)

    def _cross(self, values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Return the cross-products of all columns with values on the rows chosen."""
        n = len(self.matrix)
        if len(chosen) == n:
            return np.asarray(self.matrix.T @ values)
        if len(chosen) < n / 4:
            return np.asarray(self.matrix[chosen].T @ values)
        everywhere = np.zeros((n, values.shape[1]))
        everywhere[chosen] = values
        return np.asarray(self.matrix.T @ everywhere)

    def _gram_of(self, chosen: np.ndarray) -> np.ndarray:
        """Return the cross-products of the columns on the rows chosen."""
        n = len(self.matrix)
        if len(chosen) == n:
            return self.gram
        if len(chosen) <= n / 2:
            part = self.matrix[chosen]
            return np.asarray(part.T @ part)
        outside = np.ones(n, dtype=bool)
        outside[chosen] = False
        part = self.matrix[outside]
        return np.asarray(self.gram - part.T @ part)


def _scaled(columns: np.ndarray) -> np.ndarray:
    """Return columns centred and of unit spread, so that none rules the others' rank."""
    if not columns.size:
        return columns
    spread = columns.std(axis=0)
    return np.asarray((columns - columns.mean(axis=0)) / np.where(spread > 0, spread, np.inf))
