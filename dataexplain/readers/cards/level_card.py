"""The card of a curve over levels: the highest and lowest ones, the others together."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from dataexplain.readers.cards.curve_heading import (
    EffectScale,
    effect_scale,
    half_width,
    heading,
    missing_line,
)
from dataexplain.readers.cards.curve_steps import Steps, steps_of
from dataexplain.readers.cards.quoting import quoted
from dataexplain.readers.cards.token_counts import first_that_fits
from dataexplain.records import CurveRecord, OutcomeRecord

# Levels shown and the characters of each, from the fullest draft on.
_SIZES = ((12, 60), (12, 30), (10, 30), (8, 30), (6, 24), (4, 16), (2, 12))


def level_card(curve: CurveRecord, outcome: OutcomeRecord) -> str:
    """Return a curve over levels as a card of at most 350 tokens.

    Parameters
    ----------
    curve : CurveRecord
    outcome : OutcomeRecord

    Returns
    -------
    str

    Examples
    --------
    >>> curve = CurveRecord(
    ...     "plan", "categorical", None, (10.0, 30.0), (9.0, 27.0), (11.0, 33.0), (50, 50), 10.0,
    ...     levels=("basic", "gold"),
    ... )
    >>> print(level_card(curve, OutcomeRecord("price", "$", 20.0, 12.0)))
    **"plan"**: effect on average "price", 100 rows, importance 10 $
    Effects in $ against $20, the average.
    <BLANKLINE>
    level | effect | ± | rows
    --|--|--|--
    "gold" | +10 | 3 | 50
    "basic" | -10 | 1 | 50
    <BLANKLINE>
    - ±: spread over refits (2 standard deviations), no confidence interval.
    - Highest to lowest: 20.
    """
    return first_that_fits(_drafts(curve, outcome))


def level_facts(curve: CurveRecord, outcome: OutcomeRecord) -> list[str]:
    """Return the highest and lowest levels and what is missing, a line each."""
    steps, names = _ordered(curve)
    scale = effect_scale(curve, steps, outcome)
    if not len(steps):
        return missing_line(curve, scale)
    told = [
        f"{word} {quoted(names[place], 30)} ({scale.effect(steps.values[place])})"
        for word, place in (("highest", 0), ("lowest", -1))
    ]
    return [f"- Of {len(names):,} levels, {' and '.join(told)}.", *missing_line(curve, scale)]


def _ordered(curve: CurveRecord) -> tuple[Steps, list[str]]:
    """Return the levels from the highest to the lowest."""
    steps = steps_of(curve)
    order = np.argsort(-steps.values, kind="stable")
    names = [curve.levels[int(place)] for place in steps.lows if place < len(curve.levels)]
    order = order[order < len(names)]
    fields = (steps.lows, steps.highs, steps.values, steps.halves, steps.rows)
    return Steps(*(entries[order] for entries in fields)), [names[place] for place in order]


def _drafts(curve: CurveRecord, outcome: OutcomeRecord) -> Iterator[str]:
    steps, names = _ordered(curve)
    scale = effect_scale(curve, steps, outcome)
    top = heading(curve, outcome, scale)
    if not len(steps):
        yield "\n".join([*top, "", "- No known level.", *missing_line(curve, scale)])
        return
    facts = ["- ±: spread over refits (2 standard deviations), no confidence interval."]
    if len(steps) > 1:
        facts.append(f"- Highest to lowest: {scale.change(steps.span, sign=False)}.")
    facts += missing_line(curve, scale)
    for most, longest in _SIZES:
        table = _table(curve, steps, names, scale, most, longest)
        yield "\n".join([*top, "", *table, "", *facts])


def _table(
    curve: CurveRecord, steps: Steps, names: list[str], scale: EffectScale, most: int, longest: int
) -> list[str]:
    measured = {
        point.level: scale.measured(point)
        for point in curve.held_out
        if point.level is not None and all(map(math.isfinite, (point.mean, *point.interval)))
    }
    lines = ["level | effect | ± | rows", "--|--|--|--"]
    if measured:
        lines = ["level | effect | ± | held out (95% interval) | rows", "--|--|--|--|--"]
    count = len(names)
    hidden = range((most + 1) // 2, count - most // 2) if count > most + 1 else range(0)
    for place in range(count):
        if place in hidden:
            lines += [_rest(steps, hidden, scale, bool(measured))] if place == hidden.start else []
            continue
        cells = [
            quoted(names[place], longest),
            scale.effect(steps.values[place]),
            half_width(steps.halves[place], scale),
            *([measured.get(names[place], "")] if measured else []),
            f"{steps.rows[place]:,.0f}",
        ]
        lines.append(" | ".join(cells))
    return lines


def _rest(steps: Steps, hidden: range, scale: EffectScale, with_measured: bool) -> str:
    inside = slice(hidden.start, hidden.stop)
    low = scale.effect(float(steps.values[inside].min()))
    high = scale.effect(float(steps.values[inside].max()))
    cells = [f"{len(hidden):,} other levels", f"between {low} and {high}", ""]
    cells += [""] if with_measured else []
    return " | ".join([*cells, f"{steps.rows[inside].sum():,.0f}"])
