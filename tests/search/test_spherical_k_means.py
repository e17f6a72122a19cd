"""Clusters of vectors by direction."""

import numpy as np
import pytest

from dataexplain.search.spherical_k_means import spherical_k_means


def blobs():
    generator = np.random.default_rng(0)
    middles = np.repeat(np.eye(4), 25, axis=0)
    vectors = middles + 0.1 * generator.normal(size=middles.shape)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_clear_clusters_are_found():
    found = spherical_k_means(blobs(), 4, seed=0).reshape(4, 25)
    assert (found == found[:, :1]).all()
    assert len(set(found[:, 0])) == 4


def test_one_seed_gives_one_answer():
    assert np.array_equal(spherical_k_means(blobs(), 6, 1), spherical_k_means(blobs(), 6, 1))


@pytest.mark.parametrize("vectors", [np.ones((5, 2)), np.zeros((5, 2)), np.eye(2)])
def test_equal_empty_and_few_vectors_have_clusters(vectors):
    assert spherical_k_means(vectors, 3, 0).shape == (len(vectors),)
