"""Read a sentence: by the grammar alone, whatever model there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dataexplain.llm import ChatModel, Embedder, Estimate
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.nearby import nearby_sentence
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table

NEEDS_JUDGE = "a judge of texts (name a model with --model)"


def read_sentence(
    sentence: str,
    table: Table,
    *,
    model: ChatModel | None = None,
    embedder: Embedder | None = None,
    rows: np.ndarray | None = None,
) -> SentenceReading:
    """Return how a sentence is understood: the claims to test, or why it cannot be tested.

    Only names, roles, levels and the values of columns are looked at, never an outcome.

    Parameters
    ----------
    sentence : str
    table : Table
        With the outcome that the sentence is about.
    model : ChatModel, optional
        Reads nothing; a property of texts needs one that judges.
    embedder : Embedder, optional
        Not needed; taken so that all readers can be called alike.
    rows : ndarray of int, optional
        Discovery rows, by which the reach of columns is known; by default all.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "churn": ["no", "yes", "no"] * 10}
    >>> read_sentence("Pro customers leave more", build_table(data, "churn")).told
    'the probability of churn = yes is higher where plan is pro than where it is not'
    """
    del embedder
    known = np.arange(len(table)) if rows is None else rows
    reading = read_by_grammar(sentence, table, known)
    if not reading.claims:
        return replace(reading, nearby=nearby_sentence(sentence, table, known))
    return replace(reading, needs=NEEDS_JUDGE) if reading.asked and model is None else reading


def estimate_reading(
    sentence: str, table: Table, model: ChatModel, *, rows: np.ndarray | None = None
) -> Estimate:
    """Return what reading a sentence would cost: nothing, as the grammar reads it.

    Parameters
    ----------
    sentence : str
    table : Table
    model : ChatModel
    rows : ndarray of int, optional
        Discovery rows, by which the reach of columns is known; by default all.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "churn": ["no", "yes", "no"] * 10}
    >>> with ChatModel(Scripted([])) as model:
    ...     print(estimate_reading("Pro customers leave more", build_table(data, "churn"), model)
    ...         .sentence())
    No call is needed.
    """
    del sentence, table, model, rows
    return Estimate.nothing()
