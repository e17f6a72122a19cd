"""Vectors of n-grams in their texts: nearer to whole texts, carried over to n-grams of none."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from dataexplain.models.ngram_contexts import _left_out_error, fit_contexts


@pytest.fixture
def corpus():
    """Return shares, embeddings and whole texts: a turn of the sums, and one word of its own."""
    rng = np.random.default_rng(0)
    shares = csr_array((rng.random((200, 30)) < 0.2) / 2.0)
    embeddings = rng.normal(size=(30, 4)).astype(np.float32)
    turn, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    moved = embeddings @ turn
    moved[7] += 3.0
    return shares, embeddings, (shares @ moved).astype(np.float32), turn


def test_sums_come_close_to_whole_texts(corpus):
    shares, embeddings, whole, _ = corpus
    before = ((shares @ embeddings - whole) ** 2).sum()
    found = fit_contexts(shares, embeddings, whole)
    assert ((shares @ found.vectors(embeddings) - whole) ** 2).sum() < 0.02 * before


def test_ngrams_of_no_text_are_turned_too(corpus):
    shares, embeddings, whole, turn = corpus
    found = fit_contexts(shares, embeddings, whole)
    other = np.random.default_rng(1).normal(size=(50, 4))
    assert np.corrcoef((other @ found.transform).ravel(), (other @ turn).ravel())[0, 1] > 0.95


def test_what_one_ngram_has_of_its_own_stays_its_own(corpus):
    shares, embeddings, whole, _ = corpus
    sizes = np.linalg.norm(fit_contexts(shares, embeddings, whole).own, axis=1)
    assert sizes.argmax() == 7


def test_without_a_share_nothing_is_added(corpus):
    shares, embeddings, whole, _ = corpus
    assert not fit_contexts(shares, embeddings, whole, share=0.0).own.any()


def test_whole_texts_that_are_the_sums_change_nothing(corpus):
    shares, embeddings, _, _ = corpus
    found = fit_contexts(shares, embeddings, (shares @ embeddings).astype(np.float32))
    np.testing.assert_allclose(found.vectors(embeddings), embeddings, atol=1e-4)


def test_texts_left_out_are_those_of_fits_without_them():
    rng = np.random.default_rng(2)
    features, outcome, penalty = rng.normal(size=(12, 5)), rng.normal(size=(12, 3)), 0.7
    spreads, axes = np.linalg.eigh(features @ features.T)
    expected = 0.0
    for row in range(12):
        rest = np.delete(np.arange(12), row)
        near = features[rest]
        solved = np.linalg.solve(near.T @ near + penalty * np.eye(5), near.T @ outcome[rest])
        expected += ((features[row] @ solved - outcome[row]) ** 2).sum()
    found = _left_out_error(np.maximum(spreads, 0), axes, axes.T @ outcome, penalty)
    assert found == pytest.approx(expected)


def test_texts_without_ngrams_leave_finite_vectors():
    found = fit_contexts(csr_array((3, 0)), np.empty((0, 4), np.float32), np.ones((3, 4)))
    assert found.own.shape == (0, 4)
    assert np.isfinite(found.transform).all()
