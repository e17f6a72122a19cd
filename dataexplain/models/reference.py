"""What explanations are measured against: a constant from below, boosted trees from above."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted

from dataexplain.models.class_labels import ClassLabels
from dataexplain.models.tabular_input import TabularInput
from dataexplain.randomness import seed_for

# Boosting fails on a column without a value, as early stopping may leave it.
FEWEST_PRESENT = 10
# The boosted trees take so many levels of one feature; rarer ones count as missing.
MOST_LEVELS = 200


class ConstantRegressor(RegressorMixin, TabularInput, BaseEstimator):  # type: ignore[misc]
    """Predicts the mean of the fitted rows for every row.

    Attributes
    ----------
    mean_ : float

    Examples
    --------
    >>> ConstantRegressor().fit([[1.0], [2.0]], [3.0, 5.0]).predict([[9.0]])
    array([4.])
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Take the mean; X and y as for `AdditiveRegressor.fit`."""
        _, outcome, weights = self._learn(X, y, sample_weight)
        self.mean_ = float(np.average(outcome, weights=weights))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the mean for each row."""
        check_is_fitted(self)
        return np.full(len(self._encode(X)), self.mean_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = True
        return tags


class ConstantClassifier(ClassLabels, ClassifierMixin, TabularInput, BaseEstimator):  # type: ignore[misc]
    """Predicts the share of each class among the fitted rows for every row.

    Attributes
    ----------
    classes_ : ndarray
    shares_ : ndarray of shape (classes,)

    Examples
    --------
    >>> model = ConstantClassifier().fit([[1.0], [2.0], [3.0], [4.0]], ["a", "b", "b", "b"])
    >>> model.predict_proba([[9.0]])
    array([[0.25, 0.75]])
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Take the shares; X and y as for `AdditiveClassifier.fit`."""
        _, codes, weights = self._learn_classes(X, y, sample_weight)
        counts = np.bincount(codes, weights=weights, minlength=len(self.classes_))
        self.shares_ = counts / counts.sum()
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the share of each class for each row."""
        check_is_fitted(self)
        return np.tile(self.shares_, (len(self._encode(X)), 1))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags


class _Reference(TabularInput, BaseEstimator):  # type: ignore[misc]
    """What both references share: parameters and the boosted trees' input."""

    def __init__(
        self,
        *,
        max_iter: int = 200,
        max_leaf_nodes: int = 15,
        learning_rate: float = 0.1,
        max_rows: int | None = 100_000,
        random_state: int = 0,
    ) -> None:
        self.max_iter = max_iter
        self.max_leaf_nodes = max_leaf_nodes
        self.learning_rate = learning_rate
        self.max_rows = max_rows
        self.random_state = random_state

    def _boost(
        self,
        booster: type,
        matrix: np.ndarray,
        outcome: np.ndarray,
        weights: np.ndarray | None,
        *,
        rows_for_stopping: int,
    ) -> None:
        """Fit the boosted trees, stopped early where rows are enough to tell when."""
        present = (~np.isnan(matrix)).sum(axis=0)
        self._too_empty = present < min(FEWEST_PRESENT, len(matrix))
        self._level_ranks = {
            feature: _ranks(matrix[:, feature], len(levels))
            for feature, levels in enumerate(self.levels_)
            if levels is not None
        }
        self._trees = booster(
            max_iter=self.max_iter,
            max_leaf_nodes=self.max_leaf_nodes,
            learning_rate=self.learning_rate,
            categorical_features=[levels is not None for levels in self.levels_],
            early_stopping=rows_for_stopping >= 20,
            random_state=seed_for(self.random_state, "reference"),
        )
        self._trees.fit(self._readable(matrix), outcome, sample_weight=weights)
        self.n_iter_ = int(self._trees.n_iter_)

    def _readable(self, matrix: np.ndarray) -> np.ndarray:
        """Return the matrix without what the trees cannot take."""
        readable = matrix.copy()
        readable[:, self._too_empty] = 0.0
        for feature, levels in enumerate(self.levels_):
            if levels is not None and not self._too_empty[feature]:
                column = readable[:, feature]
                known = column >= 0
                ranks = self._level_ranks[feature][column[known].astype(np.int64)]
                column[~known] = np.nan
                column[known] = np.where(ranks < MOST_LEVELS, ranks, np.nan)
        return readable


class ReferenceRegressor(RegressorMixin, _Reference):  # type: ignore[misc]
    """Gradient-boosted trees for a number: how much signal there is to be explained.

    Parameters
    ----------
    max_iter : int, default=200
        The most trees; boosting stops earlier where held-back rows no longer gain.
    max_leaf_nodes : int, default=15
    learning_rate : float, default=0.1
    max_rows : int or None, default=100_000
        With more rows, a sample of so many is fitted; None fits all.
    random_state : int, default=0

    Attributes
    ----------
    n_iter_ : int
        Trees grown (of each class).
    rows_used_ : int

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 200)
    >>> model = ReferenceRegressor().fit(x[:, None], x >= 0.5)
    >>> model.predict([[0.1], [0.9]]).round(1)
    array([0., 1.])
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the trees; X and y as for `AdditiveRegressor.fit`."""
        matrix, outcome, weights = self._sample(*self._learn(X, y, sample_weight))
        self._boost(
            HistGradientBoostingRegressor, matrix, outcome, weights, rows_for_stopping=len(outcome)
        )
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted number of each row."""
        check_is_fitted(self)
        return np.asarray(self._trees.predict(self._readable(self._encode(X))))


class ReferenceClassifier(ClassLabels, ClassifierMixin, _Reference):  # type: ignore[misc]
    """Gradient-boosted trees for a class: how much signal there is to be explained.

    Parameters
    ----------
    max_iter, max_leaf_nodes, learning_rate, max_rows, random_state
        As for `ReferenceRegressor`.

    Attributes
    ----------
    classes_ : ndarray
    n_iter_ : int
    rows_used_ : int

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 200)
    >>> model = ReferenceClassifier().fit(x[:, None], np.where(x >= 0.5, "yes", "no"))
    >>> model.predict([[0.1], [0.9]]).tolist()
    ['no', 'yes']
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the trees; X and y as for `AdditiveClassifier.fit`."""
        matrix, codes, weights = self._sample(*self._learn_classes(X, y, sample_weight))
        rarest = int(np.bincount(codes).min())
        self._boost(
            HistGradientBoostingClassifier, matrix, codes, weights, rows_for_stopping=rarest
        )
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        check_is_fitted(self)
        return np.asarray(self._trees.predict_proba(self._readable(self._encode(X))))


def _ranks(column: np.ndarray, levels: int) -> np.ndarray:
    """Return the place of each level in the order of how often it occurs."""
    counts = np.bincount(column[column >= 0].astype(np.int64), minlength=levels)
    ranks = np.empty(levels)
    ranks[np.argsort(-counts, kind="stable")] = np.arange(levels)
    return ranks
