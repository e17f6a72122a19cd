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
# "Quality improves with alcohol but suffers from acidity"
_COURSE = (
    r"(?:rises?|falls?|increases?|decreases?|grows?|drops?|climbs?|declines?|improves?|worsens?|"
    r"shrinks?|sinks?|suffers?|benefits?|profits?|goes (?:up|down)|goes? (?:up|down))"
)
_TWO_COURSES = re.compile(
    rf"^(?P<said>[^,;\d]{{1,60}}?) (?P<one>{_COURSE} (?:with|from|under) (?:(?!\b(?:and|but|when|"
    rf"until|if|up to|for|in|among|than)\b)[^,;\d]){{1,60}}?),? (?:and|but|yet|while|whereas) "
    rf"(?:it |they |also )?(?P<two>{_COURSE} (?:with|from|under) (?!(?:it|that|them|too|more|"
    rf"even|further)\b)(?:(?!\b(?:and|but|when|until|if|for|in|among|than)\b)[^,;\d]){{1,60}})$",
    re.IGNORECASE,
)


_END = (
    r"(?:the )?(?:highest|lowest|best|worst|greatest|largest|smallest|(?:most|least) (?:common|"
    r"frequent|likely))"
)
# "O is highest for A, lowest for B"
_TWO_ENDS = re.compile(
    rf"^(?P<said>.+?) (?P<be>is|are|was|were) (?P<one>{_END} {_LINK} [^,;]+?)(?:,|,? (?:and|but)) "
    rf"(?P<two>{_END} {_LINK} [^,;]+)$",
    re.IGNORECASE,
)


# "A have fewer visits than B, but more than C"
_BETWEEN = re.compile(
    rf"^(?P<said>[^,;]+?) (?P<one>{_WAY}) (?P<what>(?:[a-z]+ ){{0,3}})than (?P<than_one>[^,;]+?)"
    rf"(?:,|,? (?:but|and)) (?P<two>{_WAY}) (?:[a-z]+ ){{0,3}}?than (?P<than_two>[^,;]+)$",
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
    >>> each_said("Quality improves with sugar but suffers from acidity")
    ('Quality improves with sugar', 'Quality suffers from acidity')
    >>> each_said("Women earn less")
    ('Women earn less',)
    """
    plain = sentence.strip().rstrip(".!")
    two = _TWO_PLACES.match(plain)
    if two is not None and " than " not in plain:
        return f"{two['said']} {two['one']}", f"{two['said']} {two['two']}"
    between = _BETWEEN.match(plain)
    if between is not None:
        what, said = between["what"], between["said"]
        return tuple(
            f"{said} {between[way]} {what}than {between[of]}"
            for way, of in (("one", "than_one"), ("two", "than_two"))
        )
    ends = _TWO_ENDS.match(plain)
    if ends is not None:
        said = f"{ends['said']} {ends['be']}"
        return f"{said} {ends['one']}", f"{said} {ends['two']}"
    courses = _TWO_COURSES.match(plain)
    if courses is not None:
        return f"{courses['said']} {courses['one']}", f"{courses['said']} {courses['two']}"
    same = _SO_DO.match(plain)
    if same is not None:
        return f"{same['who']} {same['said']}", f"{same['other']} {same['said']}"
    return (sentence,)
