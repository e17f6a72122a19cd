"""Models for the tests of question features: a judge and an embedder that go by words."""

import pytest

from dataexplain.features import QuestionFeatures
from tests.features.planted_questions import TOPICS, scripted, word_embedder


@pytest.fixture
def model():
    with scripted() as opened:
        yield opened


@pytest.fixture
def embedder():
    with word_embedder() as opened:
        yield opened


@pytest.fixture
def features(model, embedder):
    """Make transformers that share one judge."""

    def make(questions=tuple(TOPICS), **options):
        return QuestionFeatures(questions, **{"model": model, "embedder": embedder, **options})

    return make
