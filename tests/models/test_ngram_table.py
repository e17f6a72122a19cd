"""Tables of n-grams: scores, explanations, files."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.models.ngram_explanations import INTERCEPT, global_terms, local_terms
from dataexplain.models.ngram_table import NgramTable, rarity_of, rarity_shares


def test_shares_and_rarity_are_those_of_scikit_learn():
    counts = csr_array([[1, 0, 2], [0, 0, 3], [1, 1, 1]])
    transformer = TfidfTransformer().fit(counts)
    rarity = rarity_of(np.array([2, 1, 3]), 3)
    np.testing.assert_allclose(rarity, transformer.idf_, rtol=1e-6)
    expected = transformer.transform(counts).toarray()
    np.testing.assert_allclose(rarity_shares(counts, rarity).toarray(), expected, rtol=1e-6)


def test_texts_without_known_words_have_the_intercept():
    index = NgramIndex(["good"])
    table = NgramTable(index, np.ones(1), np.ones((1, 2)), np.array([0.5, -0.5]), np.ones(1))
    assert table.scores(["", "unknown", "good"]).tolist() == [[0.5, -0.5]] * 2 + [[1.5, 0.5]]


@pytest.fixture
def table():
    index = NgramIndex(["good", "not", "not good", "film", "rare"])
    weights = np.array([[2.0], [-0.5], [-4.0], [0.1], [9.0]])
    documents = np.array([40, 30, 28, 90, 0])
    errors = np.array([[0.1], [0.2], [0.3], [0.4], [np.nan]])
    return NgramTable(
        index, rarity_of(documents, 100), weights, np.array([0.25]), documents, errors
    )


def test_parts_of_words_add_up_to_the_score(table):
    for text in ("not good, not a good film", "good", "", "nothing known"):
        terms = local_terms(table, ["stars"], text)
        assert terms["stars"].sum() == pytest.approx(table.scores([text])[0, 0])
        assert terms["word"].iloc[-1] == INTERCEPT


def test_an_ngram_met_twice_is_spread_over_both_places(table):
    """Its whole share had been given to each of the places."""
    terms = local_terms(table, ["stars"], "good good")
    assert terms["stars"].iloc[0] == pytest.approx(terms["stars"].iloc[1])
    assert terms["stars"].sum() == pytest.approx(table.scores(["good good"])[0, 0])


def test_a_word_met_inside_a_longer_ngram_is_not_shown_beside_it(table):
    terms = global_terms(table, ["stars"])
    assert terms["ngram"].tolist() == ["not good", "good", "film"]
    assert global_terms(table, ["stars"], top=1)["ngram"].tolist() == ["not good"]


def test_all_terms_with_their_limits(table):
    terms = global_terms(table, ["stars"], top=None).set_index("ngram")
    assert len(terms) == 5
    assert terms.loc["not good", "together"] == pytest.approx(-2.5)
    assert terms.loc["good", "low"] == pytest.approx(2.0 - 0.196, abs=1e-3)
    assert not terms.loc["rare", "seen"]
    assert pd.isna(terms.loc["rare", "high"])
    assert json.loads(terms.reset_index().to_json())["documents"]


def test_several_outputs_are_listed_one_after_the_other():
    index = NgramIndex(["a", "b"])
    weights = np.array([[1.0, -1.0], [3.0, 0.0]])
    table = NgramTable(index, np.ones(2), weights, np.zeros(2), np.array([5, 5]))
    terms = global_terms(table, ["x", "y"], top=1)
    assert terms[["output", "ngram"]].to_numpy().tolist() == [["x", "b"], ["y", "a"]]


def test_an_empty_table_has_no_terms():
    table = NgramTable(
        NgramIndex([]), np.empty(0), np.empty((0, 1)), np.array([0.5]), np.empty(0, np.int64)
    )
    assert global_terms(table, ["y"]).empty
    assert local_terms(table, ["y"], "any text")["y"].tolist() == [0.0, 0.0, 0.5]
