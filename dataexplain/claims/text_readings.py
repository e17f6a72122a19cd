"""What a column of yes and no says of a text: that it mentions words, or what a judge said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

# Verbs of a property that are denied by "not" alone.
_BEING = frozenset(
    ("is", "are", "was", "were", "can", "could", "must", "should", "will", "would", "may", "might")
)
_BASE_FORMS = {"has": "have", "does": "do", "goes": "go", "says": "say", "focuses": "focus"}
_SHORT = {"cannot": "can", "can't": "can", "won't": "will"}
_DENIALS = ("not", "never")
# What denies the first of two verbs does not deny the second.
JOINED = re.compile(r"\b(?:and|or|but)\b", re.IGNORECASE)
ADVERB = re.compile(r"(?:\w+ly|also|always|both|either|even|ever|just|often|still)$", re.IGNORECASE)
# As verbs of one text end; "this", "business" and "obvious" are none.
_VERB = re.compile(r"(?!this$|its$|as$|.*(?:ss|us)$)[a-z][a-z-]*s$", re.IGNORECASE)
# More words of a set are counted, not named.
MOST_TERMS = 6


class TextReading(Protocol):
    """Says of a text what a column holds; one class for each way of reading."""

    @property
    def said(self) -> str:
        """Say that it is so."""
        ...

    @property
    def denied(self) -> str:
        """Say that it is not."""
        ...

    @property
    def otherwise(self) -> str:
        """Say that it is not, right behind a sentence that says it is."""
        ...

    @property
    def as_said(self) -> str:
        """Say that it is, right behind a sentence that says it is not."""
        ...

    @property
    def known(self) -> str:
        """Say that it is known."""
        ...

    @property
    def unknown(self) -> str:
        """Say that it is not known."""
        ...


@dataclass(frozen=True)
class Mention:
    """Whether a text mentions any of some words.

    Parameters
    ----------
    text : str
        The text column.
    terms : tuple of str
        As they are written.

    Examples
    --------
    >>> Mention("review", ("refund", "money back")).said
    'review mentions "refund" or "money back"'
    """

    text: str
    terms: tuple[str, ...]
    as_said = "it does"

    @property
    def said(self) -> str:
        """Say that it does."""
        return f"{self.text} mentions {self._listed('or')}"

    @property
    def several(self) -> str:
        """Say that several texts do, without naming them."""
        return f"mention {self._listed('or')}"

    @property
    def denied(self) -> str:
        """Say that it does not."""
        if len(self.terms) == 1:
            return f"{self.text} does not mention {self._listed('or')}"
        return f"{self.text} mentions neither {self._listed('nor')}"

    @property
    def otherwise(self) -> str:
        """Say that it does not, right behind a sentence that says it does."""
        return "it does not" if len(self.terms) == 1 else "it mentions none of them"

    @property
    def known(self) -> str:
        """Say that there is a text."""
        return f"{self.text} is known"

    @property
    def unknown(self) -> str:
        """Say that there is none."""
        return f"{self.text} is missing"

    def _listed(self, conjunction: str) -> str:
        quoted = [f'"{term}"' for term in self.terms]
        if len(quoted) > MOST_TERMS + 1:
            rest = len(quoted) - MOST_TERMS
            quoted = [*quoted[:MOST_TERMS], f"any of {rest} others"]
        if len(quoted) == 1:
            return quoted[0]
        return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"


@dataclass(frozen=True)
class Judged:
    """Whether a judge says that a text has a property.

    Parameters
    ----------
    text : str
        The text column.
    asked : str
        As it follows "the text": "mentions a refund".

    Examples
    --------
    >>> Judged("review", "mentions a refund").said
    'review, as judged, mentions a refund'
    >>> Judged("review", "mentions a refund").denied
    'review, as judged, does not mention a refund'
    >>> Judged("review", "is about sports").otherwise
    'it is not'
    """

    text: str
    asked: str

    @property
    def said(self) -> str:
        """Say that it has."""
        return f"{self.text}, as judged, {as_predicate(self.asked)}"

    @property
    def denied(self) -> str:
        """Say that it has not."""
        return f"{self.text}, as judged, {denied(self.asked)}"

    @property
    def otherwise(self) -> str:
        """Say that it has not, right behind a sentence that says it has."""
        return f"it {_Predicate.of(self.asked).short(denied=True)}"

    @property
    def as_said(self) -> str:
        """Say that it has, right behind a sentence that says it has not."""
        return f"it {_Predicate.of(self.asked).short(denied=False)}"

    @property
    def known(self) -> str:
        """Say that it was judged."""
        return f"{self.text} was judged"

    @property
    def unknown(self) -> str:
        """Say that it was not."""
        return f"{self.text} was not judged"


def text_reading(text: str, terms: Iterable[str], asked: str) -> TextReading:
    """Return what a column says of a text.

    Parameters
    ----------
    text : str
    terms : iterable of str
    asked : str
        The property that a judge was asked for; without one, the words are what counts.

    Examples
    --------
    >>> text_reading("review", (), "is about sports").said
    'review, as judged, is about sports'
    """
    return Judged(text, asked) if asked else Mention(text, tuple(terms))


def denied(property: str) -> str:
    """Return what a text is said to be or do that has not a property.

    Examples
    --------
    >>> denied("is about sports"), denied("clearly expresses joy"), denied("carries a date")
    ('is not about sports', 'does not clearly express joy', 'does not carry a date')
    >>> denied("does not mention a price"), denied("noise at night")
    ('does mention a price', 'does not fit "noise at night"')
    """
    if JOINED.search(property):
        return f'does not fit "{property}"'
    return _Predicate.of(property).denied


@dataclass(frozen=True)
class _Predicate:
    """A property in parts: "does" + "not" + "mention a refund", "is" + "" + "about sports"."""

    auxiliary: str
    negated: bool
    rest: str

    @classmethod
    def of(cls, property: str) -> _Predicate:
        first, _, rest = as_predicate(property).partition(" ")
        second, _, behind = rest.partition(" ")
        verb = first.lower().replace("’", "'")
        negated = second.lower() in _DENIALS
        if verb in _SHORT or verb.endswith("n't"):
            return cls(_SHORT.get(verb, verb.removesuffix("n't")), True, rest)
        if verb in _BEING or (verb == "has" and (negated or second.lower() == "been")):
            return cls(verb, negated, behind if negated else rest)
        if verb == "does" and second.lower() == "not":
            return cls(verb, True, behind)
        if verb == "never":
            return cls("does", True, base_form(rest))
        return cls("does", False, base_form(as_predicate(property)))

    @property
    def denied(self) -> str:
        return f"{self.short(denied=True)} {self.rest}".rstrip()

    def short(self, *, denied: bool) -> str:
        """Return "does not" or "does"."""
        if self.negated is denied:
            return self.auxiliary
        return "cannot" if self.auxiliary == "can" else f"{self.auxiliary} not"


def as_predicate(property: str) -> str:
    """Return a property as it stands behind the text: in quotes where it begins with no verb.

    Examples
    --------
    >>> as_predicate("Mentions a refund"), as_predicate("noise at night")
    ('mentions a refund', 'fits "noise at night"')
    """
    first = property.partition(" ")[0]
    plain = f"{first[:1].lower()}{property[1:]}" if first.istitle() else property
    return plain if _begins_with_verb(plain) else f'fits "{property}"'


def _begins_with_verb(property: str) -> bool:
    first, _, rest = property.partition(" ")
    verb = first.lower().replace("’", "'")
    if (ADVERB.match(first) or verb == "never") and rest:
        return _begins_with_verb(rest)
    known = verb in _BEING or verb in _SHORT or verb.endswith("n't")
    return known or _VERB.match(first) is not None


def base_form(property: str) -> str:
    """Return what a text does without saying that it is one text.

    Examples
    --------
    >>> base_form("mentions a refund"), base_form("clearly carries a date")
    ('mention a refund', 'clearly carry a date')
    """
    first, _, rest = property.partition(" ")
    if ADVERB.match(first) and rest:
        return f"{first} {base_form(rest)}"
    return f"{_base_verb(first)} {rest}".rstrip()


def _base_verb(verb: str) -> str:
    lowered = verb.lower()
    if lowered in _BASE_FORMS:
        return _BASE_FORMS[lowered]
    if lowered.endswith("ies") and len(lowered) > 4:
        return f"{verb[:-3]}y"
    if lowered.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb[:-1] if lowered.endswith("s") and not lowered.endswith("ss") else verb
