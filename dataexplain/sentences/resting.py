"""Which effect a sentence speaks of: the plain difference, or what remains with others held."""

from __future__ import annotations

from dataclasses import replace

from dataexplain.claims import ADJUSTED, UNADJUSTED, Claim
from dataexplain.sentences.reading import SentenceReading
from dataexplain.sentences.telling import HELD_FIXED


def resting(reading: SentenceReading) -> SentenceReading:
    """Return a reading whose claims rest on the effect that the sentence speaks of.

    Where it names what is held fixed, that is held and nothing else; where it holds "all else"
    fixed, all other columns are. Without such words it speaks of the plain difference.

    Parameters
    ----------
    reading : SentenceReading

    Examples
    --------
    >>> from dataexplain.sentences import read_sentence
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "age": [2, 3, 4] * 10, "churn": ["no", "yes"] * 15}
    >>> table = build_table(data, "churn")
    >>> plain = resting(read_sentence("Pro customers leave more", table)).claims[0]
    >>> held = resting(read_sentence("Pro customers leave more at the same age", table)).claims[0]
    >>> (plain.rests_on, plain.held), (held.rests_on, held.held)
    (('unadjusted', None), ('adjusted', ('age',)))
    """
    return replace(reading, claims=tuple(_resting(claim, reading) for claim in reading.claims))


def _resting(claim: Claim, reading: SentenceReading) -> Claim:
    if reading.held:
        return replace(claim, held=reading.held, rests_on=ADJUSTED)
    return replace(claim, rests_on=ADJUSTED if reading.basis == HELD_FIXED else UNADJUSTED)
