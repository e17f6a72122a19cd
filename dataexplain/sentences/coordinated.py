"""Two things that one sentence says one after the other, as two sentences."""

from __future__ import annotations

import re

_WAY = r"(?:more|less|higher|lower|better|worse|fewer|rarer|greater|smaller)"
_LINK = r"(?:for|among|amongst|in|with|at|on|when|where|if|near)"
# "O is more common among A and more common among B"
_TWO_PLACES = re.compile(
    rf"^(?P<said>.+?) (?P<one>{_WAY} (?:[a-z]+ )?{_LINK} [^,;]+?),? (?:and|but) (?:also )?"
    rf"(?P<two>{_WAY} (?:[a-z]+ )?{_LINK} [^,;]+)$",
    re.IGNORECASE,
)
# "Women earn less, and so do the young."
_SO_DO = re.compile(
    r"^(?P<who>[a-z' -]+?) (?P<said>(?:are|is|were|was|have|has|had|do|does|did|earn|make|leave|"
    r"survive|die|cost|pay|reoffend|get|churn|stay|score|sell|rent|[a-z]+e?d) .+?),? and so (?:do|"
    r"does|did|are|is|were|was|have|has|had) (?P<other>[^,;]+)$",
    re.IGNORECASE,
)


def each_said(sentence: str) -> tuple[str, ...]:
    """Return the sentences that one is made of, each with its own subject and verb.

    Parameters
    ----------
    sentence : str

    Examples
    --------
    >>> each_said("High incomes are more common among men and less common among the young.")
    ('High incomes are more common among men', 'High incomes are less common among the young')
    >>> each_said("Women earn less, and so do divorced people")
    ('Women earn less', 'divorced people earn less')
    >>> each_said("Women earn less")
    ('Women earn less',)
    """
    plain = sentence.strip().rstrip(".!")
    two = _TWO_PLACES.match(plain)
    if two is not None and " than " not in plain:
        return f"{two['said']} {two['one']}", f"{two['said']} {two['two']}"
    same = _SO_DO.match(plain)
    if same is not None:
        return f"{same['who']} {same['said']}", f"{same['other']} {same['said']}"
    return (sentence,)
