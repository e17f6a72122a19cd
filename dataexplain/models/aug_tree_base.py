"""What the trees of keyphrases share: reading texts, growing, showing, keeping."""

from __future__ import annotations

import copy
import numbers
from abc import abstractmethod
from contextlib import ExitStack
from os import PathLike
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils import assert_all_finite
from sklearn.utils.validation import (
    _check_sample_weight,
    check_array,
    check_consistent_length,
    check_is_fitted,
    column_or_1d,
)

from dataexplain.errors import ParameterError
from dataexplain.features.text_input import read_texts
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.llm import Backend, ChatModel, Embedder, EmbeddingBackend
from dataexplain.models.aug_tree_corpus import CorpusSettings, read_corpus
from dataexplain.models.aug_tree_file import SavedTree
from dataexplain.models.aug_tree_growth import Growth
from dataexplain.models.aug_tree_nodes import KeyphraseNode, TreeReader
from dataexplain.models.aug_tree_plot import tree_svg
from dataexplain.models.aug_tree_proposals import EXPANSIONS, Proposals
from dataexplain.models.aug_tree_rules import MOST_SHOWN, KeyphraseRule, rules, tree_text
from dataexplain.models.aug_tree_search import SplitSearch
from dataexplain.models.aug_tree_sums import weighed_columns


class AugTree(BaseEstimator):  # type: ignore[misc]
    """A tree of keyphrases, whatever it predicts."""

    nodes_: tuple[KeyphraseNode, ...]
    seeds_asked_: int
    seeds_unanswered_: int
    # The least of each whole number.
    _LEAST: ClassVar[dict[str, int]] = {
        "min_samples_leaf": 1,
        "min_phrase_rows": 1,
        "max_phrases": 1,
        "n_seeds": 1,
        "random_state": 0,
    }
    # The same, for what may be None as well.
    _LEAST_OR_NONE: ClassVar[dict[str, int]] = {"max_depth": 1, "max_leaf_nodes": 2}
    # What a file cannot hold, or need not.
    _NOT_SAVED = frozenset({"embedder", "model", "tokenizer"})

    def __init__(
        self,
        *,
        max_depth: int | None = None,
        max_leaf_nodes: int | None = 8,
        min_samples_leaf: int = 5,
        ngram_range: tuple[int, int] = (1, 2),
        expand: str | None = "counts",
        embedder: str | EmbeddingBackend | Embedder = "minilm",
        model: str | Backend | ChatModel | None = None,
        goal: str = "",
        n_seeds: int = 3,
        min_phrase_rows: int = 5,
        max_phrases: int = 20_000,
        inner_fraction: float = 1 / 3,
        random_state: int = 0,
        tokenizer: Tokenizer | None = None,
    ) -> None:
        self.max_depth = max_depth
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.ngram_range = ngram_range
        self.expand = expand
        self.embedder = embedder
        self.model = model
        self.goal = goal
        self.n_seeds = n_seeds
        self.min_phrase_rows = min_phrase_rows
        self.max_phrases = max_phrases
        self.inner_fraction = inner_fraction
        self.random_state = random_state
        self.tokenizer = tokenizer

    @abstractmethod
    def _said(self, value: tuple[float, ...]) -> str:
        """Return what is said of a leaf with a value."""

    @property
    def phrases_(self) -> tuple[str, ...]:
        """All phrases of the tree, each once: what a text is searched for."""
        check_is_fitted(self)
        return self._reader.phrases

    @property
    def rules_(self) -> tuple[KeyphraseRule, ...]:
        """One rule a leaf: which sets of phrases it has and has not, support and value."""
        check_is_fitted(self)
        return rules(self.nodes_)

    def apply(self, X: Any) -> np.ndarray:
        """Return the leaf that each text comes to, as its place in `nodes_`."""
        check_is_fitted(self)
        leaves: np.ndarray = self._reader.leaves(read_texts(X, type(self).__name__))
        return leaves

    def export_text(self, most_phrases: int = MOST_SHOWN) -> str:
        """Return the tree as lines.

        Parameters
        ----------
        most_phrases : int, default=8
            How many phrases of a set are shown.
        """
        check_is_fitted(self)
        return tree_text(self.nodes_, self._said, most_phrases)

    def plot(self, most_phrases: int = MOST_SHOWN) -> str:
        """Return the tree as an SVG element that a page can hold as it is.

        Parameters
        ----------
        most_phrases : int, default=8
            How many phrases of a set are shown; all are in its tooltip.
        """
        check_is_fitted(self)
        return tree_svg(self.nodes_, self._said, most_phrases)

    def to_json(self, path: str | PathLike[str]) -> None:
        """Write the fitted tree to a file.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        check_is_fitted(self)
        parameters = {
            name: _plain(value)
            for name, value in self.get_params(deep=False).items()
            if name not in self._NOT_SAVED
        }
        classes = getattr(self, "classes_", None)
        own = self.tokenizer is not None
        SavedTree(type(self).__name__, parameters, own, self.nodes_, classes).write(path)

    @classmethod
    def from_json(cls, path: str | PathLike[str], *, tokenizer: Tokenizer | None = None) -> Self:
        """Read a tree that `to_json` wrote.

        Parameters
        ----------
        path : path-like
        tokenizer : callable, optional
            The one that the tree was fitted with, where that was one of your own.

        Raises
        ------
        LoadingError
            When the file cannot be read, is damaged, or is of a newer version.
        ParameterError
            When the tree needs a tokenizer, or another one than is given.
        """
        saved = SavedTree.read(path, cls.__name__, cls._get_param_names())
        if saved.own_tokenizer != (tokenizer is not None):
            expected = "the one of fit" if saved.own_tokenizer else "left out, as it was in fit"
            raise ParameterError("tokenizer", f"{cls.__name__}.from_json", expected, tokenizer)
        model = cls(**saved.parameters, tokenizer=tokenizer)
        if saved.classes is not None:
            model.classes_ = saved.classes
        model._take(saved.nodes)
        return model

    def _learn(
        self, X: Any, y: Any, sample_weight: Any = None, *, numeric_outcome: bool = True
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Return texts, outcomes and weights; rows without weight are left out."""
        self._check_parameters()
        owner = type(self).__name__
        texts = np.array(read_texts(X, owner), dtype=object)
        if y is None:
            expected = "outcomes (it requires y to be passed, but the target y is None)"
            raise ParameterError("y", owner, expected, y)
        outcome = column_or_1d(y, warn=True)
        check_consistent_length(texts, outcome)
        if not len(texts):
            raise ParameterError("X", owner, "at least 1 text", "0 texts")
        if numeric_outcome:
            outcome = check_array(outcome, ensure_2d=False, dtype=np.float64, input_name="y")
        else:
            assert_all_finite(outcome, input_name="y")
            if pd.isna(outcome).any():
                raise ParameterError("y", owner, "without missing labels", "None or NaN")
        if sample_weight is None:
            return texts, outcome, None
        weights = _check_sample_weight(
            sample_weight, outcome, dtype=np.float64, ensure_non_negative=True
        )
        weighed = weights > 0
        if not weighed.any():
            raise ParameterError("sample_weight", owner, "above 0 for at least 1 text", "only 0")
        return texts[weighed], outcome[weighed], weights[weighed]

    def _grow(self, texts: np.ndarray, outcomes: np.ndarray, weights: np.ndarray | None) -> None:
        """Fit the nodes to outcomes of shape (texts, outputs)."""
        columns = weighed_columns(outcomes, weights)
        settings = CorpusSettings(
            self.ngram_range, self.min_phrase_rows, self.max_phrases, self.tokenizer or words
        )
        corpus = read_corpus(texts.tolist(), columns, settings)
        with ExitStack() as opened:
            proposals = Proposals.open(self, corpus, opened)
            search = SplitSearch(
                corpus,
                proposals.propose,
                self.n_seeds,
                self.min_samples_leaf,
                self.min_phrase_rows,
                self.inner_fraction,
            )
            growth = Growth(
                search.best, columns, self.max_depth, self.max_leaf_nodes, self.random_state
            )
            self._take(growth.grow())
            self.seeds_asked_, self.seeds_unanswered_ = proposals.asked, proposals.unanswered

    def _take(self, nodes: tuple[KeyphraseNode, ...]) -> None:
        self.nodes_ = nodes
        self._reader = TreeReader(nodes, self.tokenizer or words)

    def _values(self, X: Any) -> np.ndarray:
        """Return the value of each text's leaf, shape (texts, outputs)."""
        leaves = self.apply(X)
        return np.asarray(np.array([node.value for node in self.nodes_])[leaves])

    def _check_parameters(self) -> None:
        """Refuse a parameter that is outside what is allowed."""
        owner = type(self).__name__
        for name, least in {**self._LEAST, **self._LEAST_OR_NONE}.items():
            value = getattr(self, name)
            if value is None and name in self._LEAST_OR_NONE:
                continue
            if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
                also = ", or None" if name in self._LEAST_OR_NONE else ""
                raise ParameterError(name, owner, f"a whole number of {least} or more{also}", value)
        if not _is_range(self.ngram_range):
            expected = "two whole numbers such as (1, 2), the greater one at most 4"
            raise ParameterError("ngram_range", owner, expected, self.ngram_range)
        if self.expand not in EXPANSIONS:
            raise ParameterError("expand", owner, f"one of {EXPANSIONS}", self.expand)
        if self.expand == "model" and self.model is None:
            raise ParameterError("model", owner, 'a language model where expand="model"', None)
        if not (isinstance(self.inner_fraction, numbers.Real) and 0 < self.inner_fraction < 1):
            raise ParameterError("inner_fraction", owner, "a number in (0, 1)", self.inner_fraction)

    def __sklearn_clone__(self) -> Self:
        """Return the estimator unfitted; an open model or embedder is shared, never copied."""
        cloned = type(self)(**self.get_params(deep=False))
        for name in ("_metadata_request", "_sklearn_output_config"):
            if hasattr(self, name):
                setattr(cloned, name, copy.deepcopy(getattr(self, name)))
        return cloned

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def _is_range(value: object) -> bool:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    whole = all(isinstance(end, numbers.Integral) for end in value)
    return whole and 1 <= value[0] <= value[1] <= 4


def _plain(value: Any) -> Any:
    """Return numbers of NumPy as those of Python, so that JSON can hold them."""
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    return value.item() if hasattr(value, "item") else value
