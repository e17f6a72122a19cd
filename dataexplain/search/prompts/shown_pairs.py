"""Pairs that a model is shown when it is asked for a sentence: which ones, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm
from dataexplain.tables.pairs import Pairs

_MOST_CHARACTERS = 300
_INPUTS_OF_A_CLASS = 5


@dataclass(frozen=True)
class ShownPairs:
    """Inputs with their outputs, cut where they are long.

    Parameters
    ----------
    pairs : tuple of (str, str)

    Examples
    --------
    >>> shown = ShownPairs((("France", "Paris"),))
    >>> print(shown.text)
    Input: France
    Output: Paris
    """

    pairs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """One pair after another."""
        return "\n\n".join(self.blocks)

    @property
    def blocks(self) -> tuple[str, ...]:
        """Each pair, as it is shown."""
        return tuple(f"Input: {cut(one)}\nOutput: {cut(two)}" for one, two in self.pairs)

    @property
    def by_output(self) -> str:
        """The inputs of each output together.

        Examples
        --------
        >>> print(ShownPairs((("7", "prime"), ("8", "no"), ("5", "prime"))).by_output)
        Inputs with the output prime:
        - 7
        - 5
        <BLANKLINE>
        Inputs with the output no:
        - 8
        """
        groups: dict[str, list[str]] = {}
        for input, output in self.pairs:
            groups.setdefault(output.strip(), []).append(cut(input))
        return "\n\n".join(
            "\n".join([f"Inputs with the output {output}:", *(f"- {input}" for input in inputs)])
            for output, inputs in groups.items()
        )


def draw_pairs(pairs: Pairs, count: int, draws: np.random.Generator) -> ShownPairs:
    """Draw pairs, different outputs before the same ones.

    Parameters
    ----------
    pairs : Pairs
    count : int
        At most so many.
    draws : numpy.random.Generator

    Returns
    -------
    ShownPairs

    Examples
    --------
    >>> pairs = Pairs(("a", "b", "c"), ("1", "1", "2"), (0, 1, 2))
    >>> sorted(output for _, output in draw_pairs(pairs, 2, np.random.default_rng(0)).pairs)
    ['1', '2']
    """
    order = draws.permutation(len(pairs)).tolist()
    turn: dict[str, int] = {}
    turns = []
    for row in order:
        output = pairs.outputs[row].strip()
        turn[output] = turn.get(output, -1) + 1
        turns.append(turn[output])
    # each output once, then each that has another pair once more
    first = [row for _, row in sorted(zip(turns, order, strict=True), key=lambda entry: entry[0])]
    chosen = draws.permutation(first[:count]).tolist()
    return shown(pairs, chosen)


def draw_contrast(pairs: Pairs, form: AnsweringForm, draws: np.random.Generator) -> ShownPairs:
    """Draw several inputs of each of two classes, the larger ones more often."""
    rows: dict[str, list[int]] = {one: [] for one in form.classes}
    for row in draws.permutation(len(pairs)).tolist():
        known = form.class_of(pairs.outputs[row])
        if known is not None:
            rows[known].append(row)
    known_classes = [one for one in form.classes if rows[one]]
    sizes = np.array([len(rows[one]) for one in known_classes], dtype=np.float64)
    two = min(2, len(known_classes))
    chosen = draws.choice(len(known_classes), size=two, replace=False, p=sizes / sizes.sum())
    places = [row for at in chosen for row in rows[known_classes[at]][:_INPUTS_OF_A_CLASS]]
    return shown(pairs, places)


def can_contrast(form: AnsweringForm) -> bool:
    """Tell whether outputs are classes, so that inputs of two can be set side by side."""
    return form.kind == CLASSES


def shown(pairs: Pairs, rows: Sequence[int]) -> ShownPairs:
    """Return some pairs, in the order given."""
    return ShownPairs(tuple((pairs.inputs[row], pairs.outputs[row]) for row in rows))


def cut(text: str) -> str:
    """Return a text on one line, of a long one the beginning.

    Examples
    --------
    >>> cut("two   blanks"), len(cut("word " * 100))
    ('two blanks', 301)
    """
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]}…"
