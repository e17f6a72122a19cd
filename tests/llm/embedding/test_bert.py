"""The network in NumPy against a plain one in float64."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.llm.embedding.bert import Bert, gelu
from tests.llm.tiny_bert import EPSILON, HEADS, LAYERS, WIDTH, WORDS, slow_states, tiny_weights

TOKENS = st.lists(st.integers(0, len(WORDS) - 1), min_size=1, max_size=7)


def network(seed: int = 0) -> Bert:
    return Bert(tiny_weights(seed), layers=LAYERS, heads=HEADS, epsilon=EPSILON)


@given(texts=st.lists(TOKENS, min_size=1, max_size=6), seed=st.integers(0, 3))
def test_every_token_gets_the_vector_of_the_plain_network(
    texts: list[list[int]], seed: int
) -> None:
    groups = [np.array([text]) for text in texts]
    for text, states in zip(texts, network(seed).states(groups), strict=True):
        assert states.shape == (1, len(text), WIDTH)
        assert states.dtype == np.float32
        np.testing.assert_allclose(states[0], slow_states(tiny_weights(seed), text), atol=1e-4)


def test_texts_of_one_length_go_together() -> None:
    texts = [[2, 4, 3], [2, 5, 3]]
    (together,) = network().states([np.array(texts)])
    alone = network().states([np.array([text]) for text in texts])
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-6)


@given(st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=50))
def test_gelu_is_exact_to_float32(values: list[float]) -> None:
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in values]
    found = gelu(np.array(values, np.float32)[:, np.newaxis])[:, 0]
    assert (abs(found - exact) <= 3e-7 * np.maximum(1, np.abs(values))).all()


def test_a_missing_weight_is_named() -> None:
    weights = tiny_weights()
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        Bert(weights, layers=LAYERS, heads=HEADS, epsilon=EPSILON)
