"""From texts with outcomes to a table of n-grams: vocabulary, embeddings, weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.tokens import Tokenizer
from dataexplain.models.ngram_regression import (
    EmbeddedTexts,
    NgramFit,
    bootstrap_weights,
    fit_ngrams,
)
from dataexplain.models.ngram_table import NgramTable, rarity_of, rarity_shares, short
from dataexplain.models.stacked_linear import Loss

Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Vocabulary:
    """Which n-grams of the fitted texts get a weight.

    Parameters
    ----------
    ngram_range : (int, int)
    least_texts : int
        Of an n-gram of several words; single words need one text.
    most : int
    tokenizer : callable
    """

    ngram_range: tuple[int, int]
    least_texts: int
    most: int
    tokenizer: Tokenizer


@dataclass(frozen=True)
class Outcomes:
    """What the texts shall predict.

    Parameters
    ----------
    values : ndarray of shape (texts, outputs)
    weights : ndarray of shape (texts,)
    loss : callable
    """

    values: np.ndarray
    weights: np.ndarray
    loss: Loss


@dataclass(frozen=True)
class Tuning:
    """What is tried, and how often weights are fitted again for their errors."""

    shares: Sequence[float]
    penalties: Sequence[float]
    bootstrap: int
    random_state: int


def learn_table(
    texts: Sequence[str],
    outcomes: Outcomes,
    vocabulary: Vocabulary,
    tuning: Tuning,
    embed: Embed,
) -> tuple[NgramTable, np.ndarray, NgramFit]:
    """Fit the weights of the n-grams that texts have.

    Parameters
    ----------
    texts : sequence of str
    outcomes : Outcomes
    vocabulary : Vocabulary
    tuning : Tuning
    embed : callable
        N-grams in, one float32 row each out.

    Returns
    -------
    tuple of NgramTable, ndarray of shape (dimensions, outputs), NgramFit
        The table; what an embedding is multiplied by for the weight of an n-gram that was not
        seen; how it was fitted.

    Examples
    --------
    >>> from dataexplain.features.tokens import words
    >>> from dataexplain.models.stacked_linear import squared_loss
    >>> table, directions, fit = learn_table(
    ...     ["good", "bad"] * 10,
    ...     Outcomes(np.array([[1.0], [0.0]] * 10), np.ones(20), squared_loss),
    ...     Vocabulary((1, 1), 1, 100, words),
    ...     Tuning((0.0,), (1e-6,), 0, 0),
    ...     lambda ngrams: np.array([[float(ngram == "good")] for ngram in ngrams], np.float32),
    ... )
    >>> table.scores(["good", "bad", "other"]).ravel().round(2).tolist()
    [1.0, 0.0, 0.0]
    """
    found = frequent_ngrams(
        texts,
        vocabulary.ngram_range,
        least_texts=vocabulary.least_texts,
        rare_words=True,
        most=vocabulary.most,
        tokenizer=vocabulary.tokenizer,
    )
    index = NgramIndex(found, vocabulary.tokenizer)
    documents = np.fromiter(found.values(), np.int64, len(found))
    rarity = rarity_of(documents, len(texts))
    embedded = EmbeddedTexts.of(rarity_shares(index.count(texts), rarity), embed(index.ngrams))
    values, weights, loss = outcomes.values, outcomes.weights, outcomes.loss
    seed = tuning.random_state
    fit = fit_ngrams(
        embedded,
        values,
        weights,
        loss,
        shares=tuning.shares,
        penalties=tuning.penalties,
        random_state=seed,
    )
    errors = None
    if tuning.bootstrap:
        errors = short(
            bootstrap_weights(
                fit, embedded, values, weights, loss, samples=tuning.bootstrap, random_state=seed
            )
        )
    table = NgramTable(
        index, rarity, short(fit.weights(embedded)), fit.intercepts(embedded), documents, errors
    )
    return table, short(fit.directions(embedded)), fit


def with_unseen(
    table: NgramTable,
    directions: np.ndarray,
    ngrams: Sequence[str],
    embed: Embed,
    texts: int,
) -> NgramTable:
    """Return the table with further n-grams, whose weights come through embeddings alone.

    Parameters
    ----------
    table : NgramTable
    directions : ndarray of shape (dimensions, outputs)
    ngrams : sequence of str
        Those that the table has already are left out.
    embed : callable
    texts : int
        How many texts were fitted; it decides how rare an n-gram of none of them is.

    Returns
    -------
    NgramTable
    """
    new = [ngram for ngram in ngrams if ngram not in table.index.columns]
    if not new:
        return table
    weights = short(embed(new) @ directions)
    documents = np.zeros(len(new), np.int64)
    errors = table.errors
    if errors is not None:
        errors = np.concatenate([errors, np.full(weights.shape, np.nan)])
    return dataclasses.replace(
        table,
        index=NgramIndex([*table.index.ngrams, *new], table.index.tokenizer),
        rarity=np.concatenate([table.rarity, rarity_of(documents, texts)]),
        weights=np.concatenate([table.weights, weights]),
        documents=np.concatenate([table.documents, documents]),
        errors=errors,
    )
