"""Texts made of a text: in capitals, reversed, without vowels, its first word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from dataexplain.operations.quantity import Wording
from dataexplain.operations.text_measures import VOWELS, words_of

Write = Callable[[str], str | None]
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_SIGNS = {" ": "space", "-": "hyphen", "_": "underscore", ",": "comma", ";": "semicolon"}


def string_forms(noun: str) -> Iterator[Wording]:
    """Yield what can be made of a text, the simplest first.

    Examples
    --------
    >>> [form.write("A tree") for form in string_forms("text")][:4]
    ['A tree', 'A TREE', 'a tree', 'A tree']
    """
    if noun == "number":  # its letters are digits
        for form in chain(*(family("the number") for family in (_unchanged, _letters, _whole))):
            yield replace(form, phrase=form.phrase.replace("letter", "digit"))
        return
    it = f"the {noun}"
    yield from _unchanged(it)
    yield from case_forms(it)
    yield from _letters(it)
    if noun != "word":
        yield from _words(it)
    yield from _parts(it)
    yield from _whole(it)
    yield from _signs(it)


def _unchanged(it: str) -> Iterator[Wording]:
    yield Wording(f"{it} unchanged", str.strip)


def case_forms(it: str) -> Iterator[Wording]:
    """Yield what differs from a text in capitals only.

    Examples
    --------
    >>> [form.write("a tree") for form in case_forms("it")]
    ['A TREE', 'a tree', 'A tree', 'A Tree', 'A TREE']
    """
    yield Wording(f"{it} in capital letters", str.upper, True)
    yield Wording(f"{it} in lower case", str.lower, True)
    yield Wording(f"{it} with a capital first letter and the rest as it is", _first_capital, True)
    yield Wording(f"{it} with the first letter of every word in capitals", _title, True)
    yield Wording(f"{it} with upper and lower case swapped", str.swapcase, True)


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(text: str) -> str:
    return re.sub(
        r"[^\W_]+(?:['’][^\W_]+)*", lambda word: word[0][0].upper() + word[0][1:].lower(), text
    )


def _letters(it: str) -> Iterator[Wording]:
    for place, name in enumerate(_ORDINALS):
        yield Wording(f"the {name} letter of {it}", _at(place))
    yield Wording(f"the last letter of {it}", _at(-1))
    yield Wording(f"the second last letter of {it}", _at(-2))
    yield Wording(f"the middle letter of {it}", _middle)
    for count, name in ((2, "two"), (3, "three"), (4, "four")):
        yield Wording(f"the first {name} letters of {it}", _cut(None, count, count))
        yield Wording(f"the last {name} letters of {it}", _cut(-count, None, count))
    yield Wording(f"{it} without its first letter", _cut(1, None, 1))
    yield Wording(f"{it} without its last letter", _cut(None, -1, 1))
    yield Wording(f"{it} without its first and last letter", _cut(1, -1, 2))
    yield Wording(f"{it} with its first and last letter swapped", _ends_swapped)
    yield Wording(f"the first and the last letter of {it}", _ends)


def _words(it: str) -> Iterator[Wording]:
    for place, name in enumerate(_ORDINALS):
        yield Wording(f"the {name} word of {it}", _word(place))
    yield Wording(f"the last word of {it}", _word(-1))
    yield Wording(f"the second last word of {it}", _word(-2))
    yield Wording(f"the longest word of {it}", _longest)
    yield Wording(f"the shortest word of {it}", _shortest)
    yield Wording(f"the words of {it} in reverse order", _reordered(lambda words: words[::-1]))
    yield Wording(f"the words of {it} in alphabetical order", _reordered(_sorted))
    yield Wording(f"{it} without its first word", _reordered(lambda words: words[1:]))
    yield Wording(f"{it} without its last word", _reordered(lambda words: words[:-1]))
    yield Wording(f"the initials of the words of {it}", _initials("", str))
    yield Wording(f"the initials of the words of {it} in capital letters", _initials("", str.upper))
    yield Wording(f"the initials of the words of {it}, each followed by a full stop", _stopped)
    yield Wording(f"the last letter of every word of {it}", _last_letters)
    yield Wording(f"{it} with every word reversed in place", _each_reversed)
    yield Wording(f"the first two words of {it}", _reordered(lambda words: words[:2]))
    yield Wording(f"the last two words of {it}", _reordered(lambda words: words[-2:]))
    yield Wording(f"{it} with its first and its last word swapped", _reordered(_swapped))
    yield Wording(f"the last word of {it}, a comma and then the words before it", _last_first)


def _parts(it: str) -> Iterator[Wording]:
    yield Wording(f"{it} without its vowels", _without(VOWELS))
    yield Wording(f"the vowels of {it}", _only(VOWELS))
    yield Wording(f"only the digits of {it}", _kept(str.isdigit))
    yield Wording(f"only the letters of {it}", _kept(str.isalpha))
    yield Wording(f"the capital letters of {it}", _kept(str.isupper))
    yield Wording(f"{it} without punctuation", _unpunctuated)
    yield Wording(f"{it} without its digits", lambda text: re.sub(r"\d", "", text).strip() or None)
    yield Wording(f"what stands in brackets in {it}", _inside(r"\(([^()]*)\)"))
    yield Wording(f"what stands in quotation marks in {it}", _inside(r"[\"“]([^\"“”]*)[\"”]"))
    yield Wording(f"the part of {it} before the first comma", _before(","))
    yield Wording(f"the part of {it} after the last comma", _after(","))
    yield Wording(f"the part of {it} before the @", _before("@"))
    yield Wording(f"the part of {it} after the @", _after("@"))
    yield Wording(f"the part of {it} before the colon", _before(":"))
    yield Wording(f"the part of {it} after the colon", _after(":"))
    yield Wording(f"the part of {it} before the first full stop", _before("."))
    yield Wording(f"the part of {it} after the last full stop", _after("."))
    yield Wording(f"the part of {it} after the last slash", _after("/"))


def _whole(it: str) -> Iterator[Wording]:
    yield Wording(f"{it} with its letters in reverse order", lambda text: text.strip()[::-1])
    yield Wording(f"the letters of {it} in alphabetical order", _alphabetical)
    yield Wording(f"the letters of {it} separated by spaces", lambda text: " ".join(text.strip()))
    yield Wording(f"the letters of {it} separated by hyphens", lambda text: "-".join(text.strip()))
    yield Wording(f"{it} twice in a row", lambda text: text.strip() * 2)
    yield Wording(
        f"{it} twice, with a space between", lambda text: f"{text.strip()} {text.strip()}"
    )
    yield Wording(f"{it} three times in a row", lambda text: text.strip() * 3)
    yield Wording(
        f"{it} with every letter doubled", lambda text: "".join(2 * sign for sign in text)
    )
    yield Wording(f"{it} without repeated letters", lambda text: "".join(dict.fromkeys(text)))
    yield Wording(f"every second letter of {it}, from the first on", lambda text: text.strip()[::2])
    yield Wording(f"{it} in alternating upper and lower case", _alternating, True)
    yield Wording(f"{it} in Pig Latin", _pig_latin)
    for shift, name in ((1, "the next"), (-1, "the previous"), (3, "the third next")):
        phrase = f"{it} with each letter replaced by {name} letter of the alphabet"
        yield Wording(phrase, _shifted(shift))
    yield Wording(f"{it} with each letter moved by 13 places in the alphabet (ROT13)", _shifted(13))
    yield Wording(f"{it} followed by its reverse", lambda text: text.strip() + text.strip()[::-1])


def _signs(it: str) -> Iterator[Wording]:
    yield Wording(f"{it} without spaces", lambda text: text.replace(" ", ""))
    for sign, name in _SIGNS.items():
        for other, other_name in _SIGNS.items():
            if sign != other:
                yield Wording(
                    f"{it} with every {name} replaced by {_an(other_name)}", _swap(sign, other)
                )
    yield Wording(f"{it} in snake case: lower case joined by underscores", _cased("_", str.lower))
    yield Wording(f"{it} in lower case joined by hyphens", _cased("-", str.lower))
    yield Wording(f"{it} in camel case", _camel)
    yield Wording(f"{it} with spaces between its words and all in lower case", _uncamel)


def _an(name: str) -> str:
    return f"an {name}" if name[0] in VOWELS else f"a {name}"


def _at(place: int) -> Write:
    def write(text: str) -> str | None:
        letters = text.strip()
        return letters[place] if -len(letters) <= place < len(letters) else None

    return write


def _cut(start: int | None, stop: int | None, least: int) -> Write:
    return lambda text: text.strip()[start:stop] if len(text.strip()) >= least else None


def _word(place: int) -> Write:
    def write(text: str) -> str | None:
        words = words_of(text)
        return words[place] if -len(words) <= place < len(words) else None

    return write


def _reordered(change: Callable[[list[str]], list[str]]) -> Write:
    return lambda text: " ".join(change(text.split()))


def _sorted(words: list[str]) -> list[str]:
    return sorted(words, key=str.lower)


def _swapped(words: list[str]) -> list[str]:
    return [words[-1], *words[1:-1], words[0]] if len(words) > 1 else words


def _middle(text: str) -> str | None:
    letters = text.strip()
    return letters[len(letters) // 2] if len(letters) % 2 else None


def _ends(text: str) -> str | None:
    letters = text.strip()
    return letters[0] + letters[-1] if letters else None


def _ends_swapped(text: str) -> str | None:
    letters = text.strip()
    return letters[-1] + letters[1:-1] + letters[0] if len(letters) > 1 else None


def _longest(text: str) -> str | None:
    return max(words_of(text), key=len, default=None)


def _shortest(text: str) -> str | None:
    return min(words_of(text), key=len, default=None)


def _initials(joint: str, change: Callable[[str], str]) -> Write:
    return lambda text: joint.join(change(word[0]) for word in words_of(text)) or None


def _stopped(text: str) -> str | None:
    return "".join(f"{word[0].upper()}." for word in words_of(text)) or None


def _last_letters(text: str) -> str | None:
    return "".join(word[-1] for word in words_of(text)) or None


def _each_reversed(text: str) -> str:
    return " ".join(word[::-1] for word in text.split())


def _last_first(text: str) -> str | None:
    words = text.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else None


def _without(letters: str) -> Write:
    return lambda text: "".join(sign for sign in text if sign.lower() not in letters)


def _only(letters: str) -> Write:
    return lambda text: "".join(sign for sign in text if sign.lower() in letters) or None


def _kept(wanted: Callable[[str], bool]) -> Write:
    return lambda text: "".join(filter(wanted, text)) or None


def _unpunctuated(text: str) -> str:
    return re.sub(r"[^\w\s]|_", "", text)


def _inside(pattern: str) -> Write:
    def write(text: str) -> str | None:
        found = re.search(pattern, text)
        return found[1] if found else None

    return write


def _before(sign: str) -> Write:
    return lambda text: text.partition(sign)[0].strip() or None if sign in text else None


def _after(sign: str) -> Write:
    return lambda text: text.rpartition(sign)[2].strip() or None if sign in text else None


def _alphabetical(text: str) -> str:
    return "".join(sorted(text.strip(), key=str.lower))


def _alternating(text: str) -> str:
    return "".join(
        sign.lower() if place % 2 else sign.upper() for place, sign in enumerate(text.strip())
    )


def _pig_latin(text: str) -> str | None:
    word = text.strip()
    if not word.isalpha():
        return None
    start = next((place for place, sign in enumerate(word.lower()) if sign in VOWELS), 0)
    return f"{word[start:]}{word[:start]}ay" if start else f"{word}way"


def _shifted(shift: int) -> Write:
    lower, upper = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    turned = lower[shift:] + lower[:shift] + upper[shift:] + upper[:shift]
    table = str.maketrans(lower + upper, turned)
    return lambda text: text.translate(table)


def _swap(sign: str, other: str) -> Write:
    return lambda text: text.strip().replace(sign, other)


def _cased(joint: str, change: Callable[[str], str]) -> Write:
    return lambda text: joint.join(change(word) for word in _pieces(text)) or None


def _pieces(text: str) -> list[str]:
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", text)


def _camel(text: str) -> str | None:
    words = [word.lower() for word in re.findall(r"[^\W_]+", text)]
    return "".join([words[0], *(word.capitalize() for word in words[1:])]) if words else None


def _uncamel(text: str) -> str | None:
    return " ".join(word.lower() for word in _pieces(text)) or None
