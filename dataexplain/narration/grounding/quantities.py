"""The numbers of a sentence: bounds of columns, effects, rates, factors, counts of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.narration.grounding.assertions import Quantity
from dataexplain.narration.grounding.brackets import TREATMENT, bracketed
from dataexplain.narration.grounding.factors import FACTORS, is_factor
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, UNIT, YEARS, Naming
from dataexplain.narration.grounding.number_patterns import (
    ANY,
    CONFIDENCE,
    EFFECT,
    FACTOR,
    HIGH,
    INTERVAL,
    LOW,
    PATTERNS,
    POINT,
    RANGE,
    RATE,
    ROWS,
)
from dataexplain.narration.grounding.vocabulary import ORDINALS, SEVERAL, word_set
from dataexplain.narration.grounding.words import Token

_BOUNDS = frozenset({LOW, HIGH, RANGE, POINT})
_REACHES = re.compile(r"(?:up to|as far as|until|till|towards?|to)\b")
_MORE_THAN = re.compile(r"\b(?:more than|over|at least|upwards of)\b")
_OLDEST = 120
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_BEFORE_YEARS = word_set(
    "in from since until mid - early late the before after by around about to and between past "
    "till through than up"
)
_PEOPLE = word_set(
    "people those persons passengers customers men women adults workers employees respondents "
    "patients clients students everyone anyone individuals users"
)
_OF_AGE = word_set("of aged below under over above at least older younger than and up to")
_COUNTING = word_set("the these those other both all upper lower first last top bottom remaining")
_BETWEEN_ORDINALS = frozenset(ORDINALS) | {"-", "or", "and", ","}
_CURRENCIES = "$€£¥"


@dataclass(frozen=True)
class Bound:
    """A bound of a column: `kind` is "low", "high", "range" or "point"; `at` is its token.

    `reach` is true of how far something goes ("up to 30"), which need not be the lower side.
    """

    kind: str
    low: float
    high: float
    at: int
    column: str | None
    reach: bool = False


@dataclass(frozen=True)
class Numbers:
    """All numbers of a sentence, and the tokens that the words around them took."""

    bounds: tuple[Bound, ...]
    quantities: tuple[tuple[int, Quantity], ...]
    taken: frozenset[int]


@dataclass(frozen=True)
class _Value:
    value: float
    column: str | None
    text: str
    percent: bool = False


def numbers(found: Sequence[Token], named: Sequence[Mention], naming: Naming) -> Numbers:
    """Return the numbers of a sentence by what they are of.

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention
    naming : Naming
    """
    treated = {at for start, end in bracketed(found, TREATMENT) for at in range(start, end)}
    values = _values(found, named, naming, treated)
    shape, places = _shape(found, values, named)
    bounds: list[Bound] = []
    quantities: list[tuple[int, Quantity]] = []
    taken = set(treated)
    used: set[int] = set()
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(shape):
            ends = [int(group) for group in match.groups()]
            if used & set(ends) or not _makes_sense(kind, ends, values):
                continue
            if kind in _BOUNDS and not _could_be(ends, values, named, naming):
                continue
            used |= set(ends)
            if kind in _BOUNDS or kind == CONFIDENCE or match.group().startswith("by "):
                taken |= _covered(match, places)
            if kind in _BOUNDS:
                reach = bool(_REACHES.match(match.group()))
                bounds.append(replace(_bound(kind, ends, values), reach=reach))
            else:
                said = match.group() + shape[match.end() : match.end() + len(" percentage points")]
                points = " point" in said or " pp" in said
                over = kind == EFFECT and bool(_MORE_THAN.search(match.group()))
                quantities += [
                    (one, _quantity(kind, values[one], points=points, over=over)) for one in ends
                ]
    for at, value in values.items():
        if at in used:
            continue
        if value.column:
            bounds.append(_bound(POINT, [at], values))
        else:
            quantities.append((at, _quantity(RATE if value.percent else ANY, value)))
    for at, token in enumerate(found):
        if token.word in FACTORS and is_factor(found, at):
            quantities.append((at, Quantity(FACTORS[token.word], FACTOR, token.text)))
    return Numbers(
        tuple(bounds), tuple(sorted(quantities, key=lambda pair: pair[0])), frozenset(taken)
    )


def _values(
    found: Sequence[Token], named: Sequence[Mention], naming: Naming, treated: set[int]
) -> dict[int, _Value]:
    """Return the numbers that no name holds, and the levels of scales, by their token."""
    values: dict[int, _Value] = {}
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    inside |= treated
    for mention in named:
        scores = naming.scores.get(mention.column, {})
        if mention.kind == LEVEL and mention.level in scores and naming.numeric(mention.column):
            values[mention.start] = _Value(scores[mention.level], mention.column, mention.level)
    for at, token in enumerate(found):
        if at in inside:
            continue
        following = found[at + 1].word if at + 1 < len(found) else ""
        if token.value is not None:
            percent = following in {"%", "percent"}
            decade = following == "s" and token.end == found[at + 1].start
            middle = 5.0 if decade else 0.0  # "the 1960s"
            values[at] = _Value(token.value + middle, None, token.text, percent)
        elif token.word in SEVERAL and (_before_name(at, found, named) or _years_old(at, found)):
            values[at] = _Value(float(SEVERAL[token.word]), None, token.text)
        elif token.word == "one" and _years_old(at, found):
            values[at] = _Value(1.0, None, token.text)
        elif (
            token.word in ORDINALS
            and following not in SEVERAL
            and (column := _before_column(at, found, named))
        ):
            values[at] = _Value(float(ORDINALS[token.word]), column, token.text)
    _give_columns(values, found, named, naming)
    for mention in named:  # the unit says of which column a number is
        if mention.kind == UNIT:
            own = _column_of_unit(mention, named, naming)
            for at in range(mention.start - 1, max(-1, mention.start - 3), -1):
                if at in values and values[at].column is None and naming.numeric(own):
                    old = values[at]
                    values[at] = _Value(old.value, own, old.text, old.percent)
    return values


def _column_of_unit(mention: Mention, named: Sequence[Mention], naming: Naming) -> str:
    """Return which of the columns with one unit is meant: one named, or one with claims."""
    sharing = naming.sharing_unit(mention.column)
    if len(sharing) == 1:
        return mention.column
    spoken = sorted(
        (entry.start > mention.start, abs(entry.start - mention.start), entry.column)
        for entry in named
        if entry.kind == COLUMN and entry.column in sharing
    )
    claimed = [claim.features[0] for claim in naming.report.claims if claim.features[0] in sharing]
    nearest = [column for _, _, column in spoken]
    return next(iter([*nearest, *claimed]), mention.column)


def _give_columns(
    values: dict[int, _Value],
    found: Sequence[Token],
    named: Sequence[Mention],
    naming: Naming,
) -> None:
    """Say of which column a number is by its currency, or where it follows the column's name."""
    paid = [name for name, unit in naming.units.items() if unit in _CURRENCIES]
    paid = [name for name in paid if name != naming.report.outcome.name]
    money = naming.units.get(naming.report.outcome.name, "-") in _CURRENCIES
    ends = {
        mention.end: mention.column
        for mention in named
        if mention.kind == COLUMN and naming.numeric(mention.column)
    }
    for at, value in sorted(values.items()):
        column = ends.get(at)
        joined = found[at - 1].word in {"or", "and", ","} if at else False
        if column is None and joined and at - 2 in values and at - 3 in ends.keys() | values.keys():
            column = values[at - 2].column
        if column is None and value.text[:1] in _CURRENCIES and len(paid) == 1 and not money:
            column = paid[0]
        if column is None and (_is_age(at, value, found) or _years_old(at, found)):
            column = naming.age
        if column is None and _is_year(at, value, found) and not _named_year(named, naming):
            column = naming.year
        if column is not None and value.column is None:
            values[at] = _Value(value.value, column, value.text, value.percent)


def _years_old(at: int, found: Sequence[Token]) -> bool:
    """Return whether a number is a person's age: "a 70-year-old", "20 years of age"."""
    after = [token.word for token in found[at + 1 : at + 6] if token.word != "-"]
    return after[:1] in (["year"], ["years"]) and (
        after[1:2] in (["old"], ["olds"]) or after[1:3] == ["of", "age"]
    )


def _is_year(at: int, value: _Value, found: Sequence[Token]) -> bool:
    """Return whether a number is a year: "in 1965", "from 1900 to 1965"."""
    plain = value.text.isdigit() and _FIRST_YEAR <= value.value <= _LAST_YEAR
    return plain and at > 0 and found[at - 1].word in _BEFORE_YEARS


def _named_year(named: Sequence[Mention], naming: Naming) -> bool:
    """Return whether a column of dates is named that is not the one of years."""
    return any(
        mention.kind == COLUMN
        and mention.column != naming.year
        and YEARS & {*naming.name_parts(mention.column)}
        for mention in named
    )


def _is_age(at: int, value: _Value, found: Sequence[Token]) -> bool:
    """Return whether a number follows people: "those under 60", "customers of 37 and over"."""
    if not 0 < value.value < _OLDEST:
        return False
    for place in range(at - 1, max(-1, at - 6), -1):
        word = found[place].word
        if word in _PEOPLE:
            following = found[at + 1].word if at + 1 < len(found) else ""
            return place < at - 1 and following not in {"%", "-", "percent", "percentage"}
        if word not in _OF_AGE:
            return False
    return False


def _before_name(at: int, found: Sequence[Token], named: Sequence[Mention]) -> bool:
    """Return whether a number word counts what a name speaks of: "three or more siblings"."""
    following = found[at + 1].word if at + 1 < len(found) else ""
    if {token.word for token in found[at + 1 : at + 4]} & {
        "percentage",
        "points",
        "times",
        "point",
    }:
        return True
    if at and found[at - 1].word in _COUNTING:
        return False  # "the upper two classes" counts them
    near = any(mention.kind in {COLUMN, UNIT} and 0 < mention.start - at <= 4 for mention in named)
    return near and following not in {"condition", "conditions", "years", "columns", "other"}


def _before_column(at: int, found: Sequence[Token], named: Sequence[Mention]) -> str | None:
    place = at + 1  # "first- or second-class": what stands between the two does not count
    while place < len(found) and found[place].word in _BETWEEN_ORDINALS:
        place += 1
    near = (
        mention.column
        for mention in named
        if mention.kind == COLUMN and 0 <= mention.start - place <= 2
    )
    column = next(near, None)
    earlier = [place for place in range(at) if found[place].word in ORDINALS]
    # "in third class than in first"
    return column if column or not earlier else _before_column(earlier[-1], found, named)


def _shape(
    found: Sequence[Token], values: dict[int, _Value], named: Sequence[Mention]
) -> tuple[str, list[int]]:
    """Return the sentence with numbers as their places, and where each token begins in it.

    The words of a column's name are one sign each, so that bounds are read across them.
    """
    columns = {
        at
        for mention in named
        if mention.kind == COLUMN
        for at in range(mention.start, mention.end)
    }
    parts, places, length = [], [], 0
    for at, token in enumerate(found):
        part = f"#{at}#" if at in values else "@" if at in columns else token.word
        places.append(length)
        parts.append(part)
        length += len(part) + 1
    return " ".join(parts), places


def _covered(match: re.Match[str], places: Sequence[int]) -> set[int]:
    begin, end = match.span()
    return {at for at, place in enumerate(places) if begin <= place < end}


def _could_be(
    at: Sequence[int], values: dict[int, _Value], named: Sequence[Mention], naming: Naming
) -> bool:
    """Return whether numbers could be values of their column, or of one that is named."""
    own = {values[one].column for one in at if values[one].column}
    near = own or {
        mention.column
        for mention in named
        if mention.kind in {COLUMN, UNIT} and naming.numeric(mention.column)
    }
    if not near:  # of columns that hold no numbers there are no bounds
        return not any(mention.kind == COLUMN for mention in named)
    return any(
        all(naming.plausible(name, values[one].value) for one in at) for name in near if name
    )


def _makes_sense(kind: str, at: Sequence[int], values: dict[int, _Value]) -> bool:
    columns = {values[one].column for one in at if values[one].column}
    if len(at) == 2 and kind == RANGE:
        return len(columns) < 2
    return not (kind in {EFFECT, INTERVAL, ROWS, FACTOR} and columns)


def _bound(kind: str, at: Sequence[int], values: dict[int, _Value]) -> Bound:
    column = next((values[one].column for one in at if values[one].column), None)
    return Bound(kind, values[at[0]].value, values[at[-1]].value, at[0], column)


def _quantity(kind: str, value: _Value, *, points: bool = False, over: bool = False) -> Quantity:
    return Quantity(value.value, kind, value.text, value.percent or points, over)


def column_of(
    bound: Bound, named: Sequence[Mention], naming: Naming, start: int, end: int
) -> str | None:
    """Return the column a bound is of: its unit's, else the nearest before it, else after it.

    Parameters
    ----------
    bound : Bound
    named : sequence of Mention
    naming : Naming
    start, end : int
        The clause, as places of tokens.
    """
    if bound.column:
        return bound.column
    fit = [
        mention
        for mention in named
        if mention.kind in {COLUMN, UNIT, LEVEL}
        and start <= mention.start < end
        and (naming.numeric(mention.column) or mention.kind == COLUMN)
        and not (mention.kind == LEVEL and not naming.numeric(mention.column))
    ]
    numeric = [mention for mention in fit if naming.numeric(mention.column)] or fit
    before = [mention for mention in numeric if mention.end <= bound.at]
    after = [mention for mention in numeric if mention.start > bound.at]
    beside = bool(before) and bound.at - before[-1].end <= 3
    if after and after[0].start - bound.at <= (1 if beside else 2):
        return after[0].column
    if before:
        return before[-1].column
    return after[0].column if after else None
