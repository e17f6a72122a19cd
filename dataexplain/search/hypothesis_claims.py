"""Hypotheses -> claims that can be tested, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.search.column_views import LEAST_ROWS, ColumnView
from dataexplain.search.hypothesis_schema import Hypothesis

LANGUAGE_MODEL = "language model"
# A region holds at least this share of the rows, and leaves as many outside.
LEAST_SHARE = 0.03
# A bound is part of what is claimed: it is written with all the digits that it has.
_DIGITS = 6
UNKNOWN_COLUMN = "of a column that is not there"
UNKNOWN_LEVEL = "of a level that too few rows have"
EVERY_LEVEL = "of all levels of a column at once"
NO_ORDER = "of more or less of a column without an order"
NO_NUMBER = "of a value of a column that has no numbers"
NOT_A_LEVEL = "of levels of a column of numbers"
TWICE = "of one column twice"
FEW_ROWS = "of too few rows, or of almost all"


def claim_of(
    hypothesis: Hypothesis, views: Mapping[str, ColumnView], frame: pd.DataFrame
) -> Claim | str:
    """Return the claim that a hypothesis makes, or why it makes none.

    That a column does not matter is no claim of this form: where it could be shown, is for those
    who measure to say.

    Parameters
    ----------
    hypothesis : Hypothesis
        With a direction.
    views : mapping of str to ColumnView
        The columns that may be spoken of.
    frame : DataFrame
        Rows that propose.

    Examples
    --------
    >>> views = {"age": ColumnView("age", (20.0, 60.0))}
    >>> frame = pd.DataFrame({"age": [float(20 + n % 41) for n in range(200)]})
    >>> older = Hypothesis((Condition("age", low=50.0),), "up")
    >>> claim_of(older, views, frame).region.to_dict()
    {'age': {'low': 50.0, 'high': None}}
    >>> claim_of(Hypothesis((Condition("agee"),), "up", slope=True), views, frame)
    'of a column that is not there'
    """
    names = [condition.column for condition in hypothesis.conditions]
    if not set(names) <= set(views):
        return UNKNOWN_COLUMN
    if len(set(names)) < len(names):
        return TWICE
    if hypothesis.slope:
        return _slope(hypothesis, views[names[0]])
    for condition in hypothesis.conditions:
        problem = _problem(condition, views[condition.column])
        if problem:
            return problem
    return _contrast(hypothesis, frame)


def _slope(hypothesis: Hypothesis, view: ColumnView) -> Claim | str:
    if view.ends is None:
        return NO_ORDER
    if view.least_high is not None:  # of two values a slope is a difference
        upper = Region((Condition(view.name, low=view.least_high),))
        return _claim(hypothesis, "level_contrast", (view.name,), hypothesis.direction, upper)
    whole = Region((Condition(view.name, *view.ends, closed=True),))
    return _claim(hypothesis, "trend", (view.name,), hypothesis.direction, whole)


def _problem(condition: Condition, view: ColumnView) -> str:
    """Return why the rows cannot be asked about a condition, or an empty text."""
    if condition.levels:
        if view.ordered:
            return NOT_A_LEVEL
        if not set(condition.levels) <= set(view.levels):
            return UNKNOWN_LEVEL
        alone = len(condition.levels) == len(view.levels)
        return EVERY_LEVEL if alone else ""
    return "" if view.ordered else NO_NUMBER


def _contrast(hypothesis: Hypothesis, frame: pd.DataFrame) -> Claim | str:
    conditions = tuple(map(_rounded, hypothesis.conditions))
    direction = hypothesis.direction
    (first, *others) = conditions
    if not others and first.high is not None:
        # that it is lower below a value says that it is higher from there on
        conditions = (Condition(first.column, low=first.high),)
        direction = DOWN if direction == UP else UP
    conditions = tuple(sorted(conditions, key=lambda entry: entry.column))
    region = Region(conditions)
    inside = int(region.mask(frame).sum())
    known = int(frame[list(region.columns)].notna().all(axis=1).sum())
    if min(inside, known - inside) < max(LEAST_ROWS, LEAST_SHARE * known):
        return FEW_ROWS
    kind = "subgroup" if others else "level_contrast"
    return _claim(hypothesis, kind, region.columns, direction, region)


def _rounded(condition: Condition) -> Condition:
    """Return a condition whose bounds are what a sentence writes."""
    low, high = (
        None if bound is None else float(f"{bound:.{_DIGITS}g}") + 0.0
        for bound in (condition.low, condition.high)
    )
    return Condition(condition.column, low=low, high=high, levels=tuple(sorted(condition.levels)))


def _claim(
    hypothesis: Hypothesis, kind: str, columns: tuple[str, ...], direction: str, region: Region
) -> Claim:
    return Claim(
        kind,
        columns,
        direction,
        region,
        outcome_class=hypothesis.outcome_class,
        sources=(LANGUAGE_MODEL,),
    )
