"""`QuestionFeatures` beside the tables and the tools of scikit-learn."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from tests.features.planted_questions import SPORT, TOPICS, asked_about, planted_texts


def test_series_frames_and_arrays_are_read_alike(features):
    texts = planted_texts(15)
    found = features().fit(texts)
    expected = found.transform(texts)
    for given in (
        np.array(texts),
        pd.Series(texts, index=range(5, 20)),
        pd.DataFrame({"text": texts}),
        pl.Series(texts),
        pl.DataFrame({"text": texts}),
    ):
        assert found.transform(given) == pytest.approx(expected)


def test_output_can_be_a_frame(features):
    texts = pd.Series(planted_texts(15), index=range(100, 115))
    found = features().set_output(transform="pandas").fit(texts)
    frame = found.transform(texts)
    assert list(frame.columns) == list(TOPICS)
    assert frame.index.tolist() == texts.index.tolist()


def test_a_clone_shares_open_models(features):
    found = features().set_output(transform="pandas").fit(planted_texts(12))
    copied = clone(found)
    assert copied.model is found.model
    assert copied.embedder is found.embedder
    assert not hasattr(copied, "columns_")
    assert isinstance(copied.fit_transform(planted_texts(12)), pd.DataFrame)


def test_a_grid_search_over_a_pipeline(features, model):
    texts = planted_texts(90)
    labels = ["sport" if SPORT in text else "other" for text in texts]
    steps = make_pipeline(features(), LogisticRegression())
    grid = {"questionfeatures__judge_rows": [20, 60], "logisticregression__C": [1.0, 100.0]}
    search = GridSearchCV(steps, grid, cv=3, error_score="raise").fit(texts, labels)
    assert search.best_score_ > 0.95
    asked = {asked_about(request) for request in model.backend.requests}
    assert len(model.backend.requests) == len(asked)  # nothing is asked twice
