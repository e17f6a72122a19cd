"""Weights of n-grams from an outcome: through their embeddings, and each by itself.

An n-gram's weight is the sum of two parts. One is linear in its embedding, so that n-grams of like
meaning have like weights and those never seen have one at all (Aug-Linear, Singh et al. 2023). The
other is its own, as in a penalised model of n-grams. Both have a Gaussian prior; how much of the
variance belongs to the second one, and how strong the priors are, is chosen by cross-validation
(`ngram_choice`), which also says how far scores are stretched (`ngram_rescaling`).
So the model is at its ends Aug-Linear and plain TF-IDF, and neither has to be preferred beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from dataexplain.models.ngram_choice import candidates, choose, rows_to_choose_by
from dataexplain.models.ngram_rescaling import Rescaling
from dataexplain.models.stacked_linear import LinearFit, Loss, StackedFeatures, fit_linear
from dataexplain.randomness import generator_for

# The part of the n-grams' own weights in the variance of a score before any outcome is seen.
SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)
PENALTIES = (3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)


@dataclass(frozen=True)
class EmbeddedTexts:
    """Texts as shares of their n-grams, and the sums of embeddings that these make.

    Parameters
    ----------
    features : StackedFeatures
        Centred sums of embeddings of mean squared length 1; shares of n-grams of length 1.
    centre : ndarray of shape (dimensions,)
    spread : float
    embeddings : ndarray of shape (n-grams, dimensions)
    """

    features: StackedFeatures
    centre: np.ndarray
    spread: float
    embeddings: np.ndarray

    @classmethod
    def of(cls, shares: csr_array, embeddings: np.ndarray) -> EmbeddedTexts:
        """Sum the embeddings of each text's n-grams.

        Parameters
        ----------
        shares : csr_array of shape (texts, n-grams)
        embeddings : ndarray of float32, shape (n-grams, dimensions)
        """
        shares = shares.astype(np.float32)
        sums = np.asarray(shares @ embeddings)
        centre = sums.mean(axis=0)
        sums -= centre
        spread = float(np.sqrt(np.mean(np.einsum("ij,ij->i", sums, sums, dtype=np.float64))))
        # Texts that are all alike leave rounding only.
        spread = spread if spread > 1e-6 else 1.0
        sums /= spread
        return cls(StackedFeatures(sums, shares), centre, spread, embeddings)


@dataclass(frozen=True)
class NgramFit:
    """A fitted model of texts.

    Parameters
    ----------
    linear : LinearFit
        Rescaled.
    share : float
        The chosen part of the n-grams' own weights.
    penalty : float
    rescaling : Rescaling
    losses : dict of (share, penalty) to float
        The mean loss of rows left out, as far as penalties were tried.
    """

    linear: LinearFit
    share: float
    penalty: float
    rescaling: Rescaling
    losses: dict[tuple[float, float], float]

    def directions(self, texts: EmbeddedTexts) -> np.ndarray:
        """Return what embeddings are multiplied by: (dimensions, outputs)."""
        dense, _ = texts.features.weighed(self.share).split(self.linear.coefficients)
        return dense / texts.spread

    def weights(self, texts: EmbeddedTexts) -> np.ndarray:
        """Return the weight of each n-gram that was seen: (n-grams, outputs)."""
        _, own = texts.features.weighed(self.share).split(self.linear.coefficients)
        return np.asarray(texts.embeddings @ self.directions(texts) + own)

    def intercepts(self, texts: EmbeddedTexts) -> np.ndarray:
        """Return the score of a text without any n-gram: (outputs,)."""
        return np.asarray(self.linear.intercepts - texts.centre @ self.directions(texts))


def fit_ngrams(
    texts: EmbeddedTexts,
    outcome: np.ndarray,
    weights: np.ndarray,
    loss: Loss,
    *,
    shares: Sequence[float] = SHARES,
    penalties: Sequence[float] = PENALTIES,
    random_state: int = 0,
) -> NgramFit:
    """Choose share and penalty by cross-validation, and fit all rows with them.

    Parameters
    ----------
    texts : EmbeddedTexts
    outcome : ndarray of shape (texts, outputs)
    weights : ndarray of shape (texts,)
    loss : callable
    shares, penalties : sequence of float
    random_state : int, default=0

    Returns
    -------
    NgramFit

    Examples
    --------
    >>> from dataexplain.models.stacked_linear import squared_loss
    >>> shares = csr_array(np.eye(2)[[0, 1] * 10])
    >>> texts = EmbeddedTexts.of(shares, np.eye(2, dtype=np.float32))
    >>> outcome = np.array([[0.0], [1.0]] * 10)
    >>> fit = fit_ngrams(texts, outcome, np.ones(20), squared_loss, penalties=[1e-6])
    >>> (fit.weights(texts) + fit.intercepts(texts)).round(2).ravel().tolist()
    [0.0, 1.0]
    """
    # Where nothing is or can be left out, the strongest penalty and the middle share promise least.
    share, penalty, rescaling = shares[len(shares) // 2], penalties[0], Rescaling()
    drawn = rows_to_choose_by(len(outcome), random_state)
    part = texts.features if drawn is None else texts.features.rows(drawn)
    rows = slice(None) if drawn is None else drawn
    tried = candidates(
        part,
        outcome[rows],
        weights[rows],
        loss,
        shares=shares,
        penalties=penalties,
        random_state=random_state,
    )
    if tried:
        chosen = choose(tried, weights[rows])
        share, penalty, rescaling = chosen.share, chosen.penalty, chosen.rescaling
    linear = fit_linear(texts.features.weighed(share), outcome, weights, loss, penalty=penalty)
    losses = {(each.share, each.penalty): each.loss for each in tried}
    return NgramFit(rescaling.applied(linear), share, penalty, rescaling, losses)


def bootstrap_weights(
    fit: NgramFit,
    texts: EmbeddedTexts,
    outcome: np.ndarray,
    weights: np.ndarray,
    loss: Loss,
    *,
    samples: int,
    random_state: int = 0,
) -> np.ndarray:
    """Return the standard error of each n-gram's weight over samples of the texts.

    Each text counts as often as a Poisson draw of mean 1 says; share, penalty and rescaling stay.

    Returns
    -------
    ndarray of shape (n-grams, outputs)
    """
    generator = generator_for(random_state, "bootstrap of weights")
    features = texts.features.weighed(fit.share)
    start = fit.rescaling.undone(fit.linear)
    mean = np.zeros((len(texts.embeddings), outcome.shape[1]))
    squares = np.zeros_like(mean)
    for sample in range(1, samples + 1):
        drawn = weights * generator.poisson(1.0, len(weights))
        if not drawn.any():
            drawn = weights
        linear = fit_linear(features, outcome, drawn, loss, penalty=fit.penalty, start=start)
        refit = replace(fit, linear=fit.rescaling.applied(linear)).weights(texts)
        change = refit - mean
        mean += change / sample
        squares += change * (refit - mean)
    return np.sqrt(squares / max(samples - 1, 1))
