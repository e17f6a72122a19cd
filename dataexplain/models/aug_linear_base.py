"""What both Aug-Linear estimators share: parameters, the table, what it explains, its file."""

from __future__ import annotations

import numbers
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import (
    _check_sample_weight,
    check_is_fitted,
)

from dataexplain.errors import ParameterError
from dataexplain.features.general_vocabulary import general_ngrams
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.text_input import read_texts
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.llm.embedding.embedders import Embedder, Progress
from dataexplain.llm.embedding.embedding_backends import EmbeddingBackend
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.models.ngram_explanations import global_terms, local_terms
from dataexplain.models.ngram_learning import (
    Outcomes,
    Tuning,
    Vocabulary,
    learn_table,
    with_unseen,
)
from dataexplain.models.ngram_regression import PENALTIES, SHARES
from dataexplain.models.ngram_table import NgramTable
from dataexplain.models.ngram_table_file import SavedModel, read_model, write_model


class AugLinear(BaseEstimator):  # type: ignore[misc]
    """What both models share: from texts and outcomes to a table of n-grams."""

    table_: NgramTable
    directions_: np.ndarray
    embedder_fingerprint_: str
    texts_: int
    share_: float
    penalty_: float

    def __init__(
        self,
        *,
        embedder: str | EmbeddingBackend | Embedder = "minilm",
        ngram_range: tuple[int, int] = (1, 2),
        min_texts: int = 2,
        max_ngrams: int = 200_000,
        general_vocabulary: bool = True,
        context: str = "",
        shares: Sequence[float] = SHARES,
        penalties: Sequence[float] = PENALTIES,
        n_bootstrap: int = 20,
        tokenizer: Tokenizer | None = None,
        progress: Progress | None = None,
        random_state: int = 0,
    ) -> None:
        self.embedder = embedder
        self.ngram_range = ngram_range
        self.min_texts = min_texts
        self.max_ngrams = max_ngrams
        self.general_vocabulary = general_vocabulary
        self.context = context
        self.shares = shares
        self.penalties = penalties
        self.n_bootstrap = n_bootstrap
        self.tokenizer = tokenizer
        self.progress = progress
        self.random_state = random_state

    @property
    @abstractmethod
    def _outputs(self) -> list[str]:
        """The names of what weights are given for."""

    def decision(self, X: Any) -> np.ndarray:
        """Return intercept plus weights for each text: (n,), or (n, classes) for three or more."""
        check_is_fitted(self)
        scores = self.table_.scores(read_texts(X, type(self).__name__))
        return scores[:, 0] if scores.shape[1] == 1 else scores

    def explain_global(self, top: int | None = 50) -> pd.DataFrame:
        """Return the n-grams that matter most, with their weights.

        Parameters
        ----------
        top : int, optional
            How many n-grams an output; None returns all of the table.

        Returns
        -------
        DataFrame
            ``ngram``, ``output`` (the class; the outcome for a number), ``weight``, ``low`` and
            ``high`` (95% by the bootstrap; missing for an n-gram never seen), ``together`` (the
            weight with those of the n-grams inside it, which a text that has it has as well),
            ``documents`` (texts that have it), ``seen``, and ``importance``: the mean size of
            what it adds to a text's score. An n-gram that hardly occurs outside a longer one
            that is shown is left out, unless `top` is None.
        """
        check_is_fitted(self)
        return global_terms(self.table_, self._outputs, top)

    def explain_local(self, text: str) -> pd.DataFrame:
        """Return what each word of a text adds to its score.

        An n-gram's part is shared evenly by its words, so that nothing counts twice: the parts
        and the intercept add up to `decision`.

        Parameters
        ----------
        text : str

        Returns
        -------
        DataFrame
            One row a word in the text's order, ``word`` and one column an output. The intercept
            is in the row ``(intercept)``.
        """
        check_is_fitted(self)
        (checked,) = read_texts([text], type(self).__name__)
        return local_terms(self.table_, self._outputs, checked)

    def extend(self, texts: Iterable[str], *, min_texts: int = 1) -> Self:
        """Give the n-grams of more texts a weight, through their embeddings; no outcome is needed.

        Parameters
        ----------
        texts : iterable of str
        min_texts : int, default=1
            N-grams of fewer of these texts are left out.

        Returns
        -------
        self

        Raises
        ------
        ParameterError
            When the embedder is another one than in `fit`.
        """
        check_is_fitted(self)
        owner = type(self).__name__
        found = frequent_ngrams(
            read_texts(list(texts), owner),
            self.ngram_range,
            least_texts=min_texts,
            most=self.max_ngrams,
            tokenizer=self._tokenizer,
        )
        with ExitStack() as stack:
            embedder = self._open(stack)
            if embedder.fingerprint != self.embedder_fingerprint_:
                raise ParameterError(
                    "embedder", owner, "the one that the model was fitted with", embedder.name
                )
            self.table_ = with_unseen(
                self.table_,
                self.directions_,
                list(found),
                partial(self._embed, embedder),
                self.texts_,
            )
        return self

    def to_json(self, path: str | Path) -> None:
        """Write the fitted model to a file that can be read without any embedder.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        ParameterError
            With a tokenizer of one's own, which a file cannot hold.
        OutputError
            When the file cannot be written.
        """
        check_is_fitted(self)
        if self.tokenizer is not None:
            raise ParameterError(
                "tokenizer", f"{type(self).__name__}.to_json", "None", self.tokenizer
            )
        write_model(Path(path), self._saved())

    @classmethod
    def from_json(cls, path: str | Path) -> Self:
        """Read a model that `to_json` wrote.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        InputError
            When the file is no such model, is damaged or of a newer version.
        """
        saved = read_model(Path(path), cls.__name__)
        model = cls(**saved.parameters)
        model.table_ = saved.table
        model.directions_ = saved.directions
        model.embedder_fingerprint_ = saved.fingerprint
        model.texts_ = saved.texts
        model.share_, model.penalty_ = saved.share, saved.penalty
        model._restore(saved.classes)
        return model

    def _restore(self, classes: list[Any]) -> None:
        """Take back what only one kind of model has."""

    def _saved(self) -> SavedModel:
        kept = ("ngram_range", "min_texts", "max_ngrams", "general_vocabulary", "context")
        parameters = {name: getattr(self, name) for name in kept}
        if isinstance(self.embedder, str):
            parameters["embedder"] = self.embedder
        return SavedModel(
            kind=type(self).__name__,
            parameters=parameters,
            table=self.table_,
            directions=self.directions_,
            fingerprint=self.embedder_fingerprint_,
            texts=self.texts_,
            share=self.share_,
            penalty=self.penalty_,
            classes=getattr(self, "classes_", np.empty(0)).tolist(),
        )

    @property
    def _tokenizer(self) -> Tokenizer:
        return words if self.tokenizer is None else self.tokenizer

    def _open(self, stack: ExitStack) -> Embedder:
        """Open the embedder; one that the user opened stays open."""
        if isinstance(self.embedder, Embedder):
            return self.embedder
        return stack.enter_context(open_embedder(self.embedder))

    def _embed(self, embedder: Embedder, ngrams: Sequence[str]) -> np.ndarray:
        return embedder.embed([self.context + ngram for ngram in ngrams], progress=self.progress)

    def _learn(
        self, texts: list[str], outcomes: Outcomes, unlabelled: Iterable[str] | None
    ) -> None:
        """Fit the table, and give words that the texts lack a weight too."""
        owner = type(self).__name__
        vocabulary = Vocabulary(self.ngram_range, self.min_texts, self.max_ngrams, self._tokenizer)
        tuning = Tuning(self.shares, self.penalties, self.n_bootstrap, self.random_state)
        others = [] if unlabelled is None else read_texts(list(unlabelled), owner)
        with ExitStack() as stack:
            embedder = self._open(stack)
            embed = partial(self._embed, embedder)
            table, self.directions_, fit = learn_table(texts, outcomes, vocabulary, tuning, embed)
            general: Sequence[str] = ()
            if self.general_vocabulary or others:
                general = general_ngrams(
                    embedder,
                    others,
                    self.ngram_range,
                    most=self.max_ngrams,
                    tokenizer=self._tokenizer,
                    whole_words=self.general_vocabulary,
                )
            self.table_ = with_unseen(table, self.directions_, general, embed, len(texts))
            self.embedder_fingerprint_ = embedder.fingerprint
        self.texts_ = len(texts)
        self.share_, self.penalty_ = fit.share, fit.penalty

    def _check_parameters(self) -> None:
        """Refuse a parameter that is outside what is allowed."""
        owner = type(self).__name__
        low, high = _pair(self.ngram_range)
        if not 1 <= low <= high:
            raise ParameterError(
                "ngram_range", owner, "two whole numbers such as (1, 2)", self.ngram_range
            )
        for name, least in (("min_texts", 1), ("max_ngrams", 1), ("n_bootstrap", 0)):
            value = getattr(self, name)
            if not isinstance(value, numbers.Integral) or value < least:
                raise ParameterError(name, owner, f"a whole number of {least} or more", value)
        for name, allowed in (("shares", _is_share), ("penalties", _is_penalty)):
            value = getattr(self, name)
            if not len(value) or not all(allowed(each) for each in value):
                expected = "numbers from 0 to 1" if name == "shares" else "numbers above 0"
                raise ParameterError(name, owner, expected, value)

    def _weights(self, sample_weight: Any, texts: list[str]) -> np.ndarray:
        """Return one weight a text, 1 where none is given."""
        if sample_weight is None:
            return np.ones(len(texts))
        places = np.empty((len(texts), 1))
        weights: np.ndarray = _check_sample_weight(
            sample_weight, places, dtype=np.float64, ensure_non_negative=True
        )
        return weights

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def _pair(value: Any) -> tuple[int, int]:
    """Return two whole numbers, or two that are refused."""
    right = isinstance(value, (tuple, list)) and len(value) == 2
    if not right or not all(isinstance(part, numbers.Integral) for part in value):
        return 0, 0
    return int(value[0]), int(value[1])


def _is_share(value: Any) -> bool:
    return isinstance(value, numbers.Real) and 0 <= float(value) <= 1


def _is_penalty(value: Any) -> bool:
    return isinstance(value, numbers.Real) and 0 < float(value) < float("inf")
