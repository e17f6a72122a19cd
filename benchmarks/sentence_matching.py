"""Whether a reading of a sentence is right: by what it denotes, not by how it is put.

Two regions are the same when nine in ten of the rows that are in either are in both; so "over 60"
may be read with or without those of 60, where they are few. A claim about the other side in the
other direction is the same claim. A trend without a stated stretch may leave out a fifth of the
rows at its ends. A property that a judge is asked for is right when it contains one of the words
that it cannot do without.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
from sentence_forms import (
    ALL,
    LENGTH,
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
from dataexplain.features.text_columns import YES, with_text_columns
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table

SAME_ROWS, LEAST_OF_TREND, NEAR_TURN = 0.9, 0.8, 0.05
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
    if reading.denied != any(part.kind == "effect" for part in sentence.readings[0]):
        return "denied"
    told = [_parts_misread(parts, reading.claims, rows) for parts in sentence.readings]
    return "" if "" in told else told[0]


def _holds_the_same(sentence: UserSentence, reading: SentenceReading) -> bool:
    held = set(reading.held)
    if sentence.held == (ALL,):
        return reading.basis == HELD_FIXED
    if not sentence.held:
        return not held and reading.basis != HELD_FIXED
    wanted = [set(alternatives(name)) for name in sentence.held]
    return all(held & names for names in wanted) and held <= set().union(*wanted)


def _parts_misread(parts: tuple[Part, ...], claims: tuple[Claim, ...], rows: Rows) -> str:
    if len(parts) != len(claims):
        return "number of claims"
    told = []
    for order in permutations(claims):
        wrong = [_misread(part, claim, rows) for part, claim in zip(parts, order, strict=True)]
        told.append(next((reason for reason in wrong if reason), ""))
    return "" if "" in told else told[0]


def _misread(part: Part, claim: Claim, rows: Rows) -> str:
    if claim.kind not in KINDS[part.kind]:
        return f"kind: {claim.kind}"
    if part.kind in {"no_effect", "effect"}:
        return "" if set(claim.features) <= set(part.columns) else "column"
    turned = _turned_class(part, claim, rows)
    if not turned:
        return "class"
    sides_told = _difference if part.kind == "difference" else _along
    sign = _interaction(part, claim, rows) if part.first else sides_told(part, claim, rows)
    if isinstance(sign, str):
        return sign
    same = sign * turned * claim.sign == (1 if part.direction == "up" else -1)
    return "" if same else "direction"


def _turned_class(part: Part, claim: Claim, rows: Rows) -> int:
    """Return 1 where the class meant is spoken of, -1 the other of two, 0 another."""
    table = rows.sentence.table
    wanted = part.outcome_class or table.positive or None
    spoken = claim.outcome_class
    if spoken == wanted or (spoken is None and rows.explained == (wanted,)):
        return 1
    return -1 if table.positive and spoken is not None else 0


def _difference(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return the sign by which the claim's direction is that of the part, or what is wrong."""
    asked = rows.asked(claim)
    if part.judged or asked:
        return _judged(part, claim, asked)
    expected = sides(rows.raw, part, rows.sentence.table.text)
    region = claim.region.mask(rows.read)
    told = region, _other_side(claim, region, rows)
    if all(map(_same, told, expected)):
        return 1
    return -1 if all(map(_same, told, reversed(expected))) else "rows"


def _other_side(claim: Claim, region: np.ndarray, rows: Rows) -> np.ndarray:
    if claim.against.conditions:
        return np.asarray(claim.against.mask(rows.read) & ~region)
    # cells that are missing are on neither side, unless it is these that are spoken of
    spoken = {entry.column: "" for entry in claim.region.conditions if not entry.missing}
    return np.asarray(~region & known(rows.read, spoken))


def _judged(part: Part, claim: Claim, asked: str) -> int | str:
    if not part.judged or not any(word in asked.lower() for word in part.judged):
        return "property"
    conditions = claim.region.conditions
    return 1 if len(conditions) == 1 and conditions[0].levels == (YES,) else -1


def _along(part: Part, claim: Claim, rows: Rows) -> int | str:
    """Return 1 where the claim goes along the same column in the same rows."""
    own = claim.features[0]
    lengths = {entry.name for entry in rows.reading.words if not entry.terms}
    if own not in (lengths if part.column == LENGTH else part.columns):
        return "column"
    if part.kind in {"turning_point", "threshold"}:
        return 1 if _near_turn(part, claim, rows) else "turn"
    expected = rows.within(part.among) & known(rows.read, {own: ""})
    told = claim.region.mask(rows.read)
    inside = np.mean(told[expected]) >= LEAST_OF_TREND
    return 1 if inside and np.mean(expected[told]) >= SAME_ROWS else "rows"


def _near_turn(part: Part, claim: Claim, rows: Rows) -> bool:
    if claim.turn is None:
        return False
    values = rows.raw[part.columns[0]]
    low, high = np.nanpercentile(values, [5, 95])
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
