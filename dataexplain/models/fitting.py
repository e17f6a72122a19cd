"""All models of one run, fitted on discovery rows and keyed by the class they speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.models.additive import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.curve import Curve
from dataexplain.models.rule import Rule
from dataexplain.models.rules import (
    RuleClassifier,
    RuleRegressor,
    ShallowTreeClassifier,
    ShallowTreeRegressor,
)
from dataexplain.models.sparse import LinearTerm, SparseLinearClassifier, SparseLinearRegressor
from dataexplain.tables import Table, Task

ADDITIVE = "additive model"
SPARSE = "sparse linear model"
RULES = "rule sum"
TREE = "shallow tree"


@dataclass(frozen=True)
class ExplainedAdditive:
    """The additive model, keyed by the outcome class of the table.

    A binary model is fitted on 1 for the explained class and 0 for the other.

    Parameters
    ----------
    model : AdditiveRegressor or AdditiveClassifier
        Fitted.
    keys : mapping of str or None to str or None
        For each outcome class of the table, the model's own name of it.
    """

    model: Any
    keys: Mapping[str | None, str | None]

    @property
    def intercept_(self) -> dict[str | None, float]:
        """The intercept of each outcome class, on the link scale."""
        return {name: float(self.model.intercept_[key]) for name, key in self.keys.items()}

    def contributions(self, X: pd.DataFrame, outcome_class: str | None = None) -> np.ndarray:
        """Return each column's part in the prediction, on the link scale."""
        return np.asarray(self.model.contributions(X, self.keys[outcome_class]))

    def curves(self, outcome_class: str | None) -> tuple[Curve, ...]:
        """Return the curve of each column."""
        return tuple(self.model.curves_[self.keys[outcome_class]])


@dataclass(frozen=True)
class FittedModels:
    """The models that statements are read from.

    Parameters
    ----------
    additive : ExplainedAdditive
    terms : mapping
        Terms of the sparse linear model, by outcome class.
    rules : mapping
        Rules by outcome class and the model's name.
    estimators : mapping
        Each fitted estimator by name, for scoring on held-out rows.
    names : tuple of str
        The feature columns, in the order they were fitted.
    rows_used : int
        Discovery rows that the additive model was fitted on.
    """

    additive: ExplainedAdditive
    terms: Mapping[str | None, tuple[LinearTerm, ...]]
    rules: Mapping[str | None, Mapping[str, tuple[Rule, ...]]]
    estimators: Mapping[str, Any]
    names: tuple[str, ...]
    rows_used: int


def model_outcome(table: Table, rows: np.ndarray) -> np.ndarray:
    """Return the outcome as models see it: a number, 0 or 1, or the class.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 3, 4] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> model_outcome(table, np.arange(3)).tolist()
    [0, 1, 0]
    """
    if table.task is Task.MULTICLASS:
        return np.asarray(table.frame[table.target].iloc[rows].astype(str), dtype=object)
    outcome = table.outcome(table.explained_classes[0])[rows]
    return np.asarray(outcome, dtype=np.int64 if table.task is Task.BINARY else np.float64)


def fit_models(
    table: Table,
    rows: np.ndarray,
    *,
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> FittedModels:
    """Fit the additive model, the sparse linear one, the rule sum and the shallow tree.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows.
    seed : int
    progress : callable, optional
        Called with the name of each model before it is fitted.

    Returns
    -------
    FittedModels

    Raises
    ------
    ParameterError
        When these rows hold one class only.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"dose": [1, 2, 3, 4] * 15, "pain": [float(9 - n % 4 + n % 3) for n in range(60)]}
    >>> models = fit_models(build_table(data, "pain"), np.arange(60), seed=0)
    >>> list(models.estimators)
    ['additive model', 'sparse linear model', 'rule sum', 'shallow tree']
    >>> models.names, models.rows_used
    (('dose',), 60)
    """
    names = tuple(column.name for column in table.features)
    X = table.frame.iloc[rows][list(names)]
    y = model_outcome(table, rows)
    all_weights = table.weights()
    weights = None if all_weights is None else all_weights[rows]
    regression = table.task is Task.REGRESSION
    makers: dict[str, Any] = {
        ADDITIVE: AdditiveRegressor if regression else AdditiveClassifier,
        SPARSE: SparseLinearRegressor if regression else SparseLinearClassifier,
        RULES: RuleRegressor if regression else RuleClassifier,
        TREE: ShallowTreeRegressor if regression else ShallowTreeClassifier,
    }
    estimators = {}
    for name, make in makers.items():
        if progress is not None:
            progress(name)
        estimators[name] = make(random_state=seed).fit(X, y, sample_weight=weights)
    additive = estimators[ADDITIVE]
    keys = _keys(table, tuple(additive.curves_))
    return FittedModels(
        additive=ExplainedAdditive(additive, keys),
        terms={name: estimators[SPARSE].terms_[key] for name, key in keys.items()},
        rules={
            name: {model: estimators[model].rules_[key] for model in (RULES, TREE)}
            for name, key in keys.items()
        },
        estimators=estimators,
        names=names,
        rows_used=int(additive.rows_used_),
    )


def _keys(table: Table, fitted: tuple[str | None, ...]) -> dict[str | None, str | None]:
    """Return the models' name of each outcome class."""
    if len(fitted) == 1:
        return {table.explained_classes[0]: fitted[0]}
    return {name: name for name in table.explained_classes}
