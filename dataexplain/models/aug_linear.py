"""Linear models of texts whose n-grams get their weights through a language model's embeddings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from scipy.special import expit, softmax
from sklearn.base import ClassifierMixin, RegressorMixin

from dataexplain.models.aug_linear_base import AugLinear
from dataexplain.models.class_labels import ClassLabels
from dataexplain.models.ngram_table import short
from dataexplain.models.stacked_linear import logistic_loss, softmax_loss, squared_loss


class AugLinearClassifier(ClassLabels, ClassifierMixin, AugLinear):  # type: ignore[misc]
    """Tells classes of texts apart by a table of n-grams and their weights.

    The weight of an n-gram is the sum of a part that is linear in its embedding and a part of its
    own; cross-validation decides how much each counts. So like n-grams have like weights, n-grams
    that no fitted text had get one too, and where embeddings do not help the model is a penalised
    logistic regression on TF-IDF. The embedder is needed in `fit` only.

    Parameters
    ----------
    embedder : str, EmbeddingBackend or Embedder, default="minilm"
        As for `open_embedder`; it is opened in `fit` and closed again. An `Embedder` stays open,
        and clones share it.
    ngram_range : (int, int), default=(1, 2)
        The least and the most words of an n-gram.
    min_texts : int, default=2
        N-grams of several words that fewer texts have get no weight: in texts to come they are
        not met either, so that fitted and new texts are sums of like parts.
    max_ngrams : int, default=200_000
        How many n-grams are fitted, those of most texts first.
    general_vocabulary : bool, default=True
        Whether words that the embedder's tokeniser keeps whole get a weight though no text has
        them.
    context : str, default=""
        Is put before each n-gram when it is embedded, such as "film review: ".
    shares : sequence of float, default=(0, 0.2, 0.5, 0.8, 1)
        Tried for the part of the n-grams' own weights: 0 is embeddings only, 1 is TF-IDF.
    penalties : sequence of float
        Tried, the strongest first, and compared by texts left out once their scores are rescaled.
    n_bootstrap : int, default=20
        Samples of the texts for the errors of weights; 0 gives none.
    tokenizer : callable, optional
        A text in, its words out; by default `dataexplain.features.tokens.words`. No file holds it.
    progress : callable, optional
        Called with the number of n-grams that are embedded and of all of them.
    random_state : int, default=0

    Attributes
    ----------
    classes_ : ndarray
    table_ : NgramTable
        N-grams with weights, on the scale of log-odds.
    directions_ : ndarray of shape (dimensions, outputs)
        What an embedding is multiplied by for a weight.
    share_, penalty_ : float
        What cross-validation chose.
    texts_ : int
        Texts that were fitted.

    References
    ----------
    Singh, Askari, Caruana, Gao (2023): Augmenting interpretable models with large language models
    during training. Nature Communications 14, 7913. There a text is the plain sum of its n-grams'
    embeddings, and only those have a weight.

    Examples
    --------
    >>> from dataexplain.llm import ScriptedEmbedder
    >>> near = {"good": [1, 0], "great": [0.9, 0.1], "bad": [0, 1], "awful": [0.1, 0.9]}
    >>> model = AugLinearClassifier(embedder=ScriptedEmbedder(near), ngram_range=(1, 1))
    >>> unlabelled = ["great", "awful"] * 2
    >>> model = model.fit(["good", "bad"] * 10, ["yes", "no"] * 10, unlabelled=unlabelled)
    >>> model.predict(["great", "awful"]).tolist()
    ['yes', 'no']
    """

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        *,
        unlabelled: Iterable[str] | None = None,
    ) -> Self:
        """Fit the weights.

        Parameters
        ----------
        X : array-like of str, shape (texts,)
        y : array-like of shape (texts,)
            Labels, of at least two classes; none may be missing.
        sample_weight : array-like of shape (texts,), optional
            0 or more; a text of weight 0 is left out, its words and its label too.
        unlabelled : iterable of str, optional
            Texts of the same kind without a label: their n-grams get a weight through embeddings,
            and up to 2,000 texts in all are embedded whole, so that n-grams learn what they mean
            here. Worth the more the fewer texts have labels. With 500 labelled texts or fewer
            these are embedded whole in any case.

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
            When the embedder is not installed or fails.
        """
        texts, codes, weights = self._learn_classes(X, y, sample_weight)
        count = len(self.classes_)
        values = codes[:, None] == (np.ones(1) if count == 2 else np.arange(count))
        loss = logistic_loss if count == 2 else softmax_loss
        self._fit_table(texts, values.astype(np.float64), weights, loss, unlabelled)
        return self

    def decision_function(self, X: Any) -> np.ndarray:
        """Return `decision`, under the name scikit-learn gives it."""
        return self.decision(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        scores = self.decision(X)
        if scores.ndim == 1:
            return np.column_stack([expit(-scores), expit(scores)])
        return np.asarray(softmax(scores, axis=1))

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest class of each text."""
        scores = self.decision(X)
        places = (scores > 0).astype(np.int64) if scores.ndim == 1 else scores.argmax(axis=1)
        return np.asarray(self.classes_[places])

    @property
    def _outputs(self) -> list[str]:
        return [str(label) for label in self._explained_classes()]


class AugLinearRegressor(RegressorMixin, AugLinear):  # type: ignore[misc]
    """Predicts a number from texts by a table of n-grams and their weights.

    Parameters
    ----------
    embedder, ngram_range, min_texts, max_ngrams, general_vocabulary, context, shares, penalties
        As for `AugLinearClassifier`.
    n_bootstrap, tokenizer, progress, random_state
        As for `AugLinearClassifier`.

    Attributes
    ----------
    table_ : NgramTable
        N-grams with weights, in the outcome's units.
    directions_, share_, penalty_, texts_
        As for `AugLinearClassifier`.

    Examples
    --------
    >>> from dataexplain.llm import ScriptedEmbedder
    >>> near = {"good": [1, 0], "great": [0.9, 0.1], "bad": [0, 1]}
    >>> model = AugLinearRegressor(embedder=ScriptedEmbedder(near), ngram_range=(1, 1))
    >>> model = model.fit(["good", "bad"] * 20, [5.0, 1.0] * 20, unlabelled=["great"] * 2)
    >>> model.predict(["good", "great", "bad"]).round(0).tolist()
    [5.0, 5.0, 1.0]
    """

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        *,
        unlabelled: Iterable[str] | None = None,
    ) -> Self:
        """Fit the weights; X, weights and unlabelled texts as for `AugLinearClassifier.fit`.

        Parameters
        ----------
        X : array-like of str, shape (texts,)
        y : array-like of float, shape (texts,)
        sample_weight : array-like of shape (texts,), optional
        unlabelled : iterable of str, optional

        Returns
        -------
        self
        """
        texts, outcome, weights = self._learn(X, y, sample_weight)
        centre = float(np.average(outcome, weights=weights))
        spread = float(np.sqrt(np.average((outcome - centre) ** 2, weights=weights))) or 1.0
        # Penalties are tried on one scale, whatever the units.
        values = ((outcome - centre) / spread)[:, None]
        self._fit_table(texts, values, weights, squared_loss, unlabelled)
        self._scale(centre, spread)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted number of each text."""
        return self.decision(X)

    @property
    def _outputs(self) -> list[str]:
        return ["outcome"]

    def _scale(self, centre: float, spread: float) -> None:
        """Bring what was fitted to the outcome's units."""
        table = self.table_
        self.directions_ = short(spread * self.directions_)
        self.table_ = dataclasses.replace(
            table,
            weights=short(spread * table.weights),
            intercepts=spread * table.intercepts + centre,
            errors=None if table.errors is None else short(spread * table.errors),
        )
