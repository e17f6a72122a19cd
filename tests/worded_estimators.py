"""Estimators of texts in a form that scikit-learn's checks can ask: rows of numbers as texts.

The checks pass matrices of numbers. A row of numbers is read as a text of words, one a number, so
that everything behind the reading is held to the contract.
"""

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data


class Worded:
    """Reads rows of numbers as texts."""

    def fit(self, X, y=None):
        return super().fit(self._texts_to_fit(X), y)

    def _texts_to_fit(self, X):
        return _texts(validate_data(self, X, dtype=np.float64))

    def _texts_to_ask(self, X):
        check_is_fitted(self)
        if isinstance(X, list) and X and isinstance(X[0], str):
            return X  # one method of the estimator asks another
        return _texts(validate_data(self, X, reset=False, dtype=np.float64))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.one_d_array = True, False
        return tags


def _texts(numbers):
    return [
        " ".join(f"c{column}at{value:.1f}" for column, value in enumerate(row)) for row in numbers
    ]


def estimators_among(module, stem=""):
    """Return the estimators that a module exports under names with a stem."""
    exported = [getattr(module, name) for name in module.__all__ if name.startswith(stem)]
    return [
        entry for entry in exported if isinstance(entry, type) and issubclass(entry, BaseEstimator)
    ]


def deviations_of(estimator, deviations):
    """Return the checks that an estimator fails, from a table by the names of public ones."""
    names = [base.__name__ for base in type(estimator).__mro__]
    return next((deviations[name] for name in names if name in deviations), {})
