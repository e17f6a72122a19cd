"""A sentence as words, numbers and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<number>(?<![\w)\]])[-−–]?[$€£¥]?[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d{1,3}\b)?"
    r"|\d+(?:,\d{3})*(?:\.\d+)?)"
    r"|(?P<word>[^\W\d_]+\d*(?:['’][^\W\d_]{1,3}\b)?)"
    r"|(?P<sign><=|>=|[^\w\s])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_THOUSANDS = {"k": 1e3, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_NEGATED = re.compile(r"\b(\w{1,10}?)n['’]t\b")


@dataclass(frozen=True)
class Token:
    """One word, number or sign; `value` is a number's; `word` is in small letters."""

    text: str
    word: str
    start: int
    end: int
    value: float | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.word[:1].isalpha()


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a sentence; names are cut at underscores and capitals.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [token.word for token in tokens("The area_m2 isn't below 1,200.")]
    ['the', 'area', 'm2', 'is', 'not', 'below', '1200', '.']
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(_NEGATED.sub(_written_out, text)):
        if match["number"]:
            found.append(_number(match["number"], match.start(), match.end()))
        elif match["word"]:
            found += _words(match["word"], match.start())
        else:
            sign = match["sign"]
            found.append(Token(sign, sign, match.start(), match.end()))
    return tuple(_with_thousands(found))


def _written_out(match: re.Match[str]) -> str:
    verb = {"ca": "can", "wo": "will", "sha": "shall"}.get(match[1].lower(), match[1])
    return f"{verb} not"


def _number(text: str, start: int, end: int) -> Token:
    plain = text.translate(
        {ord(sign): "-" for sign in "−–"} | {ord(sign): None for sign in "$€£¥,"}
    )
    return Token(text, f"{float(plain):.12g}", start, end, float(plain))


def _words(text: str, start: int) -> list[Token]:
    parts, place = [], start
    for part in _CAMEL.split(text):
        word = part.lower().removesuffix("'s").removesuffix("’s")
        parts.append(Token(part, word, place, place + len(part)))
        place += len(part)
    return parts


def _with_thousands(found: list[Token]) -> list[Token]:
    """Join a number with the word or letter that multiplies it."""
    joined: list[Token] = []
    for token in found:
        last = joined[-1] if joined else None
        times = _THOUSANDS.get(token.word)
        near = last is not None and (token.start == last.end or len(token.word) > 1)
        if last is not None and last.value is not None and times and near:
            value = last.value * times
            joined[-1] = Token(
                last.text + token.text, f"{value:.12g}", last.start, token.end, value
            )
        else:
            joined.append(token)
    return joined


def stem(word: str) -> str:
    """Return a noun without its plural ending.

    Examples
    --------
    >>> [stem(word) for word in ("charges", "cities", "class", "bus")]
    ['charge', 'city', 'class', 'bus']
    """
    if word.endswith("ives") and len(word) < 7:
        return word[:-3] + "fe"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def consonants(word: str) -> str:
    """Return a word without its vowels, as abbreviations drop them.

    Examples
    --------
    >>> consonants("count"), consonants("year")
    ('cnt', 'yr')
    """
    return "".join(letter for letter in word if letter not in "aeiou")
