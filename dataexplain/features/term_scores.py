"""How surely each term of texts goes with an outcome, length and other columns held fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csc_array
from scipy.special import ndtri

from dataexplain.features.term_function_words import is_function_term
from dataexplain.tables import Table

# A column of which less than this is left once others are held fixed cannot be told from them.
LEAST_LEFT = 0.02
# Columns of a table are held fixed: one for so many rows at most; levels of so many rows at least.
ROWS_PER_HELD, MOST_HELD, LEAST_HELD = 20, 50, 20


@dataclass(frozen=True)
class Residualised:
    """Outcomes of rows with some columns projected out, ready to be held against others.

    Parameters
    ----------
    basis : ndarray of shape (n, c)
        Orthonormal; what is held fixed, times the roots of the weights.
    outcomes : ndarray of shape (n, k)
        What is left of each outcome, times the roots of the weights; each of mean square 1.
    roots : ndarray of shape (n,)
        The roots of the weights, whose mean square is 1.
    """

    basis: np.ndarray
    outcomes: np.ndarray
    roots: np.ndarray

    @classmethod
    def of(
        cls, outcomes: np.ndarray, held: np.ndarray, weights: np.ndarray | None = None
    ) -> Residualised:
        """Project columns, and the average, out of outcomes.

        Parameters
        ----------
        outcomes : ndarray of shape (n, k)
        held : ndarray of shape (n, c)
        weights : ndarray of shape (n,), optional

        Examples
        --------
        >>> rows = Residualised.of(np.array([[1.0], [3.0], [2.0], [5.0]]), np.empty((4, 0)))
        >>> presence = csc_array(np.array([[0], [1], [0], [1]]))
        >>> rows.z(presence).round(2)
        array([[1.69]])
        """
        roots = np.ones(len(outcomes))
        if weights is not None:
            roots = np.sqrt(weights / weights.mean())
        basis = _orthonormal(roots[:, None] * np.column_stack([np.ones(len(held)), held]))
        return cls(basis, _left(roots[:, None] * outcomes, basis), roots)

    def beside(self, column: np.ndarray) -> Residualised:
        """Project one more column out.

        Parameters
        ----------
        column : ndarray of shape (n,)
        """
        own = self.roots * column
        left = own - self.basis @ (self.basis.T @ own)
        if left @ left < LEAST_LEFT * (own @ own):
            return self
        direction = (left / np.sqrt(left @ left))[:, None]
        basis = np.column_stack([self.basis, direction])
        return replace(self, basis=basis, outcomes=_left(self.outcomes, direction))

    def z(self, presence: csc_array) -> np.ndarray:
        """Return how many standard errors each column's effect on each outcome is from none.

        Parameters
        ----------
        presence : csc_array of shape (n, m)

        Returns
        -------
        ndarray of shape (m, k)
        """
        spreads = self.spreads(presence)
        raw = presence.T @ (self.roots[:, None] * self.outcomes)
        known = spreads > 0
        return np.asarray(np.where(known[:, None], raw / np.where(known, spreads, 1.0)[:, None], 0))

    def spreads(self, presence: csc_array) -> np.ndarray:
        """Return the norm of what is left of each column, 0 where that is next to nothing."""
        whole = presence.power(2).T @ self.roots**2
        held = (presence.T @ (self.roots[:, None] * self.basis)) ** 2
        left = whole - held.sum(axis=1)
        return np.asarray(np.sqrt(np.where(left > LEAST_LEFT * whole, left, 0.0)))

    def correlations(self, presence: csc_array) -> np.ndarray:
        """Return how closely what is left of each pair of columns goes together.

        Returns
        -------
        ndarray of shape (m, m)
        """
        weighted = presence.multiply(self.roots[:, None]).tocsc()
        held = presence.T @ (self.roots[:, None] * self.basis)
        products = (weighted.T @ weighted).toarray() - held @ held.T
        spreads = np.where(self.spreads(presence) > 0, self.spreads(presence), np.inf)
        return np.asarray(products / np.outer(spreads, spreads))


@dataclass(frozen=True)
class ScoredTerms:
    """Terms, the surest first.

    Parameters
    ----------
    terms : tuple of str
    presence : csc_array of shape (n, m)
        1 where a text mentions a term.
    z : ndarray of shape (m, k)
        Of each term and outcome.
    correlations : ndarray of shape (m, m)
    trials : int
        How many z were looked at to find these.
    """

    terms: tuple[str, ...]
    presence: csc_array
    z: np.ndarray
    correlations: np.ndarray
    trials: int = 1

    @cached_property
    def strongest(self) -> np.ndarray:
        """The outcome each term tells most of."""
        return np.asarray(np.abs(self.z).argmax(axis=1))

    def strength(self, place: int) -> float:
        """Return the size of a term's largest z."""
        return float(abs(self.z[place, self.strongest[place]]))

    def reached_by_chance(self, times: float = 1.0) -> float:
        """Return the size of z that chance alone reaches so many times among all trials.

        Examples
        --------
        >>> scored = ScoredTerms((), csc_array((0, 0)), np.empty((0, 1)), np.empty((0, 0)), 1000)
        >>> round(scored.reached_by_chance(), 2), round(scored.reached_by_chance(5), 2)
        (3.29, 2.81)
        """
        return float(-ndtri(0.5 * min(times / max(self.trials, 1), 1.0)))

    @cached_property
    def function(self) -> np.ndarray:
        """Whether each term is made of function words only."""
        shares = self.presence.sum(axis=0) / self.presence.shape[0]
        return np.array(
            [is_function_term(*entry) for entry in zip(self.terms, shares, strict=True)], dtype=bool
        )

    def z_beside(self, place: int, other: int) -> float:
        """Return a term's z for its outcome with another term held fixed."""
        outcome = self.strongest[place]
        together = float(self.correlations[place, other])
        left = max(1.0 - together**2, LEAST_LEFT)
        return float((self.z[place, outcome] - together * self.z[other, outcome]) / np.sqrt(left))


def length_basis(lengths: np.ndarray) -> np.ndarray:
    """Return what holds the length of texts fixed: its logarithm, and that squared.

    Parameters
    ----------
    lengths : ndarray of shape (n,)

    Examples
    --------
    >>> length_basis(np.array([0.0, 1.0])).round(2).tolist()
    [[0.0, 0.0], [0.69, 0.48]]
    """
    logarithms = np.log1p(lengths)
    return np.column_stack([logarithms, logarithms**2])


def columns_basis(table: Table, rows: np.ndarray) -> np.ndarray:
    """Return what holds the columns of a table fixed: ranks of numbers, and each frequent level.

    Left out are columns that say something of a text, as its words do.

    Parameters
    ----------
    table : Table
    rows : ndarray of int

    Returns
    -------
    ndarray of shape (n, c)
        At most 50 columns, one for 20 rows; a missing cell has a mark of its own.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"age": range(40), "kind": ["a", "b"] * 20, "y": range(40)}, "y")
    >>> columns_basis(table, np.arange(40)).shape
    (40, 2)
    """
    columns: list[np.ndarray] = []
    # by name, so that their order in the table decides nothing
    for column in sorted(table.features, key=lambda entry: entry.name):
        if not column.says_of_text:
            columns += _basis_of(table.frame[column.name].iloc[rows], column.nominal)
    most = min(MOST_HELD, len(rows) // ROWS_PER_HELD)
    return np.column_stack([np.empty((len(rows), 0)), *columns[:most]])


def _basis_of(values: pd.Series, nominal: bool) -> list[np.ndarray]:
    """Return each level or the ranks, between 0 and 1, and where a value is missing."""
    if nominal:
        counts = values.value_counts(sort=False)
        found = [values == level for level in counts.index[counts >= LEAST_HELD]]
    else:
        found = [values.rank(pct=True).fillna(0.5)]
    missing = values.isna()
    if missing.sum() >= LEAST_HELD:
        found.append(missing)
    return [column.to_numpy(dtype=np.float64) for column in found]


def _orthonormal(columns: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of columns, without those that the others make up."""
    left, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, sizes > 1e-9 * sizes.max()])


def _left(outcomes: np.ndarray, basis: np.ndarray) -> np.ndarray:
    left = outcomes - basis @ (basis.T @ outcomes)
    size = np.sqrt(np.mean(left**2, axis=0))
    return np.asarray(left / np.where(size > 1e-12, size, np.inf))
