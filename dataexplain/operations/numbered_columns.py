"""Which column holds the first number of an input, and which the second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dataexplain.operations.input_shape import shape_of
from dataexplain.operations.numbers import numbers_in

_COUNTED = re.compile(r"\b(first|second|third|fourth|fifth|last) number\b")


def numbered_columns(
    sentence: str, inputs: Sequence[str], columns: Sequence[str]
) -> tuple[str, ...]:
    r"""Return the columns of the numbers that a sentence counts, in the order of the count.

    Parameters
    ----------
    sentence : str
    inputs : sequence of str
        Of several columns: lines such as "colour: red".
    columns : sequence of str
        Their names.

    Returns
    -------
    tuple of str
        Empty where the sentence counts no numbers, where there is one column only, and where the
        first number is not of the same column in all inputs.

    Examples
    --------
    >>> inputs = ["weight: 3\nzone: 2", "weight: 5\nzone: 1", "weight: 8\nzone: 4"]
    >>> numbered_columns("Return the first number plus 2.", inputs, ["weight", "zone"])
    ('weight', 'zone')
    >>> numbered_columns("Return the sum of the numbers.", inputs, ["weight", "zone"])
    ()
    """
    if len(columns) < 2 or not _COUNTED.search(sentence):
        return ()
    fixed = shape_of(inputs).fixed
    orders = {tuple(_owners(text, columns, fixed)) for text in inputs}
    return orders.pop() if len(orders) == 1 else ()


def _owners(text: str, columns: Sequence[str], fixed: frozenset[int]) -> Iterator[str]:
    """Yield the column of each number of an input that not all inputs share."""
    place = 0
    owner = ""
    for line in text.splitlines():
        owner = next((name for name in columns if line.startswith(f"{name}: ")), owner)
        for _ in numbers_in(line):
            if place not in fixed:
                yield owner
            place += 1
