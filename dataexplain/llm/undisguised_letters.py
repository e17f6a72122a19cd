"""Texts with their letters read plainly: look-alikes, hidden signs, digits and spaces between letters.

Somebody who wants a reader to see words that a rule does not see writes "1gn0re", "i g n o r e",
or puts signs of no width between letters. Each reading remembers where its letters came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјԁһтмквнαεικνορτυχℓı’‘ʼ´“”„«»",
    "aeopcyxisjdhtmkbhaeiknoptuxli''''\"\"\"\"\"",
)
# A sign of the tag block stands for an ASCII sign, and is not drawn.
_TAGS = range(0xE0020, 0xE007F)
_TAG_BASE = 0xE0000
_DIGIT_WORD = re.compile(r"(?=[a-z@$!]*[0-9@$])(?=[0-9@$!]*[a-z])[a-z0-9@$]+(?:![a-z0-9@$]+)*")
_DIGITS = "013457@$!", "oieastasi"
# The sign 1 is an i or an l.
_DIGIT_LETTERS = (str.maketrans(*_DIGITS), str.maketrans({**str.maketrans(*_DIGITS), "1": "l"}))
# Four letters show that a text is spaced; words of two are then spaced as well.
_SPACED, _LONG_SPACED = (
    re.compile(rf"(?<![^\W_])[^\W\d_](?:[ .\-_*·][^\W\d_]){{{least},}}(?![^\W_])")
    for least in (1, 3)
)


@dataclass(frozen=True)
class Reading:
    """Lower-case letters, and the place of each in the text they were read from."""

    letters: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the reading stands in the text."""
        return self.places[start], self.places[end - 1] + 1


def readings(text: str) -> Iterator[Reading]:
    """Return a text as it reads: plainly, and where it is disguised, undisguised.

    Examples
    --------
    >>> [reading.letters for reading in readings("Ign0re  t h i s  n o w")]
    ['ign0re  t h i s  n o w', 'ignore  t h i s  n o w', 'ign0re  this  now']
    """
    plain = _plain(text)
    yield plain
    if _DIGIT_WORD.search(plain.letters):
        read = {_without_digits(plain.letters, table): None for table in _DIGIT_LETTERS}
        yield from (Reading(letters, plain.places) for letters in read)
    if _LONG_SPACED.search(plain.letters):
        yield _joined(plain)


def _without_digits(letters: str, table: dict[int, str]) -> str:
    return _DIGIT_WORD.sub(lambda word: word[0].translate(table), letters)


def _plain(text: str) -> Reading:
    if text.isascii():
        return Reading(text.lower(), range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        read = _read(sign)
        letters.append(read)
        places.extend([place] * len(read))
    return Reading("".join(letters), places)


def _read(sign: str) -> str:
    """Return a sign as lower-case letters; nothing of one that is not drawn."""
    if sign.isascii():
        return sign.lower()
    if ord(sign) in _TAGS:
        return chr(ord(sign) - _TAG_BASE).lower()
    shown = unicodedata.normalize("NFKD", sign).lower().translate(_LOOK_ALIKES)
    return "".join(part for part in shown if unicodedata.category(part) not in ("Mn", "Me", "Cf"))


def _joined(plain: Reading) -> Reading:
    """Return a reading without the single signs between spaced letters."""
    dropped = {
        place
        for run in _SPACED.finditer(plain.letters)
        for place in range(run.start() + 1, run.end(), 2)
    }
    kept = [place for place in range(len(plain.letters)) if place not in dropped]
    return Reading(
        "".join(plain.letters[place] for place in kept), [plain.places[place] for place in kept]
    )
