"""Public estimators of texts keep scikit-learn's contract; what they do not keep stands here."""

import hashlib
from functools import partial

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks

from dataexplain import features
from dataexplain.features import QuestionFeatures
from dataexplain.llm import Capabilities, Price, RawReply, Token
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS
from tests.word_embedder import WordEmbedder
from tests.worded_estimators import Worded, deviations_of, estimators_among


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


class WordedQuestions(Worded, QuestionFeatures):
    def transform(self, X):
        return super().transform(self._texts_to_ask(X))


QUESTIONS = ["is long", "Does the text mention a number?"]
# By estimator: the form that is checked.
CHECKED = {
    "QuestionFeatures": WordedQuestions(
        QUESTIONS, model=WordBackend(), embedder=WordEmbedder(), judge_rows=12
    )
}
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS = {"QuestionFeatures": {}}
PUBLIC = estimators_among(features)
deviations = partial(deviations_of, deviations=DEVIATIONS)


@parametrize_with_checks(list(CHECKED.values()), expected_failed_checks=deviations)
@pytest.mark.usefixtures("global_random_state_restored")
def test_estimator_contract(estimator, check):
    check(estimator)


def test_every_estimator_is_exported_and_checked():
    names = {entry.__name__ for entry in PUBLIC}
    assert names == set(CHECKED) == set(DEVIATIONS)
    assert all(isinstance(CHECKED[entry.__name__], entry) for entry in PUBLIC)


def test_exports_are_sorted_and_exist():
    assert list(features.__all__) == sorted(features.__all__)
    assert all(hasattr(features, name) for name in features.__all__)


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_estimators_say_that_they_read_texts(entry):
    tags = get_tags(entry())
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_a_clone_has_the_same_parameters(entry):
    assert clone(entry()).get_params() == entry().get_params()
