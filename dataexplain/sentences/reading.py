"""What a sentence was read as."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.claims import Claim
from dataexplain.features.text_columns import TextColumn

GRAMMAR = "grammar"


@dataclass(frozen=True)
class AskedProperty:
    """A property of texts that a judge is asked for: a column of yes and no.

    Parameters
    ----------
    name : str
        The column's name, by which claims speak of it.
    source : str
        The text column.
    property : str
        As it follows "the text": "mentions a refund".
    """

    name: str
    source: str
    property: str


@dataclass(frozen=True)
class SentenceReading:
    """How a sentence is understood: what will be tested, or why it cannot be.

    Parameters
    ----------
    sentence : str
        As it was brought.
    told : str
        What will be tested, in words: follows "I read this as:".
    claims : tuple of Claim
        All must hold for the sentence to hold; empty where it cannot be tested.
    read_by : str
        "grammar", or the model's name.
    held : tuple of str
        The columns that the sentence itself wants held fixed ("even at the same tenure").
    basis : str
        "held fixed" where it speaks of what remains with others held fixed, "on its own" where of
        the plain difference, empty where it does not say.
    words : tuple of TextColumn
        Columns of words in texts that the claims need.
    asked : tuple of AskedProperty
        Columns that the claims need a judge for.
    problem : str
        Why it cannot be tested, a whole sentence; empty where it can.
    needs : str
        The column that would be needed, in a few words; empty where none would help.
    denied : bool
        Whether the sentence says that the claims do not hold: it holds where they are refuted.
    left_open : str
        What the sentence does not say and the discovery rows may settle: "turn" is where a course
        turns, "sign" which way the effect goes that is said to be stronger; empty else.
    nearby : str
        A plain sentence on a column that is named, which could be tested; empty for a sentence
        that can be tested itself.
    """

    sentence: str
    told: str
    claims: tuple[Claim, ...] = ()
    read_by: str = GRAMMAR
    held: tuple[str, ...] = ()
    basis: str = ""
    words: tuple[TextColumn, ...] = ()
    asked: tuple[AskedProperty, ...] = ()
    problem: str = ""
    needs: str = ""
    denied: bool = False
    left_open: str = ""
    nearby: str = ""
