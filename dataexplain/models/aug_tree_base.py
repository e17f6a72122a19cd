"""What the trees of keyphrases share: growing, showing, keeping."""

from __future__ import annotations

import numbers
from abc import abstractmethod
from contextlib import ExitStack
from os import PathLike
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import is_classifier
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError
from dataexplain.features.fitted_file import refusing_damage
from dataexplain.features.question_models import EmbedderLike, ModelLike
from dataexplain.features.text_input import read_texts
from dataexplain.features.tokens import Tokenizer
from dataexplain.models.aug_tree_corpus import CorpusSettings, read_corpus
from dataexplain.models.aug_tree_file import FORM, nodes_from_list
from dataexplain.models.aug_tree_growth import Growth
from dataexplain.models.aug_tree_nodes import KeyphraseNode, TreeReader
from dataexplain.models.aug_tree_plot import tree_svg
from dataexplain.models.aug_tree_proposals import EXPANSIONS, Proposals
from dataexplain.models.aug_tree_rules import MOST_SHOWN, KeyphraseRule, rules, tree_text
from dataexplain.models.aug_tree_search import SplitSearch
from dataexplain.models.aug_tree_sums import weighed_columns
from dataexplain.models.text_model import TextModel


class AugTree(TextModel):
    """A tree of keyphrases, whatever it predicts."""

    nodes_: tuple[KeyphraseNode, ...]
    seeds_asked_: int
    seeds_unanswered_: int
    _LEAST: ClassVar[dict[str, int]] = {
        "min_samples_leaf": 1,
        "min_phrase_rows": 1,
        "max_phrases": 1,
        "n_seeds": 1,
        "random_state": 0,
    }
    _LEAST_OR_NONE: ClassVar[dict[str, int]] = {"max_depth": 1, "max_leaf_nodes": 2}
    _MOST_WORDS: ClassVar[int | None] = 4
    _NOT_SAVED: ClassVar[frozenset[str]] = frozenset({"embedder", "model", "tokenizer"})

    def __init__(
        self,
        *,
        max_depth: int | None = None,
        max_leaf_nodes: int | None = 8,
        min_samples_leaf: int = 5,
        ngram_range: tuple[int, int] = (1, 2),
        expand: str | None = "counts",
        embedder: EmbedderLike = "minilm",
        model: ModelLike | None = None,
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
        ParameterError
            With labels that a file cannot hold, such as dates.
        OutputError
            When it cannot be written.
        """
        check_is_fitted(self)
        parts = {
            **self._saved(),
            "own_tokenizer": self.tokenizer is not None,
            "nodes": [node.to_dict() for node in self.nodes_],
        }
        FORM.write(path, parts, kind=type(self).__name__)

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
        parts = FORM.read(path, kind=cls.__name__)
        with refusing_damage(path):
            model = cls._restored(parts)
            outputs = len(model.classes_) if is_classifier(model) else 1
            nodes = nodes_from_list(parts["nodes"], outputs)
            own_tokenizer = bool(parts["own_tokenizer"])
        if own_tokenizer != (tokenizer is not None):
            expected = "the one of fit" if own_tokenizer else "left out, as it was in fit"
            raise ParameterError("tokenizer", f"{cls.__name__}.from_json", expected, tokenizer)
        model.tokenizer = tokenizer
        model._take(nodes)
        return model

    def _grow(self, texts: np.ndarray, outcomes: np.ndarray, weights: np.ndarray | None) -> None:
        """Fit the nodes to outcomes of shape (texts, outputs)."""
        columns = weighed_columns(outcomes, weights)
        settings = CorpusSettings(
            self.ngram_range, self.min_phrase_rows, self.max_phrases, self._tokenizer
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
        self._reader = TreeReader(nodes, self._tokenizer)

    def _values(self, X: Any) -> np.ndarray:
        """Return the value of each text's leaf, shape (texts, outputs)."""
        leaves = self.apply(X)
        return np.asarray(np.array([node.value for node in self.nodes_])[leaves])

    def _check_parameters(self) -> None:
        super()._check_parameters()
        owner = type(self).__name__
        if self.expand not in EXPANSIONS:
            raise ParameterError("expand", owner, f"one of {EXPANSIONS}", self.expand)
        if self.expand == "model" and self.model is None:
            raise ParameterError("model", owner, 'a language model where expand="model"', None)
        if not (isinstance(self.inner_fraction, numbers.Real) and 0 < self.inner_fraction < 1):
            raise ParameterError("inner_fraction", owner, "a number in (0, 1)", self.inner_fraction)
