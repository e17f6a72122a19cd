"""Held-out pairs of inputs and outputs: which are asked about, and what can be reached on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.errors import ParameterError
from dataexplain.features.question_rows import drawn_texts
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.evidence import FEW_CLUSTERS

# With fewer rows, or fewer different inputs, nothing is tested.
LEAST_ROWS, LEAST_INPUTS = 10, FEW_CLUSTERS
_QUOTES, _ENDS = "\"'`“”‘’«»", ".!。"


@dataclass(frozen=True)
class Targets:
    """Which output is right on each pair, and which pairs have one input.

    Parameters
    ----------
    codes : ndarray of int of shape (n,)
        The place of each pair's output among all that are told apart.
    clusters : ndarray of int of shape (n,)
        Pairs of one input are one cluster, numbered from 0.
    problem : str, default=""
        Why nothing can be tested on these pairs.
    """

    codes: np.ndarray
    clusters: np.ndarray
    problem: str = ""


@dataclass(frozen=True)
class HeldOutPairs:
    """The pairs that decide, and their outputs as numbers.

    Parameters
    ----------
    pairs : Pairs
        As drawn, in the order in which they are asked about.
    labels : tuple of str
        Every output that occurs among them, and every class that may be answered.
    codes : ndarray of int of shape (n,)
        The place of each pair's output among the labels.
    clusters : ndarray of int of shape (n,)
        Pairs of one input are one cluster, numbered from 0.
    ceiling : float
        The share of pairs that the best function of the input alone would get right.

    Examples
    --------
    >>> drawn = Pairs(("a", "b", "b"), ("1", "2", "3"), (0, 1, 2))
    >>> held_out = HeldOutPairs.of(drawn, AnsweringForm("free"))
    >>> held_out.codes.tolist(), held_out.clusters.tolist(), round(held_out.ceiling, 2)
    ([0, 1, 2], [0, 1, 1], 0.67)
    """

    pairs: Pairs
    labels: tuple[str, ...]
    codes: np.ndarray
    clusters: np.ndarray
    ceiling: float

    @classmethod
    def of(cls, pairs: Pairs, form: AnsweringForm) -> HeldOutPairs:
        """Return drawn pairs with their outputs and inputs numbered."""
        labels = dict.fromkeys(form.classes)
        outputs = [label_of(output, form) for output in pairs.outputs]
        labels.update(dict.fromkeys(outputs))
        places = {label: place for place, label in enumerate(labels)}
        codes = np.array([places[output] for output in outputs], dtype=np.intp)
        clusters = pd.factorize(np.array([input.strip() for input in pairs.inputs], dtype=object))
        return cls(
            pairs, tuple(labels), codes, np.asarray(clusters[0], dtype=np.intp), ceiling_of(pairs)
        )

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def targets(self) -> Targets:
        """What is right on each pair."""
        return Targets(self.codes, self.clusters, self.problem)

    @property
    def problem(self) -> str:
        """Why nothing can be tested on them; empty where it can."""
        inputs = len(set(self.clusters.tolist()))
        if len(self) < LEAST_ROWS:
            return (
                f"only {_counted(len(self), 'held-out row has', 'held-out rows have')} an input "
                f"and an output, and it takes {LEAST_ROWS}; more rows would allow a test"
            )
        if inputs < LEAST_INPUTS:
            return (
                f"the held-out rows have only {_counted(inputs, 'input', 'different inputs')}, "
                f"and it takes {LEAST_INPUTS}; rows of other inputs would allow a test"
            )
        return ""


def drawn_pairs(verification: Pairs, most: int, seed: int) -> Pairs:
    """Draw the pairs that are asked about, in an order that their content decides.

    Every pair is as likely as any other; one with an empty input or output is left out.

    Parameters
    ----------
    verification : Pairs
    most : int
    seed : int

    Examples
    --------
    >>> pairs = Pairs(("a", "b", " ", "b"), ("1", "2", "3", "2"), (0, 1, 2, 3))
    >>> len(drawn_pairs(pairs, 10, seed=0)), len(drawn_pairs(pairs, 2, seed=0))
    (3, 2)
    """
    if most < 1:
        raise ParameterError("rows", "PromptVault", "a whole number above 0", most)
    marked: dict[str, int] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for place, pair in enumerate(zip(verification.inputs, verification.outputs, strict=True)):
        if not all(text.strip() for text in pair):
            continue
        seen[pair] += 1
        marked["\0".join((*pair, str(seen[pair])))] = place
    return verification.take(marked[text] for text in drawn_texts(marked, most, seed))


def ceiling_of(pairs: Pairs) -> float:
    """Return the share of pairs that the best function of the input alone gets right.

    It is below 1 where one input has several outputs.

    Examples
    --------
    >>> ceiling_of(Pairs(("a", "a", "a", "b"), ("1", "1", "2", "1"), (0, 1, 2, 3)))
    0.75
    """
    by_input: dict[str, Counter[str]] = {}
    for input, output in zip(pairs.inputs, pairs.outputs, strict=True):
        by_input.setdefault(input.strip(), Counter())[output.strip()] += 1
    best = sum(max(counted.values()) for counted in by_input.values())
    return best / len(pairs) if len(pairs) else 1.0


def trimmed(answer: str) -> str:
    """Return an answer without blanks, quotes and a full stop around it; capitals count.

    Examples
    --------
    >>> trimmed(' "Paris". '), trimmed("-4"), trimmed("...")
    ('Paris', '-4', '...')
    """
    one_line = " ".join(answer.split())
    return one_line.rstrip(_ENDS).strip(f"{_QUOTES} ").rstrip(_ENDS).strip() or one_line


def label_of(answer: str, form: AnsweringForm) -> str:
    """Return what an answer counts as: its class where it is one, else itself, trimmed.

    Examples
    --------
    >>> form = AnsweringForm("classes", ("yes", "no"))
    >>> label_of(" Yes.", form), label_of("Maybe", form)
    ('yes', 'Maybe')
    """
    return form.class_of(answer) or trimmed(answer)


def answers_table(answers: Sequence[str | None], held_out: HeldOutPairs) -> np.ndarray:
    """Return 1 where an answer, as it counts, is a label, else 0; nothing is never right.

    Parameters
    ----------
    answers : sequence of str or None
        One a pair.
    held_out : HeldOutPairs

    Returns
    -------
    ndarray of shape (n, labels)
    """
    table = np.zeros((len(held_out), len(held_out.labels)))
    places = {label: place for place, label in enumerate(held_out.labels)}
    for row, answer in enumerate(answers):
        if answer is not None and answer in places:
            table[row, places[answer]] = 1.0
    return table


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
