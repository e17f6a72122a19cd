"""Texts with their letters read plainly: no look-alikes, hidden signs or spaces between letters.

Somebody who wants a reader to see words that a rule does not see writes "1gn0re", "i g n o r e",
or puts signs of no width between letters. Each reading remembers where its letters came from.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјԁһтмквнαεικνορτυχℓı’‘ʼ´“”„«»",
    'aeopcyxisjdhtmkbhaeiknoptuxli\'\'\'\'"""""',
)
# A sign of the tag block stands for an ASCII sign, and is not drawn.
_TAGS = range(0xE0020, 0xE007F)
_TAG_BASE = 0xE0000
_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]+["')\]”’»]*(?=\s|$)|\n+""")
_DIGIT_WORD = re.compile(
    r"(?<![a-z0-9@$])(?=[a-z@$!]*[0-9@$])(?=[0-9@$!]*[a-z])[a-z0-9@$]+(?:![a-z0-9@$]+)*"
)
_DIGITS = "013457@$!"
# The sign 1 is an i or an l.
_DIGIT_LETTERS = tuple(str.maketrans(_DIGITS, letters) for letters in ("oieastasi", "oleastasi"))
# Four letters show that a text is spaced; words of two are then spaced as well.
_SPACED, _LONG_SPACED = (
    re.compile(rf"(?<![^\W_])[^\W\d_](?:[ .\-_*·][^\W\d_]){{{least},}}(?![^\W_])")
    for least in (1, 3)
)


@dataclass(frozen=True)
class Reading:
    """Lower-case letters, and the place of each in the text they were read from.

    Parameters
    ----------
    text : str
    letters : str
    places : sequence of int
    """

    text: str
    letters: str
    places: Sequence[int]

    @functools.cached_property
    def sentence_ends(self) -> list[int]:
        """Where sentences end among the letters, as far as signs tell; 0 and the end are two."""
        ends = (end.end() for end in _SENTENCE_END.finditer(self.letters))
        return [0, *ends, len(self.letters)]

    def sentence_start(self, place: int) -> int:
        """Return where the sentence begins that a letter belongs to."""
        return self.sentence_ends[bisect_right(self.sentence_ends, place) - 1]

    def sentence_end(self, place: int) -> int:
        """Return where the sentence ends that a letter belongs to."""
        behind = bisect_right(self.sentence_ends, place)
        return self.sentence_ends[min(behind, len(self.sentence_ends) - 1)]

    def is_capital(self, place: int) -> bool:
        """Return whether a letter is written as a capital."""
        return self.text[self.places[place]].isupper()

    def before(self, place: int) -> str:
        """Return the text before a letter."""
        return self.text[: self.places[place]]

    def behind(self, place: int) -> str:
        """Return the text behind a letter."""
        return self.text[self.places[place] + 1 :]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of letters stands in the text."""
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
        yield from (Reading(text, letters, plain.places) for letters in read)
    if _LONG_SPACED.search(plain.letters):
        yield _joined(plain)


def _without_digits(letters: str, table: Mapping[int, int]) -> str:
    return _DIGIT_WORD.sub(lambda word: word[0].translate(table), letters)


def _plain(text: str) -> Reading:
    if text.isascii():
        return Reading(text, text.lower(), range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        read = _read(sign)
        letters.append(read)
        places.extend([place] * len(read))
    return Reading(text, "".join(letters), places)


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
    letters = "".join(plain.letters[place] for place in kept)
    return Reading(plain.text, letters, [plain.places[place] for place in kept])
