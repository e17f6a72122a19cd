"""The card of a linear model's weights: what raises the outcome most, and what lowers it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from dataexplain.readers.cards.quoting import quoted
from dataexplain.readers.cards.token_counts import first_that_fits

_SIZES = (12, 10, 8, 6, 4, 2, 1)


def weights_card(
    title: str, weights: Mapping[str, float], *, unit: str = "", most: int = 12
) -> str:
    """Return weights as a card of at most 350 tokens, the largest of either sign.

    Parameters
    ----------
    title : str
        What the weights are of; shown as it is, on one line.
    weights : mapping of str to float
        By the name of a column, a level or an n-gram. Zeros and what is no number are counted only.
    unit : str, default=""
        What the weights are counted in.
    most : int, default=12
        Names of either sign.

    Returns
    -------
    str

    Examples
    --------
    >>> print(weights_card("Sparse linear model", {"age": 1.24, "dose": -0.3, "ward": 0.0}))
    **Sparse linear model**: 3 weights, 1 not shown
    - Raise: "age" +1.24
    - Lower: "dose" -0.3
    """
    return first_that_fits(_drafts(title, weights, unit, most))


def _drafts(title: str, weights: Mapping[str, float], unit: str, most: int) -> Iterator[str]:
    known = [(name, value) for name, value in weights.items() if math.isfinite(value) and value]
    known.sort(key=lambda entry: -abs(entry[1]))
    raising = [entry for entry in known if entry[1] > 0]
    lowering = [entry for entry in known if entry[1] < 0]
    for size in (most, *(size for size in _SIZES if size < most)):
        shown = [
            (word, entries[:size])
            for word, entries in (("Raise", raising), ("Lower", lowering))
            if entries
        ]
        hidden = len(weights) - sum(len(entries) for _, entries in shown)
        count = f"{len(weights):,} weights" if len(weights) != 1 else "1 weight"
        top = f"**{' '.join(title.split())}**: {count}"
        top += f", in {unit}" * bool(unit) + f", {hidden:,} not shown" * bool(hidden)
        lines = [f"- {word}: {', '.join(map(_entry, entries))}" for word, entries in shown]
        yield "\n".join([top, *lines])


def _entry(entry: tuple[str, float]) -> str:
    return f"{quoted(entry[0], 40)} {entry[1]:+.3g}"
