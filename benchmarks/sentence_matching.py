"""Whether a reading of a sentence is right: by what it denotes, not by how it is put.

Two regions are the same when nine in ten of the rows that are in either are in both; so "over 60"
may be read with or without those of 60, where they are few. A claim about the other side in the
other direction is the same claim. A property that a judge is asked for is right when it contains
one of the words that it cannot do without.

What follows was added once the first hundred sentences had been measured, for all sets: readings
that denote what was said were counted as wrong.

- A trend may go over the usual range of its column: it has four fifths of the rows, or of the way
  from the 5th to the 95th percentile, and its ends belong to it. A column of few values or with a
  long tail lost too many rows otherwise.
- "Older people leave more" may be tested as a trend, or as a contrast of the two sides of any value
  that leaves a fifth of the rows on each.
- Two values of a numeric column may be contrasted by going from one to the other.
- What is held: with others held fixed the package holds all others, so that a reading which names
  none of them holds those that the sentence names. One that names a column not meant is wrong, and
  one that names some of those meant and not all.
- A sentence may be read as denied in one of its readings and not in another.
- Where a sentence does not say where a course turns or which way a stronger effect goes, a reading
  may leave that open; a turn that it settles on lies somewhere within the column.
- The class that a table speaks of by itself may be the opposite of the one meant.
- A turn is measured along the column that the reading chose among those that will do.

And once the fourth hundred had been measured, for all sets: a trend among rows that the sentence
does not speak of was counted as right, as it went over the usual range of its column there.

- The rows among which a trend, a turn or a stronger effect is said to be are those of the sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
import pandas as pd
from sentence_forms import (
    ALL,
    LENGTH,
    OPEN_SIGN,
    OPEN_TURN,
    UNTESTABLE,
    Conditions,
    Part,
    UserSentence,
    alternatives,
    known,
    mask,
    sides,
)

from dataexplain.claims import Claim, Factor, Position, Region
from dataexplain.claims.region import as_numbers
from dataexplain.features.text_columns import YES, with_text_columns
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table

SAME_ROWS, LEAST_OF_TREND, LEAST_SIDE, NEAR_TURN = 0.9, 0.8, 0.2, 0.05
USUAL = [5, 95]
HELD_FIXED = "held fixed"
KINDS: dict[str, tuple[str, ...]] = {
    "difference": ("level_contrast", "rule_effect", "term_effect", "question_effect"),
    "trend": ("trend",),
    "turning_point": ("turning_point",),
    "threshold": ("threshold",),
    "interaction": ("interaction",),
    "no_effect": ("no_effect",),
    # a column that matters is one without effect, denied
    "effect": ("no_effect",),
}
# Kinds that may stand for another: the ends of a trend, the sides of a value.
ENDS, TWO_SIDES = ("trend",), ("level_contrast", "rule_effect")


@dataclass(frozen=True)
class Rows:
    """The rows of one sentence: as the file has them, and as the package read them."""

    sentence: UserSentence
    reading: SentenceReading
    raw: pd.DataFrame
    read: pd.DataFrame
    explained: tuple[str | None, ...]

    @classmethod
    def of(
        cls, sentence: UserSentence, reading: SentenceReading, raw: pd.DataFrame, table: Table
    ) -> Rows:
        """Lay the rows beside each other, with columns of the words that the reading needs."""
        if len(raw) != len(table):
            raise ValueError(f"{sentence.id}: {len(raw)} rows in the file, {len(table)} read.")
        read = with_text_columns(table, reading.words).frame
        return cls(sentence, reading, raw, read, table.explained_classes)

    def within(self, conditions: Conditions) -> np.ndarray:
        """Return the rows that conditions of the benchmark mean."""
        return mask(self.raw, conditions, self.sentence.table.text)

    def along(self, part: Part) -> tuple[str, ...]:
        """Return the columns of which any may be the one that a part goes along."""
        if part.column != LENGTH:
            return part.columns
        return tuple(entry.name for entry in self.reading.words if not entry.terms)

    def asked(self, claim: Claim) -> str:
        """Return the property that a judge is asked for, if the claim is about one."""
        named = {entry.name: entry.property for entry in self.reading.asked}
        return next((named[name] for name in claim.features if name in named), "")


def misread(sentence: UserSentence, reading: SentenceReading, rows: Rows) -> str:
    """Return what is wrong with a reading, in a word or two; nothing where it is right."""
    if sentence.truth == UNTESTABLE:
        return "" if reading.problem and not reading.claims else "read though untestable"
    if not reading.claims:
        return "not read"
    if not _holds_the_same(sentence, reading):
        return "held"
    told = [_reading_misread(parts, reading, rows) for parts in sentence.readings]
    return "" if "" in told else told[0]


def _reading_misread(parts: tuple[Part, ...], reading: SentenceReading, rows: Rows) -> str:
    if reading.denied != any(part.kind == "effect" for part in parts):
        return "denied"
    return _parts_misread(parts, reading.claims, rows)


def _holds_the_same(sentence: UserSentence, reading: SentenceReading) -> bool:
    held = set(reading.held)
    if sentence.held == (ALL,):
        return reading.basis == HELD_FIXED
    if not sentence.held:
        return not held and reading.basis != HELD_FIXED
    wanted = [set(alternatives(name)) for name in sentence.held]
    if not held <= set().union(*wanted):
        return False
    every = not held and reading.basis == HELD_FIXED
    return every or all(held & names for names in wanted)


def _parts_misread(parts: tuple[Part, ...], claims: tuple[Claim, ...], rows: Rows) -> str:
    if len(parts) != len(claims):
        return "number of claims"
    told = []
    for order in permutations(claims):
        wrong = [_misread(part, claim, rows) for part, claim in zip(parts, order, strict=True)]
        told.append(next((reason for reason in wrong if reason), ""))
    return "" if "" in told else told[0]


def _misread(part: Part, claim: Claim, rows: Rows) -> str:
    told_by = _told_by(part, claim)
    if told_by is None:
        return f"kind: {claim.kind}"
    if part.kind != "difference" and not _same_scope(part, claim, rows):
        return "scope"
    if part.kind in {"no_effect", "effect"}:
        return "" if set(claim.features) <= set(part.columns) else "column"
    turned = _turned_class(part, claim, rows)
    if not turned:
        return "class"
    sign = told_by(part, claim, rows)
    if isinstance(sign, str):
        return sign
    if part.open == rows.reading.left_open == OPEN_SIGN:
        return ""
    same = sign * turned * claim.sign == (1 if part.direction == "up" else -1)
    return "" if same else "direction"


def _same_scope(part: Part, claim: Claim, rows: Rows) -> bool:
    """Return whether a claim speaks of the rows that the part does, however far a course goes."""
    own = {*claim.features[:1], *part.columns}
    expected = rows.within({name: said for name, said in part.among.items() if name not in own})
    scope = tuple(entry for entry in claim.within.conditions if entry.column not in own)
    return _same(np.asarray(Region(scope).mask(rows.read)), expected)


def _told_by(part: Part, claim: Claim) -> Compared | None:
    """Return what compares a claim of this kind with the part; None where it says another thing."""
    if claim.kind in KINDS[part.kind]:
        return _interaction if part.first else COMPARED.get(part.kind, _along)
    if part.kind == "difference" and claim.kind in ENDS:
        return _ends
    return _two_sides if part.kind == "trend" and claim.kind in TWO_SIDES else None


def _turned_class(part: Part, claim: Claim, rows: Rows) -> int:
    """Return 1 where the class meant is spoken of, -1 the other of two, 0 another."""
    table = rows.sentence.table
    wanted = part.outcome_class or table.positive or None
    alone = rows.explained[0] if len(rows.explained) == 1 else None
    spoken = claim.outcome_class or alone
    if spoken == wanted:
        return 1
    return -1 if table.positive and spoken is not None else 0


def _difference(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return the sign by which the claim's direction is that of the part, or what is wrong."""
    asked = rows.asked(claim)
    if part.judged or asked:
        return _judged(part, claim, asked)
    expected = sides(rows.raw, part, rows.sentence.table.text)
    region = _own_side(claim, rows)
    told = region, _other_side(claim, region, rows)
    if all(map(_same, told, expected)):
        return 1
    return -1 if all(map(_same, told, reversed(expected))) else "rows"


def _own_side(claim: Claim, rows: Rows) -> np.ndarray:
    return np.asarray(claim.region.mask(rows.read) & claim.within.mask(rows.read))


def _other_side(claim: Claim, region: np.ndarray, rows: Rows) -> np.ndarray:
    among = claim.within.mask(rows.read) & ~region
    if claim.against.conditions:
        return np.asarray(claim.against.mask(rows.read) & among)
    # cells that are missing are on neither side, unless it is these that are spoken of
    spoken = {entry.column: "" for entry in claim.region.conditions if not entry.missing}
    return np.asarray(among & known(rows.read, spoken))


def _judged(part: Part, claim: Claim, asked: str) -> int | str:
    if not part.judged or not any(word in asked.lower() for word in part.judged):
        return "property"
    conditions = claim.region.conditions
    return 1 if len(conditions) == 1 and conditions[0].levels == (YES,) else -1


def _ends(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return the sign of a trend between two values, where these are the sides compared."""
    values = as_numbers(rows.read[claim.features[0]])
    stretch = _stretch(claim, rows)
    ends = np.unique(values[stretch])
    if len(ends) != 2 or part.judged:
        return f"kind: {claim.kind}"
    told = stretch & (values == ends[1]), stretch & (values == ends[0])
    expected = sides(rows.raw, part, rows.sentence.table.text)
    if all(map(_same, told, expected)):
        return 1
    return -1 if all(map(_same, told, reversed(expected))) else "rows"


def _two_sides(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return 1 where the claim's region is the upper side of the part's column, -1 the lower."""
    own = next((name for name in rows.along(part) if name in claim.region.columns), "")
    if not own or not pd.api.types.is_numeric_dtype(rows.read[own]):
        return "column"
    expected = rows.within(part.among) & known(rows.read, {own: ""})
    region = _own_side(claim, rows)
    other = _other_side(claim, region, rows)
    least = min(_share(region, expected), _share(other, expected))
    if least < LEAST_SIDE or not _same(region | other, expected):
        return "rows"
    values = as_numbers(rows.read[own])
    if np.nanmin(values[region]) > np.nanmax(values[other]):
        return 1
    return -1 if np.nanmax(values[region]) < np.nanmin(values[other]) else "rows"


def _along(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return 1 where the claim goes along the same column in the same rows."""
    own = claim.features[0]
    if own not in rows.along(part):
        return "column"
    if part.kind in {"turning_point", "threshold"}:
        return 1 if _near_turn(part, claim, rows) else "turn"
    expected = rows.within(part.among) & known(rows.read, {own: ""})
    told = _stretch(claim, rows)
    most = max(_share(told, expected), _share_of_usual(claim, rows, expected))
    return 1 if most >= LEAST_OF_TREND and _share(expected, told) >= SAME_ROWS else "rows"


def _stretch(claim: Claim, rows: Rows) -> np.ndarray:
    """Return the rows of a trend, those at its upper end too."""
    conditions = claim.region.conditions
    stretch = Region(tuple(replace(entry, closed=True) for entry in conditions))
    return np.asarray(stretch.mask(rows.read) & claim.within.mask(rows.read))


def _share_of_usual(claim: Claim, rows: Rows, expected: np.ndarray) -> float:
    """Return how much of its column's usual range in the rows meant a trend goes over."""
    own = claim.features[0]
    low, high = np.nanpercentile(as_numbers(rows.read[own])[expected], USUAL)
    stretch = next((entry for entry in claim.region.conditions if entry.column == own), None)
    if stretch is None or stretch.low is None or stretch.high is None or low == high:
        return 0.0
    return float((min(high, stretch.high) - max(low, stretch.low)) / (high - low))


def _near_turn(part: Part, claim: Claim, rows: Rows) -> bool:
    low, high = np.nanpercentile(as_numbers(rows.read[claim.features[0]]), USUAL)
    if claim.turn is None:
        return part.open == rows.reading.left_open == OPEN_TURN
    if part.open == OPEN_TURN:
        return bool(low <= claim.turn <= high)
    return bool(abs(claim.turn - part.turn) <= NEAR_TURN * (high - low))


def _interaction(part: Part, claim: Claim, rows: Rows) -> int | str:
    if len(claim.factors) != 2:
        return "factors"
    first, second = claim.factors
    orders = ((first, second), (second, first))
    for order in orders:
        signs = [
            _factor(side, factor, rows)
            for side, factor in zip((part.first, part.second), order, strict=True)
        ]
        if all(signs):
            return signs[0] * signs[1]
    return "rows" if set(claim.features) <= _spoken_of(part) else "column"


def _spoken_of(part: Part) -> set[str]:
    names: set[str] = set()
    for side in (part.first, part.second):
        names |= set(side["where"]) if "where" in side else set(alternatives(side["column"]))
    return names


def _factor(side: Conditions, factor: Factor, rows: Rows) -> int:
    """Return 1 where a factor is the side meant, -1 where its opposite, 0 where another."""
    if "where" in side:
        if isinstance(factor, Position):
            return 0
        expected, told = rows.within(side["where"]), factor.region.mask(rows.read)
        return int(_same(told, expected)) - int(_same(told, ~expected))
    columns = alternatives(side["column"])
    if isinstance(factor, Position):
        return int(factor.column in columns)
    return _upper(factor.region, columns)


def _upper(region: Region, columns: tuple[str, ...]) -> int:
    """Return 1 where a region is the upper side of one of the columns, -1 where the lower."""
    if len(region.conditions) != 1 or region.conditions[0].column not in columns:
        return 0
    own = region.conditions[0]
    return int(own.low is not None) - int(own.high is not None)


def _same(told: np.ndarray, expected: np.ndarray) -> bool:
    either = int(np.sum(told | expected))
    return either > 0 and int(np.sum(told & expected)) >= SAME_ROWS * either


def _share(inside: np.ndarray, of: np.ndarray) -> float:
    """Return the share of some rows that are inside; 0 of none."""
    return float(np.mean(inside[of])) if of.any() else 0.0


Compared = Callable[[Part, Claim, Rows], int | str]
COMPARED: dict[str, Compared] = {"difference": _difference}
