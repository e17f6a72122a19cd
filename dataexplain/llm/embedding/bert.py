"""The network of BERT in NumPy: token numbers in, one vector a token out.

Texts of one batch are laid end to end without padding: every product of a layer runs over all
tokens at once, and only attention, which joins the tokens of a text, goes by texts of one length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# erf(x) as x P(x^2) / Q(x^2) for |x| <= 3.83, beyond which a float32 has +-1: to 3 units in the
# last place, in a quarter of the time of scipy.special.erf. Coefficients as in Eigen.
_MOST = np.float32(3.832506856900711)
_P = (
    -2.72614225801306e-10,
    2.77068142495902e-08,
    -2.10102402082508e-06,
    -5.69250639462346e-05,
    -7.34990630326855e-04,
    -2.95459980854025e-03,
    -1.60960333262415e-02,
)
_Q = (
    -1.45660718464996e-05,
    -2.13374055278905e-04,
    -1.68282697438203e-03,
    -7.37332916720468e-03,
    -1.42647390514189e-02,
)
_HALF, _ROOT_HALF, _ONE = np.float32(0.5), np.float32(np.sqrt(0.5)), np.float32(1.0)
# So many rows of a layer and what is worked out of them stay in the processor's cache.
_ROWS = 16


@dataclass(frozen=True)
class Dense:
    """A matrix and what is added after it."""

    matrix: np.ndarray
    bias: np.ndarray

    def __call__(self, states: np.ndarray) -> np.ndarray:
        """Return the product."""
        product: np.ndarray = states @ self.matrix
        product += self.bias
        return product


@dataclass(frozen=True)
class Norm:
    """Rows brought to mean 0 and variance 1, then scaled and moved."""

    scale: np.ndarray
    bias: np.ndarray
    epsilon: np.float32

    def __call__(self, states: np.ndarray) -> np.ndarray:
        """Change the rows in place, and return them."""
        states -= states.mean(axis=1, keepdims=True)
        variances = np.einsum("ij,ij->i", states, states) / np.float32(states.shape[1])
        states *= (_ONE / np.sqrt(variances + self.epsilon))[:, np.newaxis]
        states *= self.scale
        states += self.bias
        return states


@dataclass(frozen=True)
class Layer:
    """One of the layers that follow one another."""

    attention: Dense
    attended: Dense
    first_norm: Norm
    widened: Dense
    narrowed: Dense
    second_norm: Norm


class Bert:
    """BERT with the exact GELU and absolute positions, in float32.

    Parameters
    ----------
    tensors : mapping of str to array
        The weights under the names of the original.
    layers : int
    heads : int
        Heads of attention.
    epsilon : float
        Added to variances.

    Raises
    ------
    KeyError
        When a weight is missing.
    """

    def __init__(
        self, tensors: Mapping[str, np.ndarray], *, layers: int, heads: int, epsilon: float
    ) -> None:
        self._heads = heads
        named = _Named(tensors, np.float32(epsilon))
        self._words = named.array("embeddings.word_embeddings.weight")
        kinds = named.array("embeddings.token_type_embeddings.weight")
        self._places = named.array("embeddings.position_embeddings.weight") + kinds[0]
        self._norm = named.norm("embeddings.LayerNorm")
        self._layers = [_layer(named, f"encoder.layer.{at}.", heads) for at in range(layers)]
        self.width = int(self._words.shape[1])

    def states(self, groups: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the vector of each token.

        Parameters
        ----------
        groups : sequence of integer arrays (texts, tokens)
            Token numbers; each group holds texts of one length.

        Returns
        -------
        list of float32 arrays (texts, tokens, width)
        """
        places = [np.broadcast_to(np.arange(group.shape[1]), group.shape) for group in groups]
        states = self._words[_joined(groups)]
        states += self._places[_joined(places)]
        states = self._norm(states)
        for layer in self._layers:
            states = self._through(layer, states, groups)
        return [part.reshape(*group.shape, -1) for part, group in _parts(states, groups)]

    def _through(
        self, layer: Layer, states: np.ndarray, groups: Sequence[np.ndarray]
    ) -> np.ndarray:
        joined = layer.attention(states)
        mixed = np.concatenate(
            [
                attention(part.reshape(*group.shape, 3, self._heads, -1)).reshape(group.size, -1)
                for part, group in _parts(joined, groups)
            ]
        )
        states += layer.attended(mixed)
        states = layer.first_norm(states)
        states += layer.narrowed(gelu(layer.widened(states)))
        return layer.second_norm(states)


def attention(joined: np.ndarray) -> np.ndarray:
    """Return what each token takes from the tokens of its text.

    Parameters
    ----------
    joined : array (texts, tokens, 3, heads, width of a head)
        Queries, divided by the square root of their width already, keys and values.

    Returns
    -------
    array (texts, tokens, heads, width of a head)

    Examples
    --------
    >>> attention(np.ones((1, 2, 3, 1, 4), np.float32)).tolist()
    [[[[1.0, 1.0, 1.0, 1.0]], [[1.0, 1.0, 1.0, 1.0]]]]
    """
    queries, keys, values = (joined[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    shares = np.matmul(queries, keys.transpose(0, 1, 3, 2))
    shares -= shares.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=-1, keepdims=True)
    mixed: np.ndarray = np.matmul(shares, values)
    return mixed.transpose(0, 2, 1, 3)


def gelu(states: np.ndarray) -> np.ndarray:
    """Change x into x times the normal distribution's probability below x, in place.

    Examples
    --------
    >>> gelu(np.array([[-9, 0, 1]], np.float32)).round(2)
    array([[-0.  ,  0.  ,  0.84]], dtype=float32)
    """
    for start in range(0, len(states), _ROWS):
        rows = states[start : start + _ROWS]
        rows *= _below(rows)
    return states


def _below(x: np.ndarray) -> np.ndarray:
    """Return the normal distribution's probability below x."""
    x = x * _ROOT_HALF
    np.clip(x, -_MOST, _MOST, out=x)
    square = x * x
    x *= _polynomial(_P, square)
    x /= _polynomial(_Q, square)
    x += _ONE
    x *= _HALF
    return x


def _polynomial(coefficients: Sequence[float], x: np.ndarray) -> np.ndarray:
    value = x * np.float32(coefficients[0])
    value += np.float32(coefficients[1])
    for coefficient in coefficients[2:]:
        value *= x
        value += np.float32(coefficient)
    return value


def _joined(groups: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([group.ravel() for group in groups])


def _parts(states: np.ndarray, groups: Sequence[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the rows of each group beside it."""
    ends = np.cumsum([group.size for group in groups])[:-1]
    return list(zip(np.split(states, ends), groups, strict=True))


@dataclass(frozen=True)
class _Named:
    """Weights by name, as this network wants them."""

    tensors: Mapping[str, np.ndarray]
    epsilon: np.float32

    def array(self, name: str) -> np.ndarray:
        return np.asarray(self.tensors[name], dtype=np.float32)

    def dense(self, name: str) -> Dense:
        matrix = np.ascontiguousarray(self.array(f"{name}.weight").T)
        return Dense(matrix, self.array(f"{name}.bias"))

    def norm(self, name: str) -> Norm:
        return Norm(self.array(f"{name}.weight"), self.array(f"{name}.bias"), self.epsilon)


def _layer(named: _Named, name: str, heads: int) -> Layer:
    return Layer(
        attention=_joined_attention(named, f"{name}attention.self.", heads),
        attended=named.dense(f"{name}attention.output.dense"),
        first_norm=named.norm(f"{name}attention.output.LayerNorm"),
        widened=named.dense(f"{name}intermediate.dense"),
        narrowed=named.dense(f"{name}output.dense"),
        second_norm=named.norm(f"{name}output.LayerNorm"),
    )


def _joined_attention(named: _Named, name: str, heads: int) -> Dense:
    """Return queries, keys and values as one product, the queries divided beforehand."""
    queries, keys, values = (named.dense(name + part) for part in ("query", "key", "value"))
    scale = np.float32((queries.matrix.shape[1] / heads) ** -0.5)
    return Dense(
        np.hstack([queries.matrix * scale, keys.matrix, values.matrix]),
        np.hstack([queries.bias * scale, keys.bias, values.bias]),
    )
