"""Additive models: one curve a feature, fitted by boosting (EBM of `interpret-core`).

The fitted curves are all that predictions use: the intercept plus, for each feature, the score
of the piece its value falls in.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError, did_you_mean
from dataexplain.models.class_labels import ClassLabels
from dataexplain.models.curve import Curve
from dataexplain.models.tabular_input import TabularInput
from dataexplain.randomness import seed_for

# From so many rows on, boosting steps with three leaves are as accurate as with two and several
# times faster; below, two win (`benchmarks/ebm_settings.py`).
MANY_ROWS = 5_000


class _Additive(TabularInput, BaseEstimator):  # type: ignore[misc]
    """What both additive models share: parameters, the fit, and looking scores up."""

    def __init__(
        self,
        *,
        outer_bags: int = 8,
        max_bins: int = 128,
        learning_rate: float = 0.04,
        max_leaves: int | None = None,
        smoothing_rounds: int = 75,
        early_stopping_rounds: int = 50,
        early_stopping_tolerance: float = 1e-4,
        max_rounds: int = 5_000,
        max_rows: int | None = 100_000,
        n_jobs: int | None = 1,
        random_state: int = 0,
    ) -> None:
        self.outer_bags = outer_bags
        self.max_bins = max_bins
        self.learning_rate = learning_rate
        self.max_leaves = max_leaves
        self.smoothing_rounds = smoothing_rounds
        self.early_stopping_rounds = early_stopping_rounds
        self.early_stopping_tolerance = early_stopping_tolerance
        self.max_rounds = max_rounds
        self.max_rows = max_rows
        self.n_jobs = n_jobs
        self.random_state = random_state

    def contributions(self, X: Any, outcome_class: str | None = None) -> np.ndarray:
        """Return what each feature adds to each row, on the link scale.

        Parameters
        ----------
        X : DataFrame or ndarray of shape (n, features)
        outcome_class : str, optional
            A key of `curves_`; may be left out where there is only one.

        Returns
        -------
        ndarray of shape (n, features)

        Raises
        ------
        ParameterError
            When there are no curves for that class.
        """
        check_is_fitted(self)
        curves = self.curves_[self._key(outcome_class)]
        return _scores(curves, self._encode(X))

    def decision(self, X: Any) -> np.ndarray:
        """Return the sums of intercept and scores: (n,), or (n, classes) for three or more."""
        check_is_fitted(self)
        matrix = self._encode(X)
        sums = [
            self.intercept_[key] + _scores(curves, matrix).sum(axis=1)
            for key, curves in self.curves_.items()
        ]
        return sums[0] if len(sums) == 1 else np.column_stack(sums)

    def _key(self, outcome_class: str | None) -> str | None:
        keys = list(self.curves_)
        if outcome_class is None and len(keys) == 1:
            return keys[0]
        if outcome_class not in self.curves_:
            names = [str(key) for key in keys]
            expected = f"a class that has curves. {did_you_mean(str(outcome_class), names)}"
            raise ParameterError(
                parameter="outcome_class",
                owner="contributions",
                expected=expected,
                got=outcome_class,
            )
        return outcome_class

    def _fit_curves(
        self,
        booster: type,
        matrix: np.ndarray,
        outcome: np.ndarray,
        weights: np.ndarray | None,
        keys: list[str | None],
    ) -> None:
        """Fit the boosted model on the rows that can be afforded and keep its curves."""
        matrix, outcome, weights = self._sample(matrix, outcome, weights)
        model = booster(
            interactions=0,
            outer_bags=self.outer_bags,
            max_bins=self.max_bins,
            learning_rate=self.learning_rate,
            max_leaves=self.max_leaves or (2 if len(matrix) < MANY_ROWS else 3),
            smoothing_rounds=self.smoothing_rounds,
            early_stopping_rounds=self.early_stopping_rounds,
            early_stopping_tolerance=self.early_stopping_tolerance,
            max_rounds=self.max_rounds,
            feature_types=[
                "continuous" if levels is None else "nominal" for levels in self.levels_
            ],
            n_jobs=self.n_jobs,
            random_state=seed_for(self.random_state, "additive model"),
        )
        with _quiet():
            model.fit(self._boosting_frame(matrix), outcome, sample_weight=weights)
        intercepts = np.atleast_1d(model.intercept_)
        self.intercept_: dict[str | None, float] = {
            key: float(intercepts[output]) for output, key in enumerate(keys)
        }
        self.curves_: dict[str | None, tuple[Curve, ...]] = {
            key: tuple(
                self._curve(model, feature, matrix[:, feature], output if len(keys) > 1 else None)
                for feature in range(self.n_features_in_)
            )
            for output, key in enumerate(keys)
        }

    def _boosting_frame(self, matrix: np.ndarray) -> pd.DataFrame:
        """Return the matrix with its levels under plain names, which no reading alters."""
        columns: dict[str, Any] = {}
        for position, levels in enumerate(self.levels_):
            column = matrix[:, position]
            if levels is not None:
                codes = np.where(np.isnan(column), -1.0, column).astype(np.int64)
                names = [_plain_name(place) for place in range(len(levels))]
                columns[f"x{position}"] = pd.Categorical.from_codes(
                    codes, dtype=pd.CategoricalDtype(names)
                )
            else:
                columns[f"x{position}"] = column
        return pd.DataFrame(columns)

    def _curve(self, model: Any, feature: int, column: np.ndarray, output: int | None) -> Curve:
        """Read the curve of one feature, and of one output where there are several."""
        scores = np.asarray(model.term_scores_[feature])
        bagged = np.asarray(model.bagged_scores_[feature])
        if output is not None:
            scores, bagged = scores[:, output], bagged[:, :, output]
        levels = self.levels_[feature]
        # The boosted model keeps the missing in its first bin, the unseen in its last one.
        if levels is not None:
            bins = model.bins_[feature][0]
            places = np.array(
                [bins.get(_plain_name(place), -1) for place in range(len(levels))], dtype=np.int64
            )
            edges = np.array([])
        elif np.isnan(column).all():
            places, edges = np.array([], dtype=np.int64), np.array([])
        else:
            cuts = np.asarray(model.bins_[feature][0], dtype=np.float64)
            places = np.arange(1, len(cuts) + 2)
            edges = np.concatenate([[np.nanmin(column)], cuts, [np.nanmax(column)]])
        empty = Curve(
            feature=self._names[feature],
            edges=edges,
            levels=levels or (),
            scores=scores[places],
            bagged_scores=bagged[:, places],
            rows=np.zeros(len(places)),
            missing_score=float(scores[0]),
            missing_rows=float(np.isnan(column).sum()),
        )
        pieces = empty.pieces(column)
        empty.rows[:] = np.bincount(pieces[pieces >= 0], minlength=len(places))
        return empty


class AdditiveRegressor(RegressorMixin, _Additive):  # type: ignore[misc]
    """An additive model of a number: ``intercept + f1(x1) + f2(x2) + ...``.

    Parameters
    ----------
    outer_bags : int, default=8
        Refits on samples of the rows; the curve is their mean.
    max_bins : int, default=128
        The most stretches that a numeric feature is cut into.
    learning_rate : float, default=0.04
    max_leaves : int or None, default=None
        Stretches that one boosting step tells apart. None takes 2 where rows are few, which
        costs time but no accuracy, and 3 for 5,000 rows and more.
    smoothing_rounds : int, default=75
        First rounds that cut at random, which smooths the curves.
    early_stopping_rounds : int, default=50
        Rounds without gain after which boosting stops.
    early_stopping_tolerance : float, default=1e-4
        The gain that counts, as a share of the loss.
    max_rounds : int, default=5000
    max_rows : int or None, default=100_000
        With more rows, a sample of so many is fitted; None fits all.
    n_jobs : int or None, default=1
        Processes for the refits.
    random_state : int, default=0

    Attributes
    ----------
    curves_ : dict of {None: tuple of Curve}
        The shape of each feature.
    intercept_ : dict of {None: float}
    levels_ : tuple of (tuple of str or None)
        The levels of each nominal feature.
    rows_used_ : int
        Rows that were fitted.

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 200)
    >>> model = AdditiveRegressor(outer_bags=1, max_rounds=200).fit(x[:, None], x >= 0.5)
    >>> [round(value) for value in model.predict([[0.1], [0.9]])]
    [0, 1]
    >>> curve = model.curves_[None][0]
    >>> bool(curve.scores[0] < 0 < curve.scores[-1])
    True
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the curves.

        Parameters
        ----------
        X : DataFrame or ndarray of shape (n, features)
            Numbers with NaN where missing; a frame may hold nominal columns (Categorical, str).
        y : array-like of shape (n,)
        sample_weight : array-like of shape (n,), optional
        """
        from interpret.glassbox import ExplainableBoostingRegressor

        matrix, outcome, weights = self._learn(X, y, sample_weight)
        self._fit_curves(ExplainableBoostingRegressor, matrix, outcome, weights, [None])
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted number of each row."""
        return self.decision(X)


class AdditiveClassifier(ClassLabels, ClassifierMixin, _Additive):  # type: ignore[misc]
    """An additive model of a class: the log-odds are ``intercept + f1(x1) + f2(x2) + ...``.

    With three or more classes each class has curves of its own, and the class probabilities
    are the softmax of the sums.

    Parameters
    ----------
    outer_bags, max_bins, learning_rate, max_leaves, smoothing_rounds, early_stopping_rounds, \
early_stopping_tolerance, max_rounds, max_rows, n_jobs, random_state
        As for `AdditiveRegressor`.

    Attributes
    ----------
    classes_ : ndarray
    curves_ : dict of {str: tuple of Curve}
        By outcome class: only the second one of `classes_` where there are two.
    intercept_ : dict of {str: float}
    levels_ : tuple of (tuple of str or None)
    rows_used_ : int

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 200)
    >>> y = np.where(x >= 0.5, "yes", "no")
    >>> model = AdditiveClassifier(outer_bags=1, max_rounds=200).fit(x[:, None], y)
    >>> list(model.curves_), model.predict([[0.1], [0.9]]).tolist()
    (['yes'], ['no', 'yes'])
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the curves.

        Parameters
        ----------
        X : DataFrame or ndarray of shape (n, features)
            Numbers with NaN where missing; a frame may hold nominal columns (Categorical, str).
        y : array-like of shape (n,)
            Class labels.
        sample_weight : array-like of shape (n,), optional
        """
        from interpret.glassbox import ExplainableBoostingClassifier

        matrix, codes, weights = self._learn_classes(X, y, sample_weight)
        keys = self._explained_classes()
        self._fit_curves(ExplainableBoostingClassifier, matrix, codes, weights, keys)
        return self

    def decision_function(self, X: Any) -> np.ndarray:
        """Return `decision`, under the name scikit-learn gives it."""
        return self.decision(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        sums = self.decision(X)
        if sums.ndim == 1:
            positive = expit(sums)
            return np.column_stack([1.0 - positive, positive])
        return np.asarray(softmax(sums, axis=1))


def _plain_name(place: int) -> str:
    return f"level {place}"


def _scores(curves: tuple[Curve, ...], matrix: np.ndarray) -> np.ndarray:
    return np.column_stack([curve.at(matrix[:, place]) for place, curve in enumerate(curves)])


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what the boosted model says of inputs that are handled here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Missing values detected", UserWarning)
        # A column without a single value.
        warnings.filterwarnings("ignore", "All-NaN slice encountered", RuntimeWarning)
        yield
