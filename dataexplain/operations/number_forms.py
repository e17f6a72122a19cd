"""Numbers written otherwise: in words, binary, Roman numerals, as an ordinal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dataexplain.operations.number_words import to_words
from dataexplain.operations.numbers import Number
from dataexplain.operations.quantity import Quantity, Wording

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LARGEST_ROMAN = 3_999
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


@dataclass(frozen=True)
class Form:
    """A way to write a number, with a phrase in which "{}" stands for it."""

    phrase: str
    write: Callable[[int], str | None]

    def of(self, quantity: Quantity) -> Wording:
        """Return what an input's number is when written so.

        Examples
        --------
        >>> wording = FORMS[0].of(Quantity("the number", len))
        >>> wording.phrase, wording.write("abc")
        ('the number in English words', 'three')
        """

        def write(text: str) -> str | None:
            value = quantity.value(text)
            return self.write(value) if isinstance(value, int) else None

        return Wording(self.phrase.format(quantity.phrase), write)


def roman(value: int) -> str | None:
    """Write a number in Roman numerals, from 1 to 3,999.

    Examples
    --------
    >>> roman(1994), roman(0)
    ('MCMXCIV', None)
    """
    if not 0 < value <= _LARGEST_ROMAN:
        return None
    parts = []
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        parts.append(letters * count)
    return "".join(parts)


def from_roman(text: str) -> int | None:
    """Read Roman numerals, or return None.

    Examples
    --------
    >>> from_roman("MCMXCIV"), from_roman("IIX"), from_roman("cat")
    (1994, None, None)
    """
    letters = text.strip().upper()
    value, place = 0, 0
    for size, sign in _ROMAN:
        while letters.startswith(sign, place):
            value, place = value + size, place + len(sign)
    return value if letters and roman(value) == letters else None


def ordinal_word(value: int) -> str | None:
    """Write a number as an ordinal in words.

    Examples
    --------
    >>> ordinal_word(21), ordinal_word(30)
    ('twenty-first', 'thirtieth')
    """
    words = to_words(value) if value >= 0 else None
    if words is None:
        return None
    cut = max(words.rfind("-"), words.rfind(" ")) + 1
    start, last = words[:cut], words[cut:]
    if last in _IRREGULAR_ORDINALS:
        return start + _IRREGULAR_ORDINALS[last]
    return f"{start}{last[:-1]}ieth" if last.endswith("y") else f"{start}{last}th"


def ordinal(value: int) -> str | None:
    """Write a number as an ordinal in digits.

    Examples
    --------
    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    if value < 0:
        return None
    teen = 10 < value % 100 < 14
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _named(names: tuple[str, ...]) -> Callable[[int], str | None]:
    return lambda value: names[value - 1] if 0 < value <= len(names) else None


def _based(base: str) -> Callable[[int], str | None]:
    return lambda value: format(value, base)


def _letter(value: int) -> str | None:
    return "abcdefghijklmnopqrstuvwxyz"[value - 1] if 0 < value <= 26 else None


def _fizz_buzz(value: int) -> str:
    return ("Fizz" * (value % 3 == 0) + "Buzz" * (value % 5 == 0)) or str(value)


FORMS = (
    Form("{} in English words", to_words),
    Form('{} in English words, with "and"', lambda value: to_words(value, joined=True)),
    Form(
        '{} in English words, with commas after the thousands and with "and"',
        lambda value: to_words(value, joined=True, commas=True),
    ),
    Form(
        "{} in English words, with commas after the thousands",
        lambda value: to_words(value, commas=True),
    ),
    Form("{} in binary", _based("b")),
    Form("{} in Roman numerals", roman),
    Form("{} in hexadecimal", _based("x")),
    Form("{} in octal", _based("o")),
    Form('{} in binary with the prefix "0b"', _based("#b")),
    Form('{} in hexadecimal with the prefix "0x"', _based("#x")),
    Form("{} with commas between the thousands", _based(",")),
    Form("{} as an ordinal number in words", ordinal_word),
    Form("{} as an ordinal number such as 1st or 2nd", ordinal),
    Form("{} with leading zeros to two digits", _based("02")),
    Form("{} with leading zeros to three digits", _based("03")),
    Form("{} as a percentage with the sign %", lambda value: f"{value}%"),
    Form("the month whose number is {}", _named(_MONTHS)),
    Form("the weekday whose number is {}, from Monday as 1", _named(_WEEKDAYS)),
    Form("the letter of the alphabet at position {}", _letter),
    Form(
        "Fizz if {} is divisible by 3, Buzz if it is divisible by 5, FizzBuzz if by both, "
        "and the number itself otherwise",
        _fizz_buzz,
    ),
)


def readings(noun: str) -> Iterator[Quantity]:
    """Yield the numbers that a text says otherwise than in decimal digits.

    Examples
    --------
    >>> [quantity.value("101") for quantity in readings("text")]
    [None, 5, 257, None, None, None]
    """
    yield Quantity(f"the number that the Roman numerals in the {noun} stand for", from_roman)
    yield Quantity("the decimal value of the binary number", _from_base(2))
    yield Quantity("the decimal value of the hexadecimal number", _from_base(16))
    yield Quantity("the position of the letter in the alphabet", _position)
    yield Quantity("the number of the month", _place_in(_MONTHS))
    yield Quantity("the number of the weekday, from Monday as 1", _place_in(_WEEKDAYS))


def _from_base(base: int) -> Callable[[str], Number | None]:
    digits = "0123456789abcdef"[:base]

    def value(text: str) -> Number | None:
        plain = text.strip().lower().removeprefix("0b" if base == 2 else "0x")
        if not 0 < len(plain) <= 64 or any(digit not in digits for digit in plain):
            return None
        return int(plain, base)

    return value


def _position(text: str) -> Number | None:
    place = "abcdefghijklmnopqrstuvwxyz".find(text.strip().lower())
    return place + 1 if len(text.strip()) == 1 and place >= 0 else None


def _place_in(names: tuple[str, ...]) -> Callable[[str], Number | None]:
    places = {name.lower(): place + 1 for place, name in enumerate(names)}
    return lambda text: places.get(text.strip().lower())
