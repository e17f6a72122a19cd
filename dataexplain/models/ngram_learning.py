"""From texts with outcomes to a table of n-grams: vocabulary, embeddings, weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.tokens import Tokenizer
from dataexplain.models.ngram_contexts import fit_contexts
from dataexplain.models.ngram_regression import (
    EmbeddedTexts,
    NgramFit,
    bootstrap_weights,
    fit_ngrams,
)
from dataexplain.models.ngram_table import NgramTable, rarity_of, rarity_shares, short
from dataexplain.models.stacked_linear import Loss
from dataexplain.randomness import generator_for

# Texts that are embedded whole: the time to do so, and to solve for them, stays bounded.
_MOST_WHOLE = 2_000
# With more texts that have an outcome, those texts alone have nothing to add.
_FEW_TEXTS = 500
# The n-grams' own part in the change of their vectors. Learnt from the very texts that are then
# fitted, it would bring their sums, and not those of new texts, close to the whole ones.
_SHARE_OF_OTHERS, _SHARE_OF_FITTED = 0.5, 0.0

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
    unlabelled: Sequence[str] = (),
) -> tuple[NgramTable, np.ndarray, NgramFit]:
    """Fit the weights of the n-grams that texts have.

    With few texts, or with texts without an outcome, the vectors of n-grams are changed first
    until they add up to those of whole texts (`ngram_contexts`). Up to 2,000 texts are embedded
    for it; other n-grams of the texts without an outcome get no weight here.

    Parameters
    ----------
    texts : sequence of str
    outcomes : Outcomes
    vocabulary : Vocabulary
    tuning : Tuning
    embed : callable
        Texts in, one float32 row each out.
    unlabelled : sequence of str, optional
        Texts of the same kind without an outcome.

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
    seed = tuning.random_state
    more = _drawn(unlabelled, max(0, _MOST_WHOLE - len(texts)), seed)
    every = [*texts, *more]
    found = frequent_ngrams(
        every,
        vocabulary.ngram_range,
        least_texts=vocabulary.least_texts,
        rare_words=True,
        most=vocabulary.most,
        tokenizer=vocabulary.tokenizer,
    )
    index = NgramIndex(found, vocabulary.tokenizer)
    rarity = rarity_of(np.fromiter(found.values(), np.int64, len(found)), len(every))
    counts = index.count(every)
    shares = rarity_shares(counts, rarity)
    vectors, transform = embed(index.ngrams), None
    if more or len(texts) <= _FEW_TEXTS:
        share = _SHARE_OF_OTHERS if more else _SHARE_OF_FITTED
        contexts = fit_contexts(shares, vectors, embed(every), share)
        vectors, transform = contexts.vectors(vectors), contexts.transform
    labelled = np.arange(len(texts))
    documents = np.bincount(counts[labelled].indices, minlength=len(found))
    embedded = EmbeddedTexts.of(shares[labelled], vectors)
    values, weights, loss = outcomes.values, outcomes.weights, outcomes.loss
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
        errors[documents == 0] = np.nan
    table = NgramTable(
        index, rarity, short(fit.weights(embedded)), fit.intercepts(embedded), documents, errors
    )
    directions = fit.directions(embedded)
    return table, short(directions if transform is None else transform @ directions), fit


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
    # Texts without an outcome may have been counted too: what none had is at least as rare.
    rarity = np.maximum(rarity_of(documents, texts), table.rarity.max(initial=0.0))
    errors = table.errors
    if errors is not None:
        errors = np.concatenate([errors, np.full(weights.shape, np.nan)])
    return dataclasses.replace(
        table,
        index=NgramIndex([*table.index.ngrams, *new], table.index.tokenizer),
        rarity=np.concatenate([table.rarity, rarity]),
        weights=np.concatenate([table.weights, weights]),
        documents=np.concatenate([table.documents, documents]),
        errors=errors,
    )


def _drawn(texts: Sequence[str], most: int, random_state: int) -> list[str]:
    """Return distinct texts, some drawn by chance where there are more than wanted."""
    distinct = list(dict.fromkeys(texts))
    if len(distinct) <= most:
        return distinct
    generator = generator_for(random_state, "texts without an outcome")
    return [distinct[place] for place in np.sort(generator.permutation(len(distinct))[:most])]
