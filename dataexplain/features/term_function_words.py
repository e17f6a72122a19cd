"""Words that carry grammar rather than a subject: they may matter, but must not fill a list."""

from __future__ import annotations

# Not among them: "no", "not", "never" and their like, which turn what is said into its opposite.
_ENGLISH = """
a about after again all also am an and any are as at be because been before being between both
but by can could did do does doing down during each either else ever every for from further
get gets getting go goes going got had has have having he her here hers herself him himself
his how i i'd i'll i'm i've if im in into is it it's its itself ive just let like made make
makes many may me might more most much must my myself of off on once one only or other our
ours ourselves out over own per quite rather really s same she should since so some still such
t than that that's the their theirs them themselves then there there's these they they're this
those though through thus to too under until up upon us very was we well were what when where
whether which while who whom whose why will with within would yet you you're your yours
yourself yourselves
"""
ENGLISH = frozenset(_ENGLISH.split())
# In other languages, a word that so many texts hold is taken for one.
FREQUENT_SHARE = 0.5


def is_function_term(term: str, share: float = 0.0) -> bool:
    """Tell whether a term is made of function words only.

    Parameters
    ----------
    term : str
        Words joined by one space.
    share : float, default=0.0
        The share of the texts that hold it.

    Examples
    --------
    >>> is_function_term("of the"), is_function_term("not the"), is_function_term("y", share=0.6)
    (True, False, True)
    """
    return share >= FREQUENT_SHARE or all(word in ENGLISH for word in term.split(" "))


def has_function_word(term: str) -> bool:
    """Tell whether one of a term's words is a function word.

    Examples
    --------
    >>> has_function_word("the film"), has_function_word("the"), has_function_word("not good")
    (True, True, False)
    """
    return any(word in ENGLISH for word in term.split(" "))
