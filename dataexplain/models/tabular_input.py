"""Frames and arrays read as one float matrix: what every model of this package is fitted on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_array
from sklearn.utils.validation import (
    _check_sample_weight,
    check_consistent_length,
    column_or_1d,
    validate_data,
)

from dataexplain.errors import ParameterError
from dataexplain.models.sampling import sample_rows

UNSEEN = -1.0


class TabularInput:
    """Mixin that reads X: numbers as they are, levels as their position, NaN for missing.

    A nominal column of a frame is a pandas Categorical or a column of str; its fitted levels are
    those present in the rows of `fit`, in the order of the categories. A level that `fit` did
    not see reads as `UNSEEN`.

    Attributes
    ----------
    levels_ : tuple of (tuple of str or None)
        For each feature its levels, or None where it is numeric.
    rows_used_ : int
        Rows that were fitted.
    """

    max_rows: int | None
    random_state: int
    rows_used_: int
    levels_: tuple[tuple[str, ...] | None, ...]
    n_features_in_: int

    @property
    def _names(self) -> tuple[str, ...]:
        """The features' names; ``x0``, ``x1``, ... where X had none."""
        names = getattr(self, "feature_names_in_", None)
        if names is None:
            return tuple(f"x{position}" for position in range(self.n_features_in_))
        return tuple(str(name) for name in names)

    def _learn(
        self, X: Any, y: Any, sample_weight: Any = None, *, numeric_outcome: bool = True
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Learn the columns of X; return the matrix, the outcome and the weights.

        Rows without weight are left out.
        """
        levels = _levels_of(X)
        if levels is None:
            matrix, outcome = validate_data(
                self,
                X,
                y,
                dtype=np.float64,
                ensure_all_finite="allow-nan",
                y_numeric=numeric_outcome,
            )
            self.levels_ = (None,) * matrix.shape[1]
        else:
            validate_data(self, X, skip_check_array=True)
            self.levels_ = levels
            matrix = self._matrix(X)
            outcome = column_or_1d(y, warn=True)
            check_consistent_length(X, outcome)
        if numeric_outcome:
            outcome = check_array(outcome, ensure_2d=False, dtype=np.float64, input_name="y")
        if sample_weight is None:
            return matrix, outcome, None
        weights = _check_sample_weight(
            sample_weight, matrix, dtype=np.float64, ensure_non_negative=True
        )
        weighed = weights > 0
        return matrix[weighed], outcome[weighed], weights[weighed]

    def _sample(
        self, matrix: np.ndarray, outcome: np.ndarray, weights: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Return `max_rows` of the rows where there are more, and count those used."""
        rows = sample_rows(
            outcome, self.max_rows, seed=self.random_state, purpose=type(self).__name__
        )
        self.rows_used_ = len(outcome) if rows is None else len(rows)
        if rows is None:
            return matrix, outcome, weights
        return matrix[rows], outcome[rows], None if weights is None else weights[rows]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.allow_nan = True
        return tags

    def _encode(self, X: Any) -> np.ndarray:
        """Return the matrix of rows to predict, in the way that was learned."""
        if any(levels is not None for levels in self.levels_):
            if not isinstance(X, pd.DataFrame):
                raise ParameterError(
                    parameter="X",
                    owner=type(self).__name__,
                    expected="a pandas DataFrame, as it was in fit",
                    got=type(X),
                )
            validate_data(self, X, skip_check_array=True, reset=False)
            return self._matrix(X)
        matrix: np.ndarray = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return matrix

    def _matrix(self, frame: pd.DataFrame) -> np.ndarray:
        matrix = np.empty(frame.shape, dtype=np.float64)
        for position, levels in enumerate(self.levels_):
            column = frame.iloc[:, position]
            if levels is None:
                matrix[:, position] = column.to_numpy(dtype=np.float64, na_value=np.nan)
            else:
                matrix[:, position] = _positions(column, levels)
        checked: np.ndarray = check_array(
            matrix, ensure_all_finite="allow-nan", estimator=type(self).__name__
        )
        return checked


def _is_nominal(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column)


def _levels_of(X: Any) -> tuple[tuple[str, ...] | None, ...] | None:
    """Return the levels of each column of a frame, or None when no column is nominal."""
    if not isinstance(X, pd.DataFrame):
        return None
    columns = [X.iloc[:, position] for position in range(X.shape[1])]
    if not any(_is_nominal(column) for column in columns):
        return None
    return tuple(_present_levels(column) if _is_nominal(column) else None for column in columns)


def _present_levels(column: pd.Series) -> tuple[str, ...]:
    categorical = column.astype("category").cat.remove_unused_categories()
    return tuple(str(level) for level in categorical.cat.categories)


def _positions(column: pd.Series, levels: tuple[str, ...]) -> np.ndarray:
    categorical = column.astype("category").cat
    places = {level: float(place) for place, level in enumerate(levels)}
    of_category = [places.get(str(level), UNSEEN) for level in categorical.categories]
    # The code of a missing cell is -1: it takes the last entry.
    return np.array([*of_category, np.nan])[categorical.codes.to_numpy()]
