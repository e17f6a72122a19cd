"""Pairs made by a function, for tests of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dataexplain.tables.pairs import Pairs

WORDS = tuple(
    re.findall(
        r"\w+",
        "apple tree house river mountain banana orange kayak level table window garden school "
        "pencil yellow purple island monkey turtle rocket silver golden winter summer animal "
        "bottle camera",
    )
)
TWO = [
    f"Given {first} and {second}"
    for first, second in zip(range(3, 90, 3), [7, 40, 2, 19, 55, 31] * 5, strict=False)
]


def pairs_of(inputs: Iterable[str], follow: Callable[[str], str]) -> Pairs:
    """Return pairs whose outputs follow from the inputs."""
    given = tuple(inputs)
    return Pairs(given, tuple(map(follow, given)), tuple(range(len(given))))
