"""What both Aug-Linear estimators share: the table, what it explains, its file."""

from __future__ import annotations

import numbers
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from os import PathLike
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError
from dataexplain.features.fitted_file import refusing_damage
from dataexplain.features.general_vocabulary import general_ngrams
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.question_models import EmbedderLike, opened_embedder
from dataexplain.features.text_input import read_texts
from dataexplain.features.tokens import Tokenizer
from dataexplain.features.whole_numbers import check_whole_number
from dataexplain.llm import Embedder
from dataexplain.llm.embedding.embedders import Progress
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
from dataexplain.models.ngram_table_file import (
    FORM,
    numbers_of,
    short_numbers,
    table_from_dict,
    table_to_dict,
)
from dataexplain.models.stacked_linear import Loss
from dataexplain.models.text_model import TextModel


class AugLinear(TextModel):
    """What both models share: from texts and outcomes to a table of n-grams."""

    table_: NgramTable
    directions_: np.ndarray
    embedder_fingerprint_: str
    texts_: int
    share_: float
    penalty_: float
    _LEAST: ClassVar[dict[str, int]] = {
        "min_texts": 1,
        "max_ngrams": 1,
        "n_bootstrap": 0,
        "random_state": 0,
    }
    _NOT_SAVED: ClassVar[frozenset[str]] = frozenset({"progress", "tokenizer"})

    def __init__(
        self,
        *,
        embedder: EmbedderLike = "minilm",
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
        check_whole_number("min_texts", f"{owner}.extend", min_texts, least=1)
        found = frequent_ngrams(
            self._more_texts(texts, "texts"),
            self.ngram_range,
            least_texts=min_texts,
            most=self.max_ngrams,
            tokenizer=self._tokenizer,
        )
        with opened_embedder(self.embedder) as embedder:
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

    def to_json(self, path: str | PathLike[str]) -> None:
        """Write the fitted model to a file that can be read without any embedder.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        ParameterError
            With a tokenizer of one's own, or labels such as dates, which a file cannot hold.
        OutputError
            When the file cannot be written.
        """
        check_is_fitted(self)
        owner = type(self).__name__
        if self.tokenizer is not None:
            raise ParameterError("tokenizer", f"{owner}.to_json", "None", self.tokenizer)
        parts = {
            **self._saved(),
            "texts": self.texts_,
            "share": self.share_,
            "penalty": self.penalty_,
            "embedder": self.embedder_fingerprint_,
            "directions": short_numbers(self.directions_),
            **table_to_dict(self.table_),
        }
        if not isinstance(self.embedder, str):
            del parts["parameters"]["embedder"]
        FORM.write(path, parts, kind=owner)

    @classmethod
    def from_json(cls, path: str | PathLike[str]) -> Self:
        """Read a model that `to_json` wrote.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        LoadingError
            When the file cannot be read, holds no such model, is damaged or of a newer version.
        """
        parts = FORM.read(path, kind=cls.__name__)
        with refusing_damage(path):
            model = cls._restored(parts)
            outputs = len(model._outputs)
            model.table_ = table_from_dict(parts, outputs)
            model.directions_ = numbers_of(parts["directions"], (len(parts["directions"]), outputs))
            model.embedder_fingerprint_ = str(parts["embedder"])
            model.texts_ = int(parts["texts"])
            model.share_, model.penalty_ = float(parts["share"]), float(parts["penalty"])
        return model

    def _embed(self, embedder: Embedder, ngrams: Sequence[str]) -> np.ndarray:
        return embedder.embed([self.context + ngram for ngram in ngrams], progress=self.progress)

    def _more_texts(self, texts: Any, name: str) -> list[str]:
        """Return texts without outcomes; what gives them one after the other will do."""
        whole = isinstance(texts, (str, bytes)) or hasattr(texts, "shape")
        return read_texts(texts if whole else list(texts), type(self).__name__, name=name)

    def _fit_table(
        self,
        texts: np.ndarray,
        values: np.ndarray,
        weights: np.ndarray | None,
        loss: Loss,
        unlabelled: Iterable[str] | None,
    ) -> None:
        """Fit the table to values of shape (texts, outputs), and widen it by words they lack."""
        fitted = texts.tolist()
        outcomes = Outcomes(values, np.ones(len(texts)) if weights is None else weights, loss)
        vocabulary = Vocabulary(self.ngram_range, self.min_texts, self.max_ngrams, self._tokenizer)
        tuning = Tuning(self.shares, self.penalties, self.n_bootstrap, self.random_state)
        others = [] if unlabelled is None else self._more_texts(unlabelled, "unlabelled")
        with opened_embedder(self.embedder) as embedder:
            embed = partial(self._embed, embedder)
            table, self.directions_, fit = learn_table(
                fitted, outcomes, vocabulary, tuning, embed, others
            )
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
        super()._check_parameters()
        owner = type(self).__name__
        if not _are_numbers(self.shares, lambda share: 0 <= share <= 1):
            raise ParameterError("shares", owner, "numbers from 0 to 1", self.shares)
        if not _are_numbers(self.penalties, lambda penalty: 0 < penalty < float("inf")):
            raise ParameterError("penalties", owner, "numbers above 0", self.penalties)


def _are_numbers(values: Any, allowed: Callable[[float], bool]) -> bool:
    """Tell whether there is a number, and each is allowed."""
    if isinstance(values, str) or not hasattr(values, "__len__") or not len(values):
        return False
    return all(isinstance(value, numbers.Real) and allowed(float(value)) for value in values)
