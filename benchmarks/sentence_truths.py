"""What the rows say of a sentence, by a method that shares nothing with the package.

All rows are used. A difference is one of means or rates, a trend the change along a straight line
from the 5th to the 95th percentile of its column, a turning point two such changes, one up to the
turn and one beyond it; a jump is what remains of a difference, within a quarter of the column's
range on either side, beside one straight line on each side. An interaction is the product of both
parts, with twenty bins of the first and the second held. That a column has no effect speaks of
each of its fifths or levels (of 20 rows or more) against the rest. What the sentence holds fixed
enters a least-squares regression: levels as they are, numbers in twenty bins and a line. Standard
errors are robust (HC1).

The floor is the package's own: 0.1 standard deviations of the outcome; of a rate, a tenth of it or
one point. With e the effect in the stated direction and s its standard error:

- true: e - 1.96 s lies above the floor, and above 2.77 s
- false: e + 1.96 s lies below 0, and e + 4.73 s below the floor
- weak: e + 1.96 s lies below the floor, or below 2.33 s
- borderline: anything else; no sentence of the benchmark may be

2.77 s is 1.96 standard errors of half of the rows, 2.33 s is 1.645 of them: a true sentence is
supported, a false one not supported and a weak one not supported or inconclusive by nearly every
half of the rows. An inconclusive verdict on a true sentence is thus never the fault of the rows.
A column without effect: true where every difference keeps 4.29 s (1.96 and 2.33) inside the floor,
false where one lies 4.73 s outside; of a column that is said to matter the other way round. All
parts of a sentence must be true for it to be true; one false part makes it false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sentence_forms import (
    ALL,
    FALSE,
    LENGTH,
    TRUE,
    UNTESTABLE,
    WEAK,
    Conditions,
    OpenSet,
    Part,
    UserSentence,
    alternatives,
    mask,
    sides,
)

BORDERLINE = "borderline"
TWO_SIDED, HALF_TWO_SIDED, HALF_ONE_SIDED = 1.96, 2.77, 2.33
OPPOSITE = {TRUE: FALSE, FALSE: TRUE, BORDERLINE: BORDERLINE}
BINS, FIFTHS, MOST_LEVELS, LEAST_ROWS = 20, 5, 12, 20


@dataclass(frozen=True)
class Effect:
    """An effect in the stated direction, its standard error and the floor."""

    value: float
    error: float
    floor: float

    @property
    def truth(self) -> str:
        """Whether there is such an effect."""
        low, high = self.value - TWO_SIDED * self.error, self.value + TWO_SIDED * self.error
        if low > max(self.floor, HALF_TWO_SIDED * self.error):
            return TRUE
        if high < 0 and high + HALF_TWO_SIDED * self.error < self.floor:
            return FALSE
        return WEAK if high < max(self.floor, HALF_ONE_SIDED * self.error) else BORDERLINE

    def __str__(self) -> str:
        return f"{self.value:.4g} (s {self.error:.2g}, floor {self.floor:.3g})"


def truths(sentence: UserSentence, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the truth of every reading that is right, with the numbers behind it."""
    found = []
    for parts in sentence.readings:
        told = [_of_part(part, sentence, frame) for part in parts]
        own = [truth for truth, _ in told]
        truth = next((kind for kind in (FALSE, BORDERLINE, WEAK) if kind in own), TRUE)
        found.append((truth, "; ".join(numbers for _, numbers in told)))
    return found or [(UNTESTABLE, sentence.why)]


def _of_part(part: Part, sentence: UserSentence, frame: pd.DataFrame) -> tuple[str, str]:
    outcome = outcome_of(frame, sentence.table, part.outcome_class)
    held = _held_columns(sentence, part, frame)
    if part.kind in {"no_effect", "effect"}:
        truth, numbers = _nothing(list(_pieces(part, frame, outcome, held)))
        return (truth if part.kind == "no_effect" else OPPOSITE[truth]), numbers
    effects = list(EFFECTS[part.kind](part, sentence.table, frame, outcome, held))
    own = [effect.truth for effect in effects]
    truth = next((kind for kind in (FALSE, BORDERLINE, WEAK) if kind in own), TRUE)
    return truth, ", ".join(map(str, effects))


def outcome_of(frame: pd.DataFrame, table: OpenSet, named: str) -> np.ndarray:
    """Return the outcome as numbers: 1 for the class meant and 0 for others."""
    wanted = named or table.positive
    values = frame[table.target]
    numbers = (values.astype(str) == wanted) if wanted else values
    return np.asarray(numbers.to_numpy(dtype=float))


def floor_of(outcome: np.ndarray) -> float:
    """Return the smallest effect worth a sentence."""
    if set(np.unique(outcome)) == {0.0, 1.0}:
        return max(0.01, 0.1 * float(outcome.mean()))
    return 0.1 * float(outcome.std())


def estimate(
    varies: np.ndarray, outcome: np.ndarray, rows: np.ndarray, held: np.ndarray | None = None
) -> tuple[float, float]:
    """Return the least-squares effect of what varies among some rows, and its standard error."""
    constant = np.ones((int(rows.sum()), 1))
    basis = constant if held is None else np.hstack([constant, held[rows]])
    both = np.column_stack([varies[rows], outcome[rows]])
    fitted, _, rank, _ = np.linalg.lstsq(basis, both, rcond=None)
    moved, left = (both - basis @ fitted).T
    weight = float(moved @ moved)
    value = float(moved @ left) / weight
    freedom = len(moved) - int(rank) - 1
    spread = float(moved**2 @ (left - value * moved) ** 2)
    return value, float(np.sqrt(spread * len(moved) / freedom)) / weight


def binned(values: pd.Series, *, line: bool = True) -> np.ndarray:
    """Return a column as levels, or as twenty bins of its values and a line."""
    numeric = pd.api.types.is_numeric_dtype(values)
    if not numeric or values.nunique() <= MOST_LEVELS:
        return pd.get_dummies(values.astype(str), dtype=float).to_numpy()
    bins = pd.qcut(values, BINS, duplicates="drop")
    levels = pd.get_dummies(bins, dtype=float, dummy_na=True).to_numpy()
    standard = ((values - values.mean()) / values.std()).fillna(0.0).to_numpy()
    return np.column_stack([levels, standard]) if line else levels


def _held_columns(sentence: UserSentence, part: Part, frame: pd.DataFrame) -> np.ndarray | None:
    names = [alternatives(name)[0] for name in sentence.held]
    if names == [ALL]:
        own = {*part.columns, *part.where, *part.among, sentence.table.target}
        names = [str(name) for name in frame.columns if name not in own]
    return np.hstack([binned(frame[name]) for name in names]) if names else None


def _numbers(frame: pd.DataFrame, column: str, table: OpenSet) -> np.ndarray:
    if column == LENGTH:
        return np.array([len(str(text).split()) for text in frame[table.text]], dtype=float)
    values = frame[column]
    if not pd.api.types.is_numeric_dtype(values):
        # "Less than 25", "25 - 45", "Greater than 45": levels in the order of what they begin at
        values = values.map({"Less than 25": 0, "25 - 45": 1, "Greater than 45": 2})
    return values.to_numpy(dtype=float)


def _signed(part: Part, value: float, error: float, outcome: np.ndarray) -> Effect:
    return Effect(value if part.direction == "up" else -value, error, floor_of(outcome))


def _difference(
    part: Part,
    table: OpenSet,
    frame: pd.DataFrame,
    outcome: np.ndarray,
    held: np.ndarray | None,
) -> Iterator[Effect]:
    where, other = sides(frame, part, table.text)
    found = estimate(where.astype(float), outcome, where | other, held)
    yield _signed(part, *found, outcome)


def _change(
    values: np.ndarray,
    ends: tuple[float, float],
    outcome: np.ndarray,
    rows: np.ndarray,
    held: np.ndarray | None,
) -> tuple[float, float]:
    place = (values - ends[0]) / (ends[1] - ends[0])
    return estimate(place, outcome, rows, held)


def _ends(values: np.ndarray) -> tuple[float, float]:
    low, high = np.nanpercentile(values, [5, 95])
    # most cells may hold one value: then the line goes over all of them
    return (low, high) if high > low else (float(np.nanmin(values)), float(np.nanmax(values)))


def _trend(
    part: Part,
    table: OpenSet,
    frame: pd.DataFrame,
    outcome: np.ndarray,
    held: np.ndarray | None,
) -> Iterator[Effect]:
    values = _numbers(frame, part.columns[0], table)
    rows = mask(frame, part.among, table.text) & ~np.isnan(values)
    yield _signed(part, *_change(values, _ends(values[rows]), outcome, rows, held), outcome)


def _turning_point(
    part: Part,
    table: OpenSet,
    frame: pd.DataFrame,
    outcome: np.ndarray,
    held: np.ndarray | None,
) -> Iterator[Effect]:
    values = _numbers(frame, part.columns[0], table)
    low, high = _ends(values)
    for ends, sign in (((low, part.turn), -1), ((part.turn, high), 1)):
        rows = (values >= ends[0]) & (values <= ends[1])
        value, error = _change(values, ends, outcome, rows, held)
        yield _signed(part, sign * value, error, outcome)


def _threshold(
    part: Part,
    table: OpenSet,
    frame: pd.DataFrame,
    outcome: np.ndarray,
    held: np.ndarray | None,
) -> Iterator[Effect]:
    values = _numbers(frame, part.columns[0], table)
    low, high = _ends(values)
    distance = values - part.turn
    rows = np.abs(distance) <= (high - low) / 4
    beyond = (distance >= 0).astype(float)
    lines = np.nan_to_num(np.column_stack([distance, distance * beyond]))
    basis = lines if held is None else np.hstack([lines, held])
    yield _signed(part, *estimate(beyond, outcome, rows, basis), outcome)


def _interaction(
    part: Part,
    table: OpenSet,
    frame: pd.DataFrame,
    outcome: np.ndarray,
    held: np.ndarray | None,
) -> Iterator[Effect]:
    varies, bases = [], [] if held is None else [held]
    rows = np.ones(len(frame), dtype=bool)
    for side in (part.first, part.second):
        values, basis = _factor(side, table, frame)
        varies.append(values)
        bases.append(basis)
        rows &= ~np.isnan(values)
    found = estimate(varies[0] * varies[1], outcome, rows, np.hstack(bases))
    yield _signed(part, *found, outcome)


def _factor(side: Conditions, table: OpenSet, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    if "where" in side:
        inside = mask(frame, side["where"], table.text).astype(float)
        return inside, inside[:, None]
    column = alternatives(side["column"])[0]
    values = _numbers(frame, column, table)
    low, high = _ends(values)
    return (values - low) / (high - low), binned(frame[column])


def _pieces(
    part: Part, frame: pd.DataFrame, outcome: np.ndarray, held: np.ndarray | None
) -> Iterator[Effect]:
    values = frame[part.columns[0]]
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > MOST_LEVELS:
        values = pd.qcut(values, FIFTHS, duplicates="drop")
    rows = values.notna().to_numpy()
    for level, count in values.value_counts().items():
        if count >= LEAST_ROWS:
            inside = (values == level).to_numpy().astype(float)
            yield Effect(*estimate(inside, outcome, rows, held), floor_of(outcome))


def _nothing(pieces: list[Effect]) -> tuple[str, str]:
    largest = max(pieces, key=lambda piece: abs(piece.value) - TWO_SIDED * piece.error)
    outside, inside = TWO_SIDED + HALF_TWO_SIDED, TWO_SIDED + HALF_ONE_SIDED
    truth = BORDERLINE
    if any(abs(piece.value) - outside * piece.error > piece.floor for piece in pieces):
        truth = FALSE
    elif all(abs(piece.value) + inside * piece.error < piece.floor for piece in pieces):
        truth = TRUE
    return truth, str(largest)


Worked = Callable[[Part, OpenSet, pd.DataFrame, np.ndarray, np.ndarray | None], Iterator[Effect]]
EFFECTS: dict[str, Worked] = {
    "difference": _difference,
    "trend": _trend,
    "turning_point": _turning_point,
    "threshold": _threshold,
    "interaction": _interaction,
}
