"""From a question, as a user writes it, to a property: what is said behind "the text"."""

from __future__ import annotations

import re

_THING = (
    r"(?:(?:the|this|each|every)\s+)?(?:text|review|message|document|article|sentence|comment|tweet"
    r"|post|e-?mail|passage|title|headline|note|report|letter|record|story|answer|complaint|it)"
)
_DOES = re.compile(rf"^(?:do|does)\s+{_THING}\s+(?P<rest>\S.*)$", re.IGNORECASE | re.DOTALL)
_FIRST = re.compile(
    rf"^(?P<verb>is|was|has|can|could|would|will|should|may|might)\s+{_THING}\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SAID = re.compile(rf"^{_THING}\s+(?P<rest>(?!above\b|below\b)\S.*)$", re.IGNORECASE | re.DOTALL)
_IRREGULAR = {"have": "has", "do": "does", "go": "goes", "be": "is"}
_ADVERB = re.compile(r"^(?:\w+ly|also|ever|just|even)$", re.IGNORECASE)
_HISSING = ("s", "x", "z", "ch", "sh", "o")


def as_property(question: str) -> str:
    """Return what a question asks for, as it is said of a text.

    A question about the text itself becomes a property of it. Another question is kept as it
    is, and the property is that its answer is yes. What is no question is a property already.

    Parameters
    ----------
    question : str
        Not blank.

    Returns
    -------
    str

    Examples
    --------
    >>> as_property("Does the review mention a refund?")
    'mentions a refund'
    >>> as_property("Is this text about sports?")
    'is about sports'
    >>> as_property("The text is about sports.")
    'is about sports'
    >>> as_property("is about sports")
    'is about sports'
    >>> as_property("Does the author complain?")
    'answers "Does the author complain?" with yes'
    """
    asked = " ".join(question.split())
    plain = asked.rstrip(" .?!")
    if found := _DOES.match(plain):
        return _third_person(found["rest"])
    if found := _FIRST.match(plain):
        return f"{found['verb'].lower()} {found['rest']}"
    if asked.endswith("?"):
        return f'answers "{plain}?" with yes'
    if found := _SAID.match(plain):
        return found["rest"]
    return f"is {plain}" if plain.lower().startswith("about ") else plain


def same_wording(property: str) -> str:
    """Return what two properties share that differ in case, blanks or signs only.

    Examples
    --------
    >>> same_wording("Is about  sports!") == same_wording("is about sports")
    True
    """
    return " ".join(re.findall(r"\w+", property.casefold()))


def _third_person(words: str) -> str:
    """Return "mentions a refund" for "mention a refund"."""
    first, _, rest = words.partition(" ")
    if first.lower() == "not":
        return f"does {words}"
    if _ADVERB.match(first) and rest:
        return f"{first} {_third_person(rest)}"
    return f"{_conjugated(first)} {rest}".rstrip()


def _conjugated(verb: str) -> str:
    lowered = verb.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if lowered.endswith(_HISSING):
        return f"{verb}es"
    if lowered.endswith("y") and lowered[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"
