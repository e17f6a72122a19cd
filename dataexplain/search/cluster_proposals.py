"""Clusters of texts that are alike, where one group has more than its share, as properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.errors import BudgetReachedError
from dataexplain.features.question_models import vectors_of
from dataexplain.features.term_display import shown_term
from dataexplain.llm import ChatModel, Embedder, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.search.candidate import Candidate
from dataexplain.search.difference_questions import SERVES, completed, listed, shortened
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.key_terms import key_terms
from dataexplain.search.proposal_cleaning import ProposalCleaning
from dataexplain.search.proposals import Proposals, dropped_note, without_repetition
from dataexplain.search.spherical_k_means import spherical_k_means

SOURCE = "clusters"
_PROMPT = "difference_cluster"
# Clusters that are looked for, for each that is wanted, and texts of one on average.
_SPARE, _TEXTS_A_CLUSTER = 2, 25
# Fewer texts make no cluster; standard errors by which a group must lead in one.
_LEAST_TEXTS, _LEAST_SURE = 6, 2.0
_TERMS, _NAMED, _SHOWN = 10, 3, 6
# As long as the terms of a cluster are, for an estimate.
_USUAL_TERMS = tuple(f"key term {place}" for place in range(_TERMS))
_PROPERTY = "is about {}"
_MOST_TOKENS = 60
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"completion": {"type": "string"}},
    "required": ["completion"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class TextCluster:
    """Texts that are alike, of which one group has more than its share.

    Parameters
    ----------
    terms : tuple of str
        What its texts say more than others.
    texts : tuple of str
        Those nearest its middle.
    """

    terms: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def property(self) -> str:
        """What its texts have in common, as far as its words say it."""
        *before, last = (f'"{shown_term(term)}"' for term in self.terms[:_NAMED])
        return f"has to do with {', '.join(before)}{' or ' * bool(before)}{last}"


def propose_by_clusters(
    texts: DiscoveryTexts,
    embedder: Embedder | None,
    model: ChatModel | None = None,
    *,
    wanted: int = 10,
    seed: int = 0,
) -> Proposals:
    """Propose what the texts of a cluster have in common, where one group leads in it.

    Parameters
    ----------
    texts : DiscoveryTexts
    embedder : Embedder or None
        Without one there are no clusters.
    model : ChatModel, optional
        Says what a cluster is about; without it, or where its answer is none, its words do.
    wanted : int, default=10
    seed : int, default=0

    Returns
    -------
    Proposals
        The surest cluster first.
    """
    drawn = texts.drawn(seed)
    if embedder is None:
        return Proposals((), ("Without an embedder no clusters of texts were looked for.",))
    if not drawn.both_sides:
        return Proposals((), ("A group has no text of its own: no clusters were looked for.",))
    vectors = np.nan_to_num(vectors_of(embedder, drawn.texts))
    clusters = leaning_clusters(drawn, vectors, wanted=wanted, seed=seed)
    named, notes = _named(clusters, drawn, model)
    candidates = tuple(
        Candidate(property, SOURCE, terms=cluster.terms)
        for property, cluster in zip(named, clusters, strict=True)
    )
    return Proposals(without_repetition(candidates), notes)


def estimate_naming(
    texts: DiscoveryTexts, model: ChatModel, *, wanted: int = 10, seed: int = 0
) -> Estimate:
    """Return what `propose_by_clusters` would ask of a model at most, without embedding a text."""
    drawn = texts.drawn(seed)
    usual = (
        TextCluster(_USUAL_TERMS, (f"cluster {place}", *drawn.texts[: _SHOWN - 1]))
        for place in range(wanted * drawn.both_sides)
    )
    asked = [_question(cluster, drawn) for cluster in usual]
    return model.estimate_replies(asked, _SCHEMA, most_tokens=_MOST_TOKENS)


def leaning_clusters(
    texts: DiscoveryTexts, vectors: np.ndarray, *, wanted: int, seed: int
) -> tuple[TextCluster, ...]:
    """Return clusters in which one group leads, the surest first.

    Parameters
    ----------
    texts : DiscoveryTexts
    vectors : ndarray of shape (n, dimensions)
    wanted, seed : int
    """
    most = max(2, min(_SPARE * wanted, len(texts) // _TEXTS_A_CLUSTER))
    found = spherical_k_means(vectors, most, seed)
    sure = {int(cluster): _lead(texts.in_a, found == cluster) for cluster in np.unique(found)}
    ranked = sorted((at for at in sure if sure[at] >= _LEAST_SURE), key=lambda at: (-sure[at], at))
    clusters = (_read(texts.texts, vectors, found == cluster) for cluster in ranked)
    return tuple(cluster for cluster in clusters if cluster.terms)[:wanted]


def _lead(in_a: np.ndarray, members: np.ndarray) -> float:
    """Return by how many standard errors a cluster's mix of groups is off that of all texts."""
    count, share = int(members.sum()), float(in_a.mean())
    if count < _LEAST_TEXTS or count == len(in_a):
        return 0.0
    spread = np.sqrt(share * (1.0 - share) / count)
    return round(float(abs(in_a[members].mean() - share) / spread), 6)


def _read(texts: Sequence[str], vectors: np.ndarray, members: np.ndarray) -> TextCluster:
    middle = vectors[members].mean(axis=0)
    places = np.flatnonzero(members)
    nearest = places[np.argsort(-(vectors[places] @ middle), kind="stable")][:_SHOWN]
    terms = key_terms(texts, members, most=_TERMS).first
    return TextCluster(terms, tuple(texts[place] for place in nearest))


def _named(
    clusters: Sequence[TextCluster], texts: DiscoveryTexts, model: ChatModel | None
) -> tuple[list[str], tuple[str, ...]]:
    """Return a property for each cluster, by the model where its answer can be used."""
    named = [cluster.property for cluster in clusters]
    if model is None or not clusters:
        return named, ()
    cleaning, notes = ProposalCleaning(), []
    replies = model.generate_each(
        [_question(cluster, texts) for cluster in clusters],
        _SCHEMA,
        most_tokens=_MOST_TOKENS,
        purpose=Purpose(SERVES, prompt(_PROMPT).version),
    )
    try:
        for place, reply in enumerate(replies):
            if reply.answered:
                said = completed(_PROPERTY, reply.value["completion"])
                property = cleaning.add(said, clusters[place].texts)
                named[place] = property or named[place]
    except BudgetReachedError:
        notes.append(f"The budget ended before all was asked: {model.budget.sentence()}.")
    if cleaning.dropped:
        notes.append(dropped_note(cleaning.dropped))
    return named, tuple(notes)


def _question(cluster: TextCluster, texts: DiscoveryTexts) -> tuple[Message, ...]:
    return prompt(_PROMPT).fill(
        context=texts.context,
        texts=listed([shortened(text) for text in cluster.texts]),
        terms=", ".join(cluster.terms),
    )
