"""What is said to be the most: more than all others together, which is what can be tested."""

from __future__ import annotations

import re

_MORE = {
    "most": "more", "least": "less", "fewest": "fewer", "highest": "higher", "lowest": "lower",
    "best": "better", "worst": "worse", "busiest": "busier", "quietest": "quieter",
    "cheapest": "cheaper", "priciest": "pricier", "dearest": "dearer", "costliest": "costlier",
    "happiest": "happier", "richest": "richer", "poorest": "poorer", "largest": "larger",
    "greatest": "greater", "biggest": "bigger", "smallest": "smaller",
}  # fmt: skip
# At a value a superlative says where a course turns.
_AT = r"(?! (?:at|around|near|about|when|where|if|between|for those)\b)"
_BEFORE = r"(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bwith )(?<!\bat )(?<!\bthan )(?<!\band )(?<!\bto )"
_THE_MOST = re.compile(
    rf"(?<=[a-z] ){_BEFORE}(?:the|our|their|its|my|your) (?P<most>{'|'.join(_MORE)})\b{_AT}",
    re.IGNORECASE,
)
REMARK = "The most or the least is taken as more or less than all others together"


def without_superlative(text: str) -> str:
    """Return "earn more" of "earn the most".

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> without_superlative("September is the busiest month")
    'September is busier month'
    >>> without_superlative("rentals are the highest around 25")
    'rentals are the highest around 25'
    """
    return _THE_MOST.sub(lambda match: _MORE[match["most"].lower()], text)


def says_the_most(text: str) -> bool:
    """Return whether a text says of something that it is the most.

    Examples
    --------
    >>> says_the_most("doctors earn the most"), says_the_most("most doctors earn more")
    (True, False)
    """
    return without_superlative(text) != text
