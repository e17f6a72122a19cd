"""What a judge said of some texts, as an outcome that can be compared on all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dataexplain.statistics import Estimate, partialling_out, residualise
from dataexplain.statistics.prediction_powered import (
    PoweredDifference,
    prediction_powered_difference,
)
from dataexplain.statistics.pseudo_outcomes import pseudo_outcomes

Pair = tuple[int, int]
Shares = tuple[float, float]


@dataclass(frozen=True)
class Correction:
    """What takes a judge's mistakes out of its answers on average (Rogan and Gladen 1978).

    Parameters
    ----------
    sensitivity, specificity : (float, float)
        How often the judge is right of texts with and without the property, in A and in B.

    Examples
    --------
    >>> correction = Correction((1.0, 0.8), (1.0, 0.8))
    >>> correction.of(np.array([1.0, 0.2]), np.array([True, False])).round(3).tolist()
    [1.0, 0.0]
    """

    sensitivity: Shares
    specificity: Shares

    def of(self, values: np.ndarray, in_a: np.ndarray) -> np.ndarray:
        """Return answers, or what stands for them, whose averages are those of the truth."""
        place = 1 - in_a.astype(np.int64)
        right, spared = np.array(self.sensitivity)[place], np.array(self.specificity)[place]
        return np.asarray((values + spared - 1) / (right + spared - 1))


@dataclass(frozen=True)
class JudgedOutcome:
    """One property's answers on the texts of two groups.

    Where a probe foretells the answers all texts are compared, else those that were judged.

    Parameters
    ----------
    yes : ndarray of shape (n,)
        1 where the judge says yes, 0 where no; NaN where it was not asked or gave no answer.
    in_a : ndarray of bool of shape (n,)
    related : ndarray of int of shape (n,), optional
        Rows of one number are not independent.
    foretold : ndarray of shape (n,), optional
        What a probe that did not see a text expects of it.

    Examples
    --------
    >>> yes = np.array([1.0, 1.0, 0.0, np.nan, 0.0, 0.0])
    >>> outcome = JudgedOutcome(yes, np.array([True, True, True, True, False, False]))
    >>> outcome.judged, round(outcome.plain.effect, 3)
    ((3, 2), 0.667)
    """

    yes: np.ndarray
    in_a: np.ndarray
    related: np.ndarray | None = None
    foretold: np.ndarray | None = None

    @cached_property
    def is_judged(self) -> np.ndarray:
        """Which texts have an answer."""
        return np.asarray(~np.isnan(self.yes))

    @property
    def judged(self) -> Pair:
        """How many texts of each group have an answer."""
        return int((self.is_judged & self.in_a).sum()), int((self.is_judged & ~self.in_a).sum())

    @property
    def said_yes(self) -> Pair:
        """How many of them were answered yes."""
        yes = self.yes == 1
        return int((yes & self.in_a).sum()), int((yes & ~self.in_a).sum())

    @cached_property
    def has_related(self) -> bool:
        """Whether some judged rows belong together."""
        return self._related_of(np.flatnonzero(self.is_judged)) is not None

    @cached_property
    def one_of_each(self) -> JudgedOutcome:
        """The same with one judged row of each cluster: what exact tests are for."""
        if self.related is None:
            return self
        judged = np.flatnonzero(self.is_judged)
        first = judged[np.unique(self.related[judged], return_index=True)[1]]
        yes = np.full(len(self.yes), np.nan)
        yes[first] = self.yes[first]
        return JudgedOutcome(yes, self.in_a)

    @property
    def clusters_judged(self) -> Pair | tuple[()]:
        """How many clusters of judged rows each group has; empty where none belong together."""
        if self.related is None or not self.has_related:
            return ()
        first, second = (
            len(np.unique(self.related[self.is_judged & side])) for side in (self.in_a, ~self.in_a)
        )
        return first, second

    @property
    def shares(self) -> Shares:
        """The share of each group that is said to have the property; 0 where none was judged."""
        if self.plain.shares:
            first, second = (side.share for side in self.plain.shares)
            return first, second
        a, b = (yes / max(n, 1) for yes, n in zip(self.said_yes, self.judged, strict=True))
        return a, b

    @cached_property
    def plain(self) -> PoweredDifference:
        """The difference of the shares, nothing held fixed."""
        return self.within(None)

    def within(self, strata: np.ndarray | None) -> PoweredDifference:
        """Return the difference with one column held fixed.

        Parameters
        ----------
        strata : ndarray of int of shape (n,), or None
            The stratum of each row; None holds nothing fixed.
        """
        rows = self._compared
        return prediction_powered_difference(
            self.yes[rows],
            None if self.foretold is None else self.foretold[rows],
            self.in_a[rows],
            strata=None if strata is None else strata[rows],
            clusters=self._related_of(rows),
        )

    def held(self, columns: np.ndarray, correction: Correction | None = None) -> Estimate:
        """Return the difference with many columns held fixed at once.

        Of all texts by what is foretold of them, or of the judged ones alone, whichever is known
        better: columns that explain the answers help the judged ones only.

        Parameters
        ----------
        columns : ndarray of shape (n, k)
        correction : Correction, optional
            Takes out the judge's mistakes in each group.
        """
        alone = self._partialled(np.flatnonzero(self.is_judged), self.yes, columns, correction)
        if self.foretold is None:
            return alone
        everything = np.arange(len(self.yes))
        powered = self._partialled(everything, self._pseudo, columns, correction)
        return powered if _surer(powered, alone) else alone

    def residuals(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what columns leave of the judge's own answers, and of the group.

        Parameters
        ----------
        columns : ndarray of shape (n, k)

        Returns
        -------
        (ndarray, ndarray)
            Of the judged rows.
        """
        rows = np.flatnonzero(self.is_judged)
        left = residualise(self.yes[rows], self.in_a[rows].astype(np.float64), columns[rows])
        return left.outcome, left.varied

    @cached_property
    def _compared(self) -> np.ndarray:
        """The rows that take part."""
        if self.foretold is None:
            return np.flatnonzero(self.is_judged)
        return np.arange(len(self.yes))

    @cached_property
    def _pseudo(self) -> np.ndarray:
        return pseudo_outcomes(self.yes, self.foretold, 1 - self.in_a.astype(np.int64)).values

    def _partialled(
        self,
        rows: np.ndarray,
        values: np.ndarray,
        columns: np.ndarray,
        correction: Correction | None,
    ) -> Estimate:
        if correction is not None:
            values = correction.of(values, self.in_a)
        found = partialling_out(
            values[rows],
            self.in_a[rows].astype(np.float64),
            columns[rows],
            clusters=self._related_of(rows),
        )
        # no more freedom than the judged rows have: the others repeat what these say
        most = sum(self.judged) - columns.shape[1] - 2
        if not found.testable or most < 1:
            return Estimate.untestable(found.effect, sum(self.judged), overlap=found.overlap)
        return Estimate.from_standard_error(
            found.effect,
            found.standard_error,
            degrees_of_freedom=min(found.degrees_of_freedom, most),
            n=sum(self.judged),
            overlap=found.overlap,
            method=found.method,
        )

    def _related_of(self, rows: np.ndarray) -> np.ndarray | None:
        """Return which of some rows belong together, numbered from 0; None where none do."""
        if self.related is None:
            return None
        names, codes = np.unique(self.related[rows], return_inverse=True)
        return codes if len(names) < len(rows) else None


def _surer(one: Estimate, other: Estimate) -> bool:
    if not (one.testable and other.testable):
        return one.testable
    return one.standard_error < other.standard_error
