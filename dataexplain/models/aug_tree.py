"""Trees whose splits are sets of keyphrases: a text goes one way when it has any of them."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import ClassifierMixin, RegressorMixin

from dataexplain.models.aug_tree_base import AugTree
from dataexplain.models.class_labels import ClassLabels


class AugTreeClassifier(ClassLabels, ClassifierMixin, AugTree):  # type: ignore[misc]
    """Tells classes of texts apart by a tree that asks whether a text has any of some phrases.

    Each split begins with the one phrase that lowers the Gini impurity most; phrases that may mean
    the same, or tell the same, join it. A phrase is kept only if rows that were set aside within
    the node are predicted better with it, and if it adds rows enough. Several first phrases
    of each sign are tried. Language models and embedders are used in `fit` only.

    Parameters
    ----------
    max_depth : int or None, default=None
    max_leaf_nodes : int or None, default=8
        Of all leaves the one whose split helps most is divided next, until there are so many.
    min_samples_leaf : int, default=5
        The fewest texts of a leaf.
    ngram_range : (int, int), default=(1, 2)
        The least and the most words of a phrase that a split begins with; at most 4.
    expand : {"counts", "embedder", "model", None}, default="counts"
        Where further phrases of a split come from: those of the texts that point the same way
        most clearly; those of the texts whose embeddings are nearest to the first phrase; a
        language model's list. With None a split is one phrase.
    embedder : str, EmbeddingBackend or Embedder, default="minilm"
        For ``expand="embedder"``, as for `open_embedder`. An `Embedder` stays open, and
        clones share it.
    model : str, Backend or ChatModel, optional
        For ``expand="model"``, as for `open_model`. A `ChatModel` stays open, and clones
        share it.
    goal : str, default=""
        What the texts are about, in your words: told to the model.
    n_seeds : int, default=3
        First phrases tried for each sign; of three or more classes twice as many in all.
    min_phrase_rows : int, default=5
        The fewest texts that a phrase must add to a set.
    max_phrases : int, default=20_000
        How many n-grams may be in a split, those of most texts first.
    inner_fraction : float, default=1/3
        The share of a node's texts that is set aside to decide which phrases are kept.
    random_state : int, default=0
        Decides which these are.
    tokenizer : callable, optional
        A text in, its words out; by default `dataexplain.features.tokens.words`.

    Attributes
    ----------
    classes_ : ndarray
    nodes_ : tuple of KeyphraseNode
        The root first.
    rules_ : tuple of KeyphraseRule
        One a leaf.
    phrases_ : tuple of str
    seeds_asked_, seeds_unanswered_ : int
        Of a language model; without an answer a split is its first phrase.

    References
    ----------
    Singh, Askari, Caruana, Gao (2023): Augmenting interpretable models with large language models
    during training. Nature Communications 14, 7913. There phrases are kept by purity on the rows
    that are fitted.

    Examples
    --------
    >>> texts = ["a dull film", "a bad film", "dull and bad", "so bad"] * 5 + ["fine work"] * 20
    >>> model = AugTreeClassifier().fit(texts, ["no"] * 20 + ["yes"] * 20)
    >>> print(model.export_text())
    |--- has “fine”?
    |   |--- yes: yes 100% (20 texts)
    |   |--- no: no 100% (20 texts)
    >>> model.predict(["a dull day", "fine"]).tolist()
    ['no', 'yes']
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the tree.

        Parameters
        ----------
        X : array-like of str, shape (texts,)
        y : array-like of shape (texts,)
            Labels, of at least two classes; none may be missing.
        sample_weight : array-like of shape (texts,), optional
            0 or more; a text of weight 0 is left out, its words and its label too.

        Returns
        -------
        self

        Raises
        ------
        InputError
            When a row of X is no text; it names the row.
        ParameterError
            For a parameter outside what is allowed, no text, or one class only.
        LanguageModelError
            When the model or the embedder that is needed cannot be used.
        """
        texts, codes, weights = self._learn_classes(X, y, sample_weight)
        self._grow(texts, np.eye(len(self.classes_))[codes], weights)
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the share of each class in a text's leaf, in the order of `classes_`."""
        return self._values(X)

    def _said(self, value: tuple[float, ...]) -> str:
        likeliest = int(np.argmax(value))
        return f"{self.classes_[likeliest]} {value[likeliest]:.0%}"


class AugTreeRegressor(RegressorMixin, AugTree):  # type: ignore[misc]
    """Predicts a number from texts by a tree that asks whether a text has any of some phrases.

    As `AugTreeClassifier`, with the squared error in place of the Gini impurity.

    Parameters
    ----------
    max_depth, max_leaf_nodes, min_samples_leaf, ngram_range, expand, embedder, model, goal
        As for `AugTreeClassifier`.
    n_seeds, min_phrase_rows, max_phrases, inner_fraction, random_state, tokenizer
        As for `AugTreeClassifier`.

    Attributes
    ----------
    nodes_, rules_, phrases_, seeds_asked_, seeds_unanswered_
        As for `AugTreeClassifier`.

    Examples
    --------
    >>> texts = ["no refund", "good breakfast"] * 10
    >>> model = AugTreeRegressor(expand=None, max_leaf_nodes=2).fit(texts, [2.0, 9.0] * 10)
    >>> print(model.rules_[0].text)
    has “breakfast”: 9 (10 texts)
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the tree; X as for `AugTreeClassifier.fit`, y numbers."""
        texts, outcome, weights = self._learn(X, y, sample_weight)
        self._grow(texts, outcome[:, np.newaxis], weights)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the mean of each text's leaf."""
        return np.asarray(self._values(X)[:, 0])

    def _said(self, value: tuple[float, ...]) -> str:
        return f"{value[0]:.4g}"
