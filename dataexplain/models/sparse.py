"""Sparse linear models: few terms, each in the column's own units."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LassoCV, LogisticRegression, LogisticRegressionCV
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from dataexplain.models.class_labels import ClassLabels
from dataexplain.models.tabular_input import TabularInput
from dataexplain.randomness import seed_for

STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class LinearTerm:
    """One term of a linear model.

    Parameters
    ----------
    feature : str
    level : str or None
        The level it stands for; None for a number.
    missing : bool
        Whether it stands for the value being missing.
    coefficient : float
        What is added, on the link scale, for each `per` units (or where the level is met).
    per : float
        A round number of units near one standard deviation; 1 for a level.
    importance : float
        The size of the term for a change of one standard deviation.

    Examples
    --------
    >>> term = LinearTerm("age", None, False, coefficient=0.5, per=10.0, importance=0.6)
    >>> f"{term.coefficient} for each {term.per:g} of {term.feature}"
    '0.5 for each 10 of age'
    """

    feature: str
    level: str | None
    missing: bool
    coefficient: float
    per: float
    importance: float


@dataclass(frozen=True)
class _Input:
    """One column of the linear model's input, and how it is made from a feature."""

    feature: int
    level: int | None
    missing: bool
    centre: float
    spread: float


class _SparseLinear(TabularInput, BaseEstimator):  # type: ignore[misc]
    """What both linear models share: the inputs, and the terms in the columns' units."""

    def __init__(
        self,
        *,
        penalties: int = 6,
        folds: int = 3,
        max_levels: int = 20,
        max_rows: int | None = 10_000,
        random_state: int = 0,
    ) -> None:
        self.penalties = penalties
        self.folds = folds
        self.max_levels = max_levels
        self.max_rows = max_rows
        self.random_state = random_state

    def decision(self, X: Any) -> np.ndarray:
        """Return intercept plus terms: (n,), or (n, classes) for three or more."""
        check_is_fitted(self)
        sums = self._standardised(self._encode(X)) @ self._coefficients + self._intercepts
        return np.asarray(sums[:, 0] if sums.shape[1] == 1 else sums)

    def _learn_inputs(self, matrix: np.ndarray) -> np.ndarray:
        """Choose the inputs from the fitted rows; return them standardised."""
        missing = np.isnan(matrix)
        self.typical_values_ = np.array([_typical(column) for column in matrix.T])
        inputs = []
        for feature, levels in enumerate(self.levels_):
            column = matrix[:, feature]
            if levels is None:
                filled = np.where(missing[:, feature], self.typical_values_[feature], column)
                inputs.append(
                    _Input(feature, None, False, float(filled.mean()), float(filled.std()))
                )
            else:
                counts = np.bincount(column[column >= 0].astype(np.int64), minlength=len(levels))
                for level in np.argsort(-counts, kind="stable")[: self.max_levels]:
                    share = float(counts[level] / len(matrix))
                    inputs.append(_Input(feature, int(level), False, share, _rate_spread(share)))
            share = float(missing[:, feature].mean())
            inputs.append(_Input(feature, None, True, share, _rate_spread(share)))
        self._inputs = [entry for entry in inputs if entry.spread > 1e-12 * abs(entry.centre)]
        return self._standardised(matrix)

    def _standardised(self, matrix: np.ndarray) -> np.ndarray:
        design = np.empty((len(matrix), len(self._inputs)))
        for place, entry in enumerate(self._inputs):
            column = matrix[:, entry.feature]
            if entry.missing:
                value = np.isnan(column).astype(np.float64)
            elif entry.level is not None:
                value = (column == entry.level).astype(np.float64)
            else:
                value = np.where(np.isnan(column), self.typical_values_[entry.feature], column)
            design[:, place] = (value - entry.centre) / entry.spread
        return design

    def _keep(
        self, keys: list[str | None], coefficients: np.ndarray, intercepts: np.ndarray
    ) -> None:
        """Keep what was fitted on standardised inputs, and its terms in the columns' units."""
        self._coefficients, self._intercepts = coefficients, intercepts
        centres = np.array([entry.centre / entry.spread for entry in self._inputs])
        self.intercept_: dict[str | None, float] = {}
        self.terms_: dict[str | None, tuple[LinearTerm, ...]] = {}
        for output, key in enumerate(keys):
            scaled = coefficients[:, output]
            self.intercept_[key] = float(intercepts[output] - centres @ scaled)
            self.terms_[key] = tuple(
                self._term(entry, float(coefficient))
                for entry, coefficient in zip(self._inputs, scaled, strict=True)
                if coefficient != 0
            )

    def _term(self, entry: _Input, coefficient: float) -> LinearTerm:
        levels = self.levels_[entry.feature]
        numeric = entry.level is None and not entry.missing
        per = _round_step(entry.spread) if numeric else 1.0
        return LinearTerm(
            feature=self._names[entry.feature],
            level=levels[entry.level] if levels and entry.level is not None else None,
            missing=entry.missing,
            coefficient=coefficient * per / entry.spread,
            per=per,
            importance=abs(coefficient),
        )


class SparseLinearRegressor(RegressorMixin, _SparseLinear):  # type: ignore[misc]
    """A linear model of a number with an L1 penalty chosen by cross-validation.

    Numbers are standardised, missing ones replaced by the median with an indicator beside
    them; nominal features give one input for each of their commonest levels.

    Parameters
    ----------
    penalties : int, default=6
        Penalties tried.
    folds : int, default=3
        Folds of the cross-validation.
    max_levels : int, default=20
        Levels of a nominal feature that may have a term.
    max_rows : int or None, default=10_000
        With more rows, a sample of so many is fitted; None fits all.
    random_state : int, default=0

    Attributes
    ----------
    terms_ : dict of {None: tuple of LinearTerm}
        The terms that are not zero.
    intercept_ : dict of {None: float}
        The value where all numbers and indicators are zero.
    typical_values_ : ndarray of shape (features,)
        What stands in for a missing number.
    rows_used_ : int

    Examples
    --------
    >>> x = np.linspace(0.0, 100.0, 200)
    >>> model = SparseLinearRegressor().fit(x[:, None], 3.0 * x + 1.0)
    >>> term, = model.terms_[None]
    >>> term.per, round(term.coefficient, -1)
    (20.0, 60.0)
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the terms; X and y as for `AdditiveRegressor.fit`."""
        matrix, outcome, weights = self._learn(X, y, sample_weight)
        matrix, outcome, weights = self._sample(matrix, outcome, weights)
        design = self._learn_inputs(matrix)
        folds = min(self.folds, len(outcome))
        scale = float(outcome.std())
        if folds < 2 or scale == 0 or not design.shape[1]:
            mean = np.average(outcome, weights=weights)
            self._keep([None], np.zeros((design.shape[1], 1)), np.array([mean]))
            return self
        seed = seed_for(self.random_state, "folds")
        splits = KFold(folds, shuffle=True, random_state=seed)
        # Without a seed it would draw from NumPy's global state, though it needs no chance.
        model = LassoCV(alphas=10 * self.penalties, cv=splits, max_iter=10_000, random_state=seed)
        with warnings.catch_warnings():
            # The smallest penalties of the path may not settle; they lose the validation then.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(design, outcome / scale, sample_weight=weights)
        coefficients = np.asarray(model.coef_).reshape(-1, 1) * scale
        self._keep([None], coefficients, np.array([model.intercept_ * scale]))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted number of each row."""
        return self.decision(X)


class SparseLinearClassifier(ClassLabels, ClassifierMixin, _SparseLinear):  # type: ignore[misc]
    """A linear model of the log-odds with an L1 penalty chosen by cross-validation.

    With three or more classes each is told from all others, and the probabilities are scaled
    to one.

    Parameters
    ----------
    penalties, folds, max_levels, max_rows, random_state
        As for `SparseLinearRegressor`.

    Attributes
    ----------
    classes_ : ndarray
    terms_ : dict of {str: tuple of LinearTerm}
        By outcome class: only the second one of `classes_` where there are two.
    intercept_ : dict of {str: float}
    typical_values_ : ndarray of shape (features,)
    rows_used_ : int

    Examples
    --------
    >>> x = np.linspace(0.0, 100.0, 200)
    >>> model = SparseLinearClassifier().fit(x[:, None], np.where(x > 50, "yes", "no"))
    >>> [term.coefficient > 0 for term in model.terms_["yes"]]
    [True]
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the terms; X and y as for `AdditiveClassifier.fit`."""
        matrix, codes, weights = self._learn_classes(X, y, sample_weight)
        matrix, codes, weights = self._sample(matrix, codes, weights)
        design = self._learn_inputs(matrix)
        keys = self._explained_classes()
        fitted = [
            self._fit_one(design, (codes == len(self.classes_) - len(keys) + output), weights)
            for output in range(len(keys))
        ]
        coefficients = np.column_stack([coefficients for coefficients, _ in fitted])
        self._keep(keys, coefficients, np.array([intercept for _, intercept in fitted]))
        return self

    def _fit_one(
        self, design: np.ndarray, member: np.ndarray, weights: np.ndarray | None
    ) -> tuple[np.ndarray, float]:
        """Tell one class from the others; return coefficients and intercept."""
        folds = min(self.folds, int(member.sum()), int((~member).sum()))
        if not design.shape[1]:
            rate = float(np.average(member, weights=weights))
            return np.zeros(0), math.log(rate / (1 - rate))
        seed = seed_for(self.random_state, "folds")
        # The scaling keeps this solver from shrinking the intercept; the tolerance was chosen by
        # measurement: a tenth of the time of the default one at the same held-out AUC.
        solver = {
            "solver": "liblinear",
            "intercept_scaling": 10.0,
            "tol": 1e-2,
            "random_state": seed,
        }
        if folds < 2:
            model = LogisticRegression(l1_ratio=1.0, **solver)
        else:
            # What noise alone can reach grows with the root of the rows: so does this grid.
            model = LogisticRegressionCV(
                Cs=np.logspace(-0.5, 2.5, self.penalties) / math.sqrt(len(design)),
                l1_ratios=(1.0,),
                cv=StratifiedKFold(folds, shuffle=True, random_state=seed),
                scoring="neg_log_loss",
                use_legacy_attributes=False,
                **solver,
            )
        with warnings.catch_warnings():
            # The weakest penalties may not settle; they lose the validation then.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(design, member, sample_weight=weights)
        return np.ravel(model.coef_), float(np.ravel(model.intercept_)[0])

    def decision_function(self, X: Any) -> np.ndarray:
        """Return `decision`, under the name scikit-learn gives it."""
        return self.decision(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        chances = expit(self.decision(X))
        if chances.ndim == 1:
            return np.column_stack([1.0 - chances, chances])
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def _typical(column: np.ndarray) -> float:
    present = column[~np.isnan(column)]
    return float(np.median(present)) if len(present) else 0.0


def _rate_spread(share: float) -> float:
    return math.sqrt(share * (1.0 - share))


def _round_step(spread: float) -> float:
    """Return the number 1, 2 or 5 times a power of ten that is nearest in ratio."""
    power = 10.0 ** math.floor(math.log10(spread))
    candidates = [step * power for step in (*STEPS, 10.0)]
    return min(candidates, key=lambda candidate: abs(math.log(candidate / spread)))
