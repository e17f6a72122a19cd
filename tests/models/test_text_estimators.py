"""Public estimators of texts keep scikit-learn's contract; what they do not keep stands here."""

from functools import partial

import pytest
from sklearn.base import clone
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks

from dataexplain import models
from dataexplain.models import (
    AugLinearClassifier,
    AugLinearRegressor,
    AugTreeClassifier,
    AugTreeRegressor,
)
from tests.word_embedder import WordEmbedder
from tests.worded_estimators import Worded, deviations_of, estimators_among


class WordedModel(Worded):
    """Reads what is predicted in the same way; the checks see that rows can be weighed."""

    def fit(self, X, y=None, sample_weight=None):
        return super(Worded, self).fit(self._texts_to_fit(X), y, sample_weight)

    def predict(self, X):
        return super().predict(self._texts_to_ask(X))


class WordedTreeClassifier(WordedModel, AugTreeClassifier):
    def predict_proba(self, X):
        return super().predict_proba(self._texts_to_ask(X))


class WordedTreeRegressor(WordedModel, AugTreeRegressor):
    pass


class WordedLinear(WordedModel):
    def decision(self, X):
        return super().decision(self._texts_to_ask(X))


class WordedLinearClassifier(WordedLinear, AugLinearClassifier):
    def decision_function(self, X):
        return super().decision_function(self._texts_to_ask(X))

    def predict_proba(self, X):
        return super().predict_proba(self._texts_to_ask(X))


class WordedLinearRegressor(WordedLinear, AugLinearRegressor):
    pass


LINEAR = {
    "embedder": WordEmbedder(),
    "ngram_range": (1, 1),
    "n_bootstrap": 2,
    "shares": (0.2, 0.8),
    "penalties": (0.1, 0.01),
}
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
PUBLIC = estimators_among(models, stem="Aug")
deviations = partial(deviations_of, deviations=DEVIATIONS)


@parametrize_with_checks(list(CHECKED.values()), expected_failed_checks=deviations)
@pytest.mark.usefixtures("global_random_state_restored")  # one of the checks draws from it
def test_estimator_contract(estimator, check):
    check(estimator)


def test_every_estimator_of_texts_is_exported_and_checked():
    names = {entry.__name__ for entry in PUBLIC}
    assert names == set(CHECKED) == set(DEVIATIONS)
    assert all(isinstance(CHECKED[entry.__name__], entry) for entry in PUBLIC)


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_estimators_say_that_they_read_texts(entry):
    tags = get_tags(entry())
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_a_clone_has_the_same_parameters(entry):
    assert clone(entry()).get_params() == entry().get_params()
