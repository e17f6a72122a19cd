"""Numbers that a text has by itself: its letters, its words, its vowels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from dataexplain.operations.quantity import Quantity

VOWELS = "aeiou"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """Return the words of a text without the marks around them.

    Examples
    --------
    >>> words_of("Well, it's a well-known fact.")
    ['Well', "it's", 'a', 'well-known', 'fact']
    """
    return _WORD.findall(text)


def measures(noun: str) -> Iterator[Quantity]:
    """Yield the numbers of a text, the simplest first.

    Examples
    --------
    >>> [quantity.value("A tree") for quantity in measures("text")][:4]
    [5, 2, 3, 2]
    """
    letters = Quantity(f"the number of letters in the {noun}", _letters)
    several = noun != "word"
    yield letters
    if several:
        yield Quantity(f"the number of words in the {noun}", lambda text: len(words_of(text)))
    yield Quantity(f"the number of vowels in the {noun}", _among(VOWELS))
    yield Quantity(f"the number of consonants in the {noun}", _consonants)
    yield Quantity(f"the number of characters in the {noun}", lambda text: len(text.strip()))
    yield Quantity(f"the number of different letters in the {noun}", _different)
    yield Quantity(f"the number of capital letters in the {noun}", _capitals)
    yield Quantity(f"the number of digits in the {noun}", _digits)
    yield Quantity(
        f"the sum of the positions of the letters of the {noun} in the alphabet", _positions
    )
    if several:
        yield Quantity(f"the number of letters of the longest word in the {noun}", _longest)
        yield Quantity(f"the number of letters of the first word in the {noun}", _first)
        yield Quantity(f"the number of letters of the last word in the {noun}", _last)
        yield Quantity(f"the number of sentences in the {noun}", _sentences)
        yield Quantity(f"the number of different words in the {noun}", _different_words)
        yield Quantity(f"the number of commas in the {noun}", lambda text: text.count(","))
    for letter in _ALPHABET:
        yield Quantity(
            f'the number of times the letter "{letter}" occurs in the {noun}', _count(letter)
        )


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _among(letters: str) -> Callable[[str], int]:
    return lambda text: sum(letter in letters for letter in text.lower())


def _consonants(text: str) -> int:
    return sum(letter.isalpha() and letter not in VOWELS for letter in text.lower())


def _different(text: str) -> int:
    return len({letter for letter in text.lower() if letter.isalpha()})


def _capitals(text: str) -> int:
    return sum(letter.isupper() for letter in text)


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _positions(text: str) -> int:
    counts = Counter(text.lower())
    return sum((place + 1) * counts[letter] for place, letter in enumerate(_ALPHABET))


def _longest(text: str) -> int | None:
    return max(map(len, words_of(text)), default=None)


def _first(text: str) -> int | None:
    words = words_of(text)
    return len(words[0]) if words else None


def _last(text: str) -> int | None:
    words = words_of(text)
    return len(words[-1]) if words else None


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?]+(?=\s|$)", text.strip()))


def _different_words(text: str) -> int:
    return len({word.lower() for word in words_of(text)})


def _count(letter: str) -> Callable[[str], int]:
    return lambda text: text.lower().count(letter)
