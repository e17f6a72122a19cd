"""What a sentence asserts, piece by piece, and how each assertion stands to the claims."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.json_records import Record

AGREES, CONTRADICTS, NOT_COVERED = "agrees", "contradicts", "not covered"
# What is asserted of the outcome: a way it goes, that nothing matters, that something does, that
# it is undecided, a course that turns, or a number alone.
DIRECTION, NO_EFFECT, MATTERS, OPEN, TURN, NUMBER = (
    "direction",
    "no effect",
    "matters",
    "open",
    "turn",
    "number",
)
# Whether it is said with the other columns held fixed, or of a pattern that ends with that.
HELD_FIXED, ON_ITS_OWN, ENDS_HELD_FIXED = "held fixed", "on its own", "ends held fixed"


@dataclass(frozen=True)
class Stated:
    """What a sentence says of one column: a way, a stretch, levels, or cells that are missing.

    `sign` is 1 where more of the column is spoken of, -1 where less, 0 where neither is said.
    `low` and `high` are the bounds stated; `points` are values at which something is or happens.
    `others` are the levels that `levels` are compared with; `compared` is true where the points
    are only what something is compared with, `reach` where `high` may be the end of a course.
    """

    column: str
    sign: int = 0
    low: float | None = None
    high: float | None = None
    points: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    missing: bool = False
    compared: bool = False
    reach: bool = False

    @property
    def bare(self) -> bool:
        """Whether the column is named and nothing is said of it."""
        told = self.sign or self.bounded or self.points or self.levels or self.others
        return not (told or self.missing)

    @property
    def bounded(self) -> bool:
        """Whether any bound is stated."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True)
class Quantity:
    """A number that is no bound: `kind` says what it is of, "" where the words leave it open.

    `text` is as it stands in the sentence; `over` is true of "more than 12".
    """

    value: float
    kind: str
    text: str
    percent: bool = False
    over: bool = False


@dataclass(frozen=True)
class Assertion:
    """One thing that a sentence says of the outcome and of columns.

    `sign` is the way of the outcome, 0 where none is said; `after` is its way beyond a turn.
    `change` is said of a course, not of a side; `jump` of one value, `begins` of a pattern that
    sets in at a bound, `joint` of what columns do together beyond each by itself. `per` is how
    many units of a column an effect is for, 0 where it is for the whole stretch. `entangled` are
    columns that it says cannot be told apart from those it is about. `throughout` is said of all
    of a column, `interplay` of how much one column's effect is, and `over_time` of what changes in
    the course of time. `outcome_class` is the one class of the outcome named, "" where none is.
    """

    kind: str
    stated: tuple[Stated, ...] = ()
    sign: int = 0
    after: int = 0
    negated: bool = False
    change: bool = False
    jump: bool = False
    begins: bool = False
    joint: bool = False
    basis: str = ""
    strengths: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    per: float = 0.0
    entangled: tuple[str, ...] = ()
    throughout: bool = False
    interplay: bool = False
    over_time: bool = False
    outcome_class: str = ""

    @property
    def columns(self) -> frozenset[str]:
        """The columns it speaks of."""
        return frozenset(entry.column for entry in self.stated)


@dataclass(frozen=True)
class Judged(Record):
    """An assertion in words, its mark, the reason, and the claims that the mark rests on."""

    mark: str
    reason: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedSentence(Record):
    """A sentence of a text, the line it begins on, its mark, and the assertions behind it."""

    text: str
    line: int
    mark: str
    assertions: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class CheckedText(Record):
    """All sentences of a text in their order.

    Examples
    --------
    >>> checked = CheckedText((CheckedSentence("It rains.", 1, NOT_COVERED),))
    >>> checked.count(NOT_COVERED), checked.contradicts
    (1, False)
    """

    sentences: tuple[CheckedSentence, ...]

    def count(self, mark: str) -> int:
        """Return how many sentences have a mark."""
        return sum(sentence.mark == mark for sentence in self.sentences)

    @property
    def contradicts(self) -> bool:
        """Whether any sentence contradicts the claims."""
        return self.count(CONTRADICTS) > 0
