"""Properties that a language model proposes from texts of two groups."""

from __future__ import annotations

from dataexplain.llm import ChatModel, Embedder, Estimate
from dataexplain.search.difference_asking import Asking, Progress
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.proposals import Proposals


def propose_by_model(
    texts: DiscoveryTexts,
    model: ChatModel,
    embedder: Embedder | None = None,
    *,
    wanted: int = 30,
    seed: int = 0,
    progress: Progress | None = None,
) -> Proposals:
    """Ask a language model what sets two groups of texts apart.

    Nothing that it says is believed: properties are cleaned, each wording is kept once, and where
    more came than are wanted, those stay that embeddings say most of the groups.

    Parameters
    ----------
    texts : DiscoveryTexts
    model : ChatModel
    embedder : Embedder, optional
        Without one, words alone tell which texts are typical.
    wanted : int, default=30
        How many candidates at most.
    seed : int, default=0
    progress : callable, optional
        Called with the number of questions that are answered and of all of them.

    Returns
    -------
    Proposals
        Where the budget ends, what was proposed until then, and a note.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> import numpy as np
    >>> texts = ("a goal today", "the goal", "my goal", "a cake today", "the cake", "my cake")
    >>> texts = DiscoveryTexts(texts, np.arange(6) < 3, ("sport", "food"))
    >>> says = Scripted(lambda request: '{"group_a": "is about sports", "group_b": "is of B"}')
    >>> with ChatModel(says) as model:
    ...     found = propose_by_model(texts, model, wanted=2)
    >>> found.candidates
    (Candidate(property='is about sports', source='model', having=(), lacking=(), terms=()),)
    """
    asking = Asking.about(texts, embedder, wanted=wanted, seed=seed)
    if not asking.rounds:
        return Proposals((), ("A group has no text of its own: no model was asked.",))
    return asking.propose(model, progress)


def estimate_proposing(
    texts: DiscoveryTexts,
    model: ChatModel,
    embedder: Embedder | None = None,
    *,
    wanted: int = 30,
    seed: int = 0,
) -> Estimate:
    """Return what `propose_by_model` would cost, without asking.

    Comparisons that a model may have to rewrite are not foreseen. The texts are embedded where an
    embedder is given; without one the estimate differs by a few words.
    """
    return Asking.about(texts, embedder, wanted=wanted, seed=seed).estimate(model)
