"""Where the further phrases of a split come from: counts, embeddings, or a language model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from dataexplain.features.keyphrase_expansion import AskedPhrases, Expansion, NearestPhrases
from dataexplain.features.question_models import (
    EmbedderLike,
    ModelLike,
    opened_embedder,
    opened_model,
)
from dataexplain.models.aug_tree_corpus import Corpus

COUNTS, EMBEDDER, MODEL = "counts", "embedder", "model"
EXPANSIONS = (COUNTS, EMBEDDER, MODEL, None)
# How many phrases are offered to a set.
MOST_OFFERED = 300

Propose = Callable[[str, Sequence[str]], Iterable[str]]


class ExpansionSettings(Protocol):
    """What an estimator says about where phrases come from."""

    expand: str | None
    embedder: EmbedderLike
    model: ModelLike | None
    goal: str


@dataclass(frozen=True)
class Proposals:
    """Where further phrases of a split come from.

    Parameters
    ----------
    propose : callable or None
        A seed, and the corpus' phrases of its sign with the clearest first, in; what may join the
        seed out. None where a split is one phrase.
    asking : AskedPhrases or None
        The language model that is asked, if any.
    """

    propose: Propose | None
    asking: AskedPhrases | None = None

    @classmethod
    def open(cls, settings: ExpansionSettings, corpus: Corpus, opened: ExitStack) -> Proposals:
        """Open what is needed; `opened` closes it, but not what came open already."""
        if settings.expand == COUNTS:
            return cls(_clearest)
        if settings.expand == EMBEDDER:
            embedder = opened.enter_context(opened_embedder(settings.embedder))
            return cls(_once(NearestPhrases(embedder, corpus.phrases, most=MOST_OFFERED)))
        if settings.expand == MODEL and settings.model is not None:
            model = opened.enter_context(opened_model(settings.model, None))
            asking = AskedPhrases(model, settings.goal, read=corpus.index.read)
            return cls(_once(asking), asking)
        return cls(None)

    @property
    def asked(self) -> int:
        """Seeds that a language model was asked about."""
        return self.asking.asked if self.asking else 0

    @property
    def unanswered(self) -> int:
        """Those of them without an answer."""
        return self.asking.unanswered if self.asking else 0


def _clearest(seed: str, same_sign: Sequence[str]) -> Sequence[str]:
    """Return the phrases that tell most, alone, of what the seed tells."""
    return [phrase for phrase in same_sign[: MOST_OFFERED + 1] if phrase != seed]


def _once(expansion: Expansion) -> Propose:
    """Return proposals by meaning, each seed's looked up once a fit."""
    similar = lru_cache(maxsize=None)(expansion.similar)
    return lambda seed, _: similar(seed)
