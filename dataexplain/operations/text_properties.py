"""What is so of a text or is not, by its letters: beginning with a vowel, a palindrome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from dataexplain.operations.properties import Property
from dataexplain.operations.text_measures import VOWELS, words_of

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def text_properties(noun: str) -> Iterator[Property]:
    """Yield what may be so of a text by its letters.

    Examples
    --------
    >>> [found.holds("anna") for found in text_properties("word")][:3]
    [True, True, True]
    """
    it = f"the {noun}"
    yield Property(f"{it} begins with a vowel", _begins_with(VOWELS))
    yield Property(f"{it} ends with a vowel", _ends_with(VOWELS))
    yield Property(f"{it} is a palindrome", _reads_back)
    yield Property(f"{it} begins with a capital letter", lambda text: text.strip()[:1].isupper())
    yield Property(f"{it} is all in capital letters", lambda text: text.isupper())
    yield Property(f"{it} has a doubled letter", _doubled)
    yield Property(f"{it} begins and ends with the same letter", _same_ends)
    yield Property(f"{it} has a digit", lambda text: any(map(str.isdigit, text)))
    yield Property(f"{it} ends with a question mark", lambda text: text.rstrip().endswith("?"))
    yield Property(f"{it} has a comma", lambda text: "," in text)
    yield Property(f"the letters of {it} are in alphabetical order", _in_order)
    if noun != "word":
        yield Property(f"{it} is a single word", lambda text: len(words_of(text)) == 1)
    for letter in _ALPHABET:
        named = f'the letter "{letter}"'
        yield Property(f"{it} contains {named}", _contains(letter))
        yield Property(f"{it} begins with {named}", _begins_with(letter))
        yield Property(f"{it} ends with {named}", _ends_with(letter))


def _begins_with(letters: str) -> Callable[[str], bool | None]:
    return lambda text: text.strip()[0].lower() in letters if text.strip() else None


def _ends_with(letters: str) -> Callable[[str], bool | None]:
    return lambda text: text.strip()[-1].lower() in letters if text.strip() else None


def _contains(letter: str) -> Callable[[str], bool]:
    return lambda text: letter in text.lower()


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _reads_back(text: str) -> bool:
    return _plain(text) == _plain(text)[::-1]


def _doubled(text: str) -> bool:
    plain = text.lower()
    return any(one == other and one.isalpha() for one, other in pairwise(plain))


def _same_ends(text: str) -> bool | None:
    plain = _plain(text)
    return plain[0] == plain[-1] if plain else None


def _in_order(text: str) -> bool:
    return list(_plain(text)) == sorted(_plain(text))
