"""Rule models: a shallow tree, and a sum of small trees (FIGS of `imodels`)."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.validation import check_is_fitted

from dataexplain.models.class_labels import ClassLabels
from dataexplain.models.rule import Rule
from dataexplain.models.splits import Splits
from dataexplain.models.tabular_input import TabularInput
from dataexplain.randomness import seed_for

# A leaf of a tree: the way to it, as (column of codes, threshold, above), and its values.
Leaf = tuple[list[tuple[int, float, bool]], np.ndarray]


class _Rules(TabularInput, BaseEstimator):  # type: ignore[misc]
    """What all rule models share: codes, rules read off the trees, sums over rules."""

    max_cuts: int
    max_levels: int

    @abstractmethod
    def _grow(
        self, codes: np.ndarray, outcome: np.ndarray, weights: np.ndarray | None
    ) -> list[list[Leaf]]:
        """Fit one outcome, a number or class positions; return the leaves of each tree."""

    def decision(self, X: Any) -> np.ndarray:
        """Return the sums of the rules that hold: (n,), or (n, classes) for three or more."""
        check_is_fitted(self)
        matrix = self._splits.fill(self._encode(X))
        sums = [self._sum(rules, matrix) for rules in self.rules_.values()]
        return sums[0] if len(sums) == 1 else np.column_stack(sums)

    def holds(self, rule: Rule, X: Any) -> np.ndarray:
        """Return in which rows a rule of `rules_` holds.

        Parameters
        ----------
        rule : Rule
        X : DataFrame or ndarray of shape (n, features)

        Returns
        -------
        ndarray of bool of shape (n,)
        """
        check_is_fitted(self)
        return self._holds(rule, self._splits.fill(self._encode(X)))

    @property
    def text_(self) -> str:
        """The rules, a line each, under the name of their class where there are several."""
        check_is_fitted(self)
        lines = []
        for key, rules in self.rules_.items():
            if len(self.rules_) > 1:
                lines.append(f"{key}:")
            lines += [rule.text for rule in rules]
        return "\n".join(lines)

    def _learn_splits(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Choose where trees may split; return the filled rows and their codes."""
        self._splits = Splits.learn(
            matrix, self._names, self.levels_, max_cuts=self.max_cuts, max_levels=self.max_levels
        )
        filled = self._splits.fill(matrix)
        return filled, self._splits.codes(filled)

    def _read(self, trees: list[list[Leaf]], filled: np.ndarray, output: int) -> tuple[Rule, ...]:
        """Return the leaves as rules, with the fitted rows they hold for."""
        rules = []
        for place, leaves in enumerate(trees):
            for path, values in leaves:
                conditions = self._splits.conditions(path)
                rule = Rule(conditions, float(values[output]), 0, place)
                rows = int(self._holds(rule, filled).sum())
                rules.append(Rule(conditions, rule.value, rows, place))
        return tuple(rules)

    def _sum(self, rules: tuple[Rule, ...], matrix: np.ndarray) -> np.ndarray:
        total = np.zeros(len(matrix))
        for rule in rules:
            total[self._holds(rule, matrix)] += rule.value
        return total

    def _holds(self, rule: Rule, matrix: np.ndarray) -> np.ndarray:
        held = np.ones(len(matrix), dtype=bool)
        for condition in rule.conditions:
            feature = self._names.index(condition.feature)
            held &= condition.holds(matrix[:, feature], self.levels_[feature])
        return held


class _RuleRegression(RegressorMixin, _Rules):  # type: ignore[misc]
    """A number as a sum of rules."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the rules; X and y as for `AdditiveRegressor.fit`."""
        matrix, outcome, weights = self._sample(*self._learn(X, y, sample_weight))
        filled, codes = self._learn_splits(matrix)
        trees = self._grow(codes, outcome, weights)
        self.rules_: dict[str | None, tuple[Rule, ...]] = {None: self._read(trees, filled, 0)}
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted number of each row."""
        return self.decision(X)


class _RuleClassification(ClassLabels, ClassifierMixin, _Rules):  # type: ignore[misc]
    """The probability of each class as a sum of rules."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the rules; X and y as for `AdditiveClassifier.fit`."""
        matrix, classes, weights = self._sample(*self._learn_classes(X, y, sample_weight))
        filled, codes = self._learn_splits(matrix)
        keys = self._explained_classes()
        first = len(self.classes_) - len(keys)
        self.rules_: dict[str | None, tuple[Rule, ...]] = {
            key: self._read(trees, filled, output)
            for key, (trees, output) in zip(
                keys, self._grow_classes(codes, classes, weights, first), strict=True
            )
        }
        return self

    def _grow_classes(
        self, codes: np.ndarray, classes: np.ndarray, weights: np.ndarray | None, first: int
    ) -> list[tuple[list[list[Leaf]], int]]:
        """Return the trees of each explained class, and which of their values is its own."""
        return [
            (self._grow(codes, (classes == place).astype(np.float64), weights), 0)
            for place in range(first, len(self.classes_))
        ]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        chances = np.clip(self.decision(X), 0.0, 1.0)
        if chances.ndim == 1:
            return np.column_stack([1.0 - chances, chances])
        # A row that no class claims gets every class alike.
        chances[chances.sum(axis=1) == 0] = 1.0
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))


class _FIGS(_Rules):
    """Parameters and growth of the sums of small trees."""

    def __init__(
        self,
        *,
        max_rules: int = 12,
        max_trees: int | None = 5,
        max_depth: int = 3,
        min_gain: float = 0.005,
        max_cuts: int = 100,
        max_levels: int = 20,
        max_rows: int | None = 5_000,
        random_state: int = 0,
    ) -> None:
        self.max_rules = max_rules
        self.max_trees = max_trees
        self.max_depth = max_depth
        self.min_gain = min_gain
        self.max_cuts = max_cuts
        self.max_levels = max_levels
        self.max_rows = max_rows
        self.random_state = random_state

    def _grow(
        self, codes: np.ndarray, outcome: np.ndarray, weights: np.ndarray | None
    ) -> list[list[Leaf]]:
        from imodels import FIGSRegressor

        mean = np.average(outcome, weights=weights)
        squares = float(np.sum((outcome - mean) ** 2 * (1.0 if weights is None else weights)))
        model = FIGSRegressor(
            max_rules=self.max_rules,
            max_trees=self.max_trees,
            # imodels counts two for each level below the root (one below the very first root).
            max_depth=2 * (self.max_depth - 1),
            min_impurity_decrease=self.min_gain * squares,
        )
        with _seeded(seed_for(self.random_state, "rules")):
            model.fit(codes, outcome, sample_weight=weights)
        return [list(_figs_leaves(root, [])) for root in model.trees_]


class _ShallowTree(_Rules):
    """Parameters and growth of a single tree."""

    def __init__(
        self,
        *,
        max_depth: int = 3,
        min_leaf_share: float = 0.02,
        max_cuts: int = 100,
        max_levels: int = 20,
        max_rows: int | None = 100_000,
        random_state: int = 0,
    ) -> None:
        self.max_depth = max_depth
        self.min_leaf_share = min_leaf_share
        self.max_cuts = max_cuts
        self.max_levels = max_levels
        self.max_rows = max_rows
        self.random_state = random_state

    def _parameters(self, rows: int) -> dict[str, Any]:
        return {
            "max_depth": self.max_depth,
            "min_samples_leaf": max(1, math.ceil(self.min_leaf_share * rows)),
            "random_state": seed_for(self.random_state, "rules"),
        }

    def _grow(
        self, codes: np.ndarray, outcome: np.ndarray, weights: np.ndarray | None
    ) -> list[list[Leaf]]:
        tree = DecisionTreeRegressor(**self._parameters(len(codes)))
        tree.fit(codes, outcome, sample_weight=weights)
        return [list(_tree_leaves(tree.tree_, 0, []))]


class RuleRegressor(_FIGS, _RuleRegression):
    """A number as a sum of a few small trees.

    Numbers are split at round values, nominal features at their commonest levels.

    Parameters
    ----------
    max_rules : int, default=12
        Splits over all trees.
    max_trees : int or None, default=5
    max_depth : int, default=3
        The most conditions of a rule.
    min_gain : float, default=0.005
        The least share of the outcome's variance that a split must explain.
    max_cuts : int, default=100
        Values of a number at which a tree may split.
    max_levels : int, default=20
        Levels of a nominal feature at which a tree may split.
    max_rows : int or None, default=5_000
        With more rows, a sample of so many is fitted; None fits all.
    random_state : int, default=0
        Decides between splits that are equally good.

    Attributes
    ----------
    rules_ : dict of {None: tuple of Rule}
        The prediction is the sum of the values of the rules that hold.
    text_ : str
        The rules, a line each.
    rows_used_ : int

    Examples
    --------
    >>> x = np.repeat(np.arange(10.0), 10)
    >>> model = RuleRegressor(max_rules=1).fit(x[:, None], 10.0 * (x >= 5))
    >>> print(model.text_)
    x0 < 5: 0 (50 rows)
    x0 >= 5: 10 (50 rows)
    """


class RuleClassifier(_FIGS, _RuleClassification):
    """The probability of a class as a sum of a few small trees.

    With three or more classes each is told from all others, by rules of its own.

    Parameters
    ----------
    max_rules, max_trees, max_depth, min_gain, max_cuts, max_levels, max_rows, random_state
        As for `RuleRegressor`.

    Attributes
    ----------
    classes_ : ndarray
    rules_ : dict of {str: tuple of Rule}
        By outcome class: only the second one of `classes_` where there are two.
    text_ : str
    rows_used_ : int

    Examples
    --------
    >>> x = np.repeat(np.arange(10.0), 10)
    >>> model = RuleClassifier(max_rules=1).fit(x[:, None], np.where(x >= 5, "yes", "no"))
    >>> print(model.text_)
    x0 < 5: 0 (50 rows)
    x0 >= 5: 1 (50 rows)
    """


class ShallowTreeRegressor(_ShallowTree, _RuleRegression):
    """A number as the mean of the leaf of one small tree.

    Parameters
    ----------
    max_depth : int, default=3
    min_leaf_share : float, default=0.02
        The least share of the rows in a leaf.
    max_cuts, max_levels, max_rows, random_state
        As for `RuleRegressor`.

    Attributes
    ----------
    rules_ : dict of {None: tuple of Rule}
        The leaves: exactly one holds for a row.
    text_ : str
    rows_used_ : int

    Examples
    --------
    >>> x = np.repeat(np.arange(10.0), 10)
    >>> model = ShallowTreeRegressor(max_depth=1).fit(x[:, None], 10.0 * (x >= 5))
    >>> [rule.text for rule in model.rules_[None]]
    ['x0 < 5: 0 (50 rows)', 'x0 >= 5: 10 (50 rows)']
    """


class ShallowTreeClassifier(_ShallowTree, _RuleClassification):
    """The probability of each class as its share in the leaf of one small tree.

    Parameters
    ----------
    max_depth, min_leaf_share, max_cuts, max_levels, max_rows, random_state
        As for `ShallowTreeRegressor`.

    Attributes
    ----------
    classes_ : ndarray
    rules_ : dict of {str: tuple of Rule}
        By outcome class, the same leaves with the share of that class.
    text_ : str
    rows_used_ : int

    Examples
    --------
    >>> x = np.repeat(np.arange(10.0), 10)
    >>> model = ShallowTreeClassifier(max_depth=1).fit(x[:, None], np.where(x < 5, "a", "b"))
    >>> model.predict([[3.0], [7.0]]).tolist()
    ['a', 'b']
    """

    def _grow_classes(
        self, codes: np.ndarray, classes: np.ndarray, weights: np.ndarray | None, first: int
    ) -> list[tuple[list[list[Leaf]], int]]:
        tree = DecisionTreeClassifier(**self._parameters(len(codes)))
        tree.fit(codes, classes, sample_weight=weights)
        leaves = list(_tree_leaves(tree.tree_, 0, []))
        return [([leaves], output) for output in range(first, len(self.classes_))]


def _tree_leaves(tree: Any, node: int, path: list[tuple[int, float, bool]]) -> Iterator[Leaf]:
    left, right = tree.children_left[node], tree.children_right[node]
    if left == right:
        yield path, np.asarray(tree.value[node][0])
        return
    column, threshold = int(tree.feature[node]), float(tree.threshold[node])
    yield from _tree_leaves(tree, left, [*path, (column, threshold, False)])
    yield from _tree_leaves(tree, right, [*path, (column, threshold, True)])


def _figs_leaves(node: Any, path: list[tuple[int, float, bool]]) -> Iterator[Leaf]:
    if node.left is None and node.right is None:
        yield path, np.ravel(node.value)
        return
    column, threshold = int(node.feature), float(node.threshold)
    yield from _figs_leaves(node.left, [*path, (column, threshold, False)])
    yield from _figs_leaves(node.right, [*path, (column, threshold, True)])


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed what FIGS draws between equal splits, and leave the global state as it was.

    FIGS fits its stumps without a seed, so that they draw from NumPy's global state.
    """
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed % 2**32)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
