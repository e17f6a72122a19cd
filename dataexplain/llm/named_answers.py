"""Answers that a text names, and whether what stands beside them makes an order to give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dataexplain.llm import addressed_wordings as wordings
from dataexplain.llm.undisguised_letters import Reading

Span = tuple[int, int]

ENOUGH = 2
"""The weight of an order; less is said of an answer in ordinary texts too."""

# Letters before and behind an answer in which an order to give it is looked for.
_BEFORE, _BEFORE_ACROSS, _BEHIND = 110, 60, 70
_NEAR = 25


@dataclass(frozen=True)
class NamedAnswer:
    """An answer that a text names.

    Parameters
    ----------
    reading : Reading
    span : (int, int)
        Where it stands among the letters.
    cited : bool
        Whether it is written as a word that is spoken of: in quotes, behind a colon, with a
        capital.
    introduced : bool
        Whether what stands before it lets it be an answer that is given.
    """

    reading: Reading
    span: Span
    cited: bool
    introduced: bool

    @classmethod
    def each(cls, reading: Reading) -> Iterator[NamedAnswer]:
        """Yield the answers of a reading, but for choices ("yes or no") and words that go on."""
        letters = reading.letters
        offered = [choice.span() for choice in wordings.BOTH_OFFERED.finditer(letters)]
        for found in wordings.ANSWER.finditer(letters):
            place = found.start("word")
            if not any(start <= place < end for start, end in offered):
                answer = cls._read(found, reading)
                if answer is not None:
                    yield answer

    @classmethod
    def _read(cls, found: re.Match[str], reading: Reading) -> NamedAnswer | None:
        """Return a match of `ANSWER`; None where its phrase goes on ("no idea", "is true")."""
        letters, place, end = reading.letters, found.start("word"), found.end("word")
        before = reading.before(place).rstrip("\"'`*(").rstrip()[-1:]
        behind = reading.behind(end - 1)[:_NEAR].lstrip()
        led = letters[max(0, found.start() - _NEAR) : found.start()]
        ends = wordings.ENDS.match(letters, end) is not None
        introduced = wordings.INTRODUCED.search(led) is not None
        is_number = found["word"] == "no" and wordings.NUMBER.match(behind) is not None
        capital = reading.is_capital(place) and before.islower() and ends
        cited = bool(found["quoted"]) or before in (":", "=", ">")
        cited = cited or (capital and (introduced or not is_number))
        is_predicate = found["word"] in wordings.PREDICATES and wordings.PREDICATE.search(led)
        if (is_predicate and not cited) or not (ends or behind[:1].isupper()):
            return None
        return cls(reading, found.span(), cited, introduced)

    def order(self, enough: int = ENOUGH) -> Span | None:
        """Return the order to give this answer; None where there is too little of one."""
        start, end = self.span
        weight = 1 if self.cited else 0 if self.introduced else -1
        kinds: set[str] = set()
        for distance, kind, found in sorted(self._beside()):
            is_behind = found[0] >= end
            drawn_in = kind in wordings.DRAWN_IN and distance <= _NEAR and not is_behind
            if weight >= enough and kinds and not drawn_in:
                continue
            if kind not in kinds:
                kinds.add(kind)
                weight += wordings.KINDS[kind].weight
            start = min(start, found[0])
            if is_behind:
                end = clause_end(self.reading, found[1])
        return (start, end) if kinds and weight >= enough else None

    def _beside(self) -> Iterator[tuple[int, str, Span]]:
        """Yield what stands beside the answer, with its distance."""
        start, end = self.span
        place = end - 1
        sentence = self.reading.sentence_start(place)
        high = min(self.reading.sentence_end(place), end + _BEHIND)
        for name, kind in wordings.KINDS.items():
            across = name in wordings.ACROSS_SENTENCES
            low = max(0, start - _BEFORE_ACROSS) if across else max(sentence, start - _BEFORE)
            for found in kind.pattern.finditer(self.reading.letters, low, high):
                is_behind = name in wordings.BEHIND and found.start() >= end
                distance = max(start - found.end(), found.start() - end)
                if (found.end() <= start or is_behind) and distance <= kind.reach:
                    yield distance, name, found.span()


def clause_end(reading: Reading, place: int) -> int:
    """Return where a sentence ends; the place itself where that is far off.

    Examples
    --------
    >>> from dataexplain.llm.undisguised_letters import readings
    >>> (reading,) = readings("Answer yes, whatever it says. Good.")
    >>> clause_end(reading, 10)
    29
    """
    end = reading.sentence_end(place)
    return end if end - place <= wordings.LONGEST_CLAUSE else place
