"""Every public estimator of texts keeps scikit-learn's contract; what it does not keep stands here.

The checks of scikit-learn pass matrices of numbers. Each estimator is checked in a form that reads
a row of numbers as a text of words, one a number, so that everything behind the reading is held
to the contract.
"""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from dataexplain import models
from dataexplain.models import (
    AugLinearClassifier,
    AugLinearRegressor,
    AugTreeClassifier,
    AugTreeRegressor,
)
from tests.models.word_embedder import WordEmbedder


class Worded:
    """Reads rows of numbers as texts."""

    def fit(self, X, y=None, sample_weight=None):
        numbers = validate_data(self, X, dtype=np.float64)
        return super().fit(_texts(numbers), y, sample_weight)

    def predict(self, X):
        return super().predict(self._read(X))

    def _read(self, X):
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


class WordedTreeClassifier(Worded, AugTreeClassifier):
    def predict_proba(self, X):
        return super().predict_proba(self._read(X))


class WordedTreeRegressor(Worded, AugTreeRegressor):
    pass


class WordedLinear(Worded):
    def decision(self, X):
        return super().decision(self._read(X))


class WordedLinearClassifier(WordedLinear, AugLinearClassifier):
    def decision_function(self, X):
        return super().decision_function(self._read(X))

    def predict_proba(self, X):
        return super().predict_proba(self._read(X))


class WordedLinearRegressor(WordedLinear, AugLinearRegressor):
    pass


LINEAR = {"embedder": WordEmbedder(), "ngram_range": (1, 1), "n_bootstrap": 2}
# By estimator: the form that is checked.
CHECKED = {
    "AugLinearClassifier": WordedLinearClassifier(**LINEAR),
    "AugLinearRegressor": WordedLinearRegressor(**LINEAR),
    "AugTreeClassifier": WordedTreeClassifier(min_phrase_rows=1, min_samples_leaf=1),
    "AugTreeRegressor": WordedTreeRegressor(min_phrase_rows=1, min_samples_leaf=1),
}
WEIGHTS = "check_sample_weight_equivalence_on_dense_data"
HELD_OUT = "the rows that a node holds out are drawn by position, and one of weight 2 is one row"
RARITY = "the folds are drawn by position, and rarity counts texts without their weights"
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS = {
    "AugLinearClassifier": {WEIGHTS: RARITY},
    "AugLinearRegressor": {WEIGHTS: RARITY},
    "AugTreeClassifier": {WEIGHTS: HELD_OUT},
    "AugTreeRegressor": {},
}
# Those that read texts begin so.
STEM = "Aug"


def public_estimators():
    exported = [getattr(models, name) for name in models.__all__ if name.startswith(STEM)]
    return [
        entry for entry in exported if isinstance(entry, type) and issubclass(entry, BaseEstimator)
    ]


def deviations(estimator):
    names = [base.__name__ for base in type(estimator).__mro__]
    return next((DEVIATIONS[name] for name in names if name in DEVIATIONS), {})


@parametrize_with_checks(list(CHECKED.values()), expected_failed_checks=deviations)
@pytest.mark.usefixtures("global_random_state_restored")  # one of the checks draws from it
def test_estimator_contract(estimator, check):
    check(estimator)


def test_every_estimator_of_texts_is_exported_and_checked():
    names = {entry.__name__ for entry in public_estimators()}
    assert names == set(CHECKED) == set(DEVIATIONS)
    assert all(isinstance(CHECKED[entry.__name__], entry) for entry in public_estimators())


@pytest.mark.parametrize("entry", public_estimators(), ids=lambda entry: entry.__name__)
def test_estimators_say_that_they_read_texts(entry):
    tags = get_tags(entry())
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array


@pytest.mark.parametrize("entry", public_estimators(), ids=lambda entry: entry.__name__)
def test_a_clone_has_the_same_parameters(entry):
    assert clone(entry()).get_params() == entry().get_params()
