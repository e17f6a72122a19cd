"""Comparatives -> properties of one text: "is more negative than B" becomes "is negative".

A judge is shown one text, so that nothing can be compared. What these rules do not cover is left
to a language model, or dropped.
"""

from __future__ import annotations

import re

from dataexplain.features.question_wording import as_property

# What says a comparison, and what stands behind or before it.
_BEHIND = re.compile(
    r"[,;]?\s+(?:than|compared (?:to|with)|in comparison (?:to|with)|in contrast (?:to|with)"
    r"|as opposed to|rather than|relative to|unlike|while (?:the|those|texts|group)|whereas)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = re.compile(
    r"^(?:compared (?:to|with)|in comparison (?:to|with)|in contrast (?:to|with)|unlike"
    r"|relative to)\b[^,]*,\s*",
    re.IGNORECASE,
)
_TENDENCY = re.compile(
    r"^(?:is|are) (?:much |far )?(?:more|less) (?:likely|prone|inclined) to (?:be\s+)?(?P<rest>.*)$"
    r"|^tends? to (?:be\s+)?(?P<tends>.*)$",
    re.IGNORECASE,
)
_NOT = re.compile(r"^(?P<verb>is|was|seems|sounds|appears) less (?=\w)", re.IGNORECASE)
_STRONGER = re.compile(
    r"\b(?:(?:much|far|even|somewhat|slightly|significantly|generally) )?(?:more|the most)\b\s*"
    r"(?:(?:often|frequently|of(?: an?)?)\b\s*)?",
    re.IGNORECASE,
)
_IRREGULAR = {"better": "good", "worse": "bad", "fewer": "few", "further": "far"}
_ADJECTIVES = """
angry big bitter bland bleak bold brief bright broad calm casual cheap clean clear clever close cold
cool crude cruel dark deep dense dry dull early easy fair fast fine firm formal frank fresh friendly
funny gentle gloomy grand great grim happy hard harsh heavy high hot huge humble kind large late
lazy light lively lonely long loose loud low mature mean mild narrow neat new nice noisy old
plain polite poor pretty quick quiet rare rich rough rude sad safe serious sharp short silly simple
slow small smart smooth soft sour strict strong sweet tall tense thick thin tight tough ugly vague
warm weak weird wide wild wise young
"""
_DOUBLED = frozenset(("big", "dim", "grim", "hot", "sad", "thin"))
_VOWELS = "aeiou"


def _comparative(adjective: str) -> str:
    """Return the comparative of a short adjective."""
    if adjective.endswith("e"):
        return f"{adjective}r"
    if adjective.endswith("y") and adjective[-2] not in _VOWELS:
        return f"{adjective[:-1]}ier"
    doubled = adjective in _DOUBLED
    return f"{adjective}{adjective[-1] * doubled}er"


# Superlatives stay: "the latest news" compares no two texts.
_PLAIN = {**{_comparative(word): word for word in _ADJECTIVES.split()}, **_IRREGULAR}
_DEGREE = re.compile(rf"\b(?P<word>{'|'.join(map(re.escape, _PLAIN))})\b", re.IGNORECASE)
# These words are no comparison where they stand.
_NO_COMPARISON = re.compile(r"\b(?:at (?:least|best|worst)|more or less|best[- ]sell\w*)\b", re.I)
_LEFT = re.compile(r"\b(?:more|less|most|least|than|compared|comparison)\b", re.IGNORECASE)


def without_comparison(property: str) -> str:
    """Return a property with comparisons taken out where the rules can.

    Parameters
    ----------
    property : str
        As it follows "the text".

    Returns
    -------
    str
        Perhaps still a comparison, see `compares`.

    Examples
    --------
    >>> without_comparison("is more negative than group B")
    'is negative'
    >>> without_comparison("uses shorter words and a harsher tone")
    'uses short words and a harsh tone'
    >>> without_comparison("is less formal"), without_comparison("is more likely to be sarcastic")
    ('is not formal', 'is sarcastic')
    """
    plain = _BEFORE.sub("", _BEHIND.sub("", " ".join(property.split())))
    if found := _TENDENCY.match(plain):
        plain = _finite(plain, found)
    plain = _NOT.sub(r"\g<verb> not ", plain)
    if not _NO_COMPARISON.search(plain):
        plain = _STRONGER.sub("", plain)
        plain = _DEGREE.sub(lambda found: _PLAIN[found["word"].lower()], plain)
    return " ".join(plain.split())


def compares(property: str) -> bool:
    """Tell whether a property still needs something to compare with.

    Examples
    --------
    >>> compares("uses less slang"), compares("is at least polite"), compares("is polite")
    (True, False, False)
    """
    rest = _NO_COMPARISON.sub("", property)
    return bool(_LEFT.search(rest) or _DEGREE.search(rest))


def _finite(said: str, found: re.Match[str]) -> str:
    """Return "is sad" for "tends to be sad", and "is not sad" for "is less likely to be sad"."""
    rest = (found["rest"] or found["tends"] or "").strip()
    if not rest:
        return said
    denied = " less " in f" {said.lower()[: found.end() - len(rest)]} "
    if " to be " in f" {said} ":
        return f"is {'not ' * denied}{rest}"
    return as_property(f"does the text {'not ' * denied}{rest}")
