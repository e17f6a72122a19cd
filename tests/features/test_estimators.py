"""Every public estimator of texts keeps scikit-learn's contract; what it does not keep stands here.

The checks of scikit-learn pass matrices of numbers. Each estimator is checked in a form that reads
a row of numbers as a text of words, one a number, so that everything behind the reading is held
to the contract.
"""

import hashlib
from contextlib import nullcontext

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from dataexplain import features
from dataexplain.features import QuestionFeatures
from dataexplain.llm import Capabilities, Price, RawReply, Token
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS


class WordBackend:
    """A judge that can be copied: it says yes as far as a hash of the question is large."""

    name, model, fingerprint = "scripted", "words", "words:1"
    capabilities, concurrency, price = Capabilities(True, True, True), 1, Price()

    async def reply(self, request):
        digest = hashlib.sha256(request.messages[-1].content.encode()).digest()
        share = (digest[0] + 1) / 258
        yes, no = OPTIONS[DEFAULT_FORM]
        likely = ((yes, float(np.log(share))), (no, float(np.log(1 - share))))
        return RawReply(yes, (Token(*likely[0], likely),), 1, 1)

    async def close(self):
        pass

    def secrets(self):
        return ()

    def __repr__(self):
        return "WordBackend()"


class WordEmbedder:
    """An embedder that can be copied: vectors follow from the text."""

    name, fingerprint, concurrency, most_texts, dimensions = "words", "words:1", 1, 100, 6

    def count_tokens(self, texts):
        return [len(text.split()) for text in texts]

    def embed_batch(self, texts):
        digests = [hashlib.sha256(text.encode()).digest()[: self.dimensions] for text in texts]
        return np.array([[byte / 256 for byte in digest] for digest in digests], np.float32)

    def working(self):
        return nullcontext()

    def close(self):
        pass

    def __repr__(self):
        return "WordEmbedder()"


class Worded:
    """Reads rows of numbers as texts."""

    def fit(self, X, y=None):
        numbers = validate_data(self, X, dtype=np.float64)
        return super().fit(_texts(numbers), y)

    def transform(self, X):
        check_is_fitted(self)
        return super().transform(_texts(validate_data(self, X, reset=False, dtype=np.float64)))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        return tags


def _texts(numbers):
    return [" ".join(f"{value:.12g}" for value in row) for row in numbers]


class WordedQuestions(Worded, QuestionFeatures):
    pass


QUESTIONS = ["is long", "Does the text mention a number?"]
# By estimator: the form that is checked.
CHECKED = {
    "QuestionFeatures": WordedQuestions(
        QUESTIONS, model=WordBackend(), embedder=WordEmbedder(), judge_rows=12
    )
}
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS = {"QuestionFeatures": {}}


def public_estimators():
    exported = [getattr(features, name) for name in features.__all__]
    return [
        entry for entry in exported if isinstance(entry, type) and issubclass(entry, BaseEstimator)
    ]


def deviations(estimator):
    names = [base.__name__ for base in type(estimator).__mro__]
    return next((DEVIATIONS[name] for name in names if name in DEVIATIONS), {})


@pytest.fixture
def global_random_state_restored():
    """Undo what one of the checks draws from NumPy's global state."""
    before = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(before)  # noqa: NPY002


@parametrize_with_checks(list(CHECKED.values()), expected_failed_checks=deviations)
@pytest.mark.usefixtures("global_random_state_restored")
def test_estimator_contract(estimator, check):
    check(estimator)


def test_every_estimator_is_exported_and_checked():
    names = {entry.__name__ for entry in public_estimators()}
    assert names == set(CHECKED) == set(DEVIATIONS)
    assert all(isinstance(CHECKED[entry.__name__], entry) for entry in public_estimators())


def test_exports_are_sorted_and_exist():
    assert list(features.__all__) == sorted(features.__all__)
    assert all(hasattr(features, name) for name in features.__all__)


@pytest.mark.parametrize("entry", public_estimators(), ids=lambda entry: entry.__name__)
def test_estimators_say_that_they_read_texts(entry):
    tags = get_tags(entry())
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array


@pytest.mark.parametrize("entry", public_estimators(), ids=lambda entry: entry.__name__)
def test_a_clone_has_the_same_parameters(entry):
    assert clone(entry()).get_params() == entry().get_params()
