"""The order in which a search reads its rows: at random, and each beginning a fair sample."""

from __future__ import annotations

from dataexplain.randomness import generator_for
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs


def reading_order(pairs: Pairs, form: AnsweringForm, seed: int) -> tuple[int, ...]:
    """Return the rows in a random order; of classes, every beginning has about its share of each.

    A pair that came before comes last: to read it again says little.

    Parameters
    ----------
    pairs : Pairs
    form : AnsweringForm
    seed : int

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> pairs = Pairs(tuple("abcdefgh"), ("yes",) * 4 + ("no",) * 4, tuple(range(8)))
    >>> order = reading_order(pairs, AnsweringForm("classes", ("no", "yes")), seed=0)
    >>> sorted(pairs.outputs[row] for row in order[:4])
    ['no', 'no', 'yes', 'yes']
    """
    draws = generator_for(seed, "reading order")
    shuffled = draws.permutation(len(pairs)).tolist()
    members: dict[str | None, list[int]] = {}
    for row in shuffled:
        members.setdefault(form.class_of(pairs.outputs[row]), []).append(row)
    places: dict[int, float] = {}
    for rows in members.values():
        offset = draws.uniform()
        places |= {row: (at + offset) / len(rows) for at, row in enumerate(rows)}
    spread = sorted(shuffled, key=places.__getitem__)
    seen: set[tuple[str, str]] = set()
    again: list[int] = []
    first: list[int] = []
    for row in spread:
        pair = (pairs.inputs[row], pairs.outputs[row])
        (again if pair in seen else first).append(row)
        seen.add(pair)
    return (*first, *again)
